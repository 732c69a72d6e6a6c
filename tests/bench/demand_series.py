"""Series to try forecasts on, drawn from rules that the forecaster has never seen.

Each has something that no forecaster is told: a level that wanders, days on which the portal was
down and people came later, ends of months, counts more spread than chance.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from backoffice.demand.model import History, KnownEvent, Surroundings

FIRST_DAY = date(2023, 1, 2)
DAYS = 1_000
Counts = NDArray[np.float64]

#: Fixed feasts; months and days.
FEASTS = ((1, 1), (1, 10), (5, 1), (8, 1), (8, 15), (11, 1), (12, 25))


@dataclass(frozen=True, slots=True)
class Series:
    """A history, and what a ministry would have known of its days."""

    history: History
    surroundings: Surroundings


def _days() -> list[date]:
    return [FIRST_DAY + timedelta(days=at) for at in range(DAYS)]


def _feasts() -> frozenset[date]:
    return frozenset(day for day in _days() if (day.month, day.day) in FEASTS)


def _drawn(mean: Counts, random: np.random.Generator, *, spread: float) -> tuple[int, ...]:
    """Draw counts more spread than chance: the smaller `spread`, the wilder."""
    return tuple(random.negative_binomial(spread, spread / (spread + mean)).tolist())


def _wandering(random: np.random.Generator, step: float) -> Counts:
    return np.exp(np.cumsum(random.normal(0, step, DAYS)))


def _by_weekday(*shares: float) -> Counts:
    return np.array([shares[day.weekday()] for day in _days()])


def _season(depth: float, peak_day: int) -> Counts:
    days = np.array([day.timetuple().tm_yday for day in _days()])
    return 1 + depth * np.cos(2 * np.pi * (days - peak_day) / 365.25)


def growing(seed: int) -> Series:
    """Draw a criminal record's life: from 250 to 400 a day, feasts quiet, autumns high."""
    random = np.random.default_rng(seed)
    feasts = _feasts()
    quiet = np.array([0.25 if day in feasts else 1.0 for day in _days()])
    mean = np.linspace(250, 400, DAYS) * _by_weekday(1.25, 1.15, 1.1, 1.05, 1, 0.55, 0.35)
    mean *= quiet * _season(0.15, 290) * _wandering(random, 0.008)
    return Series(History(FIRST_DAY, _drawn(mean, random, spread=60)), Surroundings(closed=feasts))


def small(seed: int) -> Series:
    """Draw a permit office's life: six on a working day, hardly any at the week-end."""
    random = np.random.default_rng(seed)
    mean = 6 * _by_weekday(1.3, 1.1, 1, 1, 0.8, 0.05, 0.02) * _season(0.3, 100)
    mean *= _wandering(random, 0.005)
    return Series(History(FIRST_DAY, _drawn(mean, random, spread=15)), Surroundings())


def examined(seed: int) -> Series:
    """Draw a life with concours: twice a year three weeks in which many need the paper."""
    random = np.random.default_rng(seed)
    events = tuple(_concours(number, random) for number in range(6))
    mean = 80 * _by_weekday(1.2, 1.1, 1, 1, 0.9, 0.5, 0.4) * _wandering(random, 0.01)
    for event in events:
        came = (event.expected or 0) * random.normal(0.6, 0.06)
        shape = np.array([float(event.covers(day)) for day in _days()])
        shape *= np.linspace(1.5, 0.5, DAYS) if event.id % 2 else 1.0
        mean += came * shape / max(shape.sum(), 1)
    return Series(History(FIRST_DAY, _drawn(mean, random, spread=40)), Surroundings(events=events))


def _concours(number: int, random: np.random.Generator) -> KnownEvent:
    first = FIRST_DAY + timedelta(days=90 + 170 * number + int(random.integers(-15, 15)))
    return KnownEvent(
        id=number,
        eservice=None,
        name=f"Concours {number}",
        first_day=first,
        last_day=first + timedelta(days=20),
        expected=int(random.integers(2_000, 5_000)),
    )


def troubled(seed: int) -> Series:
    """Draw a life with troubles: ends of months, and days down after which people come back."""
    random = np.random.default_rng(seed)
    late = np.array([1.25 if day.day >= 27 else 1.0 for day in _days()])
    mean = 150 * _by_weekday(1.2, 1.1, 1.05, 1, 1, 0.6, 0.4) * late * _wandering(random, 0.012)
    for down in random.choice(DAYS - 1, 8, replace=False):
        mean[down + 1] += 0.7 * mean[down]
        mean[down] *= 0.1
    return Series(History(FIRST_DAY, _drawn(mean, random, spread=40)), Surroundings())


SERIES: Mapping[str, Callable[[int], Series]] = {
    "growing": growing,
    "small": small,
    "examined": examined,
    "troubled": troubled,
}
