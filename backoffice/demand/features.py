"""What the forecast knows of each day besides its number: weekday, closed days, season, events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from backoffice.demand.model import DAYS_OF_WEEK, KnownEvent, Surroundings

Matrix = NDArray[np.float64]

YEAR = 365.25
#: A yearly wave is fitted only to a history in which it could be seen to return.
YEARLY_FROM = 550
HARMONICS = (1, 2)
#: An effect is learnt from at least so many days on which it was felt.
LEAST_FELT = 3


@dataclass(frozen=True, slots=True)
class Features:
    """The columns for the days of the history, and the same for the days to come."""

    past: Matrix
    ahead: Matrix
    #: Which column says that an event is on; None when no event of the past teaches anything.
    event_column: int | None


def features(first_day: date, past: int, ahead: int, surroundings: Surroundings) -> Features:
    """Describe the days of a history and those to come.

    A column that hardly varies over the history is left out: it would take any value.
    """
    days = [first_day + timedelta(days=at) for at in range(past + ahead)]
    columns = [*_weekdays(days), *_closed(days, surroundings)]
    if past >= YEARLY_FROM:
        columns += _yearly(days)
    kept = [column for column in columns if _teaches(column[:past])]
    event = np.array([float(bool(events_on(surroundings.events, day))) for day in days])
    learnt = _teaches(event[:past])
    matrix = np.column_stack([*kept, event] if learnt else kept)
    return Features(matrix[:past], matrix[past:], len(kept) if learnt else None)


def events_on(events: Sequence[KnownEvent], day: date) -> tuple[KnownEvent, ...]:
    """Give the known events of a day."""
    return tuple(event for event in events if event.covers(day))


def _teaches(column: Matrix) -> bool:
    return bool(np.count_nonzero(column) >= LEAST_FELT and np.ptp(column) > 0)


def _weekdays(days: Sequence[date]) -> list[Matrix]:
    weekdays = np.array([day.weekday() for day in days])
    return [(weekdays == one).astype(float) for one in range(1, DAYS_OF_WEEK)]


def _closed(days: Sequence[date], surroundings: Surroundings) -> list[Matrix]:
    """Say which days are closed, and which follow one: what was not lodged then comes after."""
    closed = np.array([float(day in surroundings.closed) for day in days])
    return [closed, np.concatenate([[0.0], closed[:-1]]) * (1 - closed)]


def _yearly(days: Sequence[date]) -> list[Matrix]:
    angle = 2 * np.pi * np.array([day.timetuple().tm_yday for day in days]) / YEAR
    return [wave(times * angle) for times in HARMONICS for wave in (np.sin, np.cos)]
