"""Collection: asking an applicant for money through a provider, and hearing that it came.

A provider is a network call, and a transaction never waits for one. `begin` and `receive`
therefore take the database engine: what will be asked is committed first, the provider is called
with nothing open, and its answer is written in a second transaction. Whatever dies in between is
found again by the next `begin`, or by `payments.reconciliation`.
"""

import logging
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Engine

from payments.charges import due
from payments.checkouts import checkout_of, record_page
from payments.errors import InvalidSignature, NothingDue, UnknownProvider
from payments.events import note_effect, note_event, told_of_ours
from payments.gateway import ProviderEvent
from payments.gateways import Gateways
from payments.intents import Intent, IntentStatus, NewIntent, add_intent, change_intent, intents_of
from payments.reconciliation import Reconciliation, is_stale
from payments.settlement import Settlement
from payments.standing import collected
from workflows.cases import find_case, lock_case

log = logging.getLogger(__name__)


class Recorded(StrEnum):
    """What a provider's event did here."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REPEATED = "repeated"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Payment:
    """What an applicant wants to do: pay what a case's present state collects.

    The provider sends the applicant back to `return_url`, paid or not.
    """

    case_id: int
    provider: str
    language: str
    return_url: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Begins payments and records what providers report of them."""

    engine: Engine
    gateways: Gateways
    settlement: Settlement

    @property
    def reconciliation(self) -> Reconciliation:
        """Give the part that asks providers about what they did not report."""
        return Reconciliation(self.engine, self.gateways, self.settlement)

    def begin(self, payment: Payment) -> Intent:
        """Give an intent whose page the applicant can pay on; repeating finds the same one.

        Raises `NothingDue`, `UnknownProvider`, or a `ProviderError` after which it is safe to
        try again.
        """
        gateway = self.gateways.named(payment.provider)
        if not gateway.has_page:
            raise UnknownProvider(payment.provider)
        self._retire_stale(payment)
        with self.engine.begin() as connection:
            intent = self._intended(connection, payment)
            checkout = checkout_of(connection, intent)
        if intent.status is not IntentStatus.CREATED:
            return intent
        opened = gateway.open(checkout)
        with self.engine.begin() as connection:
            return record_page(connection, intent.id, opened)

    def receive(self, provider: str, *, body: bytes, signature: str) -> Recorded:
        """Verify a webhook and record its event; raises `InvalidSignature` and records nothing."""
        gateway = self.gateways.named(provider)
        try:
            event = gateway.read_event(body, signature)
        except InvalidSignature as refusal:
            log.warning("payment.webhook_refused", extra={"provider": provider, "why": refusal.why})
            raise
        with self.engine.begin() as connection:
            return self.record_event(connection, provider, event)

    def record_event(self, connection: Connection, provider: str, event: ProviderEvent) -> Recorded:
        """Record a provider's event and its effect together, once however often it comes."""
        if not note_event(connection, provider, event, clock=self.settlement.clock):
            return Recorded.REPEATED
        status = told_of_ours(connection, provider, event)
        if status is None:
            return Recorded.FOREIGN
        effect = self.settlement.apply(connection, status)
        note_effect(connection, provider, event, effect)
        return Recorded.UNCHANGED if effect is None else Recorded.CHANGED

    def _retire_stale(self, payment: Payment) -> None:
        # The provider has the last word: a page that has run out may have been paid on before.
        with self.engine.begin() as connection:
            case = find_case(connection, payment.case_id)
            at = self.settlement.clock.now(connection)
            wanted = due(connection, case.id, collected(connection, case))
            stale = [
                intent
                for intent in intents_of(connection, case.id)
                if intent.provider == payment.provider
                and is_stale(connection, intent, wanted=wanted, at=at)
            ]
        for intent in stale:
            self.reconciliation.end(intent)

    def _intended(self, connection: Connection, payment: Payment) -> Intent:
        case = lock_case(connection, payment.case_id)
        for intent in intents_of(connection, case.id):
            if intent.is_payable and intent.provider == payment.provider:
                return _attempted(connection, intent)
        owed = due(connection, case.id, collected(connection, case))
        if not owed:
            raise NothingDue(case.reference)
        new = NewIntent(case.id, payment.provider, owed, payment.language, payment.return_url)
        at = self.settlement.clock.now(connection)
        return _attempted(connection, add_intent(connection, new, at=at))


def _attempted(connection: Connection, intent: Intent) -> Intent:
    if intent.status is not IntentStatus.CREATED:
        return intent
    return change_intent(connection, intent.id, attempts=intent.attempts + 1)
