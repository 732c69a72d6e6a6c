"""The tariff: what an e-service costs, by date, condition and quantity; assessed purely."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Annotated, Any, Protocol

from pydantic import AfterValidator, Field, model_validator

from payments.money import Money, WrittenMoney
from workflows.language.values import Expression, Name, Part, Text


class TariffError(Exception):
    """Base of every refusal to say what is owed."""


class AmbiguousTariff(TariffError):
    """Two lines for the same item apply to the same answers: nobody can say which is owed."""

    def __init__(self, item: str, on: date) -> None:
        self.item = item
        self.on = on
        super().__init__(f"several tariff lines apply to item {item!r} on {on}")


class UnassessableTariff(TariffError):
    """A condition gave no yes or no, or a quantity no number that can be charged."""

    def __init__(self, *, item: str, expression: str, value: object) -> None:
        self.item = item
        self.expression = expression
        super().__init__(f"item {item!r}: {expression!r} gave a {type(value).__name__}")


class Evaluator(Protocol):
    """Computes an expression of the language over the answers of an application."""

    def __call__(self, expression: str, answers: Mapping[str, Any], today: date) -> object:
        """Compute the expression's value."""


class TariffLine(Part):
    """The price of one item between two dates, for those who meet its condition.

    `starts` and `ends` are written `from` and `to`; both days are included. `per` multiplies
    the amount by a quantity read from the answers, rounded half up to the smallest coin.
    """

    item: Name
    label: Text
    amount: WrittenMoney
    per: Expression | None = None
    when: Expression | None = None
    starts: date = Field(alias="from")
    ends: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def is_a_price_for_a_while(self) -> "TariffLine":
        """Refuse a period that ends before it starts and a price below zero."""
        if self.ends is not None and self.ends < self.starts:
            msg = f"the tariff of {self.item!r} ends before it starts"
            raise ValueError(msg)
        if self.amount.minor < 0:
            msg = f"the tariff of {self.item!r} is below zero"
            raise ValueError(msg)
        return self

    def in_force(self, on: date) -> bool:
        """Tell whether this line is the law on a day."""
        return self.starts <= on and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True)
class AssessedLine:
    """What one application owes for one item."""

    item: str
    label: Text
    money: Money


def overlapping(lines: Iterable[TariffLine]) -> tuple[tuple[TariffLine, TariffLine], ...]:
    """Find the pairs of lines that price the same item on the same day for the same people."""
    return tuple(
        (one, other) for one, other in combinations(lines, 2) if _may_both_apply(one, other)
    )


def _may_both_apply(one: TariffLine, other: TariffLine) -> bool:
    # Two different conditions may still exclude each other; `assess` refuses when they do not.
    always = one.when is None or other.when is None or one.when == other.when
    return one.item == other.item and always and _meet(one, other)


def _meet(one: TariffLine, other: TariffLine) -> bool:
    return (other.ends is None or one.starts <= other.ends) and (
        one.ends is None or other.starts <= one.ends
    )


def refuse_overlaps(lines: tuple[TariffLine, ...]) -> tuple[TariffLine, ...]:
    """Refuse a tariff in which two versions of a price overlap."""
    for one, other in overlapping(lines):
        msg = (
            f"item {one.item!r} has two prices from {max(one.starts, other.starts)}: "
            "end the older one with 'to', or tell them apart with 'when'"
        )
        raise ValueError(msg)
    return lines


#: All the prices of an e-service, past, present and announced.
Tariff = Annotated[tuple[TariffLine, ...], AfterValidator(refuse_overlaps)]


def assess(
    lines: Sequence[TariffLine],
    *,
    answers: Mapping[str, Any],
    on: date,
    evaluate: Evaluator,
) -> tuple[AssessedLine, ...]:
    """Say what these answers owe on a day, in the order of the tariff; a zero is no line at all.

    `evaluate` computes the conditions and quantities. Raises `AmbiguousTariff` when two lines
    of one item apply, `UnassessableTariff` when an expression gives nothing usable.
    """
    assessed: dict[str, AssessedLine] = {}
    for line in lines:
        if not line.in_force(on) or not _applies(line, answers=answers, on=on, evaluate=evaluate):
            continue
        if line.item in assessed:
            raise AmbiguousTariff(line.item, on)
        money = line.amount.times(_quantity(line, answers=answers, on=on, evaluate=evaluate))
        assessed[line.item] = AssessedLine(line.item, line.label, money)
    return tuple(line for line in assessed.values() if line.money)


def _applies(
    line: TariffLine, *, answers: Mapping[str, Any], on: date, evaluate: Evaluator
) -> bool:
    if line.when is None:
        return True
    value = evaluate(line.when, answers, on)
    if not isinstance(value, bool):
        raise UnassessableTariff(item=line.item, expression=line.when, value=value)
    return value


def _quantity(
    line: TariffLine, *, answers: Mapping[str, Any], on: date, evaluate: Evaluator
) -> Decimal:
    if line.per is None:
        return Decimal(1)
    value = evaluate(line.per, answers, on)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise UnassessableTariff(item=line.item, expression=line.per, value=value)
    quantity = Decimal(str(value))
    if not quantity.is_finite() or quantity < 0:
        raise UnassessableTariff(item=line.item, expression=line.per, value=value)
    return quantity
