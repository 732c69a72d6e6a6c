"""Intervals set right by what they missed: conformal prediction on the history's own weeks.

The model stands on many days of the past, looks eight weeks ahead from each, and what came is put
beside what it said, in units of its own interval. The interval of the weeks to come is stretched,
or drawn in, to where nine in ten of those would have fallen, each end by itself. So a series that
the model takes to be wilder or tamer than it is does not deceive anybody for long.

That is exact for many looks that are independent. Looks overlap, and what they say of one stretch
of weeks hangs together, so that hundreds of errors tell as much as five or ten that stand by
themselves. From so few the width is not known well, and an interval of the width that held so far
would hold too seldom: it is widened as Student's distribution is wider than the normal one.

Sources: Y. Romano, E. Patterson and E. Candès, "Conformalized quantile regression", Advances in
Neural Information Processing Systems 32 (2019), with the two ends apart; L. Kish, "Survey
sampling" (1965), section 5.4, for what a cluster of like values tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, t

from workflows.estimates.conformal import Levels, range_of

Matrix = NDArray[np.float64]

#: From so many looks back on an interval is set right; fewer say too little.
LEAST_LOOKS = 8
#: Looks overlap: so many tell as much as one that stands by itself. And the model's own interval
#: weighs as much as so many errors that stand by themselves.
OVERLAPPING, OWN_WEIGHT = 4, 5
#: Nine in ten lie below the upper and above the lower end, so that this share lies below the upper.
UPPER = 0.95
#: A half interval is taken to be as wide as this at least, in applications: half a person.
NARROWEST = 0.5
#: A stretched half interval stays between these shares of the model's own.
TAMEST, WILDEST = 0.4, 3.0


@dataclass(frozen=True, slots=True)
class Band:
    """The middle of what is expected, and where nine in ten lie."""

    low: Matrix
    middle: Matrix
    high: Matrix


@dataclass(frozen=True, slots=True)
class Stretch:
    """By what the lower and the upper half of an interval are multiplied."""

    low: float = 1.0
    high: float = 1.0

    def applied(self, band: Band) -> Band:
        """Set an interval right; nothing below nobody."""
        below, above = _halves(band)
        low = np.maximum(band.middle - self.low * below, 0)
        return Band(np.minimum(low, band.middle), band.middle, band.middle + self.high * above)


Look = tuple[Band, Matrix]


def stretch_of_weeks(looks: Sequence[Look]) -> Stretch:
    """Learn from looks back, what was said of weeks and what came.

    The weeks of a look hang on one level: they tell as much as one.
    """
    return _stretch(looks, len(looks) / OVERLAPPING)


def stretch_of_days(looks: Sequence[Look]) -> Stretch:
    """Learn from looks back, what was said of days and what came.

    The days of a look have errors of their own too: how much they tell is measured.
    """
    if len(looks) < LEAST_LOOKS:
        return _stretch(looks, 0)
    scores = np.array([_scores(band, came) for band, came in looks])
    return _stretch(looks, len(looks) / OVERLAPPING * _told_by_one(scores))


def _stretch(looks: Sequence[Look], heard: float) -> Stretch:
    """Weigh what was missed against the model's own interval; `heard` counts independent errors."""
    if len(looks) < LEAST_LOOKS:
        heard, low, high = 0, -1.0, 1.0
    else:
        scores = np.concatenate([_scores(band, came) for band, came in looks])
        low, high = range_of(scores.tolist(), Levels())
    weight = heard / (heard + OWN_WEIGHT)
    wider = float(t.ppf(UPPER, heard + OWN_WEIGHT) / norm.ppf(UPPER))
    return Stretch(*(_within((1 + weight * (edge - 1)) * wider) for edge in (-low, high)))


def _told_by_one(scores: Matrix) -> float:
    """Give how many independent errors tell as much as those of one look, by their likeness.

    The likeness is the correlation within a look: from analysis of variance, looks by days.
    """
    days = scores.shape[1]
    between = days * scores.mean(axis=1).var(ddof=1)
    within = scores.var(axis=1, ddof=1).mean()
    whole = between + (days - 1) * within
    alike = min(max((between - within) / whole, 0.0), 1.0) if whole else 1.0
    return float(days / (1 + (days - 1) * alike))


def _halves(band: Band) -> tuple[Matrix, Matrix]:
    return (
        np.maximum(band.middle - band.low, NARROWEST),
        np.maximum(band.high - band.middle, NARROWEST),
    )


def _scores(band: Band, came: Matrix) -> Matrix:
    """Give how far from the middle it came: -1 is the lower end of the interval, 1 the upper."""
    below, above = _halves(band)
    off = came - band.middle
    scores: Matrix = np.where(off < 0, off / below, off / above)
    return scores.reshape(-1)


def _within(factor: float) -> float:
    return min(max(factor, TAMEST), WILDEST)
