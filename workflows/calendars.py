"""Working time: opening hours, holidays, and exact arithmetic on both.

Everything is computed on whole microseconds since the epoch in UTC; local opening hours are
turned into instants once per calendar, so a change of clock in the zone costs nothing and an
addition is two binary searches.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ARRAY,
    Connection,
    Text,
    bindparam,
    cast,
    column,
    func,
    select,
    text,
)

from workflows.errors import WorkflowError
from workflows.language.values import Span, Unit
from workflows.tables import calendar_changes, calendars, offices

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Years laid out in advance: wide enough for any deadline, small enough to build in milliseconds.
FIRST_YEAR, LAST_YEAR = 2015, 2045
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
HOUR = 3_600_000_000


class BeyondCalendar(WorkflowError):
    """The calendar has no working time left where a deadline would fall."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """An office's opening hours in local time and the days on which it stays closed."""

    zone: ZoneInfo
    #: For Monday to Sunday, the opening stretches of the day, in order and apart.
    week: tuple[tuple[tuple[time, time], ...], ...]
    holidays: frozenset[date]

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> "Calendar":
        """Read the stored form: `timezone`, `week` by weekday, `holidays` by date."""
        week = content["week"]
        return cls(
            zone=ZoneInfo(content["timezone"]),
            week=tuple(
                tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in week.get(day, ()))
                for day in WEEKDAYS
            ),
            holidays=frozenset(date.fromisoformat(day) for day in content.get("holidays", ())),
        )

    def openings(self) -> Iterator[tuple[date, int, int]]:
        """Yield each opening stretch of every year laid out, in order: its day, start and end."""
        day = date(FIRST_YEAR, 1, 1)
        while day.year <= LAST_YEAR:
            if day not in self.holidays:
                for opens, closes in self.week[day.weekday()]:
                    yield day, self._instant(day, opens), self._instant(day, closes)
            day += timedelta(days=1)

    def _instant(self, day: date, at: time) -> int:
        return to_microseconds(datetime.combine(day, at, tzinfo=self.zone))


def to_microseconds(instant: datetime) -> int:
    """Give an instant as whole microseconds since the epoch."""
    return (instant - EPOCH) // MICROSECOND


def to_instant(microseconds: int) -> datetime:
    """Give back the instant of a number of microseconds since the epoch."""
    return EPOCH + timedelta(microseconds=microseconds)


class WorkingTime:
    """A calendar laid out as instants, on which working time can be added and measured."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        #: The change of an office's closed days by which it stands so.
        self.change = 0
        openings = tuple(calendar.openings())
        self._starts = tuple(start for _, start, _ in openings)
        self._ends = tuple(end for _, _, end in openings)
        #: Working microseconds before each stretch, and after the last one.
        self._before = tuple(accumulate((end - start for _, start, end in openings), initial=0))
        closing = {day: end for day, _, end in openings}
        self._days, self._closings = tuple(closing.keys()), tuple(closing.values())

    def as_changed(self, change: int) -> "WorkingTime":
        """Give the same working time as an office has it since some change of its closed days."""
        same = copy(self)
        same.change = change
        return same

    def between(self, start: datetime, end: datetime) -> int:
        """Measure the working microseconds from one instant to another (negative if backwards)."""
        return self._worked(to_microseconds(end)) - self._worked(to_microseconds(start))

    def add(self, start: datetime, microseconds: int) -> datetime:
        """Give the instant at which so many working microseconds have passed since the start.

        The end of a stretch belongs to it: what is due at closing time is due that evening, not
        next morning. Raises BeyondCalendar where no working time is left.
        """
        if microseconds <= 0:
            return start
        worked = self._worked(to_microseconds(start)) + microseconds
        if worked > self._before[-1]:
            msg = f"no working time left after {start}"
            raise BeyondCalendar(msg)
        stretch = bisect_left(self._before, worked) - 1
        return to_instant(self._starts[stretch] + worked - self._before[stretch])

    def back(self, end: datetime, microseconds: int) -> datetime:
        """Give the instant since which so many working microseconds have passed until the end.

        Raises BeyondCalendar where the calendar does not reach so far back.
        """
        worked = self._worked(to_microseconds(end)) - microseconds
        if worked < 0:
            msg = f"no working time laid out so long before {end}"
            raise BeyondCalendar(msg)
        stretch = bisect_right(self._before, worked, hi=len(self._starts)) - 1
        return to_instant(self._starts[stretch] + worked - self._before[stretch])

    def closing_of_day(self, start: datetime, days: int) -> datetime:
        """Give the closing time of the n-th working day after the day of the start.

        The day of the start does not count, as in administrative time limits.
        """
        today = start.astimezone(self.calendar.zone).date()
        position = bisect_right(self._days, today) + days - 1
        if position >= len(self._days):
            msg = f"no working day left after {start}"
            raise BeyondCalendar(msg)
        return to_instant(self._closings[position])

    def working_days(self, first: date, last: date) -> int:
        """Count the working days from one day to another, both included; none if backwards."""
        days = bisect_right(self._days, last) - bisect_left(self._days, first)
        return max(days, 0)

    def _worked(self, instant: int) -> int:
        stretch = bisect_right(self._starts, instant) - 1
        if stretch < 0:
            return 0
        worked = min(instant, self._ends[stretch]) - self._starts[stretch]
        return self._before[stretch] + worked


def end_of_day(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Give the end (next local midnight) of the n-th calendar day after the day of the start."""
    day = start.astimezone(zone).date() + timedelta(days=days + 1)
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def end_of_months(start: datetime, months: int, zone: ZoneInfo) -> datetime:
    """Give the end of the day that falls so many months later, the last of its month at most."""
    local = start.astimezone(zone).date()
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    return end_of_day(datetime(year, month + 1, day, 12, tzinfo=zone), 0, zone)


def due(working: WorkingTime, start: datetime, span: Span) -> datetime:
    """Give the instant at which a span that starts then is over."""
    zone = working.calendar.zone
    match span.unit:
        case Unit.HOURS:
            return start + timedelta(hours=span.count)
        case Unit.DAYS:
            return end_of_day(start, span.count, zone)
        case Unit.MONTHS:
            return end_of_months(start, span.count, zone)
        case Unit.YEARS:
            return end_of_months(start, span.count * 12, zone)
        case Unit.WORKING_HOURS:
            return working.add(start, span.count * HOUR)
        case Unit.WORKING_DAYS:
            return working.closing_of_day(start, span.count)


def measure(working: WorkingTime, span: Span, start: datetime, end: datetime) -> int:
    """Measure from one instant to another in microseconds of the span's own clock."""
    if span.unit in {Unit.WORKING_HOURS, Unit.WORKING_DAYS}:
        return working.between(start, end)
    return (end - start) // MICROSECOND


def advance(working: WorkingTime, span: Span, start: datetime, microseconds: int) -> datetime:
    """Give the instant reached after so many microseconds of the span's own clock."""
    if span.unit in {Unit.WORKING_HOURS, Unit.WORKING_DAYS}:
        return working.add(start, microseconds)
    return start + timedelta(microseconds=microseconds)


class LaidOut:
    """Keeps calendars laid out, by the digest of their content: a change is another digest.

    Whether a calendar changed is asked at most once in `CURRENT_FOR` seconds for each office.
    """

    def __init__(self) -> None:
        self._kept: dict[str, WorkingTime] = {}
        self._current: dict[str, tuple[float, WorkingTime]] = {}

    def __call__(self, connection: Connection, office: str) -> WorkingTime:
        """Give the working time of an office as its calendar stood a few seconds ago or later."""
        asked_at, working = self._current.get(office, (0.0, None))
        if working is None or monotonic() - asked_at > CURRENT_FOR:
            working = self.fresh(connection, office)
            self._current[office] = (monotonic(), working)
        return working

    def forget(self) -> None:
        """Ask again for each calendar at its next use."""
        self._current.clear()

    def fresh(
        self, connection: Connection, office: str, *, change: int | None = None
    ) -> WorkingTime:
        """Give the working time of an office as its calendar stands in this very transaction.

        With a change of its closed days: as it stood after that one, whatever came later.
        """
        asked = {"office": office, "until": LATEST if change is None else change}
        digest, slug, closed, latest = connection.execute(DIGEST, asked).one()
        if digest not in self._kept:
            content = select(calendars.c.content).where(calendars.c.slug == slug)
            calendar = Calendar.read(connection.execute(content).scalar_one())
            days = calendar.holidays | {date.fromisoformat(day) for day in closed or ()}
            self._kept[digest] = WorkingTime(replace(calendar, holidays=days))
        return self._kept[digest].as_changed(latest if change is None else change)


#: Later than every change of closed days.
LATEST = 2**62
#: Seconds. A day that is closed in haste counts as open for the clocks that another process starts
#: within them; such a clock says so, and is moved before anything comes of it.
CURRENT_FOR = 5.0
#: The days that were announced as closed besides those of the calendar, as one list.
CLOSED = text(
    """
    SELECT array_agg(DISTINCT d::date::text ORDER BY d::date::text)
    FROM closings c CROSS JOIN LATERAL generate_series(c.first_day, c.last_day, '1 day') AS d
    WHERE c.office = :office AND c.change_id <= :until
      AND (c.open_from IS NULL OR c.end_change_id > :until OR d < c.open_from)
    """
).columns(column("closed", ARRAY(Text)))
ANNOUNCED = CLOSED.scalar_subquery()
CHANGED = (
    select(func.coalesce(func.max(calendar_changes.c.id), 0))
    .where(calendar_changes.c.office == bindparam("office"))
    .scalar_subquery()
)
DIGEST = (
    select(
        func.md5(cast(calendars.c.content, Text) + func.coalesce(cast(ANNOUNCED, Text), "")),
        calendars.c.slug,
        ANNOUNCED,
        CHANGED,
    )
    .join_from(offices, calendars)
    .where(offices.c.slug == bindparam("office"))
)
#: Give the working time of an office.
working_time_of = LaidOut()
