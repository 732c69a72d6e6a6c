"""The board's sums: kept up, counted anew and counted plainly, they say the same."""

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, Table, func, select, text

from tests.builders.kernel import a_case, a_definition, a_workflow, an_office
from tests.builders.plain_counts import counts
from workflows import board
from workflows.actors import APPLICANT, SYSTEM, Actor, Role
from workflows.cases import Case, find_case
from workflows.engine import Engine as Workflow
from workflows.errors import MoveRefused
from workflows.language.procedure import PAYMENT_CLEARED
from workflows.routing import route
from workflows.tables import board_cases, board_changes, board_days, board_delays, board_open

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
TABLES = (board_cases, board_open, board_days, board_delays)
#: What may happen to a case; what cannot just then is refused by the engine.
MOVES = ("payment_cleared", "approve", "ask_applicant", "answer", "refuse", "sign", "withdraw")
ROLES: Mapping[str, Actor] = {
    "payment_cleared": SYSTEM,
    "answer": APPLICANT,
    "withdraw": APPLICANT,
}


def lodged(connection: Connection, workflow: Workflow, definition: str) -> Case:
    return a_case(connection, workflow, definition, lodging_key=secrets.token_hex(8))


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


def happen(connection: Connection, workflow: Workflow, case_id: int, trigger: str) -> None:
    by = ROLES.get(trigger) or _holder(connection, case_id, trigger)
    data = {"reason": "unreadable", "fields_to_correct": ["surname"]}
    asked = {"refuse": ("reason",), "ask_applicant": ("reason", "fields_to_correct")}
    said = {name: data[name] for name in asked.get(trigger, ())}
    try:
        workflow.fire(connection, case_id, trigger, actor=by, data=said)
    except MoveRefused:
        return
    route(connection, workflow, case_id)


def _holder(connection: Connection, case_id: int, trigger: str) -> Actor:
    role = Role.SIGNATORY if trigger == "sign" else Role.AGENT
    account = {Role.SIGNATORY: 2, Role.AGENT: 1}[role]
    connection.execute(
        text(
            "UPDATE cases SET claimed_by = :account, claimed_until = now() + interval '9 days'"
            " WHERE id = :case"
        ),
        {"account": account, "case": case_id},
    )
    return Actor(role, account)


def a_town(connection: Connection) -> tuple[Workflow, str]:
    an_office(connection)
    for account in (1, 2):
        connection.execute(
            text(
                "INSERT INTO accounts (id, login, name, password_hash, roles)"
                " OVERRIDING SYSTEM VALUE VALUES (:id, :login, :login, 'x', '{}')"
            ),
            {"id": account, "login": f"somebody-{account}"},
        )
    return a_workflow(), a_definition(connection)


STEPS = st.lists(
    st.one_of(
        st.just(("lodge", 0, "")),
        st.tuples(st.just("move"), st.integers(0, 5), st.sampled_from(MOVES)),
        st.just(("wait", 0, "")),
        st.just(("count", 0, "")),
    ),
    max_size=40,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
