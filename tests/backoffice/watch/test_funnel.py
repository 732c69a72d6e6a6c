"""Funnel statistics: tails against sums of their own definition, limits, and honest crowds."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.watch.funnel import (
    Share,
    beyond,
    binomial_tail,
    normal_tail,
    poisson_tail,
    score,
    spread,
)

RATES = st.floats(0.01, 0.99)


@given(st.integers(0, 60), st.integers(1, 60), RATES)
def test_a_binomial_tail_is_the_sum_of_its_terms(hits: int, cases: int, rate: float) -> None:
    terms = (
        math.comb(cases, k) * rate**k * (1 - rate) ** (cases - k) for k in range(hits, cases + 1)
    )

    assert binomial_tail(hits, cases, rate) == pytest.approx(math.fsum(terms), abs=1e-9)


@given(st.integers(0, 60), st.floats(0.05, 40.0))
def test_a_poisson_tail_is_what_is_left_of_its_head(hits: int, expected: float) -> None:
    head = math.fsum(math.exp(-expected) * expected**k / math.factorial(k) for k in range(hits))

    assert poisson_tail(hits, expected) == pytest.approx(1 - head, abs=1e-9)


@pytest.mark.parametrize(("deviation", "tail"), [(0.0, 0.5), (1.96, 0.025), (3.0, 0.00135)])
def test_a_normal_tail_is_the_one_in_the_tables(deviation: float, tail: float) -> None:
    assert normal_tail(deviation) == pytest.approx(tail, rel=0.01)


@given(st.lists(st.floats(0, 1), max_size=60), st.floats(0.001, 0.2))
def test_holm_names_no_less_than_bonferroni_and_no_more_than_no_correction(
    chances: list[float], level: float
) -> None:
    named = beyond(chances, level)

    for position, chance in enumerate(chances):
        if chance <= level / len(chances):
            assert position in named
        if chance > level:
            assert position not in named


def crowd(chance: random.Random, *, unlike: float) -> list[Share]:
    """Draw honest people: alike, or each with a rate of their own."""
    shares = []
    for account in range(60):
        rate = min(max(chance.gauss(0.12, unlike), 0.01), 0.5)
        hits = sum(chance.random() < rate for _ in range(300))
        shares.append(Share(account, hits, 300))
    return shares


@pytest.mark.parametrize("unlike", [0.0, 0.05])
def test_an_honest_crowd_is_left_alone_however_unlike_its_people_are(unlike: float) -> None:
    chance = random.Random(7)
    named = 0
    for _ in range(30):
        scored = score(crowd(chance, unlike=unlike))
        named += len(beyond([one.chance for one in scored], 0.01))

    # 1,800 judgements at a level of 1 % for each crowd of sixty.
    assert named <= 3


def test_unlikeness_is_seen_and_chance_is_not_taken_for_it() -> None:
    chance = random.Random(3)

    assert math.sqrt(spread(crowd(chance, unlike=0.05), 0.12)) == pytest.approx(0.05, abs=0.02)
    assert math.sqrt(spread(crowd(chance, unlike=0.0), 0.12)) < 0.02


def test_who_stands_out_is_named_and_nobody_else() -> None:
    shares = [*crowd(random.Random(5), unlike=0.02), Share(99, 130, 300)]

    scored = score(shares)

    named = {
        scored[position].share.account_id for position in beyond([s.chance for s in scored], 0.01)
    }
    assert named == {99}


@pytest.mark.parametrize(
    "shares",
    [
        [],
        [Share(number, 1, 10) for number in range(4)],
        [Share(number, 0, 10) for number in range(9)],
        [Share(number, 10, 10) for number in range(9)],
        [Share(number, 0, 0) for number in range(9)],
    ],
)
def test_where_nobody_can_be_compared_nobody_is_judged(shares: list[Share]) -> None:
    assert score(shares) == []
