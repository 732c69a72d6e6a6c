"""Intervals set right by what they missed: conformal prediction on the history's own weeks.

The model stands on many days of the past, looks eight weeks ahead from each, and what came is put
beside what it said, in units of its own interval. The interval of the weeks to come is stretched,
or drawn in, to where nine in ten of those would have fallen, each end by itself. So a series that
the model takes to be wilder or tamer than it is does not deceive anybody for long.

Source: Y. Romano, E. Patterson and E. Candès, "Conformalized quantile regression", Advances in
Neural Information Processing Systems 32 (2019), with the two ends apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workflows.estimates.conformal import Levels, range_of

Matrix = NDArray[np.float64]

#: From so many looks back on an interval is set right; fewer say too little.
LEAST_LOOKS = 8
#: Looks overlap: so many tell as much as one that stands by itself. And the model's own interval
#: weighs as much as so many of those.
OVERLAPPING, OWN_WEIGHT = 4, 5
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


def stretch_of(looks: Sequence[tuple[Band, Matrix]]) -> Stretch:
    """Learn from looks back: what was said, and what came."""
    if len(looks) < LEAST_LOOKS:
        return Stretch()
    scores = np.concatenate([_scores(band, came) for band, came in looks])
    low, high = range_of(scores.tolist(), Levels())
    heard = len(looks) / OVERLAPPING
    weight = heard / (heard + OWN_WEIGHT)
    return Stretch(*(_within(1 + weight * (edge - 1)) for edge in (-low, high)))


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
