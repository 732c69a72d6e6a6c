"""Prices by rate, step and bracket agree with a slow and obvious way to count them."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from payments.money import Money
from payments.pricing import price
from payments.tariff import TariffLine, assess
from tests.payments.test_tariff import ON, a_line, by_name

#: Quantities, ends of steps and bounds are counted in tenths, so that every one can be visited.
TENTH = Decimal("0.1")
tenths = st.integers(min_value=0, max_value=600)
francs = st.integers(min_value=0, max_value=5_000)
ends = st.lists(st.integers(min_value=1, max_value=500), max_size=4, unique=True).map(sorted)


def scaled(kind: str, ends: list[int], amounts: list[int], **more: Any) -> TariffLine:
    """Declare a line with steps or brackets that end at these tenths."""
    steps = [
        {"up_to": str(TENTH * end), "amount": f"{amount} XOF"}
        for end, amount in zip(ends, amounts, strict=False)
    ]
    last = {"amount": f"{amounts[len(ends)]} XOF"}
    return a_line(amount=None, per="area", **{kind: [*steps, last]}, **more)


def rate_at(tenth: int, ends: list[int], amounts: list[int]) -> int:
    """Find what applies to one tenth by looking at every step from the first."""
    for end, amount in zip(ends, amounts, strict=False):
        if tenth <= end:
            return amount
    return amounts[len(ends)]


def half_up(exact: Fraction) -> int:
    return math.floor(exact + Fraction(1, 2))


@given(tenths, ends, st.lists(francs, min_size=5, max_size=5))
def test_brackets_add_up_tenth_by_tenth(quantity: int, ends: list[int], amounts: list[int]) -> None:
    slowly = sum(Fraction(rate_at(at, ends, amounts), 10) for at in range(1, quantity + 1))

    found = price(scaled("brackets", ends, amounts), TENTH * quantity)

    assert found == half_up(Fraction(slowly))


@given(tenths, ends, st.lists(francs, min_size=5, max_size=5))
def test_a_step_prices_the_whole_quantity(
    quantity: int, ends: list[int], amounts: list[int]
) -> None:
    assert price(scaled("steps", ends, amounts), TENTH * quantity) == rate_at(
        quantity, ends, amounts
    )


@given(tenths, francs, francs, francs, st.sampled_from(["nearest", "up", "down"]))
def test_bounds_come_before_the_rounding_that_is_stated(
    quantity: int, rate: int, one: int, other: int, towards: str
) -> None:
    low, high = sorted((one, other))
    line = a_line(
        amount=f"{rate} XOF",
        per="area",
        minimum=f"{low} XOF",
        maximum=f"{high} XOF",
        rounding={"to": "25 XOF", "towards": towards},
    )
    coins = min(max(Fraction(rate * quantity, 10), Fraction(low)), Fraction(high)) / 25
    ways = {"nearest": half_up(coins), "up": math.ceil(coins), "down": math.floor(coins)}

    assert price(line, TENTH * quantity) == ways[towards] * 25


@given(tenths, francs, st.integers(min_value=0, max_value=99))
def test_a_reduction_leaves_its_part_and_says_why(quantity: int, rate: int, pays: int) -> None:
    reason = {"fr": "Bâtiment public"}
    exemption = {"exemption": "public", "reason": reason, "when": "public", "pays": pays}
    line = a_line(amount=f"{rate} XOF", per="area", exemptions=[exemption])
    full = half_up(Fraction(rate * quantity, 10))

    lines = assess(
        [line], answers={"area": TENTH * quantity, "public": True}, on=ON, evaluate=by_name
    )

    if full == 0:
        assert lines == ()
        return
    assert lines[0].money.minor == half_up(Fraction(rate * quantity * pays, 1000))
    assert lines[0].full == Money(full, "XOF")
    assert lines[0].reason is not None
    assert lines[0].reason.root == reason


def test_the_first_exemption_that_applies_counts_and_the_others_do_not_add_up() -> None:
    exemptions = [
        {"exemption": name, "reason": {"fr": name}, "when": name, "pays": pays}
        for name, pays in (("half", 50), ("free", 0))
    ]
    line = a_line(exemptions=exemptions)

    def owed(**answers: bool) -> list[int]:
        found = assess([line], answers=answers, on=ON, evaluate=by_name)
        return [one.money.minor for one in found]

    assert owed(half=True, free=True) == [950]
    assert owed(half=False, free=True) == [0]
    assert owed(half=False, free=False) == [1900]


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": None},
        {"steps": [{"amount": "5 XOF"}], "per": "area"},
        {"amount": None, "steps": [{"amount": "5 XOF"}]},
        {"amount": None, "per": "area", "steps": [{"up_to": 10, "amount": "5 XOF"}]},
        {
            "amount": None,
            "per": "area",
            "brackets": [
                {"up_to": 20, "amount": "5 XOF"},
                {"up_to": 20, "amount": "6 XOF"},
                {"amount": "7 XOF"},
            ],
        },
        {
            "amount": None,
            "per": "area",
            "brackets": [{"amount": "5 XOF"}, {"up_to": 9, "amount": "6 XOF"}, {"amount": "7 XOF"}],
        },
        {"minimum": "900 XOF", "maximum": "800 XOF"},
        {"minimum": "900 BIF"},
        {"rounding": {"to": "0 XOF"}},
        {"exemptions": [{"exemption": "a", "reason": {"fr": "A"}, "when": "a", "pays": 100}]},
    ],
)
def test_a_scale_that_leaves_a_price_open_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_line(**changes)
