"""What a history teaches: a structural time series of the statistics library, and draws from it.

The only module that imports the library: it takes a second to load and as much memory as a web
process, so that only the worker that makes forecasts imports this one.

The model is a level that wanders, with fixed effects of weekdays, closed days, season and known
events, on the logarithm or the square root of the counts. It can stand on the end of its history
or on any day of it, knowing then what came before that day alone.

How much the level wanders is never known well: a history holds few independent weeks. The single
most likely value makes the intervals of weeks too narrow, which hang on the level more than those
of days do. So paths are drawn for many values, each as often as the history makes it believable.

Source: A. Gelman, "Prior distributions for variance parameters in hierarchical models", Bayesian
Analysis 1 (2006), for the flat prior of a standard deviation.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from statsmodels.tools.sm_exceptions import ConvergenceWarning, ModelWarning
from statsmodels.tsa.statespace.structural import UnobservedComponents

from backoffice.demand.features import Features, features
from backoffice.demand.model import DAYS_AHEAD, History, KnownEvent, Surroundings

Matrix = NDArray[np.float64]

#: Relative spread of what a ministry expects of an event that has no like in the past.
UNSURE = 0.2
#: By how much a level may wander in a day, in standard deviations of a day's own change.
WANDERS = np.geomspace(0.003, 1.0, 13)
#: What is less believable than this is not drawn from.
HARDLY = 1e-3


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


@dataclass(frozen=True, slots=True)
class Level:
    """What was known on each day, if the level wanders by so much; and how believable that is."""

    wander: float
    noise: float
    belief: float
    #: By day, level and effects, and how unsure they were.
    state: Matrix
    doubt: Matrix


@dataclass(frozen=True, slots=True)
class Learnt:
    """A model fitted to a history, on one scale."""

    history: History
    scale: Scale
    known: Features
    levels: tuple["Level", ...]
    #: How many came for each one that the ministry had expected of past events.
    taught: float
    #: Events that bring what the ministry said of them, in their measure.
    figured: tuple[KnownEvent, ...]

    def paths(self, day: int, count: int, random: np.random.Generator) -> Matrix:
        """Draw what may come from a day of the history on: one row a day, one column a path."""
        drawn = self._drawn(day, count, random)
        paths = np.maximum(self.scale.back(drawn), 0)
        for event in self.figured:
            paths += self._addition(event, day, count, random)
        return paths

    def _drawn(self, day: int, count: int, random: np.random.Generator) -> Matrix:
        """Draw so many paths, of each level as many as it is believable."""
        shares = np.cumsum([level.belief for level in self.levels])
        ends = np.rint(shares / shares[-1] * count).astype(int)
        drawn = [
            self._of_level(level, day, many, random)
            for level, many in zip(self.levels, np.diff(ends, prepend=0).tolist(), strict=True)
            if many
        ]
        return np.concatenate(drawn, axis=1)

    def _of_level(self, level: Level, day: int, count: int, random: np.random.Generator) -> Matrix:
        """Draw level and effects as unsure as they were on that day, then the days that follow."""
        state, doubt = level.state[:, day], level.doubt[:, :, day]
        drawn = random.multivariate_normal(state, doubt, count, method="eigh")
        walk = np.cumsum(random.normal(0, level.wander, (DAYS_AHEAD, count)), axis=0)
        at = drawn[:, 0] + np.concatenate([np.zeros((1, count)), walk[:-1]])
        effects: Matrix = self._columns(day) @ drawn[:, 1:].T
        days: Matrix = at + effects + random.normal(0, level.noise, (DAYS_AHEAD, count))
        return days

    def _columns(self, day: int) -> Matrix:
        """Describe the days looked at; an event with a figure of its own is added instead."""
        columns = np.concatenate([self.known.past, self.known.ahead])[day : day + DAYS_AHEAD].copy()
        if self.known.event_column is not None:
            for event in self.figured:
                columns[self._on(event, day), self.known.event_column] = 0
        return columns

    def _addition(
        self, event: KnownEvent, day: int, count: int, random: np.random.Generator
    ) -> Matrix:
        """Spread over its days what an event brings, as unsure as such figures are."""
        spread = np.maximum(random.normal(1, UNSURE, count), 0)
        total = self.taught * (event.expected or 0) / event.days
        return np.outer(self._on(event, day).astype(float), spread) * total

    def _on(self, event: KnownEvent, day: int) -> NDArray[np.bool_]:
        first = self.history.first_day + timedelta(days=day)
        days = (first + timedelta(days=at) for at in range(DAYS_AHEAD))
        return np.array([event.covers(one) for one in days])


def learn(history: History, surroundings: Surroundings, scale: Scale) -> Learnt:
    """Fit the model to a history."""
    counts = np.array(history.counts, dtype=float)
    known = features(history.first_day, len(counts), DAYS_AHEAD, surroundings)
    fitted = _fitted(scale.to(counts), known.past)
    taught = _taught(history, surroundings.events, _without_events(counts, fitted, known, scale))
    figured = tuple(one for one in surroundings.events if one.expected and taught is not None)
    return Learnt(history, scale, known, _levels(fitted), taught or 0.0, figured)


def _levels(fitted: Any) -> tuple[Level, ...]:
    """Try by how much the level may wander, and tell how believable the history makes each.

    Before the history is seen, every standard deviation is as believable as any other.
    """
    noise, most_likely = np.sqrt(np.maximum(fitted.params[:2], 0)).tolist()
    wanders = WANDERS * np.hypot(noise, most_likely)
    tried = [fitted.model.filter([noise**2, one**2], cov_type="none") for one in wanders]
    likely = np.array([one.llf for one in tried])
    beliefs = np.exp(likely - likely.max()) * wanders
    beliefs /= beliefs.sum()
    return tuple(
        Level(wander, noise, belief, one.predicted_state, one.predicted_state_cov)
        for wander, belief, one in zip(wanders.tolist(), beliefs.tolist(), tried, strict=True)
        if belief > HARDLY
    )


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
