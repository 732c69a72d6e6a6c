"""What is expected of a case in a queue: those before it, at the pace of late, and what follows.

Durations are microseconds of the office's working time in which the administration held the case;
what an applicant takes to pay or answer is theirs, and moves the dates by as much.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import floor, log2
from statistics import median

from workflows.calendars import HOUR, WorkingTime
from workflows.estimates.conformal import Levels, Outcome, borrowed, range_of

#: As many past cases are looked at for what follows the queue, and for the errors of one length.
REMEMBERED, REMEMBERED_OF_LENGTH = 300, 100
#: With fewer past cases in all, or of a short wait, no range is shown: it would be a guess.
ENOUGH, ENOUGH_OF_LENGTH = 30, 20
#: The pace is that of the shortest of these numbers of working days with so many departures.
PACE_DAYS, DEPARTURES = (1, 2, 5, 20), 30
#: With fewer in the longest, there is no pace to speak of.
FEWEST_DEPARTURES = 5
DAY = 8 * HOUR
#: An expectation is never shorter: a ratio to nothing would say nothing.
LEAST = HOUR // 4


@dataclass(frozen=True, slots=True)
class Past:
    """A former stay: how long its queue was expected to take, what was expected, and what it took.

    `took` runs until the case was decided, through all that came after the queue.
    """

    wait: int
    expected: int
    took: int


@dataclass(frozen=True, slots=True)
class Range:
    """A range of durations from now, and the days on which it begins and ends."""

    low: int
    high: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Learnt:
    """What one length of wait has taught: its past cases, the latest last, and its levels."""

    past: Sequence[Past] = ()
    levels: Levels = field(default_factory=Levels)

    def range(
        self, expected: int, since: datetime, working: WorkingTime, *, known: int
    ) -> Range | None:
        """Give the range around an expectation; None while too little is known.

        `known` is how many past cases the queue has in all, whatever their length.
        """
        ratios = [one.took / one.expected for one in self.past[-REMEMBERED_OF_LENGTH:]]
        if length_of(expected) > 0:
            ratios += borrowed()
        if known < ENOUGH or len(ratios) < ENOUGH_OF_LENGTH:
            return None
        low, high = (int(expected * factor) for factor in range_of(ratios, self.levels))
        return Range(low, high, day_after(since, low, working), day_after(since, high, working))


def length_of(expected: int) -> int:
    """Tell to which length of wait an expectation belongs: each is twice as long as the last.

    0 is less than one working day of eight hours, 1 less than two, 2 less than four…
    """
    return max(0, floor(log2(max(expected, LEAST) / DAY)) + 1)


def rest_of(past: Sequence[Past]) -> int:
    """Give what usually follows the queue, from the past cases of every length."""
    latest = past[-REMEMBERED:]
    return max(int(median(one.took - one.wait for one in latest)), 0) if latest else 0


def expectation(wait: int, past: Sequence[Past]) -> int:
    """Give the expectation of a case whose queue will take so long."""
    return max(wait + rest_of(past), LEAST)


def wait_of(ahead: int, departures: int, elapsed: int) -> int | None:
    """Give how long a queue takes: those before, and this one, at the pace of the departures.

    `elapsed` is the working time in which the departures were counted. None when there were too
    few to speak of a pace.
    """
    if departures < FEWEST_DEPARTURES or elapsed <= 0:
        return None
    return (ahead + 1) * elapsed // departures


def outcome_of(range_: Range, took: int, since: datetime, working: WorkingTime) -> Outcome:
    """Compare what a case took with the days that were announced."""
    day = day_after(since, took, working)
    if day < range_.first_day:
        return Outcome.EARLY
    return Outcome.LATE if day > range_.last_day else Outcome.WITHIN


def day_after(since: datetime, microseconds: int, working: WorkingTime) -> date:
    """Give the office's local day on which so much working time is over."""
    return working.add(since, microseconds).astimezone(working.calendar.zone).date()
