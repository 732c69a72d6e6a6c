"""Breaches foreseen: sums say what a walk through the queue, case by case, says."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workflows.board.breaches import outlook
from workflows.board.reading import Cell

TODAY = date(2026, 3, 4)


def weekdays(first: date, last: date) -> int:
    """Count the days from Monday to Friday between two days, both included."""
    span = (last - first).days + 1
    days = (first + timedelta(days=number) for number in range(max(span, 0)))
    return sum(day.weekday() < 5 for day in days)


def walked(cells: list[Cell], pace: int) -> dict[date, int]:
    """Treat the queue case by case, so many each weekday, and note what comes too late."""
    queue = [cell.due_on for cell in cells for _ in range(cell.count)]
    late: dict[date, int] = {}
    day, left = TODAY, pace if TODAY.weekday() < 5 else 0
    for due_on in queue:
        while not left:
            day += timedelta(days=1)
            left = pace if day.weekday() < 5 else 0
        left -= 1
        if due_on is not None and TODAY <= due_on < day:
            late[due_on] = late.get(due_on, 0) + 1
    return late


CELLS = st.lists(
    st.builds(
        Cell,
        pool_id=st.just(1),
        eligible_on=st.just(TODAY),
        due_on=st.none() | st.integers(-3, 15).map(lambda days: TODAY + timedelta(days=days)),
        count=st.integers(1, 30),
    ),
    max_size=12,
)


@given(CELLS, st.integers(1, 25))
def test_the_forecast_is_what_a_walk_through_the_queue_gives(cells: list[Cell], pace: int) -> None:
    seen = outlook(cells, pace=pace, today=TODAY, working_days=weekdays)

    assert {breach.day: breach.count for breach in seen.breaches} == walked(cells, pace)
    assert seen.waiting == sum(cell.count for cell in cells)


@given(CELLS, st.integers(1, 25))
def test_the_pace_that_is_said_to_be_needed_is_enough_and_no_less_is(
    cells: list[Cell], pace: int
) -> None:
    for breach in outlook(cells, pace=pace, today=TODAY, working_days=weekdays).breaches:
        if not weekdays(TODAY, breach.day):
            continue

        assert breach.day not in walked(cells, breach.needed)
        if breach.needed > 1:
            assert breach.day in walked(cells, breach.needed - 1)


def test_a_pool_that_decides_nothing_keeps_no_promise() -> None:
    cells = [Cell(1, TODAY, TODAY + timedelta(days=1), 4)]

    seen = outlook(cells, pace=0.0, today=TODAY, working_days=weekdays)

    assert (seen.late, seen.days) == (4, None)
