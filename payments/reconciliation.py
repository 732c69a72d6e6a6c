"""Reconciliation: asking providers about the payments they did not report.

A webhook may never come, and some providers call once and never again. Everything pending is
asked about, every few minutes, until the provider says how it ended.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, or_, select, update

from payments.charges import Charge, charges_of_intent, due
from payments.checkouts import checkout_of, record_page
from payments.errors import ProviderError
from payments.gateway import ProviderState, ProviderStatus, RefundState
from payments.gateways import Gateways
from payments.intents import Intent, IntentStatus, intent_of, intents_of
from payments.settlement import Settlement
from payments.standing import collected
from payments.tables import PAYABLE, payment_intents, refunds
from workflows.cases import find_case

log = logging.getLogger(__name__)

#: A provider's webhook has this long to come before anybody asks.
FIRST_CHECK_AFTER = timedelta(seconds=30)
#: A provider is not asked again about the same payment sooner than this.
RECHECK_AFTER = timedelta(minutes=2)
#: How long an intent may stay without a page before it is given up: nobody was ever shown one.
PAGELESS_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Polled:
    """What one round of polling did."""

    asked: int
    changed: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Asks providers how far payments have come, and applies what they say."""

    engine: Engine
    gateways: Gateways
    settlement: Settlement

    def poll(self, *, limit: int = 100) -> Polled:
        """Ask about the payments not heard of for longest; one silent provider stops no other."""
        with self.engine.begin() as connection:
            pending = self._take_pending(connection, limit)
        changed = unanswered = 0
        for intent in pending:
            try:
                changed += self.ask(intent) is not None
            except ProviderError as error:
                unanswered += 1
                extra = {"provider": intent.provider, "intent_id": intent.id, "code": error.code}
                log.warning("payment.provider_unanswered", extra=extra)
        return Polled(len(pending), changed, unanswered)

    def ask(self, intent: Intent) -> IntentStatus | None:
        """Ask the provider about one payment; gives the intent's new status if it changed."""
        reference = intent.provider_reference or self._find_page(intent)
        if reference is None:
            return self._give_up(intent)
        return self._hear(self.gateways.named(intent.provider).status(reference))

    def end(self, intent: Intent) -> IntentStatus | None:
        """Close an intent's page, so that nobody can pay on it any more."""
        reference = intent.provider_reference or self._find_page(intent)
        if reference is None:
            return self._hear(ProviderStatus(intent.id, None, ProviderState.EXPIRED, None))
        return self._hear(self.gateways.named(intent.provider).close(reference))

    def end_pages(self, case_id: int) -> None:
        """Close the pages that ask for what a case does not owe or collect any more.

        Run it when a payment settles and when a case leaves a payment state, so that nobody pays
        twice or for nothing; money that came first is settled or sent back.
        """
        with self.engine.begin() as connection:
            case = find_case(connection, case_id)
            wanted = due(connection, case_id, collected(connection, case))
            intents = [intent for intent in intents_of(connection, case_id) if intent.is_payable]
            stale = [it for it in intents if not _covered(connection, it) <= _ids(wanted)]
        for intent in stale:
            self.end(intent)

    def _take_pending(self, connection: Connection, limit: int) -> tuple[Intent, ...]:
        at = self.settlement.clock.now(connection)
        sent = select(refunds.c.intent_id).where(refunds.c.status == RefundState.SENT)
        pending = (
            select(payment_intents.c.id)
            .where(or_(payment_intents.c.status.in_(PAYABLE), payment_intents.c.id.in_(sent)))
            .where(payment_intents.c.created_at <= at - FIRST_CHECK_AFTER)
            .where(
                or_(
                    payment_intents.c.checked_at.is_(None),
                    payment_intents.c.checked_at <= at - RECHECK_AFTER,
                )
            )
            .order_by(payment_intents.c.checked_at.nulls_first(), payment_intents.c.created_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
            # Read once: as a plain subquery it may be run for each row, beyond the limit.
            .cte("pending")
        )
        taken = (
            update(payment_intents)
            .where(payment_intents.c.id.in_(select(pending.c.id)))
            .values(checked_at=at)
            .returning(*payment_intents.c)
        )
        return tuple(intent_of(row) for row in connection.execute(taken).mappings())

    def _find_page(self, intent: Intent) -> str | None:
        with self.engine.begin() as connection:
            checkout = checkout_of(connection, intent)
        opened = self.gateways.named(intent.provider).find(checkout)
        if opened is None:
            return None
        with self.engine.begin() as connection:
            record_page(connection, intent.id, opened)
        return opened.provider_reference

    def _give_up(self, intent: Intent) -> IntentStatus | None:
        with self.engine.begin() as connection:
            at = self.settlement.clock.now(connection)
        if at - intent.created_at < PAGELESS_FOR:
            return None
        return self._hear(ProviderStatus(intent.id, None, ProviderState.EXPIRED, None))

    def _hear(self, told: ProviderStatus) -> IntentStatus | None:
        with self.engine.begin() as connection:
            return self.settlement.apply(connection, told)


def is_stale(
    connection: Connection, intent: Intent, *, wanted: Sequence[Charge], at: datetime
) -> bool:
    """Tell whether a payable intent's page has run out or asks for something else than is due."""
    if not intent.is_payable:
        return False
    if intent.page_expires_at is not None and intent.page_expires_at <= at:
        return True
    return _covered(connection, intent) != _ids(wanted)


def _covered(connection: Connection, intent: Intent) -> frozenset[int]:
    return _ids(charges_of_intent(connection, intent.id))


def _ids(charges: Sequence[Charge]) -> frozenset[int]:
    return frozenset(charge.id for charge in charges)
