"""What payments need to know of a case: what its present state collects."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from payments.cash.tills import CASH
from payments.charges import Charge
from payments.intents import IntentStatus
from payments.tables import charges, intent_charges, payment_intents
from workflows.cases import Case
from workflows.definitions import compiled
from workflows.language.procedure import Stage


def collected(connection: Connection, case: Case) -> frozenset[str]:
    """Name the items that the case's present state collects; none outside the payment stage."""
    if case.stage is not Stage.PAYMENT:
        return frozenset()
    states = compiled(connection, case.definition).procedure.states
    return frozenset(states[case.state].collects)


def is_due_at_desk(connection: Connection, case: Case, owed: Iterable[Charge]) -> bool:
    """Tell whether a case on its way must be paid for again at a cash desk, which gave back."""
    if case.stage is Stage.PAYMENT or not any(charge.is_due for charge in owed):
        return False
    return bool(collected_by(connection, case, CASH))


def collected_by(connection: Connection, case: Case, provider: str) -> frozenset[str]:
    """Name the items that a provider may collect for a case now.

    What a cash desk gave back is due again although the case has gone on: that desk may take it
    once more, as long as the case is open.
    """
    items = collected(connection, case)
    if items or case.is_closed or provider != CASH:
        return items
    given_back = (
        select(charges.c.item)
        .join_from(charges, intent_charges)
        .join(payment_intents)
        .where(charges.c.case_id == case.id, charges.c.settled_by.is_(None))
        .where(charges.c.superseded_at.is_(None))
        .where(
            payment_intents.c.provider == provider,
            payment_intents.c.status == IntentStatus.REFUNDED,
        )
    )
    return frozenset(connection.execute(given_back).scalars())
