"""Giving money back: decided here, sent by a job, and believed only when the provider says so.

The job reads with `order`, calls `send` outside any transaction and writes with `record` in the
transaction that completes it. A second run is harmless: the provider recognises the order, and a
refund that is done gives no order any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection

from payments.gateway import (
    ProviderState,
    ProviderStatus,
    RefundOrder,
    RefundResult,
    RefundState,
)
from payments.gateways import Gateways
from payments.intents import (
    Intent,
    IntentStatus,
    find_intent,
    intents_of,
)
from payments.refunds import SENDABLE, UNSERVED, change_refund, refund_of_intent
from payments.settlement import Settlement
from workflows.cases import Case, lock_case
from workflows.definitions import compiled
from workflows.journal import history
from workflows.language.procedure import Refunds, Stage

#: Stages in which a case has ended without its act.
UNSERVED_ENDS = frozenset({Stage.REFUSED, Stage.WITHDRAWN})
#: Statuses in which the money is whole at the provider and known to be.
WHOLE = frozenset({IntentStatus.SETTLED, IntentStatus.SURPLUS})
ANSWERS: Mapping[RefundState, ProviderState] = MappingProxyType(
    {
        RefundState.DONE: ProviderState.REFUNDED,
        RefundState.FAILED: ProviderState.REFUND_FAILED,
    }
)


@dataclass(frozen=True, slots=True)
class Refunding:
    """Decides, sends and records refunds."""

    gateways: Gateways
    settlement: Settlement

    def refund_unserved(self, connection: Connection, case_id: int) -> None:
        """Queue the refund of all that was paid for a case that ended without its act.

        The transition that ended it may say that nothing goes back; where it says nothing, its
        silence favours whoever paid. Repeating it changes nothing.
        """
        case = lock_case(connection, case_id)
        if case.stage not in UNSERVED_ENDS or _refunds(connection, case) is Refunds.NEVER:
            return
        for intent in intents_of(connection, case_id):
            if intent.status is IntentStatus.SETTLED:
                self.settlement.give_back(connection, intent, reason=UNSERVED)

    def order(self, connection: Connection, intent_id: str) -> RefundOrder | None:
        """Read what to give back for an intent; nothing when it is done or waits for a person."""
        intent = find_intent(connection, intent_id)
        refund = refund_of_intent(connection, intent_id)
        if refund is None or refund.status not in SENDABLE or intent.status not in WHOLE:
            return None
        return RefundOrder(intent.id, intent.provider, str(intent.provider_reference), refund.money)

    def send(self, order: RefundOrder) -> RefundResult:
        """Ask the provider to give the money back; call it outside any transaction."""
        return self.gateways.named(order.provider).refund(order)

    def record(self, connection: Connection, order: RefundOrder, result: RefundResult) -> None:
        """Write what became of a refund."""
        lock_case(connection, find_intent(connection, order.intent_id).case_id)
        intent = find_intent(connection, order.intent_id)
        if intent.status in WHOLE:
            change_refund(
                connection,
                order.intent_id,
                status=RefundState.SENT,
                provider_reference=result.provider_reference,
            )
        if result.state in ANSWERS:
            self.settlement.apply(connection, _told(intent, ANSWERS[result.state]))


def _told(intent: Intent, state: ProviderState) -> ProviderStatus:
    return ProviderStatus(intent.id, intent.provider_reference, state, intent.received)


def _refunds(connection: Connection, case: Case) -> Refunds | None:
    last = history(connection, case.id)[-1]
    transitions = compiled(connection, case.definition).procedure.transitions
    taken = (
        transition
        for transition in transitions
        if transition.fire == last.trigger and last.from_state in transition.origins
    )
    return next(taken).refunds
