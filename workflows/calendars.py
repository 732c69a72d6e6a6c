"""Working time: exact arithmetic on opening hours and days off.

Everything is computed on whole microseconds since the epoch in UTC; local opening hours are
turned into instants once per calendar, so a change of clock in the zone costs nothing and an
addition is two binary searches.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from time import monotonic
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from workflows.calendar_state import LATEST, STATE
from workflows.errors import WorkflowError
from workflows.language.values import Span, Unit
from workflows.opening_hours import (
    MICROSECOND,
    Calendar,
    StoredWeek,
    read_week,
    to_instant,
    to_microseconds,
)
from workflows.tables import calendars

HOUR = 3_600_000_000
#: What a working day counts for a clock in working days, however long its office is open, and the
#: least share of it that is told apart. A share of the shortest day that can be typed, a minute, is
#: still longer than a microsecond: so a share gives an instant, and the instant that share again.
DAY, GRAIN = 8 * HOUR, 1_000


class BeyondCalendar(WorkflowError):
    """The calendar has no working time left where a deadline would fall."""


class WorkingTime:
    """A calendar laid out as instants, on which working time can be added and measured."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        #: The change of an office's calendar by which it stands so.
        self.change = 0
        openings = tuple(calendar.openings())
        self._starts = tuple(start for _, start, _ in openings)
        self._ends = tuple(end for _, _, end in openings)
        #: Working microseconds before each stretch, and after the last one.
        self._before = tuple(accumulate((end - start for _, start, end in openings), initial=0))
        closing = {day: end for day, _, end in openings}
        self._days, self._closings = tuple(closing.keys()), tuple(closing.values())
        #: Working microseconds before each working day, and after the last one.
        ended = dict(zip((day for day, _, _ in openings), self._before[1:], strict=True))
        self._dawns = (0, *ended.values())

    def as_changed(self, change: int) -> "WorkingTime":
        """Give the same working time as an office has it since some change of its calendar."""
        same = copy(self)
        same.change = change
        return same

    def midnight(self, day: date) -> datetime:
        """Give the instant at which a day begins here."""
        return datetime.combine(day, time(), self.calendar.zone)

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
        return self._reached(worked)

    def _reached(self, worked: int) -> datetime:
        stretch = bisect_left(self._before, worked) - 1
        return to_instant(self._starts[stretch] + worked - self._before[stretch])

    def days_between(self, start: datetime, end: datetime) -> int:
        """Measure the working days from one instant to another: `DAY` for each, long or short.

        Of a day that has begun, the share of its opening hours that is over counts.
        """
        return self._passed(end) - self._passed(start)

    def add_days(self, start: datetime, days: int) -> datetime:
        """Give the instant at which so many working days (`DAY` each) have passed since the start.

        Raises BeyondCalendar where no working day is left.
        """
        added = _nearest(days, GRAIN) * GRAIN
        if added <= 0:
            return start
        # The closing of a day belongs to it, as with hours.
        day, share = divmod(self._passed(start) + added - 1, DAY)
        if day >= len(self._days):
            msg = f"no working day left after {start}"
            raise BeyondCalendar(msg)
        length = self._dawns[day + 1] - self._dawns[day]
        return self._reached(self._dawns[day] + _nearest((share + 1) * length, DAY))

    def _passed(self, instant: datetime) -> int:
        """Count the working days that are over by an instant since the first one laid out."""
        worked = self._worked(to_microseconds(instant))
        day = bisect_right(self._dawns, worked) - 1
        over = worked - self._dawns[day]
        if not over:
            return day * DAY
        length = self._dawns[day + 1] - self._dawns[day]
        return day * DAY + _nearest(over * (DAY // GRAIN), length) * GRAIN

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


def _nearest(dividend: int, divisor: int) -> int:
    return (2 * dividend + divisor) // (2 * divisor)


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
    """Measure from one instant to another in microseconds of the span's own clock.

    A working day is worth `DAY` on its clock wherever and whenever it is worked, so that what is
    left of a span in working days stays so many days when the hours of an office change.
    """
    match span.unit:
        case Unit.WORKING_HOURS:
            return working.between(start, end)
        case Unit.WORKING_DAYS:
            return working.days_between(start, end)
        case _:
            return (end - start) // MICROSECOND


def advance(working: WorkingTime, span: Span, start: datetime, microseconds: int) -> datetime:
    """Give the instant reached after so many microseconds of the span's own clock."""
    match span.unit:
        case Unit.WORKING_HOURS:
            return working.add(start, microseconds)
        case Unit.WORKING_DAYS:
            return working.add_days(start, microseconds)
        case _:
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

        With a change of it: as it stood after that one, whatever came later.
        """
        asked = {"office": office, "until": LATEST if change is None else change}
        found = connection.execute(STATE, asked).one()
        if found.digest not in self._kept:
            content = select(calendars.c.content).where(calendars.c.slug == found.slug)
            calendar = Calendar.read(connection.execute(content).scalar_one())
            self._kept[found.digest] = WorkingTime(_changed(calendar, found.closed, found.weeks))
        return self._kept[found.digest].as_changed(found.latest if change is None else change)


def _changed(
    calendar: Calendar,
    closed: Sequence[str] | None,
    weeks: Sequence[tuple[str, StoredWeek]] | None,
) -> Calendar:
    days = calendar.holidays | {date.fromisoformat(day) for day in closed or ()}
    # Of two that hold from one day on, the one that was set last takes the other's place.
    later = {date.fromisoformat(day): read_week(week) for day, week in weeks or ()}
    return replace(calendar, holidays=days, later=tuple(later.items()))


#: Seconds. A day that is closed in haste counts as open for the clocks that another process starts
#: within them; such a clock says so, and is moved before anything comes of it.
CURRENT_FOR = 5.0
#: Give the working time of an office.
working_time_of = LaidOut()
