"""A report's figures are a plain count of the cases, and the board's own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, Row, select

from backoffice.reporting.figures import Figures, summed
from backoffice.reporting.gathering import Asked, gather
from backoffice.reporting.period import Days, Length, of_length
from tests.builders.lives import a_town, happen, lodged
from tests.examples import ON_ONE_FIXTURE
from workflows import board
from workflows.deadlines import Kind
from workflows.tables import cases, deadlines

ZONE = ZoneInfo("Africa/Porto-Novo")
MOVES = ("payment_cleared", "approve", "refuse", "sign", "withdraw", "wait", "lodge")
LIVES = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(MOVES)), max_size=25)


def lived(connection: Connection, moves: list[tuple[int, str]]) -> datetime:
    """Let cases come and move over weeks; gives the day after."""
    workflow, definition = a_town(connection)
    ids = [lodged(connection, workflow, definition).id for _ in range(3)]
    for which, what in moves:
        if what == "wait":
            workflow.clock.advance(timedelta(days=9))  # type: ignore[attr-defined]
        elif what == "lodge":
            ids.append(lodged(connection, workflow, definition).id)
        else:
            happen(connection, workflow, ids[which % len(ids)], what)
    workflow.clock.advance(timedelta(days=1))  # type: ignore[attr-defined]
    # Today is not over: nothing of it may be in a report.
    happen(connection, workflow, lodged(connection, workflow, definition).id, "withdraw")
    while board.catch_up(connection):
        pass
    return workflow.clock.now(connection)


def reports(connection: Connection, now: datetime) -> Iterator[Figures]:
    """Make the reports of this and the former day, month and year."""
    today = now.astimezone(ZONE).date()
    for length in Length:
        period = of_length(length, today - timedelta(days=1))
        for one in (period, period.former):
            counted = one.counted(today)
            assert isinstance(counted, Days)
            yield gather(connection, Asked(one), counted)


def plain(connection: Connection) -> list[Row[tuple[object, ...]]]:
    """Read every case with its promise, one by one."""
    promise = (deadlines.c.case_id == cases.c.id) & (deadlines.c.kind == Kind.PROMISE)
    return list(
        connection.execute(
            select(
                cases.c.stage,
                cases.c.lodged_at,
                cases.c.closed_at,
                deadlines.c.id.label("promised"),
                deadlines.c.breached_at,
            ).outerjoin_from(cases, deadlines, promise)
        )
    )


def inside(instant: datetime | None, figures: Figures) -> bool:
    return instant is not None and (
        figures.first <= instant.astimezone(ZONE).date() <= figures.last
    )


def until(instant: datetime | None, figures: Figures) -> bool:
    return instant is not None and instant.astimezone(ZONE).date() <= figures.last


@settings(max_examples=15, suppress_health_check=ON_ONE_FIXTURE)
@given(LIVES)
def test_a_report_is_what_a_plain_count_of_the_cases_gives(
    engine: Engine, moves: list[tuple[int, str]]
) -> None:
    with engine.connect() as connection:
        now = lived(connection, moves)
        rows = plain(connection)
        for figures in reports(connection, now):
            total = figures.total
            ended = [row for row in rows if inside(row.closed_at, figures)]
            decided = sorted(
                (row.closed_at.astimezone(ZONE).date() - row.lodged_at.astimezone(ZONE).date()).days
                for row in ended
                if row.stage != "withdrawn"
            )
            assert total.received == sum(inside(row.lodged_at, figures) for row in rows)
            for stage in ("delivered", "refused", "withdrawn"):
                assert getattr(total, stage) == sum(row.stage == stage for row in ended)
            kept = [row for row in ended if row.promised and row.breached_at is None]
            assert total.in_time == len(kept)
            open_then = [row for row in rows if until(row.lodged_at, figures)]
            assert total.open_after == sum(not until(row.closed_at, figures) for row in open_then)
            assert total.median == (decided[(len(decided) - 1) // 2] if decided else None)


@settings(max_examples=10, suppress_health_check=ON_ONE_FIXTURE)
@given(LIVES)
def test_every_table_adds_up_to_the_total_and_to_the_board(
    engine: Engine, moves: list[tuple[int, str]]
) -> None:
    with engine.connect() as connection:
        now = lived(connection, moves)
        for figures in reports(connection, now):
            bare = figures.total.model_copy(update={"median": None, "ninetieth": None})
            for lines in (figures.by_eservice, figures.by_office, figures.lines):
                assert summed(lines) == bare
            assert sum(one.count for one in figures.refusals) == figures.total.refused
            ended = bare.delivered + bare.refused + bare.withdrawn
            assert not figures.course or sum(one.ended for one in figures.course) == ended
            came = sum(one.received for one in figures.course)
            assert not figures.course or came == figures.total.received
            flows = board.flows(connection, since=figures.first)
            came = sum(
                flow.count
                for flow in flows
                if flow.figure == "received" and flow.day <= figures.last
            )
            assert came == figures.total.received


def test_the_same_days_give_the_same_digest_and_other_figures_another(engine: Engine) -> None:
    with engine.connect() as connection:
        now = lived(connection, [(0, "payment_cleared"), (0, "refuse"), (0, "wait")])
        first, again = list(reports(connection, now)), list(reports(connection, now))

    assert [one.digest for one in first] == [one.digest for one in again]
    assert len({one.digest for one in first}) == len(first)


def test_nothing_at_all_is_a_report_of_noughts(engine: Engine) -> None:
    with engine.connect() as connection:
        a_town(connection)
        period = of_length(Length.YEAR, datetime(2026, 3, 1, tzinfo=UTC).date())
        figures = gather(connection, Asked(period), Days(period.first, period.last))

    assert figures.total.received == 0
    assert figures.total.share is None
    assert figures.by_eservice == ()
