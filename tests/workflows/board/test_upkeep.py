"""The board's sums: kept up, counted anew and counted plainly, they say the same."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, Table, func, select, text

from tests.builders.lives import MOVES, a_town, happen, lodged
from tests.builders.plain_counts import counts
from tests.examples import ON_ONE_FIXTURE
from workflows import board
from workflows.actors import SYSTEM
from workflows.cases import find_case
from workflows.language.procedure import PAYMENT_CLEARED
from workflows.tables import board_cases, board_changes, board_days, board_delays, board_open

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
TABLES = (board_cases, board_open, board_days, board_delays)


def contents(connection: Connection, table: Table) -> list[Any]:
    counted = [column for column in table.c if column.name != "count"]
    condition = table.c.count != 0 if "count" in table.c else text("true")
    rows = connection.execute(select(table).where(condition).order_by(*counted))
    return [tuple(row) for row in rows]


def everything(connection: Connection) -> list[list[Any]]:
    return [contents(connection, table) for table in TABLES]


def kept_up(connection: Connection, limit: int = 3) -> None:
    while board.catch_up(connection, limit=limit):
        pass


STEPS = st.lists(
    st.one_of(
        st.just(("lodge", 0, "")),
        st.tuples(st.just("move"), st.integers(0, 5), st.sampled_from(MOVES)),
        st.just(("wait", 0, "")),
        st.just(("count", 0, "")),
    ),
    max_size=40,
)


@settings(max_examples=40, suppress_health_check=ON_ONE_FIXTURE)
@given(STEPS)
def test_kept_up_and_counted_anew_agree_whatever_happened(
    engine: Engine, steps: list[tuple[str, int, str]]
) -> None:
    with engine.connect() as connection:
        workflow, definition = a_town(connection)
        ids = [lodged(connection, workflow, definition).id for _ in range(3)]
        for kind, which, trigger in steps:
            if kind == "lodge":
                ids.append(lodged(connection, workflow, definition).id)
            elif kind == "move":
                happen(connection, workflow, ids[which % len(ids)], trigger)
            elif kind == "wait":
                workflow.clock.advance(timedelta(days=1))  # type: ignore[attr-defined]
            else:
                board.catch_up(connection, limit=2)
        kept_up(connection)
        kept = everything(connection)

        assert board.rebuild(connection) == len(ids)
        assert everything(connection) == kept


@settings(max_examples=15, suppress_health_check=ON_ONE_FIXTURE)
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(MOVES)), max_size=25))
def test_the_sums_are_what_a_plain_count_of_the_cases_gives(
    engine: Engine, moves: list[tuple[int, str]]
) -> None:
    with engine.connect() as connection:
        workflow, definition = a_town(connection)
        ids = [lodged(connection, workflow, definition).id for _ in range(5)]
        for which, trigger in moves:
            happen(connection, workflow, ids[which], trigger)
        kept_up(connection)

        (plain,) = counts(connection, since=BEGINNING)
        sums: dict[str, int] = {}
        for flow in board.flows(connection, since=None):
            sums[flow.figure] = sums.get(flow.figure, 0) + flow.count
        today = workflow.clock.now(connection).date()
        open_now = board.standings(connection, today=today)

    for figure in ("received", "delivered", "refused", "withdrawn"):
        assert sums.get(figure, 0) == getattr(plain, figure)
    assert sum(one.count for one in open_now) == plain.in_progress
    assert sum(sum(one.ages) for one in open_now) == plain.in_progress
    assert sum(one.kept for one in open_now) + sums.get("kept", 0) == plain.in_time


def _twice(connection: Connection, case_id: int) -> None:
    for _ in range(2):
        connection.execute(board_changes.insert().values(case_id=case_id))
    kept_up(connection)


def _a_change_of_nothing(connection: Connection, case_id: int) -> None:
    connection.execute(text("UPDATE cases SET answers = '{}' WHERE id = :id"), {"id": case_id})
    assert connection.execute(select(func.count()).select_from(board_changes)).scalar_one() == 0


@pytest.mark.parametrize("event", [_twice, _a_change_of_nothing])
def test_what_changes_nothing_counts_nothing(
    engine: Engine, event: Callable[[Connection, int], None]
) -> None:
    with engine.connect() as connection:
        workflow, definition = a_town(connection)
        case = lodged(connection, workflow, definition)
        kept_up(connection)
        before = everything(connection)

        event(connection, case.id)

        assert everything(connection) == before


def test_a_refusal_is_counted_with_its_reason(engine: Engine) -> None:
    with engine.connect() as connection:
        workflow, definition = a_town(connection)
        case = lodged(connection, workflow, definition)
        workflow.fire(connection, case.id, PAYMENT_CLEARED, actor=SYSTEM)
        happen(connection, workflow, case.id, "refuse")
        kept_up(connection)

        refused = [flow for flow in board.flows(connection, since=None) if flow.reason]
        assert find_case(connection, case.id).is_closed

    assert [(flow.figure, flow.reason, flow.count) for flow in refused] == [
        ("refused", "unreadable", 1)
    ]


def test_what_a_crash_interrupts_is_counted_once_by_the_next(engine: Engine) -> None:
    with engine.begin() as connection:
        workflow, definition = a_town(connection)
        lodged(connection, workflow, definition)
    with engine.connect() as interrupted:
        assert board.catch_up(interrupted)
        interrupted.rollback()

    with engine.begin() as connection:
        kept_up(connection)
        today = workflow.clock.now(connection).date()
        (standing,) = board.standings(connection, today=today)

    assert standing.count == 1
