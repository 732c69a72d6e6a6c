"""Opening hours as a line of working time, and the way there and back for many instants at once.

Time is counted in hours from the start of a simulation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from workflows.longer_hours import LongerHours
from workflows.opening_hours import Calendar

Hours = NDArray[np.float64]
Stretch = tuple[float, float]

SATURDAY = 5
MINUTES = 60


@dataclass(frozen=True, slots=True)
class Opening:
    """The working time of an office: instants, and the working hours passed by each of them."""

    instants: Hours
    worked: Hours

    @classmethod
    def of(cls, stretches: Iterable[Stretch]) -> "Opening":
        """Lay out opening stretches, which come in order and apart."""
        edges = np.array([edge for stretch in stretches for edge in stretch], dtype=float)
        lengths = np.diff(edges, prepend=edges[0] if len(edges) else 0.0)
        # What passes between a closing and the next opening is not worked.
        lengths[::2] = 0
        return cls(edges, np.cumsum(lengths))

    def to_work(self, instants: Hours) -> Hours:
        """Give the working hours passed by some instants."""
        worked: Hours = np.interp(instants, self.instants, self.worked)
        return worked

    def to_instants(self, worked: Hours) -> Hours:
        """Give the instants at which so many hours have been worked, a closing before an opening.

        Beyond the last stretch the line goes on, so that what is begun always ends some time.
        """
        at = np.searchsorted(self.worked, worked, side="left").clip(1, len(self.worked) - 1)
        instants: Hours = self.instants[at] - (self.worked[at] - worked)
        return instants


@dataclass(frozen=True, slots=True)
class Extra:
    """By what an office opens more than usual, for so many days from the start."""

    longer: float = 0.0
    saturdays: bool = False
    days: int = 0


def extra_of(hours: LongerHours | None, calendar: Calendar, start: datetime) -> Extra:
    """Count the longer hours of an office in days from a start."""
    if hours is None:
        return Extra()
    first, last = (one.astimezone(calendar.zone).date() for one in (start, hours.until))
    return Extra(hours.longer / MINUTES, hours.saturdays, (last - first).days + 1)


def always(hours: float, *, before: float = 0.0) -> Opening:
    """Give the working time of whoever never closes."""
    return Opening.of([(-before, hours)])


def opening_of(
    calendar: Calendar,
    start: datetime,
    *,
    days: int,
    before: int = 0,
    extras: Sequence[Extra] = (),
) -> Opening:
    """Lay out a calendar for so many days from a start, and for some before it.

    Each day may close later, and Saturdays be opened; of several extras the largest counts. The
    last stretch of a day is the one prolonged, never past midnight. A Saturday that is opened has
    the hours of a Friday.
    """
    first, earliest = start.astimezone(calendar.zone).date(), -24.0 * before
    found: list[Stretch] = []
    for at in range(-before, days + 1):
        day = first + timedelta(days=at)
        more = [extra for extra in extras if 0 <= at < extra.days]
        usually = _stretches(calendar, day, saturdays=any(one.saturdays for one in more))
        longer = max((one.longer for one in more), default=0.0)
        for opens, closes in _prolonged(usually, longer):
            edges = [_hours(calendar, start, day, clock) for clock in (opens, closes)]
            if edges[1] > earliest:
                found.append((max(edges[0], earliest), edges[1]))
    return Opening.of(found or [(0.0, 0.0)])


def days_open(calendar: Calendar, start: datetime, *, days: int, before: int) -> Opening:
    """Lay a calendar out in working days: each counts for one, however long it is open."""
    first = start.astimezone(calendar.zone).date()
    instants: list[float] = []
    shares: list[float] = []
    for at in range(-before, days + 1):
        day = first + timedelta(days=at)
        stretches = _stretches(calendar, day, saturdays=False)
        length = sum(closes - opens for opens, closes in stretches)
        for opens, closes in stretches:
            instants += [_hours(calendar, start, day, clock) for clock in (opens, closes)]
            shares += [0.0, (closes - opens) / length]
    # An office that never opens has a line all the same, on which nothing passes.
    return Opening(np.array(instants or [0.0]), np.cumsum(shares or [0.0]))


def _stretches(calendar: Calendar, day: date, *, saturdays: bool) -> Sequence[tuple[float, float]]:
    if day in calendar.holidays:
        return ()
    week, weekday = calendar.week_on(day), day.weekday()
    if weekday == SATURDAY and saturdays and not week[SATURDAY]:
        weekday -= 1
    return [(_clock(opens), _clock(closes)) for opens, closes in week[weekday]]


def _prolonged(
    stretches: Sequence[tuple[float, float]], longer: float
) -> Sequence[tuple[float, float]]:
    if not stretches or not longer:
        return stretches
    opens, closes = stretches[-1]
    return [*stretches[:-1], (opens, min(closes + longer, 23.99))]


def _clock(at: time) -> float:
    return at.hour + at.minute / 60


def _hours(calendar: Calendar, start: datetime, day: date, clock: float) -> float:
    midnight = datetime.combine(day, time(), tzinfo=calendar.zone)
    return (midnight + timedelta(hours=clock) - start) / timedelta(hours=1)
