"""The tariff: what an e-service costs, by date, condition and quantity; assessed purely."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from typing import Annotated, Any, Protocol

from pydantic import AfterValidator, Field, model_validator

from payments.money import Money, WrittenMoney
from payments.pricing import Exemption, Rounding, Step, flaw_of_steps, price
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


class Corrected(StrEnum):
    """What becomes of a price when an answer that sets it is corrected."""

    ANEW = "anew"
    KEPT = "kept"


class TariffLine(Part):
    """The price of one item between two dates, for those who meet its condition.

    `starts` and `ends` are written `from` and `to`; both days are included. The price is an
    amount, or an amount for each of a quantity (`per`), or a step of the quantity, or the sum of
    its brackets; then it is kept between `minimum` and `maximum`, reduced by the first exemption
    that applies, and rounded: half up to the smallest coin where no rounding is stated.
    """

    item: Name
    label: Text
    amount: WrittenMoney | None = None
    per: Expression | None = None
    #: One price for the whole quantity, by the step that it falls in.
    steps: tuple[Step, ...] = ()
    #: Each part of the quantity at the rate of its own bracket.
    brackets: tuple[Step, ...] = ()
    minimum: WrittenMoney | None = None
    maximum: WrittenMoney | None = None
    rounding: Rounding | None = None
    exemptions: tuple[Exemption, ...] = ()
    when: Expression | None = None
    corrected: Corrected = Corrected.ANEW
    starts: date = Field(alias="from")
    ends: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def is_a_price_for_a_while(self) -> "TariffLine":
        """Refuse a period that ends before it starts, and what gives no price or two."""
        if self.ends is not None and self.ends < self.starts:
            msg = f"the tariff of {self.item!r} ends before it starts"
            raise ValueError(msg)
        flaw = self._flaw()
        if flaw is not None:
            msg = f"the tariff of {self.item!r} {flaw}"
            raise ValueError(msg)
        return self

    def _flaw(self) -> str | None:
        ways = [bool(way) for way in (self.amount is not None, self.steps, self.brackets)]
        if sum(ways) != 1:
            return "needs exactly one of 'amount', 'steps' and 'brackets'"
        if self.per is None and (self.steps or self.brackets):
            return "has steps, so it needs 'per': the quantity that chooses among them"
        return self._flaw_of_amounts() or flaw_of_steps(self.steps or self.brackets)

    def _flaw_of_amounts(self) -> str | None:
        if any(money.minor < 0 for money in self.amounts()):
            return "is below zero"
        if len({money.currency for money in self.amounts()}) > 1:
            return "is in several currencies"
        if self.rounding is not None and not self.rounding.to:
            return "is rounded to nothing"
        if self.minimum and self.maximum and self.maximum < self.minimum:
            return "has a 'maximum' below its 'minimum'"
        return None

    def amounts(self) -> tuple[Money, ...]:
        """List every amount that the line writes."""
        alone = (self.amount, self.minimum, self.maximum)
        steps = (step.amount for step in (*self.steps, *self.brackets))
        rounded = (self.rounding.to,) if self.rounding else ()
        return (*(money for money in alone if money is not None), *steps, *rounded)

    def expressions(self) -> tuple[str, ...]:
        """List the expressions that decide what is owed."""
        alone = (text for text in (self.when, self.per) if text is not None)
        return (*alone, *(exemption.when for exemption in self.exemptions))

    @property
    def follows_corrections(self) -> bool:
        """Tell whether the correction of an answer may change what the line asks.

        The answers that claim an exemption are not corrected: it is rejected.
        """
        by_answers = self.when is not None or self.per is not None
        return by_answers and self.corrected is Corrected.ANEW

    @property
    def currency(self) -> str:
        """Name the currency of every amount of the line."""
        return self.amounts()[0].currency

    def in_force(self, on: date) -> bool:
        """Tell whether this line is the law on a day."""
        return self.starts <= on and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True)
class AssessedLine:
    """What one application owes for one item, and why it owes less where it does."""

    item: str
    label: Text
    money: Money
    #: What would be owed without the exemption, and its reason.
    full: Money | None = None
    reason: Text | None = None
    #: The field that holds the document which proves the exemption.
    proof: str | None = None


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
    """Say what these answers owe on a day, in the order of the tariff.

    A price of zero is no line at all, unless an exemption explains it. `evaluate` computes the
    conditions and quantities. Raises `AmbiguousTariff` when two lines of one item apply,
    `UnassessableTariff` when an expression gives nothing usable.
    """
    assessed: dict[str, AssessedLine] = {}
    for line in lines:
        if not line.in_force(on) or not _holds(line, line.when, answers, on=on, evaluate=evaluate):
            continue
        if line.item in assessed:
            raise AmbiguousTariff(line.item, on)
        assessed[line.item] = _assessed(line, answers, on=on, evaluate=evaluate)
    return tuple(line for line in assessed.values() if line.money or line.reason)


def _assessed(
    line: TariffLine, answers: Mapping[str, Any], *, on: date, evaluate: Evaluator
) -> AssessedLine:
    quantity = _quantity(line, answers=answers, on=on, evaluate=evaluate)
    full = _price(line, quantity, None)
    exemption = next(
        (
            one
            for one in line.exemptions
            if _holds(line, one.when, answers, on=on, evaluate=evaluate)
        ),
        None,
    )
    # Where nothing was owed in the first place, there is nothing to be exempted from.
    if exemption is None or not full:
        return AssessedLine(line.item, line.label, full)
    reduced = _price(line, quantity, exemption)
    return AssessedLine(line.item, line.label, reduced, full, exemption.reason, exemption.proof)


def _price(line: TariffLine, quantity: Decimal, exemption: Exemption | None) -> Money:
    return Money(price(line, quantity, exemption), line.currency)


def _holds(
    line: TariffLine,
    condition: str | None,
    answers: Mapping[str, Any],
    *,
    on: date,
    evaluate: Evaluator,
) -> bool:
    if condition is None:
        return True
    value = evaluate(condition, answers, on)
    if not isinstance(value, bool):
        raise UnassessableTariff(item=line.item, expression=condition, value=value)
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
