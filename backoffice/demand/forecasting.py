"""The forecast: paths drawn from what the history teaches, with intervals set right by the past.

The scale of the counts is the one that did better on weeks that the model was not shown. Intervals
are counted from drawn paths, so that those of weeks come from whole weeks and not from days added
up, and then stretched or drawn in by how such intervals did on the history itself: those of days
and those of weeks each by their own past.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from backoffice.demand.baseline import covered, mean_absolute_error, scaled_error, seasonal_naive
from backoffice.demand.calibration import Band, Look, Stretch, stretch_of_days, stretch_of_weeks
from backoffice.demand.features import features
from backoffice.demand.learning import LOGARITHM, SCALES, Learnt, Scale, learn
from backoffice.demand.model import (
    CHECKED_DAYS,
    DAYS_AHEAD,
    DAYS_OF_WEEK,
    WEEKS_AHEAD,
    Check,
    Expected,
    Forecast,
    History,
    Lack,
    Surroundings,
    lack_of,
)

Matrix = NDArray[np.float64]

#: Days of history that are read at most: what is older says little and costs time.
MOST_DAYS = 3 * 365
PATHS = 1_000
#: A 90 % interval lies between these shares of the paths.
LOW, HIGH = 0.05, 0.95
#: The forecast may be repeated to the digit: its draws come from this seed.
SEED = 20_111_115
#: Looks back begin after the first third of a history, when the model had learnt; days apart.
FIRST_LOOK, LOOK_EVERY, PATHS_BACK = 1 / 3, 2 * DAYS_OF_WEEK, 200


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is expected of the eight weeks, by day and by week."""

    days: Band
    weeks: Band


def forecast(history: History, surroundings: Surroundings) -> Forecast | Lack:
    """Forecast the eight weeks after a history, or say what it lacks."""
    lack = lack_of(history)
    if lack is not None:
        return lack
    recent = _recent(history)
    scale, check = _tried(recent, surroundings)
    ahead = _ahead(learn(recent, surroundings, scale))
    naive = np.array(seasonal_naive(recent.counts, DAYS_AHEAD))
    return Forecast(
        days=_expected(ahead.days, naive, recent),
        weeks=_expected(ahead.weeks, _by_week(naive), recent),
        check=check,
        unreckoned=_unreckoned(recent, surroundings),
        history_days=len(history.counts),
    )


def _recent(history: History) -> History:
    spare = max(len(history.counts) - MOST_DAYS, 0)
    return History(history.first_day + timedelta(days=spare), history.counts[spare:])


def _tried(history: History, surroundings: Surroundings) -> tuple[Scale, Check | None]:
    """Hide the last eight weeks, forecast them on each scale, and keep the better one."""
    if len(history.counts) < CHECKED_DAYS:
        return LOGARITHM, None
    shown = history.until(history.end - timedelta(days=DAYS_AHEAD))
    if lack_of(shown) is not None:
        return LOGARITHM, None
    hidden = history.counts[-DAYS_AHEAD:]
    tries = {scale: learn(shown, surroundings, scale) for scale in SCALES}
    errors = {
        scale: mean_absolute_error(_drawn(learnt).middle.tolist(), hidden)
        for scale, learnt in tries.items()
    }
    best = min(SCALES, key=errors.__getitem__)
    return best, _check(_ahead(tries[best]).days, shown.counts, hidden)


def _check(days: Band, shown: Sequence[int], hidden: Sequence[int]) -> Check:
    naive = seasonal_naive(shown, len(hidden))
    return Check(
        mase=scaled_error(days.middle.tolist(), hidden, shown),
        naive_mase=scaled_error(naive, hidden, shown),
        coverage=covered(days.low.tolist(), days.high.tolist(), hidden),
    )


def _ahead(learnt: Learnt) -> Ahead:
    """Draw the weeks to come, and set their intervals right by the looks back."""
    end = len(learnt.history.counts)
    paths = learnt.paths(end, PATHS, np.random.default_rng(SEED))
    by_day, by_week = _stretches(learnt)
    return Ahead(by_day.applied(_band(paths)), by_week.applied(_band(_by_week(paths))))


def _drawn(learnt: Learnt) -> Band:
    """Draw the days to come as the model alone sees them."""
    random = np.random.default_rng(SEED)
    return _band(learnt.paths(len(learnt.history.counts), PATHS_BACK, random))


def _stretches(learnt: Learnt) -> tuple[Stretch, Stretch]:
    """Look ahead from days of the past, knowing what came before each, and compare with what came.

    Effects and the level are those known on each day; how much the level wanders is the whole
    history's.
    """
    counts, random = np.array(learnt.history.counts, dtype=float), np.random.default_rng(SEED)
    last = len(counts) - DAYS_AHEAD
    looks: tuple[list[Look], ...] = ([], [])
    for day in range(last, int(len(counts) * FIRST_LOOK), -LOOK_EVERY):
        paths, came = learnt.paths(day, PATHS_BACK, random), counts[day : day + DAYS_AHEAD]
        looks[0].append((_band(paths), came))
        looks[1].append((_band(_by_week(paths)), _by_week(came)))
    return stretch_of_days(looks[0]), stretch_of_weeks(looks[1])


def _band(paths: Matrix) -> Band:
    return Band(*np.quantile(paths, [LOW, 0.5, HIGH], axis=1))


def _unreckoned(history: History, surroundings: Surroundings) -> tuple[str, ...]:
    """Name the events to come of which neither the past nor a figure says anything."""
    known = features(history.first_day, len(history.counts), DAYS_AHEAD, surroundings)
    if known.event_column is not None:
        return ()
    ahead = [history.end + timedelta(days=at) for at in range(DAYS_AHEAD)]
    return tuple(
        event.name
        for event in surroundings.events
        if event.expected is None and any(event.covers(day) for day in ahead)
    )


def _by_week(days: Matrix) -> Matrix:
    """Add up the days of each week."""
    weeks: Matrix = days.reshape(WEEKS_AHEAD, DAYS_OF_WEEK, *days.shape[1:]).sum(axis=1)
    return weeks


def _expected(band: Band, naive: Matrix, history: History) -> tuple[Expected, ...]:
    low, middle, high = (one.round(2).tolist() for one in (band.low, band.middle, band.high))
    step = timedelta(days=DAYS_AHEAD // len(naive))
    return tuple(
        Expected(
            start=history.end + at * step,
            expected=middle[at],
            low=low[at],
            high=high[at],
            naive=float(naive[at]),
        )
        for at in range(len(naive))
    )
