"""Intervals set right by what they missed: as often right as they say, from few looks too."""

from collections.abc import Callable

import numpy as np
import pytest

from backoffice.demand.calibration import (
    OVERLAPPING,
    Band,
    Look,
    Matrix,
    Stretch,
    stretch_of_days,
    stretch_of_weeks,
)

WEEKS, DAYS, WORLDS = 8, 56, 300
#: The 90 % interval of a normal distribution.
NORMAL = 1.645


def said(count: int) -> Band:
    middle = np.full(count, 1_000.0)
    return Band(middle - NORMAL * 10, middle, middle + NORMAL * 10)


def came(random: np.random.Generator, count: int, *, shared: float, wild: float) -> Matrix:
    """Draw what came, of which a share of the variance is common to all."""
    errors = np.sqrt(shared) * random.normal() + np.sqrt(1 - shared) * random.normal(size=count)
    drawn: Matrix = 1_000 + 10 * wild * errors
    return drawn


def looks_back(random: np.random.Generator, many: int, count: int, **kind: float) -> list[Look]:
    """Look back so often; looks that overlap see the same."""
    seen = [came(random, count, **kind) for _look in range(many // OVERLAPPING)]
    return [(said(count), one) for one in seen for _again in range(OVERLAPPING)]


def share_held(stretch: Stretch, one: Matrix) -> float:
    band = stretch.applied(said(len(one)))
    return float(((band.low <= one) & (one <= band.high)).mean())


@pytest.mark.parametrize("wild", [0.8, 1.0, 1.2])
@pytest.mark.parametrize(("learn", "count"), [(stretch_of_weeks, WEEKS), (stretch_of_days, DAYS)])
def test_nine_in_ten_hold_though_few_looks_stand_by_themselves(
    wild: float, learn: Callable[[list[Look]], Stretch], count: int
) -> None:
    random = np.random.default_rng(4)
    shared = 0.7 if count == WEEKS else 0.1
    held = []
    for _world in range(WORLDS):
        looks = looks_back(random, 40, count, shared=shared, wild=wild)
        held.append(share_held(learn(looks), came(random, count, shared=shared, wild=wild)))

    assert 0.85 <= np.mean(held) <= 0.95


def test_without_looks_the_model_is_believed_less_than_it_believes_itself() -> None:
    for stretch in (stretch_of_weeks([]), stretch_of_days([])):
        assert stretch.low == stretch.high == pytest.approx(2.015 / 1.645, rel=0.001)


def test_days_that_err_by_themselves_teach_more_than_days_that_err_together() -> None:
    ends = np.where(np.arange(24)[:, None] % 2, said(DAYS).low, said(DAYS).high)
    mixed = np.where(np.arange(DAYS) % 2, said(DAYS).low, said(DAYS).high)

    apart = stretch_of_days([(said(DAYS), mixed)] * 24)
    together = stretch_of_days([(said(DAYS), one) for one in ends])

    # As wide as nine in ten were: of hundreds that is all, of a few one adds what Student adds.
    assert apart.high == pytest.approx(1.0, abs=0.01)
    assert together.high == pytest.approx(1.796 / 1.645, abs=0.01)


def test_days_that_never_erred_are_believed_as_far_as_is_prudent() -> None:
    exact = [(said(DAYS), np.full(DAYS, 1_000.0)) for _look in range(24)]

    stretch = stretch_of_days(exact)

    assert 0.4 <= stretch.high < 1.0
