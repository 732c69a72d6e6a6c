"""Money: whole minor units of one ISO 4217 currency, never a float."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Annotated, Any, Self

from babel.numbers import format_decimal, get_currency_symbol
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

#: Digits after the point of each currency the packs collect (ISO 4217, table A.1).
#: A currency that is not here is refused: guessing two digits charges a hundredfold.
EXPONENTS = MappingProxyType({"BIF": 0, "EUR": 2, "KES": 2, "RWF": 0, "USD": 2, "XOF": 0})

WRITTEN = re.compile(r"^([0-9]{1,15}(?:\.[0-9]{1,2})?) ([A-Z]{3})\Z", re.ASCII)


class MoneyError(ValueError):
    """Base of every refusal to compute with, or to read, an amount."""


class UnknownCurrency(MoneyError):
    """The currency is not one the packs collect."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        super().__init__(f"unknown currency {currency!r}: write one of {', '.join(EXPONENTS)}")


class MixedCurrencies(MoneyError):
    """Two amounts of different currencies were added or compared."""

    def __init__(self, one: str, other: str) -> None:
        self.currencies = (one, other)
        super().__init__(f"{one} and {other} do not add up")


class UnreadableAmount(MoneyError):
    """A written amount is not a number, a space and a currency."""

    def __init__(self, written: str) -> None:
        self.written = written
        super().__init__(f"{written!r} is no amount: write a number and a currency, as '1900 XOF'")


class NoSuchCoin(MoneyError):
    """An amount has more digits after the point than its currency has coins for."""

    def __init__(self, amount: Decimal, currency: str) -> None:
        self.amount = amount
        self.currency = currency
        super().__init__(f"{currency} has {EXPONENTS[currency]} digits after the point: {amount}")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (centimes; francs where there are none) and its currency."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse what cannot be counted exactly."""
        if self.currency not in EXPONENTS:
            raise UnknownCurrency(self.currency)
        if type(self.minor) is not int:
            msg = f"minor units are an integer, not {self.minor!r}"
            raise MoneyError(msg)

    @classmethod
    def of(cls, written: str) -> Self:
        """Read the written form, such as `1900 XOF` or `12.50 EUR`."""
        match = WRITTEN.match(written)
        if match is None:
            raise UnreadableAmount(written)
        return cls.from_decimal(Decimal(match[1]), match[2])

    @classmethod
    def from_decimal(cls, amount: Decimal, currency: str) -> Self:
        """Build from major units; an amount finer than the smallest coin raises `NoSuchCoin`."""
        if currency not in EXPONENTS:
            raise UnknownCurrency(currency)
        scaled = amount.scaleb(EXPONENTS[currency])
        if scaled != scaled.to_integral_value():
            raise NoSuchCoin(amount, currency)
        return cls(int(scaled), currency)

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Give nothing, in a currency."""
        return cls(0, currency)

    @property
    def decimal(self) -> Decimal:
        """Give the amount in major units, with exactly the currency's digits."""
        return Decimal(self.minor).scaleb(-EXPONENTS[self.currency])

    def __add__(self, other: "Money") -> "Money":
        """Add an amount of the same currency."""
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        """Subtract an amount of the same currency."""
        return Money(self.minor - self._same(other).minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        """Compare with an amount of the same currency."""
        return self.minor < self._same(other).minor

    def __le__(self, other: "Money") -> bool:
        """Compare with an amount of the same currency."""
        return self.minor <= self._same(other).minor

    def __bool__(self) -> bool:
        """Tell whether there is anything at all."""
        return self.minor != 0

    def times(self, quantity: Decimal) -> "Money":
        """Multiply by a quantity, rounding half up to the smallest coin."""
        exact = Decimal(self.minor) * quantity
        return Money(int(exact.to_integral_value(rounding=ROUND_HALF_UP)), self.currency)

    def in_locale(self, locale: str) -> str:
        """Write for a reader: `1 900 F CFA` in French, `1,900 F CFA` in English.

        The currency stands after the figures in every language: the English order would join
        letters and figures (`F CFA1,900`), which nobody writes where francs are paid.
        """
        digits = EXPONENTS[self.currency]
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        figures = format_decimal(self.decimal, format=pattern, locale=locale)
        return f"{figures}\u00a0{get_currency_symbol(self.currency, locale=locale)}"

    def __str__(self) -> str:
        """Give the written form that `of` reads."""
        return f"{self.decimal:f} {self.currency}"

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise MixedCurrencies(self.currency, other.currency)
        return other


def total(amounts: Iterable[Money]) -> Money:
    """Add up one or more amounts of one currency; none at all has no currency and is refused."""
    first, *others = amounts
    for amount in others:
        first = first + amount
    return first


def _read(value: Any) -> Money:
    if isinstance(value, Money):
        return value
    return Money.of(value if isinstance(value, str) else repr(value))


#: An amount as definitions write it: a string in files and in storage, `Money` in the program.
WrittenMoney = Annotated[
    Money,
    BeforeValidator(_read),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]+([.][0-9]{1,2})? [A-Z]{3}$"}),
]
