"""The values of demand: a history by day, known events, a forecast with its baseline."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from workflows.language.values import Part

DAYS_OF_WEEK = 7
HOURS_OF_DAY = 24
#: How far ahead a forecast looks.
WEEKS_AHEAD = 8
DAYS_AHEAD = WEEKS_AHEAD * DAYS_OF_WEEK
#: The shortest history that says anything about a week, and one long enough to be checked against.
LEAST_DAYS = 8 * DAYS_OF_WEEK
CHECKED_DAYS = 16 * DAYS_OF_WEEK
#: Fewer arrivals than this in the whole history are no pattern.
LEAST_ARRIVALS = 30


@dataclass(frozen=True, slots=True)
class History:
    """How many applications came on each day, the first day first and none left out."""

    first_day: date
    counts: tuple[int, ...]

    @property
    def end(self) -> date:
        """Give the day after the last one counted."""
        return self.first_day + timedelta(days=len(self.counts))

    def until(self, end: date) -> "History":
        """Give the history as it stood on the morning of a day."""
        return History(self.first_day, self.counts[: max((end - self.first_day).days, 0)])


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """Something that the ministry knows will bring applications, such as a concours."""

    id: int
    #: None: it touches every e-service.
    eservice: str | None
    name: str
    first_day: date
    last_day: date
    #: How many applications the ministry expects of it, if it said so.
    expected: int | None

    @property
    def days(self) -> int:
        """Count its days, the last one included."""
        return (self.last_day - self.first_day).days + 1

    def covers(self, day: date) -> bool:
        """Tell whether a day is one of its days."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the days, past and to come: closed days and events."""

    closed: frozenset[date] = frozenset()
    events: tuple[KnownEvent, ...] = ()


class Lack(StrEnum):
    """Why no forecast can be made."""

    #: Nothing ever came.
    EMPTY = "empty"
    #: Some came, for too few days.
    SHORT = "short"
    #: The days would do, the applications are too few to show a pattern.
    SPARSE = "sparse"


class Expected(Part):
    """What is expected in a day or a week: the middle, the 90 % interval, the plain baseline."""

    start: date
    expected: float
    low: float
    high: float
    #: The seasonal-naive forecast: the same weekday of the last week that is known.
    naive: float


class Check(Part):
    """How the forecast did on the last eight weeks, which it was not shown."""

    #: Mean absolute scaled error, and the baseline's on the same days.
    mase: float
    naive_mase: float
    #: Share of the days that fell into the 90 % interval.
    coverage: float


class Forecast(Part):
    """Eight weeks to come, by day and by week."""

    days: tuple[Expected, ...]
    weeks: tuple[Expected, ...]
    #: None while the history is too short to hide eight weeks of it.
    check: Check | None
    #: Known events of the weeks to come that nothing is known about but their days.
    unreckoned: tuple[str, ...] = ()
    history_days: Annotated[int, Field(ge=0)]


def lack_of(history: History) -> Lack | None:
    """Tell what a history lacks for a forecast; None when it will do."""
    if not sum(history.counts):
        return Lack.EMPTY
    if len(history.counts) < LEAST_DAYS:
        return Lack.SHORT
    return Lack.SPARSE if sum(history.counts) < LEAST_ARRIVALS else None
