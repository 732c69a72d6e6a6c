"""The plain baseline, and the scale on which any forecast is measured against it.

The seasonal-naive forecast repeats the last week. The mean absolute scaled error (Hyndman and
Koehler, 2006) is a forecast's mean absolute error divided by the one that the seasonal-naive
forecast makes, one week ahead, on the history itself: it compares series of any size.
"""

from collections.abc import Sequence

from backoffice.demand.model import DAYS_OF_WEEK


def seasonal_naive(
    counts: Sequence[float], ahead: int, season: int = DAYS_OF_WEEK
) -> tuple[float, ...]:
    """Repeat the last season of a history for so many days; raises ValueError without one."""
    if len(counts) < season:
        msg = f"{len(counts)} days are no season of {season}"
        raise ValueError(msg)
    last = counts[-season:]
    return tuple(float(last[day % season]) for day in range(ahead))


def mean_absolute_error(expected: Sequence[float], actual: Sequence[float]) -> float:
    """Measure how far two rows of figures are apart, on average."""
    return sum(abs(a - b) for a, b in zip(expected, actual, strict=True)) / len(actual)


def scaled_error(
    expected: Sequence[float],
    actual: Sequence[float],
    history: Sequence[float],
    season: int = DAYS_OF_WEEK,
) -> float:
    """Measure a forecast's mean absolute scaled error.

    A history that repeats itself exactly has no scale; one application a season is taken then.
    """
    scale = mean_absolute_error(history[:-season], history[season:])
    return mean_absolute_error(expected, actual) / (scale or 1 / season)


def covered(lows: Sequence[float], highs: Sequence[float], actual: Sequence[float]) -> float:
    """Give the share of figures that fell into their intervals."""
    within = [low <= one <= high for low, high, one in zip(lows, highs, actual, strict=True)]
    return sum(within) / len(within)
