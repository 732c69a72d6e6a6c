"""Clocks moved some at a time: each once, whatever happens to it while others wait."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, Engine, select, update

from config.pulse import Deadlines
from tests.builders.kernel import (
    OFFICE,
    a_definition,
    a_paid_case,
    a_workflow,
    acting,
    an_account,
    an_office,
    claimed_by,
)
from tests.workflows.test_closings import announced, clocks, move_all, opened_again, today
from workflows.accounts import Account
from workflows.actors import APPLICANT, Role
from workflows.calendars import due, working_time_of
from workflows.cases import Case
from workflows.changed_calendars import changes_of, move_some
from workflows.clock import DatabaseClock, ShiftedClock
from workflows.closings import closings_since
from workflows.deadlines import Deadline, Kind, deadlines_of, pause, resume
from workflows.engine import Engine as Workflow
from workflows.routing import route
from workflows.tables import deadlines

CLOCK = DatabaseClock()
WEEK = timedelta(days=6)


@pytest.fixture
def workflow() -> Workflow:
    return a_workflow()


@pytest.fixture
def boss(engine: Engine) -> Account:
    with engine.begin() as connection:
        an_office(connection)
        return an_account(connection, roles=(Role.ADMINISTRATOR,))


def state_of(connection: Connection, case: Case) -> Deadline:
    return clocks(connection, case.id)[Kind.STATE]


def closed_for_a_week(connection: Connection, boss: Account) -> int:
    first = today(connection)
    return announced(connection, boss, first, first + WEEK)


def paid_cases(connection: Connection, workflow: Workflow, many: int) -> list[Case]:
    checksum = a_definition(connection)
    return [a_paid_case(connection, workflow, checksum) for _ in range(many)]


def as_if_never_open(connection: Connection, clock: Deadline) -> bool:
    working = working_time_of.fresh(connection, OFFICE)
    return clock.due_at == due(working, clock.started_at, clock.span)


def test_batches_move_each_clock_once_and_tell_how_far(
    engine: Engine, workflow: Workflow, boss: Account
) -> None:
    with engine.begin() as connection:
        cases = paid_cases(connection, workflow, 5)
        change = closed_for_a_week(connection, boss)
        seen = []
        while move_some(connection, change, at=CLOCK.now(connection), limit=2):
            (found,) = changes_of(connection, [change]).values()
            seen.append((found.moved, found.percent < 100, found.finished_at))

        (found,) = changes_of(connection, [change]).values()
        again = move_some(connection, change, at=CLOCK.now(connection))
        ends = [state_of(connection, case) for case in cases]

        assert seen == [(2, True, None), (4, True, None)]
        assert (found.moved, found.percent, again) == (5, 100, False)
        assert all(as_if_never_open(connection, one) for one in ends)


def test_a_clock_paused_before_the_job_comes_to_it_loses_no_day(
    engine: Engine, workflow: Workflow, boss: Account
) -> None:
    with engine.begin() as connection:
        case, other = paid_cases(connection, workflow, 2)
        change, now = closed_for_a_week(connection, boss), CLOCK.now(connection)
        pause(connection, state_of(connection, case), at=now)
        moved = move_all(connection, change)
        pause(connection, state_of(connection, other), at=now)

        early, late = state_of(connection, case), state_of(connection, other)
        resume(connection, early, at=now)
        resumed = state_of(connection, case)

        assert moved == 1
        assert early.remaining == late.remaining
        assert as_if_never_open(connection, resumed)
        assert resumed.calendar_change == change


def test_what_the_job_has_not_come_to_does_not_end_by_the_former_calendar(
    engine: Engine, boss: Account
) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        case = a_paid_case(connection, workflow, a_definition(connection))
        first = state_of(connection, case)
        assert first.due_at is not None
        closed_for_a_week(connection, boss)
        clock.advance(first.due_at - clock.now(connection) + timedelta(seconds=1))

    Deadlines(engine, workflow).sweep()

    with engine.begin() as connection:
        after = state_of(connection, case)
        assert after.breached_at is None
        assert as_if_never_open(connection, after)


def test_a_second_closing_takes_over_what_the_first_has_left(
    engine: Engine, workflow: Workflow, boss: Account
) -> None:
    with engine.begin() as connection:
        cases = paid_cases(connection, workflow, 4)
        first = closed_for_a_week(connection, boss)
        move_some(connection, first, at=CLOCK.now(connection), limit=1)
        later = today(connection) + timedelta(days=9)
        second = announced(connection, boss, later, later + WEEK)

        assert not move_some(connection, first, at=CLOCK.now(connection))
        assert move_all(connection, second) == 4
        assert all(as_if_never_open(connection, state_of(connection, one)) for one in cases)


def test_taking_back_what_was_half_done_leaves_every_clock_as_it_was(
    engine: Engine, workflow: Workflow, boss: Account
) -> None:
    with engine.begin() as connection:
        cases = paid_cases(connection, workflow, 3)
        before = [state_of(connection, one).due_at for one in cases]
        change = closed_for_a_week(connection, boss)
        move_some(connection, change, at=CLOCK.now(connection), limit=1)
        (closing,) = closings_since(connection, today(connection))

        opened_again(connection, closing.id, today(connection))

        assert [state_of(connection, one).due_at for one in cases] == before


def test_a_clock_that_somebody_is_changing_is_left_for_the_next_time(
    engine: Engine, workflow: Workflow, boss: Account
) -> None:
    with engine.begin() as connection:
        held, free = paid_cases(connection, workflow, 2)
        change = closed_for_a_week(connection, boss)
        clock = state_of(connection, held)
    with engine.connect() as other, engine.begin() as connection:
        mine = deadlines.c.id == clock.id
        other.execute(select(deadlines.c.id).where(mine).with_for_update())
        assert move_some(connection, change, at=CLOCK.now(connection))
        assert as_if_never_open(connection, state_of(connection, free))
        other.rollback()
        assert not move_some(connection, change, at=CLOCK.now(connection))
        assert as_if_never_open(connection, state_of(connection, held))


def test_a_decision_during_the_work_is_no_hindrance(
    engine: Engine, workflow: Workflow, boss: Account
) -> None:
    asked = {"fields_to_correct": ["surname"], "reason": "unreadable"}
    with engine.begin() as connection:
        agent = an_account(connection, an_office(connection)["records"])
        case = a_paid_case(connection, workflow, a_definition(connection))
        change = closed_for_a_week(connection, boss)
        claimed_by(connection, workflow, agent)
        workflow.fire(connection, case.id, "ask_applicant", actor=acting(agent), data=asked)
        move_all(connection, change)
        workflow.fire(connection, case.id, "answer", actor=APPLICANT)
        route(connection, workflow, case.id)

        *_, anew = (d for d in deadlines_of(connection, case.id) if d.kind is Kind.STATE)
        assert (anew.calendar_change, anew.stopped_at) == (change, None)
        assert as_if_never_open(connection, anew)


def test_a_clock_in_calendar_days_stays(engine: Engine, workflow: Workflow, boss: Account) -> None:
    with engine.begin() as connection:
        case = a_paid_case(connection, workflow, a_definition(connection))
        before = state_of(connection, case).due_at
        connection.execute(update(deadlines).values(span="3 days"))

        assert move_all(connection, closed_for_a_week(connection, boss)) == 0
        assert state_of(connection, case).due_at == before


def test_the_day_from_which_it_counts_is_the_offices_own(engine: Engine, boss: Account) -> None:
    with engine.begin() as connection:
        day: date = today(connection)
        change = announced(connection, boss, day, day)

        (found,) = changes_of(connection, [change]).values()

        assert (found.office, found.from_day, found.until) == (OFFICE, day, 0)
