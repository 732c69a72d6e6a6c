"""Settlement: the one place where what a provider says changes what is owed.

Whoever brings the news (a webhook, a poll, a refund's answer) calls `Settlement.apply` in its own
transaction. The case's row is locked first, so that settling, withdrawing and expiring wait for
one another, and no two reports on a case are judged at once.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from payments.charges import charges_of_intent, release, settle
from payments.gateway import ProviderState, ProviderStatus, RefundState
from payments.intents import Intent, IntentStatus, Reason, change_intent, find_intent
from payments.refunds import AT_PROVIDER, add_refund, change_refund
from payments.standing import collected_by
from payments.verdict import STATE_RANK, STATUS_RANK, Situation, Verdict, judge
from workflows.cases import Case, lock_case
from workflows.clock import Clock
from workflows.outbox import Outbox

SETTLED = "payment.settled"
REFUND_DUE = "payment.refund_due"
REFUNDED = "payment.refunded"
DISPUTED = "payment.disputed"

#: Disputes over money that pays for nothing here, so that giving it back harms nobody.
RETURNABLE = frozenset({Reason.AMOUNT_DIFFERS, Reason.CURRENCY_DIFFERS})
#: States that only money received can lead to: what it did first is done first.
AFTER_PAID = frozenset({ProviderState.PARTLY_REFUNDED, ProviderState.REFUND_FAILED})


@dataclass(frozen=True, slots=True)
class Settlement:
    """Applies what providers say to intents, charges and refunds."""

    outbox: Outbox
    clock: Clock

    def apply(self, connection: Connection, told: ProviderStatus) -> IntentStatus | None:
        """Take note of what a provider says; gives the intent's new status if it changed.

        Raises `UnknownIntent`. Saying the same again, or something older, changes nothing.
        """
        case = lock_case(connection, find_intent(connection, told.intent_id).case_id)
        before = intent = find_intent(connection, told.intent_id)
        for state in _steps(before, told.state):
            step = ProviderStatus(told.intent_id, told.provider_reference, state, told.money)
            intent = self._apply_one(connection, case, intent, step)
        return None if intent == before else intent.status

    def give_back(self, connection: Connection, intent: Intent, *, reason: str) -> None:
        """Queue the refund of all that an intent received; the caller holds the case's lock."""
        if add_refund(connection, intent, reason=reason, at=self.clock.now(connection)):
            self._emit(connection, REFUND_DUE, intent)

    def give_back_disputed(self, connection: Connection, intent_id: str) -> bool:
        """Queue the refund of a wrong sum that a person looked at; tells whether there was one."""
        lock_case(connection, find_intent(connection, intent_id).case_id)
        intent = find_intent(connection, intent_id)
        if intent.status is not IntentStatus.DISPUTED or intent.reason not in RETURNABLE:
            return False
        intent = change_intent(connection, intent_id, status=IntentStatus.SURPLUS)
        self.give_back(connection, intent, reason=str(intent.reason))
        return True

    def _apply_one(
        self, connection: Connection, case: Case, intent: Intent, told: ProviderStatus
    ) -> Intent:
        charges = charges_of_intent(connection, intent.id)
        items = collected_by(connection, case, intent.provider)
        verdict = judge(intent, told, Situation(charges, items))
        if verdict is None:
            return intent
        at = self.clock.now(connection)
        changed = change_intent(connection, intent.id, **_columns(told, verdict, at))
        self._follow(connection, changed, at)
        return changed

    def _follow(self, connection: Connection, intent: Intent, at: datetime) -> None:
        follow = {
            IntentStatus.SETTLED: self._settle,
            IntentStatus.SURPLUS: self._send_back,
            IntentStatus.DISPUTED: self._dispute,
            IntentStatus.REFUNDED: self._returned,
        }.get(intent.status)
        if follow is not None:
            follow(connection, intent, at)

    def _settle(self, connection: Connection, intent: Intent, at: datetime) -> None:
        ids = [charge.id for charge in charges_of_intent(connection, intent.id)]
        settle(connection, ids, intent_id=intent.id, at=at)
        self._emit(connection, SETTLED, intent, charge_ids=ids)

    def _send_back(self, connection: Connection, intent: Intent, at: datetime) -> None:
        if add_refund(connection, intent, reason=str(intent.reason), at=at):
            self._emit(connection, REFUND_DUE, intent)

    def _dispute(self, connection: Connection, intent: Intent, at: datetime) -> None:
        if intent.reason is Reason.REFUND_FAILED:
            change_refund(connection, intent.id, status=RefundState.FAILED, done_at=at)
        self._emit(connection, DISPUTED, intent, reason=intent.reason)

    def _returned(self, connection: Connection, intent: Intent, at: datetime) -> None:
        release(connection, intent.id)
        add_refund(connection, intent, reason=AT_PROVIDER, at=at)
        change_refund(connection, intent.id, status=RefundState.DONE, done_at=at)
        self._emit(connection, REFUNDED, intent)

    def _emit(self, connection: Connection, event: str, intent: Intent, **data: Any) -> None:
        self.outbox.emit(
            connection, event, case_id=intent.case_id, data={"intent_id": intent.id, **data}
        )


def _steps(intent: Intent, state: ProviderState) -> tuple[ProviderState, ...]:
    unpaid = STATUS_RANK[intent.status] < STATE_RANK[ProviderState.PAID]
    return (ProviderState.PAID, state) if unpaid and state in AFTER_PAID else (state,)


def _columns(told: ProviderStatus, verdict: Verdict, at: datetime) -> dict[str, Any]:
    columns: dict[str, Any] = {"status": verdict.status, "reason": verdict.reason}
    if verdict.reason is Reason.SECOND_PAGE_PAID:  # what paid first stays written
        return columns
    if told.provider_reference is not None:
        columns["provider_reference"] = told.provider_reference
    if told.money is not None:
        columns |= {"received_amount": told.money.minor, "received_currency": told.money.currency}
    if verdict.status is IntentStatus.SETTLED:
        columns["settled_at"] = at
    return columns
