"""Money is counted exactly, in whole coins of one currency."""

from decimal import Decimal

import pytest
from babel.numbers import get_currency_precision
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from payments.money import (
    EXPONENTS,
    MixedCurrencies,
    Money,
    MoneyError,
    NoSuchCoin,
    UnknownCurrency,
    UnreadableAmount,
    WrittenMoney,
    total,
)

currencies = st.sampled_from(sorted(EXPONENTS))
minors = st.integers(min_value=0, max_value=10**14)
moneys = st.builds(Money, minors, currencies)
WRITTEN = TypeAdapter(WrittenMoney)


@given(moneys)
def test_what_is_written_is_read_back(money: Money) -> None:
    assert Money.of(str(money)) == money
    assert Money.from_decimal(money.decimal, money.currency) == money
    assert WRITTEN.validate_json(WRITTEN.dump_json(money)) == money


@given(minors, minors, minors, currencies)
def test_adding_is_exact_in_any_order_and_undone_by_subtracting(
    one: int, two: int, three: int, currency: str
) -> None:
    a, b, c = (Money(minor, currency) for minor in (one, two, three))

    assert a + b == b + a
    assert (a + b) + c == a + (b + c) == total([c, b, a])
    assert a + b - b == a
    assert (a <= b) == (one <= two)
    assert (a < b) == (one < two)


@given(moneys, st.integers(min_value=0, max_value=10**6))
def test_a_whole_quantity_is_the_same_as_adding_that_often(money: Money, count: int) -> None:
    assert money.times(Decimal(count)).minor == money.minor * count


@given(moneys, st.decimals(min_value=0, max_value=10**6, places=3))
def test_a_quantity_is_rounded_by_half_a_coin_at_most(money: Money, quantity: Decimal) -> None:
    exact = Decimal(money.minor) * quantity

    assert abs(money.times(quantity).minor - exact) <= Decimal("0.5")


def test_half_a_coin_is_rounded_up() -> None:
    assert Money.of("25 XOF").times(Decimal("0.5")) == Money.of("13 XOF")


def test_two_currencies_never_meet() -> None:
    francs, euros = Money.of("1900 XOF"), Money.of("2.90 EUR")

    for meet in (
        lambda: francs + euros,
        lambda: francs - euros,
        lambda: francs < euros,
        lambda: total([francs, euros]),
    ):
        with pytest.raises(MixedCurrencies):
            meet()
    assert francs != Money(1900, "RWF")


def test_francs_have_no_centimes() -> None:
    assert Money.of("1900 XOF").minor == 1900
    assert Money.of("12.5 EUR").minor == 1250
    with pytest.raises(NoSuchCoin):
        Money.of("1900.50 XOF")


@pytest.mark.parametrize(
    "written",
    ["1900", "1 900 XOF", "1900XOF", "-5 XOF", "1900 xof", "1e3 XOF", "", "١٩ XOF", "1 XOF\n"],
)
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(UnreadableAmount):
        Money.of(written)


def test_an_unknown_currency_and_a_fraction_of_a_coin_are_refused() -> None:
    with pytest.raises(UnknownCurrency):
        Money.of("1900 CFA")
    with pytest.raises(UnknownCurrency):
        Money(1900, "CFA")
    with pytest.raises(MoneyError):
        Money(19.5, "XOF")  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="write a number and a currency"):
        WRITTEN.validate_python(1900)


def test_our_exponents_are_those_of_the_locale_data() -> None:
    assert {code: get_currency_precision(code) for code in EXPONENTS} == dict(EXPONENTS)


@pytest.mark.parametrize(
    ("written", "locale", "expected"),
    [
        ("1900 XOF", "fr", "1\u202f900\u202fF\u202fCFA"),
        ("35000 BIF", "fr", "35\u202f000\xa0BIF"),
        ("1234.50 EUR", "en", "1,234.50\xa0€"),
        ("1900 XOF", "en", "1,900\xa0F\xa0CFA"),
    ],
)
def test_an_amount_is_written_as_its_reader_does(written: str, locale: str, expected: str) -> None:
    assert Money.of(written).in_locale(locale).replace("\xa0", "\u202f") == expected.replace(
        "\xa0", "\u202f"
    )


def test_nothing_is_nothing_in_any_currency() -> None:
    assert not Money.zero("XOF")
    assert Money.zero("EUR") + Money.of("0.01 EUR")
    assert WRITTEN.validate_python(Money.of("1 XOF")) == Money(1, "XOF")
