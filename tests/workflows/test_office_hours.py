"""Hours set from a day on: clocks in working time follow, days that have passed do not."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, Engine, event, update

from tests.builders.kernel import (
    OFFICE,
    a_definition,
    a_paid_case,
    a_workflow,
    an_account,
    an_office,
)
from tests.workflows.test_closings import announced, clocks, laid, move_all, today
from tests.workflows.test_ledger import promised
from workflows.accounts import Account
from workflows.actors import Role
from workflows.calendars import due, working_time_of
from workflows.cases import Case
from workflows.changed_calendars import move_latecomers, move_some
from workflows.clock import DatabaseClock
from workflows.deadlines import Deadline, Kind, pause, resume, up_to_date
from workflows.office_hours import (
    NewHours,
    OfficeHours,
    hours_set,
    set_hours,
    take_back,
    that_count,
)
from workflows.opening_hours import WEEKDAYS, StoredWeek, read_week
from workflows.outbox import Outbox
from workflows.tables import deadlines

CLOCK = DatabaseClock()
OUTBOX = Outbox({})
WHY = {"fr": "Horaires d’été", "en": "Summer hours"}
MORNINGS: StoredWeek = {day: [["08:00", "12:00"]] for day in WEEKDAYS[:5]}
EVERY_DAY: StoredWeek = {day: [["07:00", "19:00"]] for day in WEEKDAYS}


@pytest.fixture
def boss(engine: Engine) -> Account:
    with engine.begin() as connection:
        an_office(connection)
        return an_account(connection, roles=(Role.ADMINISTRATOR,))


def soon(connection: Connection) -> date:
    """Give the day after tomorrow: it has not begun in any zone."""
    return today(connection) + timedelta(days=2)


def hours(
    connection: Connection, boss: Account, week: StoredWeek, *, day: date | None = None
) -> OfficeHours:
    """Set hours of which no clock knows yet."""
    day = day or soon(connection)
    what = NewHours(offices=[OFFICE], from_day=day, week=week, reason=WHY, by=boss.id)
    set_hours(connection, OUTBOX, what, at=CLOCK.now(connection))
    return max(hours_set(connection), key=lambda one: one.id)


def taken_back(connection: Connection, one: OfficeHours) -> OfficeHours | None:
    at = CLOCK.now(connection)
    ended = take_back(connection, OUTBOX, one.id, today=today(connection), at=at)
    for each in hours_set(connection):
        move_all(connection, each.last_change)
    return ended


def some_cases(connection: Connection, count: int) -> list[Case]:
    """Let cases be promised within five working days, with a step of 16 working hours."""
    checksum, workflow = a_definition(connection, promised("5 working-days")), a_workflow()
    return [a_paid_case(connection, workflow, checksum) for _ in range(count)]


def ends(connection: Connection, cases: Sequence[Case]) -> list[dict[Kind, tuple[object, ...]]]:
    return [laid(clocks(connection, one.id)) for one in cases]


def is_as_if_known(connection: Connection, clock: Deadline) -> bool:
    working = working_time_of.fresh(connection, OFFICE)
    return clock.due_at == due(working, clock.started_at, clock.span)


@pytest.mark.parametrize("week", [MORNINGS, EVERY_DAY])
def test_clocks_in_hours_and_in_days_end_as_if_the_hours_had_been_known(
    engine: Engine, boss: Account, week: StoredWeek
) -> None:
    with engine.begin() as connection:
        (case,) = some_cases(connection, 1)
        before = clocks(connection, case.id)

        moved = move_all(connection, hours(connection, boss, week).change_id)

        after = clocks(connection, case.id)
        assert moved == 2
        for kind in (Kind.PROMISE, Kind.STATE):
            assert after[kind].due_at != before[kind].due_at
            assert is_as_if_known(connection, after[kind])


def test_some_at_a_time_is_as_all_at_once_and_back_again_is_as_never(
    engine: Engine, boss: Account
) -> None:
    with engine.begin() as connection:
        cases = some_cases(connection, 3)
        before = ends(connection, cases)
        first = hours(connection, boss, MORNINGS)
        move_all(connection, first.change_id, limit=1)
        in_steps = ends(connection, cases)
        back = taken_back(connection, first)
        as_before = ends(connection, cases)
        move_all(connection, hours(connection, boss, MORNINGS).change_id)

        assert back is not None
        assert in_steps == ends(connection, cases)
        assert as_before == before


def test_a_clock_brought_up_by_itself_is_as_one_that_the_job_moved(
    engine: Engine, boss: Account
) -> None:
    with engine.begin() as connection:
        one, other = some_cases(connection, 2)
        connection.execute(update(deadlines).values(started_at=CLOCK.now(connection)))
        change = hours(connection, boss, EVERY_DAY).change_id
        alone = {k: up_to_date(connection, c) for k, c in clocks(connection, one.id).items()}
        moved = move_all(connection, change)

        assert moved == 2
        assert laid(alone) == laid(clocks(connection, one.id)) == laid(clocks(connection, other.id))


def test_a_clock_started_by_a_calendar_still_in_memory_is_moved_a_little_later(
    engine: Engine, boss: Account
) -> None:
    with engine.begin() as connection:
        former = working_time_of.fresh(connection, OFFICE)
        move_all(connection, hours(connection, boss, EVERY_DAY).change_id)
        (case,) = some_cases(connection, 1)
        started = clocks(connection, case.id)[Kind.PROMISE]
        stale = {"calendar_change": 0, "due_at": due(former, started.started_at, started.span)}
        row = deadlines.c.id == started.id
        connection.execute(update(deadlines).where(row).values(stale))
        now = CLOCK.now(connection)

        too_late = move_latecomers(connection, at=now + timedelta(hours=1))
        moved, again = (move_latecomers(connection, at=now) for _ in range(2))

        assert (too_late, moved, again) == (0, 1, 0)
        assert clocks(connection, case.id)[Kind.PROMISE].due_at == started.due_at


def test_days_left_of_a_paused_clock_are_as_many_when_it_runs_on(
    engine: Engine, boss: Account
) -> None:
    with engine.begin() as connection:
        paused, ran = some_cases(connection, 2)
        connection.execute(update(deadlines).values(started_at=CLOCK.now(connection)))
        now = CLOCK.now(connection)
        pause(connection, clocks(connection, paused.id)[Kind.PROMISE], at=now)
        move_all(connection, hours(connection, boss, MORNINGS).change_id)

        resume(connection, clocks(connection, paused.id)[Kind.PROMISE], at=now)

        again, always = (clocks(connection, one.id)[Kind.PROMISE] for one in (paused, ran))
        assert again.due_at == always.due_at


def test_closed_days_within_new_hours_count_for_no_clock(engine: Engine, boss: Account) -> None:
    with engine.begin() as connection:
        cases = some_cases(connection, 2)
        first = hours(connection, boss, MORNINGS)
        move_some(connection, first.change_id, at=CLOCK.now(connection), limit=1)
        day = soon(connection) + timedelta(days=1)
        move_all(connection, announced(connection, boss, day, day + timedelta(days=2)))

        found = [clocks(connection, one.id) for one in cases]
        assert all(is_as_if_known(connection, one[Kind.STATE]) for one in found)
        assert all(is_as_if_known(connection, one[Kind.PROMISE]) for one in found)


def test_the_hours_of_a_day_are_those_set_last_for_the_latest_day(
    engine: Engine, boss: Account
) -> None:
    with engine.begin() as connection:
        first = soon(connection)
        later = first + timedelta(days=30)
        hours(connection, boss, EVERY_DAY, day=later)
        replaced = hours(connection, boss, EVERY_DAY, day=first)
        last = hours(connection, boss, MORNINGS, day=first)

        calendar = working_time_of.fresh(connection, OFFICE).calendar
        former = working_time_of.fresh(connection, OFFICE, change=replaced.change_id).calendar

        assert calendar.week_on(today(connection)) == calendar.week
        assert calendar.week_on(first) == read_week(MORNINGS)
        assert former.week_on(first) == read_week(EVERY_DAY) == calendar.week_on(later)
        counted = that_count(hours_set(connection))[OFFICE]
        assert [one.from_day for one in counted] == [first, later]
        assert counted[0] == last


def test_what_changes_nothing_is_not_set_twice(engine: Engine, boss: Account) -> None:
    with engine.begin() as connection:
        one = hours(connection, boss, MORNINGS)
        again = hours(connection, boss, MORNINGS, day=one.from_day + timedelta(days=3))

        assert again == one


def test_hours_that_have_begun_are_not_taken_back(engine: Engine, boss: Account) -> None:
    with engine.begin() as connection:
        one = hours(connection, boss, MORNINGS)
        at, day = CLOCK.now(connection), one.from_day

        begun = take_back(connection, OUTBOX, one.id, today=day, at=at)
        early = take_back(connection, OUTBOX, one.id, today=day - timedelta(days=1), at=at)
        twice = take_back(connection, OUTBOX, one.id, today=day - timedelta(days=1), at=at)

        assert (begun, early, twice) == (None, one, None)
        assert that_count(hours_set(connection)) == {}


def test_a_calendar_with_other_hours_is_still_one_statement(engine: Engine, boss: Account) -> None:
    with engine.begin() as connection:
        hours(connection, boss, MORNINGS)
        working_time_of.fresh(connection, OFFICE)
        asked: list[str] = []
        event.listen(connection, "before_cursor_execute", lambda *given: asked.append(given[2]))

        working_time_of.fresh(connection, OFFICE)

        assert len(asked) == 1
