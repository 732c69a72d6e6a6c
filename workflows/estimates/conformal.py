"""Ranges that are right as often as they say: adaptive conformal prediction, by length of wait.

The range around an expectation is read off what past expectations got wrong. Where the world
changes (a concours, agents on leave), old errors say too little, so the levels at which they are
read move after each outcome: a little inwards when the range held, more outwards when it did not.
The share of ranges that hold then comes to the wanted one whatever the arrivals and the service.

Short and long waits err differently, so each length learns by itself (the "Mondrian" taxonomy);
a long wait that was never seen borrows errors that are plausible, until it has its own.

Sources: I. Gibbs and E. Candès, "Adaptive Conformal Inference Under Distribution Shift", Advances
in Neural Information Processing Systems 34 (2021), applied to each end by itself; V. Vovk,
A. Gammerman and G. Shafer, "Algorithmic Learning in a Random World" (2005), section 4.5.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, exp
from statistics import NormalDist

#: Share of ranges that may fail at each end: nine of ten hold.
MISS = 0.05
#: How far one outcome moves a level at the most.
PACE = 0.01
#: Levels stay inside, so that a run of surprises is not paid back by ranges without an end.
LOWEST, HIGHEST = 0.002, 0.998
#: Beyond the largest error seen the range goes on by this factor, and below the smallest likewise.
BEYOND = 1.25
#: How many errors a long wait borrows, and the standard deviation of their logarithm.
BORROWED, SPREAD = 60, 0.25


class Outcome(StrEnum):
    """What became of a range."""

    WITHIN = "within"
    #: It was over before the range began.
    EARLY = "early"
    #: It was not over when the range ended.
    LATE = "late"
    #: Nothing can be said: the applicant gave up, or another office took over.
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Levels:
    """At which shares of the past errors the two ends of the range are read."""

    low: float = MISS
    high: float = 1 - MISS

    def after(self, outcome: Outcome, awaited: int) -> "Levels":
        """Give the levels once a range turned out so, while so many others are still awaited.

        With many awaited, their outcomes will all tell of the same surprise: each counts for less,
        or the levels would swing from one end to the other.
        """
        if outcome is Outcome.VOID:
            return self
        pace = min(PACE, 1 / max(awaited, 1))
        low = self.low - pace * ((outcome is Outcome.EARLY) - MISS)
        high = self.high + pace * ((outcome is Outcome.LATE) - MISS)
        return Levels(low=min(max(low, LOWEST), 0.5), high=max(min(high, HIGHEST), 0.5))


def range_of(ratios: Iterable[float], levels: Levels) -> tuple[float, float]:
    """Give the two factors by which an expectation becomes a range.

    `ratios` are past durations over what was expected of them, at least one. Both ends are read as
    conformal prediction does, one rank further out than the plain quantile.
    """
    ordered = sorted(ratios)
    count = len(ordered)
    below, above = int(levels.low * (count + 1)), ceil(levels.high * (count + 1))
    low = ordered[min(below, count) - 1] if below else ordered[0] / BEYOND
    high = ordered[above - 1] if above <= count else ordered[-1] * BEYOND
    return min(low, high), high


def borrowed() -> Sequence[float]:
    """Give the errors that a wait without a past borrows: evenly spaced ranks of a log-normal."""
    normal = NormalDist(sigma=SPREAD)
    return tuple(exp(normal.inv_cdf((rank + 0.5) / BORROWED)) for rank in range(BORROWED))


def share_within(outcomes: Iterable[Outcome]) -> float | None:
    """Give the share of ranges that held among those of which something can be said."""
    counted = [one for one in outcomes if one is not Outcome.VOID]
    return counted.count(Outcome.WITHIN) / len(counted) if counted else None
