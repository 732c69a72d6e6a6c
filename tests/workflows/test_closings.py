"""Days closed in haste: clocks in working time wait for them, and others go on."""

from datetime import date, timedelta

from sqlalchemy import Connection, Engine, func, select

from tests.builders.kernel import (
    OFFICE,
    a_definition,
    a_paid_case,
    a_workflow,
    an_account,
    an_office,
)
from workflows.accounts import Account
from workflows.actors import Role
from workflows.calendars import due, working_time_of
from workflows.changed_calendars import changes_of, move_some
from workflows.clock import DatabaseClock
from workflows.closings import Announced, Closing, announce, closings_since, take_back
from workflows.deadlines import Deadline, Kind, deadlines_of
from workflows.outbox import Outbox
from workflows.tables import board_changes

CLOCK = DatabaseClock()
OUTBOX = Outbox({})
STRIKE = {"fr": "Grève", "en": "Strike"}


def today(connection: Connection) -> date:
    return CLOCK.now(connection).date()


def announced(connection: Connection, by: Account, first: date, last: date) -> int:
    """Announce closed days, of which no clock knows yet; gives the change of the calendar."""
    what = Announced(offices=[OFFICE], first_day=first, last_day=last, reason=STRIKE, by=by.id)
    announce(connection, OUTBOX, what, at=CLOCK.now(connection))
    return max(one.last_change for one in closings_since(connection, today(connection)))


def move_all(connection: Connection, change: int, *, limit: int = 500) -> int:
    """Move what a change of the calendar concerns, as the job does; gives how many clocks."""
    while move_some(connection, change, at=CLOCK.now(connection), limit=limit):
        pass
    return changes_of(connection, [change])[change].moved


def close(connection: Connection, by: Account, first: date, last: date) -> int:
    return move_all(connection, announced(connection, by, first, last))


def opened_again(connection: Connection, closing: int, day: date) -> Closing | None:
    at = CLOCK.now(connection)
    taken = take_back(connection, OUTBOX, closing, today=day, at=at)
    for one in closings_since(connection, today(connection)):
        move_all(connection, one.last_change)
    return taken


def clocks(connection: Connection, case_id: int) -> dict[Kind, Deadline]:
    return {clock.kind: clock for clock in deadlines_of(connection, case_id)}


def laid(found: dict[Kind, Deadline]) -> dict[Kind, tuple[object, ...]]:
    return {kind: (one.due_at, one.warn_at, one.remaining) for kind, one in found.items()}


def test_a_clock_in_working_time_ends_as_if_the_days_had_never_been_open(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss = an_account(connection, roles=(Role.ADMINISTRATOR,))
        case = a_paid_case(connection, a_workflow(), a_definition(connection))
        before = clocks(connection, case.id)
        counted = connection.scalar(select(func.count()).select_from(board_changes))

        moved = close(connection, boss, today(connection), today(connection) + timedelta(days=9))

        after = clocks(connection, case.id)
        state = after[Kind.STATE]
        assert state.calendar_change > before[Kind.STATE].calendar_change
        working = working_time_of.fresh(connection, OFFICE)
        assert moved == 1
        assert state.due_at == due(working, state.started_at, state.span)
        assert state.due_at.date() >= today(connection) + timedelta(days=10)
        assert state.warn_at is not None
        assert state.started_at < state.warn_at < state.due_at
        # The promise counts hours as they pass, open or not.
        assert after[Kind.PROMISE] == before[Kind.PROMISE]
        assert connection.scalar(select(func.count()).select_from(board_changes)) == counted


def test_what_is_taken_back_gives_the_days_back(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss = an_account(connection, roles=(Role.ADMINISTRATOR,))
        case = a_paid_case(connection, a_workflow(), a_definition(connection))
        before = clocks(connection, case.id)
        close(connection, boss, today(connection), today(connection) + timedelta(days=9))
        (closing,) = closings_since(connection, today(connection))

        taken = opened_again(connection, closing.id, today(connection))
        twice = opened_again(connection, closing.id, today(connection))

        assert laid(clocks(connection, case.id)) == laid(before)
        assert (taken is not None, twice) == (True, None)
        (ended,) = closings_since(connection, today(connection))
        assert ended.closed_days() == ()


def test_a_closing_under_way_keeps_the_days_that_were_closed(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss, first = an_account(connection, roles=(Role.ADMINISTRATOR,)), today(connection)
        close(connection, boss, first, first + timedelta(days=9))
        (closing,) = closings_since(connection, first)

        opened_again(connection, closing.id, first + timedelta(days=3))

        (ended,) = closings_since(connection, first)
        assert ended.closed_days() == tuple(first + timedelta(days=ahead) for ahead in range(3))


def test_a_day_beyond_a_clock_moves_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss = an_account(connection, roles=(Role.ADMINISTRATOR,))
        case = a_paid_case(connection, a_workflow(), a_definition(connection))
        before, far = clocks(connection, case.id), today(connection) + timedelta(days=90)

        assert close(connection, boss, far, far) == 0
        assert clocks(connection, case.id) == before


def test_two_closings_of_one_day_count_once(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss = an_account(connection, roles=(Role.ADMINISTRATOR,))
        case = a_paid_case(connection, a_workflow(), a_definition(connection))
        first, last = today(connection), today(connection) + timedelta(days=4)
        close(connection, boss, first, last)
        once = clocks(connection, case.id)

        close(connection, boss, first, last)

        assert laid(clocks(connection, case.id)) == laid(once)
