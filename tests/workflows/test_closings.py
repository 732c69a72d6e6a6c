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
from workflows.clock import DatabaseClock
from workflows.closings import Announced, announce, closings_since, take_back
from workflows.deadlines import Deadline, Kind, deadlines_of
from workflows.tables import board_changes

CLOCK = DatabaseClock()
STRIKE = {"fr": "Grève", "en": "Strike"}


def today(connection: Connection) -> date:
    return CLOCK.now(connection).date()


def close(connection: Connection, by: Account, first: date, last: date) -> int:
    what = Announced(offices=[OFFICE], first_day=first, last_day=last, reason=STRIKE, by=by.id)
    return announce(connection, what, at=CLOCK.now(connection))


def clocks(connection: Connection, case_id: int) -> dict[Kind, Deadline]:
    return {clock.kind: clock for clock in deadlines_of(connection, case_id)}


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

        taken = take_back(connection, closing.id, today=today(connection))
        twice = take_back(connection, closing.id, today=today(connection))

        assert clocks(connection, case.id) == before
        assert (taken is not None, twice) == (True, None)
        (ended,) = closings_since(connection, today(connection))
        assert ended.closed_days() == ()


def test_a_closing_under_way_keeps_the_days_that_were_closed(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        boss, first = an_account(connection, roles=(Role.ADMINISTRATOR,)), today(connection)
        close(connection, boss, first, first + timedelta(days=9))
        (closing,) = closings_since(connection, first)

        take_back(connection, closing.id, today=first + timedelta(days=3))

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

        assert clocks(connection, case.id) == once
