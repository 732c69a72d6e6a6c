"""How a price comes out of a quantity: rates, steps, brackets, bounds, reductions, rounding.

Everything is exact until the end; one rounding, stated, gives whole coins.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Protocol

from pydantic import Field

from payments.money import Money, WrittenMoney
from workflows.language.values import Expression, Name, Part, Text

HUNDRED = Decimal(100)


class Step(Part):
    """A part of the scale of quantities, and its price or its rate; the last has no end."""

    #: The largest quantity of the step, itself included.
    up_to: Annotated[Decimal, Field(gt=0)] | None = None
    amount: WrittenMoney


class Direction(StrEnum):
    """To which side an amount between two coins goes."""

    NEAREST = "nearest"
    UP = "up"
    DOWN = "down"


class Rounding(Part):
    """To which amount prices are rounded, and which way."""

    to: WrittenMoney
    towards: Direction = Direction.NEAREST


class Exemption(Part):
    """Who pays less or nothing, why, and what proves it."""

    exemption: Name
    reason: Text
    when: Expression
    #: The field that holds the document which proves it.
    proof: Name | None = None
    #: The part still paid, in per cent.
    pays: Annotated[int, Field(ge=0, le=99)] = 0


class Scale(Protocol):
    """What a price is computed from."""

    @property
    def amount(self) -> Money | None:
        """The price, or the rate of one unit."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """One price for the whole quantity."""

    @property
    def brackets(self) -> tuple[Step, ...]:
        """A rate for each part of the quantity."""

    @property
    def minimum(self) -> Money | None:
        """The least that is paid."""

    @property
    def maximum(self) -> Money | None:
        """The most that is paid."""

    @property
    def rounding(self) -> Rounding | None:
        """How the end is rounded."""


WAYS: Mapping[Direction, str] = {
    Direction.NEAREST: ROUND_HALF_UP,
    Direction.UP: ROUND_CEILING,
    Direction.DOWN: ROUND_FLOOR,
}


def price(scale: Scale, quantity: Decimal, exemption: Exemption | None = None) -> int:
    """Give the price of a quantity in minor units."""
    exact = _within(scale, _exact(scale, quantity))
    if exemption is not None:
        exact = exact * exemption.pays / HUNDRED
    return _rounded(exact, scale.rounding)


def flaw_of_steps(steps: Sequence[Step]) -> str | None:
    """Say in what a scale of steps leaves a quantity without a price or gives it two."""
    if not steps:
        return None
    if steps[-1].up_to is not None:
        return "has a last step with an end: leave its 'up_to' out"
    ends = [step.up_to for step in steps[:-1]]
    if None in ends:
        return "has a step without 'up_to' before the last one"
    if any(high is None or low is None or high <= low for low, high in pairwise(ends)):
        return "has steps that do not grow: write each 'up_to' above the one before"
    return None


def _exact(scale: Scale, quantity: Decimal) -> Decimal:
    if scale.amount is not None:
        return scale.amount.minor * quantity
    if scale.steps:
        step = next(one for one in scale.steps if one.up_to is None or quantity <= one.up_to)
        return Decimal(step.amount.minor)
    return _by_brackets(scale.brackets, quantity)


def _by_brackets(brackets: Sequence[Step], quantity: Decimal) -> Decimal:
    owed, reached = Decimal(0), Decimal(0)
    for bracket in brackets:
        end = quantity if bracket.up_to is None else min(quantity, bracket.up_to)
        owed += bracket.amount.minor * max(end - reached, Decimal(0))
        reached = max(reached, end)
    return owed


def _within(scale: Scale, exact: Decimal) -> Decimal:
    if scale.minimum is not None:
        exact = max(exact, Decimal(scale.minimum.minor))
    return exact if scale.maximum is None else min(exact, Decimal(scale.maximum.minor))


def _rounded(exact: Decimal, rounding: Rounding | None) -> int:
    if rounding is None:
        return int(exact.to_integral_value(rounding=ROUND_HALF_UP))
    coin = Decimal(rounding.to.minor)
    return int((exact / coin).to_integral_value(rounding=WAYS[rounding.towards]) * coin)
