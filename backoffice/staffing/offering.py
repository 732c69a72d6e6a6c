"""Under which procedure an e-service is offered, and the pools that work on it."""

from sqlalchemy import Connection

from backoffice.staffing.asking import Manned, manned_pools
from workflows.definitions import compiled, live
from workflows.language.procedure import CompiledProcedure


def live_procedure(connection: Connection, eservice: str) -> CompiledProcedure | None:
    """Give the procedure under which an e-service is offered; None when it is not."""
    found = next((one for one in live(connection) if one.eservice == eservice), None)
    return None if found is None else compiled(connection, found.checksum)


def pools_of(connection: Connection, procedure: CompiledProcedure) -> tuple[Manned, ...]:
    """List the pools of an e-service's own office, with their agents."""
    states = procedure.procedure.states.values()
    queues = frozenset(state.queue for state in states if state.queue is not None)
    return manned_pools(connection, queues, procedure.calendar_office)
