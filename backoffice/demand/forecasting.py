"""The forecast: a structural time series of the statistics library, its paths drawn and counted.

The only module that imports the library: it takes a second to load and as much memory as a web
process, so that only the worker that makes forecasts imports this one.

The model is a level that wanders, with fixed effects of weekdays, closed days, season and known
events, on the logarithm or the square root of the counts, whichever did better on weeks that it was
not shown. Intervals are counted from simulated paths, so that those of weeks come from whole weeks
and not from days added up.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from statsmodels.tools.sm_exceptions import ConvergenceWarning, ModelWarning
from statsmodels.tsa.statespace.structural import UnobservedComponents

from backoffice.demand.baseline import covered, mean_absolute_error, scaled_error, seasonal_naive
from backoffice.demand.features import Features, features
from backoffice.demand.model import (
    CHECKED_DAYS,
    DAYS_AHEAD,
    DAYS_OF_WEEK,
    WEEKS_AHEAD,
    Check,
    Expected,
    Forecast,
    History,
    KnownEvent,
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
#: Relative spread of what a ministry expects of an event that has no like in the past.
UNSURE = 0.2


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale on which counts are modelled, and the way back."""

    to: Callable[[Matrix], Matrix]
    back: Callable[[Matrix], Matrix]


LOGARITHM = Scale(np.log1p, np.expm1)
#: Anscombe's root: on it the spread of counts does not depend on their size.
ROOT = Scale(
    lambda counts: np.sqrt(counts + 0.375), lambda roots: np.square(np.maximum(roots, 0)) - 0.375
)
SCALES = (LOGARITHM, ROOT)


def forecast(history: History, surroundings: Surroundings) -> Forecast | Lack:
    """Forecast the eight weeks after a history, or say what it lacks."""
    lack = lack_of(history)
    if lack is not None:
        return lack
    recent = _recent(history)
    scale, check = _tried(recent, surroundings)
    paths = _paths(recent, surroundings, scale)
    naive = np.array(seasonal_naive(recent.counts, DAYS_AHEAD))
    return Forecast(
        days=_expected(paths, naive, recent, DAYS_AHEAD),
        weeks=_expected(_by_week(paths), _by_week(naive), recent, WEEKS_AHEAD),
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
    tries = {scale: _paths(shown, surroundings, scale) for scale in SCALES}
    errors = {
        scale: mean_absolute_error(np.median(paths, axis=1).tolist(), hidden)
        for scale, paths in tries.items()
    }
    best = min(SCALES, key=errors.__getitem__)
    return best, _check(tries[best], shown.counts, hidden)


def _check(paths: Matrix, shown: Sequence[int], hidden: Sequence[int]) -> Check:
    lows, highs = np.quantile(paths, [LOW, HIGH], axis=1)
    naive = seasonal_naive(shown, len(hidden))
    return Check(
        mase=scaled_error(np.median(paths, axis=1).tolist(), hidden, shown),
        naive_mase=scaled_error(naive, hidden, shown),
        coverage=covered(lows, highs, hidden),
    )


def _paths(history: History, surroundings: Surroundings, scale: Scale) -> Matrix:
    """Draw what may come: one row a day to come, one column a path."""
    counts = np.array(history.counts, dtype=float)
    known = features(history.first_day, len(counts), DAYS_AHEAD, surroundings)
    random = np.random.default_rng(SEED)
    fitted = _fitted(scale.to(counts), known.past)
    taught = _taught(history, surroundings.events, _without_events(counts, fitted, known, scale))
    own_figure = [event for event in surroundings.events if event.expected and taught is not None]
    ahead = _ahead(history, known, own_figure)
    drawn = fitted.simulate(DAYS_AHEAD, repetitions=PATHS, anchor="end", exog=ahead, rng=random)
    paths = scale.back(np.asarray(drawn).reshape(DAYS_AHEAD, PATHS))
    additions = [_addition(history, event, taught or 0.0, random) for event in own_figure]
    return np.maximum(paths, 0) + sum(additions, np.zeros((DAYS_AHEAD, PATHS)))


def _fitted(values: Matrix, columns: Matrix) -> Any:
    model = UnobservedComponents(values, level="local level", exog=columns, mle_regression=False)
    with warnings.catch_warnings():
        # A flat likelihood ends without convergence, and its result serves as well.
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", ModelWarning)
        return model.fit(disp=False, maxiter=100)


def _without_events(counts: Matrix, fitted: Any, known: Features, scale: Scale) -> Matrix:
    """Tell what would have come on each day of the past without the events known of it."""
    if known.event_column is None:
        return counts
    columns = known.past.shape[1]
    effect = fitted.smoothed_state[known.event_column - columns, -1]
    return scale.back(scale.to(counts) - effect * known.past[:, known.event_column])


def _taught(history: History, events: Sequence[KnownEvent], without: Matrix) -> float | None:
    """Give how many came for each one that the ministry had expected of past events.

    Where no event of the past had a figure, the ministry's figure is taken as it is; where events
    of the past had none, it cannot be: None, and their effect by day is all that is known.
    """
    first, end = history.first_day, history.end
    past = [event for event in events if event.last_day < end and event.last_day >= first]
    figured = [event for event in past if event.expected]
    if not past:
        return 1.0
    if not figured:
        return None
    excess = np.array(history.counts) - without
    days = [first + timedelta(days=at) for at in range(len(excess))]
    felt = [any(event.covers(day) for event in figured) for day in days]
    return float(max(excess[felt].sum(), 0) / sum(event.expected or 0 for event in figured))


def _ahead(history: History, known: Features, own_figure: Sequence[KnownEvent]) -> Matrix:
    """Give the columns of the days to come; an event with a figure of its own is added instead."""
    ahead = known.ahead.copy()
    if known.event_column is not None:
        for at, day in enumerate(_days_ahead(history)):
            if any(event.covers(day) for event in own_figure):
                ahead[at, known.event_column] = 0
    return ahead


def _addition(
    history: History, event: KnownEvent, taught: float, random: np.random.Generator
) -> Matrix:
    """Spread over its days what an event is expected to bring, as unsure as such figures are."""
    on = np.array([event.covers(day) for day in _days_ahead(history)], dtype=float)
    spread = np.maximum(random.normal(1, UNSURE, PATHS), 0)
    return np.outer(on, spread) * taught * (event.expected or 0) / event.days


def _days_ahead(history: History) -> list[date]:
    return [history.end + timedelta(days=at) for at in range(DAYS_AHEAD)]


def _unreckoned(history: History, surroundings: Surroundings) -> tuple[str, ...]:
    """Name the events to come of which neither the past nor a figure says anything."""
    known = features(history.first_day, len(history.counts), DAYS_AHEAD, surroundings)
    if known.event_column is not None:
        return ()
    ahead = _days_ahead(history)
    return tuple(
        event.name
        for event in surroundings.events
        if event.expected is None and any(event.covers(day) for day in ahead)
    )


def _by_week(days: Matrix) -> Matrix:
    """Add up the days of each week."""
    weeks: Matrix = days.reshape(WEEKS_AHEAD, DAYS_OF_WEEK, *days.shape[1:]).sum(axis=1)
    return weeks


def _expected(paths: Matrix, naive: Matrix, history: History, count: int) -> tuple[Expected, ...]:
    low, middle, high = np.quantile(paths, [LOW, 0.5, HIGH], axis=1).round(2).tolist()
    step = timedelta(days=DAYS_AHEAD // count)
    return tuple(
        Expected(
            start=history.end + at * step,
            expected=middle[at],
            low=low[at],
            high=high[at],
            naive=float(naive[at]),
        )
        for at in range(count)
    )
