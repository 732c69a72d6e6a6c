"""Clocks start, pause, warn, breach and stop as the procedure says."""

from datetime import timedelta

from sqlalchemy import Connection, Engine, select

from config.pulse import Deadlines
from tests.builders.kernel import (
    a_case,
    a_definition,
    a_paid_case,
    a_procedure,
    a_workflow,
    acting,
    an_account,
    an_office,
    claimed_by,
)
from workflows.actors import APPLICANT
from workflows.cases import Case, find_case
from workflows.clock import ShiftedClock
from workflows.deadlines import Deadline, Kind, deadlines_of
from workflows.engine import Engine as WorkflowEngine
from workflows.routing import route
from workflows.tables import outbox_events

HOUR = timedelta(hours=1)
ASKED = {"fields_to_correct": ["surname"], "reason": "unreadable"}


def clock_of(connection: Connection, case: Case, kind: Kind) -> Deadline:
    *_, last = (d for d in deadlines_of(connection, case.id) if d.kind is kind)
    return last


def a_case_awaiting_its_applicant(connection: Connection, workflow: WorkflowEngine) -> Case:
    agent = an_account(connection, an_office(connection)["records"])
    case = a_paid_case(connection, workflow, a_definition(connection))
    claimed_by(connection, workflow, agent)
    return workflow.fire(connection, case.id, "ask_applicant", actor=acting(agent), data=ASKED)


def test_the_promise_runs_from_payment_and_not_before(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        an_office(connection)
        checksum = a_definition(connection)
        unpaid = a_case(connection, workflow, checksum)
        paid = a_paid_case(connection, workflow, checksum)

        promise = clock_of(connection, paid, Kind.PROMISE)

        assert [d.kind for d in deadlines_of(connection, unpaid.id)] == [Kind.EXPIRY]
        assert promise.due_at == paid.entered_at + timedelta(hours=72)
        assert promise.warn_at == paid.entered_at + timedelta(hours=36)


def test_the_promise_stands_still_while_the_applicant_must_act(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        asked = a_case_awaiting_its_applicant(connection, workflow)
        paused = clock_of(connection, asked, Kind.PROMISE)
        clock.advance(100 * HOUR)

        answered = workflow.fire(connection, asked.id, "answer", actor=APPLICANT)

        resumed = clock_of(connection, answered, Kind.PROMISE)
    assert (paused.due_at, paused.paused_at) == (None, asked.entered_at)
    assert paused.remaining is not None
    assert resumed.due_at == answered.entered_at + timedelta(microseconds=paused.remaining)
    assert resumed.paused_at is None


def test_a_promise_that_begins_in_a_stage_that_pauses_it_waits(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        agent = an_account(connection, an_office(connection)["records"])
        checksum = a_definition(connection, a_procedure(pauses=("review",)))
        paid = a_paid_case(connection, workflow, checksum)
        waiting = clock_of(connection, paid, Kind.PROMISE)
        clock.advance(100 * HOUR)
        claimed_by(connection, workflow, agent)

        asked = workflow.fire(connection, paid.id, "ask_applicant", actor=acting(agent), data=ASKED)

        running = clock_of(connection, asked, Kind.PROMISE)
    assert (waiting.due_at, waiting.paused_at) == (None, paid.entered_at)
    assert running.due_at == asked.entered_at + timedelta(hours=72)


def test_an_offices_own_clock_starts_anew_in_each_state(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        pools = an_office(connection)
        agent = an_account(connection, pools["records"])
        case = a_paid_case(connection, workflow, a_definition(connection))
        claimed_by(connection, workflow, agent)
        clock.advance(timedelta(minutes=5))
        approved = workflow.fire(connection, case.id, "approve", actor=acting(agent))
        route(connection, workflow, case.id)

        states = [d for d in deadlines_of(connection, case.id) if d.kind is Kind.STATE]

    assert [(d.state, str(d.span)) for d in states] == [
        ("verification", "16 working-hours"),
        ("signature", "4 working-hours"),
    ]
    assert states[0].stopped_at == states[1].started_at == approved.entered_at


def test_routing_twice_starts_one_clock(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        an_office(connection)
        case = a_paid_case(connection, workflow, a_definition(connection))

        assert route(connection, workflow, case.id) is False
        assert len([d for d in deadlines_of(connection, case.id) if d.kind is Kind.STATE]) == 1


def test_a_late_case_is_warned_of_once_and_breached_once_then_runs_on(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        an_office(connection)
        case = a_paid_case(connection, workflow, a_definition(connection))
    sweeper = Deadlines(engine, workflow)
    clock.advance(37 * HOUR)
    sweeper.sweep()
    clock.advance(37 * HOUR)
    sweeper.sweep()

    assert sweeper.sweep() == 0
    with engine.begin() as connection:
        promise = clock_of(connection, case, Kind.PROMISE)
        told = connection.execute(
            select(outbox_events.c.event).where(outbox_events.c.data["kind"].astext == "promise")
        ).scalars()
        assert sorted(told) == ["deadline.breached", "deadline.warned"]
    assert promise.warned_at
    assert promise.breached_at
    assert promise.stopped_at is None


def test_a_wait_that_ends_moves_the_case_as_declared(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        an_office(connection)
        case = a_case(connection, workflow, a_definition(connection))
    clock.advance(timedelta(days=9))

    Deadlines(engine, workflow).sweep()

    with engine.begin() as connection:
        assert find_case(connection, case.id).state == "withdrawn"
        assert all(d.stopped_at for d in deadlines_of(connection, case.id))


def test_a_closed_case_has_no_clock_left(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        asked = a_case_awaiting_its_applicant(connection, workflow)
        workflow.fire(connection, asked.id, "withdraw", actor=APPLICANT)

        running = [d for d in deadlines_of(connection, asked.id) if d.stopped_at is None]
    assert running == []


def test_lateness_that_no_sweep_saw_is_late_all_the_same(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        agent = an_account(connection, an_office(connection)["records"])
        case = a_paid_case(connection, workflow, a_definition(connection))
        clock.advance(80 * HOUR)
        claimed_by(connection, workflow, agent)

        refusal = {"reason": "identity_mismatch"}
        workflow.fire(connection, case.id, "refuse", actor=acting(agent), data=refusal)

        promise = clock_of(connection, case, Kind.PROMISE)
    assert promise.breached_at == promise.due_at
