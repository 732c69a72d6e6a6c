"""The tariff says what is owed, by day, condition and quantity, or says why it cannot."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from payments.money import Money
from payments.tariff import (
    AmbiguousTariff,
    AssessedLine,
    Tariff,
    TariffLine,
    UnassessableTariff,
    assess,
    overlapping,
)

TARIFF = TypeAdapter(Tariff)
ON = date(2026, 3, 2)
days = st.dates(min_value=date(2025, 1, 1), max_value=date(2025, 3, 1))


def a_line(**changes: Any) -> TariffLine:
    values = {
        "item": "issue",
        "label": {"fr": "Délivrance"},
        "amount": "1900 XOF",
        "from": "2020-07-29",
    }
    return TariffLine.model_validate(values | changes)


def by_name(expression: str, answers: Mapping[str, Any], today: date) -> object:
    """Evaluate the simplest expressions there are: the name of an answer, or `today`."""
    return today if expression == "today" else answers.get(expression)


def owed(*lines: TariffLine, on: date = ON, **answers: Any) -> tuple[AssessedLine, ...]:
    return assess(lines, answers=answers, on=on, evaluate=by_name)


def test_the_price_in_force_on_the_day_is_owed() -> None:
    old = a_line(amount="1000 XOF", **{"from": "2010-01-01", "to": "2020-07-28"})
    new = a_line()

    prices = [owed(old, new, on=date(2020, 7, day)) for day in (28, 29)]

    assert [line.money for (line,) in prices] == [Money.of("1000 XOF"), Money.of("1900 XOF")]
    assert owed(old, new, on=date(2009, 12, 31)) == ()


def test_a_condition_decides_who_owes() -> None:
    line = a_line(when="resident")

    assert owed(line, resident=False) == ()
    assert [it.money for it in owed(line, resident=True)] == [Money.of("1900 XOF")]


@pytest.mark.parametrize(
    ("area", "expected"), [(120, "60000 XOF"), (0.5, "250 XOF"), (Decimal("10.001"), "5001 XOF")]
)
def test_a_rate_is_multiplied_by_its_quantity(area: object, expected: str) -> None:
    line = a_line(amount="500 XOF", per="area")

    assert [it.money for it in owed(line, area=area)] == [Money.of(expected)]


def test_nothing_to_pay_is_no_line() -> None:
    assert owed(a_line(amount="500 XOF", per="area"), area=0) == ()


@pytest.mark.parametrize("quantity", [None, "12", True, -1, float("nan"), float("inf")])
def test_a_quantity_that_cannot_be_charged_is_refused(quantity: object) -> None:
    with pytest.raises(UnassessableTariff):
        owed(a_line(per="area"), area=quantity)


@pytest.mark.parametrize("answer", [None, 1, "yes"])
def test_a_condition_that_is_neither_yes_nor_no_is_refused(answer: object) -> None:
    with pytest.raises(UnassessableTariff):
        owed(a_line(when="resident"), resident=answer)


def test_two_lines_of_one_item_that_both_apply_are_refused() -> None:
    lines = a_line(when="resident"), a_line(when="citizen", amount="900 XOF")

    assert overlapping(lines) == ()
    assert [it.money for it in owed(*lines, resident=False, citizen=True)] == [Money.of("900 XOF")]
    with pytest.raises(AmbiguousTariff):
        owed(*lines, resident=True, citizen=True)


@given(days, days, days, days)
def test_versions_overlap_exactly_when_a_day_has_two_prices(
    a: date, b: date, c: date, d: date
) -> None:
    one = a_line(**{"from": min(a, b), "to": max(a, b)})
    other = a_line(**{"from": min(c, d), "to": max(c, d)})
    first = date(2025, 1, 1).toordinal()
    both = any(
        one.in_force(date.fromordinal(first + day))
        and other.in_force(date.fromordinal(first + day))
        for day in range(60)
    )

    assert bool(overlapping([one, other])) is both


def test_overlapping_versions_are_refused_with_the_day_and_the_repair() -> None:
    lines = [
        a_line().model_dump(by_alias=True),
        a_line(**{"from": "2026-01-01"}).model_dump(by_alias=True),
    ]

    with pytest.raises(ValidationError, match=r"two prices from 2026-01-01: end the older one"):
        TARIFF.validate_python(lines)


def test_items_and_conditions_keep_prices_apart() -> None:
    apart = (a_line(), a_line(item="stamp"), a_line(item="study", when="large"))

    assert TARIFF.validate_python(apart) == apart


@pytest.mark.parametrize(
    "changes", [{"to": "2020-07-28"}, {"amount": "-5 XOF"}, {"amount": 1900}, {"fee": "x"}]
)
def test_a_line_that_makes_no_sense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_line(**changes)
