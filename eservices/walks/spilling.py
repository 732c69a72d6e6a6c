"""Overflows in a walk: a case waits until its time comes, and is taken in the other office."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from eservices.definition import rules_of_overflow as rules
from eservices.definition.branches import opinions_that_may_come
from eservices.definition.model import EService
from eservices.definition.publish import publish
from eservices.walks.applications import applications
from eservices.walks.gathering import A_SECOND, MOST_ENDED
from eservices.walks.journeys import FAILURES, Journey, lead, new_engine
from eservices.walks.people import NobodyThere, Staff
from eservices.walks.routes import Route, routes
from workflows import overflow
from workflows.actors import TREATING
from workflows.clock import ShiftedClock
from workflows.engine import Engine
from workflows.errors import WorkflowError
from workflows.handing_over import spill
from workflows.language.procedure import Overflow
from workflows.overflow import Spill
from workflows.routing import route as put_in_queue
from workflows.verifier.flaws import Flaw, state_at

#: A state's name and the place of one of its overflows.
Way = tuple[str, int]


class NotOverflowed(WorkflowError):
    """The time of an overflow came, and the case stayed where it was."""


def walk_overflows(connection: Connection, staff: Staff, eservice: EService) -> Iterator[Flaw]:
    """Let a case take each overflow of an e-service; each that none could take is a flaw."""
    declared = [
        (name, place)
        for name, state in eservice.procedure.states.items()
        for place in range(len(state.overflow))
    ]
    missing: dict[Way, str] = dict.fromkeys(declared, "no answers open it")
    if missing:
        checksum, today = publish(connection, eservice), ShiftedClock().now(connection).date()
        for answers in applications(eservice, today):
            for opinions in opinions_that_may_come(eservice.procedure, answers):
                journey = Journey(staff, eservice, checksum, answers, opinions)
                for way in list(missing):
                    _try(connection, journey, way, missing, today)
    for (name, place), problem in missing.items():
        at = (*state_at(name, "overflow"), place)
        yield Flaw(rules.NOT_OVERFLOWED, at, {"state": name, "problem": problem})


def _try(
    connection: Connection, journey: Journey, way: Way, missing: dict[Way, str], today: date
) -> None:
    path = _path_to(journey, way[0], today)
    if path is None:
        return
    undone = connection.begin_nested()
    try:
        gone = _overflow(connection, journey, way, path)
    except FAILURES as failure:
        missing[way] = f"{type(failure).__name__} {failure}".strip()
    else:
        if gone:
            missing.pop(way)
    finally:
        undone.rollback()


def _path_to(journey: Journey, state: str, today: date) -> Route | None:
    """Give the shortest way to a state that the journey's answers open."""
    if journey.eservice.procedure.initial == state:
        return ()
    ways = routes(journey.eservice.procedure, journey.answers, today, journey.opinions)
    arriving = [way for way in ways if way[-1].transition.to == state]
    return min(arriving, key=len, default=None)


def _overflow(connection: Connection, journey: Journey, way: Way, path: Route) -> bool:
    """Lead a case to its queue and let it go; False where its answers call for no such overflow."""
    name, place = way
    state, engine = journey.eservice.procedure.states[name], new_engine()
    case = lead(connection, journey, engine, path)
    put_in_queue(connection, engine, case.id)
    due = _reached(connection, engine, case.id, state.overflow[place])
    if due is None:
        return False
    gone = spill(connection, engine, due.id)
    if gone is None:
        raise NotOverflowed
    moves = [one for one in journey.eservice.procedure.transitions if name in one.origins]
    for move in moves:
        if move.by in TREATING:
            journey.staff.take(connection, gone, move, engine.clock)
            return True
    raise NobodyThere


def _reached(
    connection: Connection, engine: Engine, case_id: int, wanted: Overflow
) -> Spill | None:
    """Let a case overflow until it comes to a way that is wanted, and let that way's time come."""
    clock, passed = engine.clock, 0
    while isinstance(clock, ShiftedClock):
        spills = overflow.spills_of(connection, case_id)
        if not spills or passed > MOST_ENDED:
            return None
        found = next((one for one in spills if _is(one, wanted)), None)
        due = found or spills[0]
        clock.advance(max(due.due_at - clock.now(connection) + A_SECOND, A_SECOND))
        # A backlog cannot be walked with one case: the wait alone is looked for by the sweep.
        listed = overflow.come(connection, at=clock.now(connection), limit=MOST_ENDED)
        if due.above is None and due.id not in listed:
            raise NotOverflowed
        if found is not None:
            return found
        spill(connection, engine, due.id)
        passed += 1
    return None


def _is(one: Spill, wanted: Overflow) -> bool:
    span = None if wanted.after is None else str(wanted.after)
    return (one.span, one.above) == (span, wanted.above)
