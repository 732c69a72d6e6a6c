"""What payments need to know of a case: what its present state collects."""

from sqlalchemy import Connection

from workflows.cases import Case
from workflows.definitions import compiled
from workflows.language.procedure import Stage


def collected(connection: Connection, case: Case) -> frozenset[str]:
    """Name the items that the case's present state collects; none outside the payment stage."""
    if case.stage is not Stage.PAYMENT:
        return frozenset()
    states = compiled(connection, case.definition).procedure.states
    return frozenset(states[case.state].collects)
