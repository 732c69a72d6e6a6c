"""Routing: from a case that entered a state to the agent queue of the right office."""

from sqlalchemy import ARRAY, BigInteger, Connection, bindparam, update

from workflows import complaints, deadlines, journal, overflow
from workflows.actors import TREATING
from workflows.cases import Case, lock_case
from workflows.engine import Engine
from workflows.interpreter import Interpreter, interpreter
from workflows.language.procedure import State
from workflows.offices import office_named
from workflows.opinions import ask
from workflows.organisations import pool_for, successor_of
from workflows.tables import cases

PLACE = (
    update(cases)
    .where(cases.c.id == bindparam("routed"))
    .values(
        pool_id=bindparam("in_pool"),
        tie_break=bindparam("at_tie"),
        barred=cases.c.recused.concat(bindparam("barring", type_=ARRAY(BigInteger))),
    )
)


def route(connection: Connection, engine: Engine, case_id: int) -> bool:
    """Put a case in the agent queue its state names, and start that office's own deadline.

    A case already routed, or in a state without agents, is left alone, so that routing twice is
    harmless. Raises NoPool when no pool treats the queue. Tells whether it routed.
    """
    case = lock_case(connection, case_id)
    machine = interpreter(connection, case.definition)
    state = machine.compiled.procedure.states[case.state]
    if state.consults:
        ask(connection, engine, case, machine.compiled)
    if state.queue is None or case.pool_id is not None:
        return False
    office = office_of(case, state, default=machine.compiled.calendar_office)
    pool = pool_for(connection, queue=state.queue, office=office)
    if pool.succeeded_by is not None:
        today = engine.clock.now(connection).date()
        pool = successor_of(connection, pool, on=today)
        office = pool.office
    place = {
        "in_pool": pool.id,
        "at_tie": engine.tie_break(case.reference),
        "barring": sorted(_barred(connection, case, machine)),
    }
    connection.execute(PLACE, {"routed": case.id, **place})
    if state.deadline is not None:
        own = deadlines.Start(
            deadlines.Kind.STATE, case.state, state.deadline, office, state.warn_at
        )
        deadlines.start(connection, case.id, own, at=case.entered_at)
    if state.overflow:
        overflow.plan(connection, case, state, office=office, at=case.entered_at)
    return True


def office_of(case: Case, state: State, *, default: str) -> str:
    """Name the office that treats a state: what its expression says, else the default."""
    return office_named(state.office, case, default=default)


def _barred(connection: Connection, case: Case, machine: Interpreter) -> frozenset[int]:
    """Name the accounts that four eyes, or what a complaint is about, keep from the case.

    Whoever filed it at a counter is one of them, whatever the procedure says.
    """
    onward = [t for t in machine.outgoing(case.state) if t.by in TREATING and t.distinct_from]
    triggers = {trigger for transition in onward for trigger in transition.distinct_from}
    fired = journal.who_fired(connection, case.id, triggers)
    filed = frozenset() if case.filed_by is None else frozenset({case.filed_by})
    return fired | filed | complaints.people_concerned(connection, case, machine)
