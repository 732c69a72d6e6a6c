"""A clock laid out anew by other hours ends as if these had been known when it began."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.calendars import WorkingTime, advance, due, measure
from workflows.changed_calendars import Clock, laid_anew
from workflows.language.values import Span, Unit
from workflows.opening_hours import Calendar, StoredWeek, read_week

ZONE = ZoneInfo("Africa/Porto-Novo")
HOLIDAY = date(2026, 11, 11)
WORK = ("mon", "tue", "wed", "thu", "fri")


def week(*days: str, **others: list[list[str]]) -> StoredWeek:
    """Build a week: one day as given, for Monday to Friday, and the others by name."""
    stretches = [day.split("-") for day in days]
    return dict.fromkeys(WORK, stretches) | others


WEEKS: tuple[StoredWeek, ...] = (
    week("08:00-12:30", "15:00-18:30"),
    week("08:00-12:00"),
    week("07:30-15:30", sat=[["08:00", "12:00"]]),
    week("22:00-22:01", "23:00-23:07"),
    {"wed": [["00:00", "23:59"]]},
    {"sat": [["09:00", "09:30"], ["10:10", "17:43"]], "sun": [["06:00", "20:00"]]},
    week("07:13-11:59", "12:01-19:47", fri=[["08:00", "11:00"]]),
)
DAYS = (date(2026, 11, 2), date(2026, 11, 7), HOLIDAY, date(2026, 11, 20))


@cache
def laid(first: int, *later: tuple[date, int]) -> WorkingTime:
    """Lay a week out that other weeks follow."""
    weeks = tuple((day, read_week(WEEKS[number])) for day, number in later)
    return WorkingTime(Calendar(ZONE, read_week(WEEKS[first]), frozenset({HOLIDAY}), weeks))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def begun(working: WorkingTime, start: datetime, span: Span) -> Clock:
    """Start a clock that warns when a third of it is over, as a state's does."""
    ends = due(working, start, span)
    warns = advance(working, span, start, measure(working, span, start, ends) * 33 // 100)
    return Clock(1, span, start, ends, warns, 0)


numbers = st.integers(0, len(WEEKS) - 1)
days = st.sampled_from(DAYS)
starts = st.datetimes(datetime(2026, 10, 20), datetime(2026, 11, 1)).map(  # noqa: DTZ001 - made aware on the next line
    lambda naive: naive.replace(tzinfo=UTC)
)
spans = st.builds(
    Span, count=st.integers(1, 30), unit=st.sampled_from([Unit.WORKING_DAYS, Unit.WORKING_HOURS])
)


@settings(deadline=None)
@given(numbers, numbers, days, starts, spans)
def test_it_ends_as_if_the_hours_had_been_known_when_it_began(
    first: int, second: int, day: date, start: datetime, span: Span
) -> None:
    before, after = laid(first), laid(first, (day, second))

    moved = laid_anew(begun(before, start, span), day, before, after)

    assert moved.due_at == due(after, start, span)


@settings(deadline=None)
@given(numbers, numbers, days, starts, spans)
def test_it_never_ends_before_the_day_on_which_the_hours_change(
    first: int, second: int, day: date, start: datetime, span: Span
) -> None:
    before, after = laid(first), laid(first, (day, second))
    clock = begun(before, start, span)

    moved = laid_anew(clock, day, before, after)

    assert clock.warn_at is not None
    assert moved.warn_at is not None
    for was, is_now in ((clock.due_at, moved.due_at), (clock.warn_at, moved.warn_at)):
        assert (is_now == was) if was <= midnight(day) else (is_now > midnight(day))
    assert start <= moved.warn_at <= moved.due_at


@settings(deadline=None)
@given(numbers, numbers, days, starts, spans)
def test_what_is_taken_back_leaves_no_trace(
    first: int, second: int, day: date, start: datetime, span: Span
) -> None:
    before, after = laid(first), laid(first, (day, second))
    clock = begun(before, start, span)

    there = laid_anew(clock, day, before, after)

    assert laid_anew(there, day, after, before) == clock


@settings(deadline=None, max_examples=50)
@given(numbers, numbers, numbers, starts, spans)
def test_two_changes_one_after_the_other_are_as_both_at_once(
    first: int, second: int, third: int, start: datetime, span: Span
) -> None:
    one, other = DAYS[1], DAYS[3]
    before, between = laid(first), laid(first, (one, second))
    after = laid(first, (one, second), (other, third))
    clock = begun(before, start, span)

    step = laid_anew(clock, one, before, between)
    stepwise = laid_anew(step, other, between, after)

    assert stepwise == laid_anew(clock, one, before, after)


@settings(deadline=None)
@given(numbers, numbers, starts, spans, st.integers(0, 400), st.integers(0, 400))
def test_what_was_left_of_a_paused_clock_is_as_much_by_other_hours(
    first: int, second: int, start: datetime, span: Span, ran: int, stood: int
) -> None:
    before, after = laid(first), laid(first, (DAYS[0], second))
    paused = start + timedelta(hours=ran)
    left = measure(before, span, paused, due(before, start, span))
    resumed = max(paused, midnight(DAYS[0])) + timedelta(hours=stood)

    ends = advance(after, span, resumed, left)

    assert measure(after, span, resumed, ends) == max(left, 0)


def test_five_days_stay_five_days_where_only_the_mornings_are_left() -> None:
    before, after = laid(0), laid(0, (DAYS[0], 1))
    friday = datetime(2026, 10, 30, 10, tzinfo=ZONE)

    days, hours = (
        laid_anew(begun(before, friday, Span.of(span)), DAYS[0], before, after).due_at
        for span in ("5 working-days", "13 working-hours")
    )

    assert days == datetime(2026, 11, 6, 12, tzinfo=ZONE)
    # Six hours on Friday; the seven that are left take a morning of four, and three.
    assert hours == datetime(2026, 11, 3, 11, tzinfo=ZONE)


def test_a_saturday_that_is_worked_is_counted() -> None:
    before, after = laid(0), laid(0, (DAYS[0], 2))
    friday = datetime(2026, 10, 30, 10, tzinfo=ZONE)

    moved = laid_anew(begun(before, friday, Span.of("6 working-days")), DAYS[0], before, after)

    assert moved.due_at == datetime(2026, 11, 7, 12, tzinfo=ZONE)
