"""Working time agrees with a slow and obvious way of counting it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.calendars import (
    HOUR,
    BeyondCalendar,
    WorkingTime,
    advance,
    due,
    measure,
)
from workflows.language.values import Span
from workflows.opening_hours import FIRST_YEAR, Calendar

PORTO_NOVO = ZoneInfo("Africa/Porto-Novo")
DAY = ((time(8), time(12, 30)), (time(15), time(18, 30)))
NEW_YEAR, VODUN = date(2026, 1, 1), date(2026, 1, 8)
CALENDAR = Calendar(PORTO_NOVO, week=(DAY,) * 5 + ((),) * 2, holidays=frozenset({NEW_YEAR, VODUN}))
#: A zone whose clocks change, to show that nothing depends on days of 24 hours.
PARIS = Calendar(ZoneInfo("Europe/Paris"), week=(((time(0), time(12)),),) * 7, holidays=frozenset())
WORKING = WorkingTime(CALENDAR)
MINUTE = HOUR // 60


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PORTO_NOVO)  # type: ignore[arg-type,misc]


def minute_by_minute(calendar: Calendar, start: datetime, minutes: int) -> datetime:
    """Add working minutes by walking through every minute of the clock."""
    instant = start
    while minutes:
        here = instant.astimezone(calendar.zone)
        opened = here.date() not in calendar.holidays and any(
            opens <= here.time() < closes for opens, closes in calendar.week[here.weekday()]
        )
        instant += timedelta(minutes=1)
        minutes -= opened
    return instant


whole_minutes = st.datetimes(datetime(2025, 12, 20), datetime(2026, 1, 20)).map(  # noqa: DTZ001 - made aware on the next line
    lambda naive: naive.replace(second=0, microsecond=0, tzinfo=UTC)
)


@given(start=whole_minutes, minutes=st.integers(1, 2400))
def test_adding_working_time_agrees_with_counting_minute_by_minute(
    start: datetime, minutes: int
) -> None:
    assert WORKING.add(start, minutes * MINUTE) == minute_by_minute(CALENDAR, start, minutes)


@given(start=whole_minutes, microseconds=st.integers(1, 200 * HOUR))
def test_what_was_added_is_what_is_measured(start: datetime, microseconds: int) -> None:
    assert WORKING.between(start, WORKING.add(start, microseconds)) == microseconds


@given(end=whole_minutes, microseconds=st.integers(1, 200 * HOUR))
def test_what_was_taken_back_is_what_is_measured(end: datetime, microseconds: int) -> None:
    assert WORKING.between(WORKING.back(end, microseconds), end) == microseconds


def test_a_time_before_the_calendar_is_not_invented() -> None:
    with pytest.raises(BeyondCalendar):
        WORKING.back(datetime(FIRST_YEAR, 1, 2, tzinfo=UTC), 200 * HOUR)


@given(
    start=whole_minutes,
    pauses=st.lists(st.integers(0, 50_000), min_size=2, max_size=2).map(sorted),
    unit=st.sampled_from(["72 hours", "16 working-hours", "5 working-days", "25 days"]),
)
def test_a_pause_moves_the_end_by_exactly_what_the_clock_lost(
    start: datetime, pauses: list[int], unit: str
) -> None:
    span = Span.of(unit)
    ends = due(WORKING, start, span)
    paused, resumed = (start + timedelta(minutes=minutes) for minutes in pauses)
    left = measure(WORKING, span, paused, ends)

    new_end = advance(WORKING, span, resumed, left)

    if left > 0:
        assert measure(WORKING, span, resumed, new_end) == left
    assert new_end >= ends or left <= 0


@pytest.mark.parametrize(
    ("start", "span", "expected"),
    [
        (local(2026, 1, 5, 9), "72 hours", local(2026, 1, 8, 9)),
        (local(2026, 1, 5, 9), "4 working-hours", local(2026, 1, 5, 15, 30)),
        # What is due at closing time is due that evening, not next morning.
        (local(2026, 1, 5, 8), "8 working-hours", local(2026, 1, 5, 18, 30)),
        # A start outside opening hours counts from the next opening.
        (local(2026, 1, 3, 23), "1 working-hour", local(2026, 1, 5, 9)),
        # One working day is not 24 working hours, and a holiday is none.
        (local(2026, 1, 7, 17), "1 working-day", local(2026, 1, 9, 18, 30)),
        (local(2026, 1, 5, 9), "7 days", local(2026, 1, 13)),
        (local(2026, 1, 31, 9), "1 month", local(2026, 3, 1)),
        (local(2024, 2, 29, 9), "1 year", local(2025, 3, 1)),
    ],
)
def test_each_unit_ends_where_an_administration_would_say(
    start: datetime, span: str, expected: datetime
) -> None:
    assert due(WORKING, start, Span.of(span)) == expected


def test_a_change_of_clock_makes_a_working_day_shorter_and_nothing_else() -> None:
    working = WorkingTime(PARIS)
    before_change = datetime(2026, 3, 29, tzinfo=PARIS.zone)

    assert working.between(before_change, before_change + timedelta(days=1)) == 11 * HOUR


def test_a_calendar_that_never_opens_says_so_instead_of_searching_for_ever() -> None:
    never = WorkingTime(Calendar(PORTO_NOVO, week=((),) * 7, holidays=frozenset()))

    with pytest.raises(BeyondCalendar):
        never.add(local(2026, 1, 5, 9), HOUR)
    with pytest.raises(BeyondCalendar):
        never.closing_of_day(local(2026, 1, 5, 9), 1)
