"""Funnel statistics: who is outside what chance and honest difference explain, among many compared.

The limits are those of a funnel plot (D. J. Spiegelhalter, Funnel plots for comparing
institutional performance, Statistics in Medicine 24, 2005): exact binomial limits, widened by the
variation between honest people, which is estimated from the winsorised scores so that the few who
stand out do not hide themselves. Of many compared, Holm's procedure keeps the chance of naming
anybody wrongly below a level for the whole family.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

#: Share of scores pulled in at each end before the variation between people is estimated.
WINSORISED = 0.1
#: With fewer there is nobody to be compared with.
FEWEST_COMPARED = 5


@dataclass(frozen=True, slots=True)
class Share:
    """How many of somebody's cases had something: `hits` of `cases`."""

    account_id: int
    hits: int
    cases: int

    @property
    def rate(self) -> float:
        """Give the share, from 0 to 1."""
        return self.hits / self.cases if self.cases else 0.0


@dataclass(frozen=True, slots=True)
class Scored:
    """A share with what is usual among the others and how likely it is by chance."""

    share: Share
    usual: float
    chance: float


def binomial_tail(hits: int, cases: int, rate: float) -> float:
    """Give the chance of at least so many hits among so many cases at a rate."""
    if hits <= 0:
        return 1.0
    if rate <= 0.0:
        return 0.0
    if rate >= 1.0:
        return 1.0
    terms = (
        math.exp(
            math.lgamma(cases + 1)
            - math.lgamma(k + 1)
            - math.lgamma(cases - k + 1)
            + k * math.log(rate)
            + (cases - k) * math.log1p(-rate)
        )
        for k in range(hits, cases + 1)
    )
    return min(math.fsum(terms), 1.0)


def poisson_tail(hits: int, expected: float) -> float:
    """Give the chance of at least so many hits where so many are expected."""
    if hits <= 0:
        return 1.0
    if expected <= 0.0:
        return 0.0
    # Beyond this, terms no longer add anything to a floating-point sum.
    last = hits + 50 + int(10 * math.sqrt(max(hits, expected)) + expected)
    terms = (
        math.exp(k * math.log(expected) - expected - math.lgamma(k + 1)) for k in range(hits, last)
    )
    return min(math.fsum(terms), 1.0)


def normal_tail(score: float) -> float:
    """Give the chance of a standard normal score at least so large."""
    return 0.5 * math.erfc(score / math.sqrt(2))


def spread(shares: Sequence[Share], rate: float) -> float:
    """Estimate the variance between honest people beyond chance, at a common rate."""
    weights = [share.cases / (rate * (1 - rate)) for share in shares]
    scores = [
        (share.rate - rate) * math.sqrt(weight)
        for share, weight in zip(shares, weights, strict=True)
    ]
    ordered, cut = sorted(scores), int(len(scores) * WINSORISED)
    low, high = ordered[cut], ordered[-1 - cut]
    pulled_in = sum(min(max(score, low), high) ** 2 for score in scores)
    inflation = pulled_in / _left_by_winsorising(cut / len(scores))
    total = sum(weights)
    room = total - sum(weight**2 for weight in weights) / total
    return max((inflation - (len(shares) - 1)) / room, 0.0) if room > 0 else 0.0


def _left_by_winsorising(share: float) -> float:
    """Give the variance that a standard normal score keeps when both ends are pulled in."""
    if not share:
        return 1.0
    end = _quantile(share)
    density = math.exp(-(end**2) / 2) / math.sqrt(2 * math.pi)
    return 1 - 2 * share - 2 * end * density + 2 * share * end**2


def score(shares: Iterable[Share]) -> list[Scored]:
    """Compare each share with those of all others; empty where too few can be compared."""
    compared = [share for share in shares if share.cases]
    hits, cases = sum(s.hits for s in compared), sum(s.cases for s in compared)
    if len(compared) < FEWEST_COMPARED or not 0 < hits < cases:
        return []
    between = spread(compared, hits / cases)
    return [_scored(share, hits, cases, between) for share in compared]


def _scored(share: Share, hits: int, cases: int, between: float) -> Scored:
    # Whoever is judged is left out of what is usual. The half keeps a rate of none from making
    # the first hit impossible.
    usual = (hits - share.hits + 0.5) / (cases - share.cases + 1)
    deviation = math.sqrt(usual * (1 - usual) / share.cases + between)
    chance = max(
        binomial_tail(share.hits, share.cases, usual),
        normal_tail((share.rate - usual) / deviation),
    )
    return Scored(share, usual, chance)


def beyond(chances: Sequence[float], level: float) -> frozenset[int]:
    """Name by position those beyond chance, by Holm's procedure at a level for all together."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    count = len(chances)
    kept = takewhile(
        lambda ranked: chances[ranked[1]] <= level / (count - ranked[0]), enumerate(order)
    )
    return frozenset(position for _, position in kept)


def _quantile(chance: float) -> float:
    """Give the standard normal score that this chance leaves beyond it, by halving."""
    low, high = -10.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if normal_tail(middle) > chance else (low, middle)
    return (low + high) / 2
