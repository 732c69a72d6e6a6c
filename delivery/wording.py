"""Fixed words, dates, amounts and answers, written in the language of a document."""

import gettext
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, get_currency_precision, get_currency_symbol

CATALOGUES = Path(__file__).parent / "translations"
#: The language that the messages are written in: it has no catalogue.
SOURCE_LANGUAGE = "en"
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in minor units of an ISO 4217 currency."""

    minor: int
    currency: str


class AnswerKind(StrEnum):
    """How an answer is written on paper."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    NUMBER = "number"
    YES_NO = "yes-no"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class AnswerField:
    """A field of the form as an act prints it: label and options already in the act's language."""

    label: str
    kind: AnswerKind = AnswerKind.TEXT
    options: Mapping[str, str] = field(default_factory=dict)
    #: Of a repeated group: what names each of its items, by field.
    parts: Mapping[str, "AnswerField"] = field(default_factory=dict)


@lru_cache(maxsize=16)
def catalogue(language: str) -> gettext.NullTranslations:
    """Open the fixed words of a language; raises FileNotFoundError when it has no catalogue.

    A document half in another language must never be signed: a missing catalogue is an error,
    never a silent fallback.
    """
    return gettext.translation(
        "messages", CATALOGUES, [language], fallback=language == SOURCE_LANGUAGE
    )


def write_date(day: date, language: str) -> str:
    """Write a date in full: `1er mars 2026`, `1 March 2026`."""
    if language == "en":
        return format_date(day, "d MMMM y", locale="en")
    written = format_date(day, "long", locale=language)
    # French says « 1er mars », which the locale data leave out.
    return f"1er{written[1:]}" if language == "fr" and day.day == 1 else written


def write_instant(at: datetime, language: str) -> str:
    """Write a day and an hour, as they are in the zone of the instant given."""
    words = catalogue(language).gettext("{day} at {hour}")
    return words.format(day=write_date(at.date(), language), hour=f"{at:%H:%M}")


def write_due(at: datetime, language: str) -> str:
    """Write the last moment of a delay; one that ends at midnight ends with the day before."""
    if at.time() == time():
        words = catalogue(language).gettext("{day}, at the end of the day")
        return words.format(day=write_date(at.date() - timedelta(days=1), language))
    return write_instant(at, language)


def write_amount(amount: Amount, language: str) -> str:
    """Write an amount with its currency's own decimals, the currency after it in any language.

    The English order would join letters and figures (`F CFA1,900`); here both languages are read
    by the same people, who write the franc after.
    """
    decimals = get_currency_precision(amount.currency)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    value = Decimal(amount.minor).scaleb(-decimals)
    figures = format_decimal(value, format=pattern, locale=language)
    return f"{figures}\u00a0{get_currency_symbol(amount.currency, locale=language)}"


def write_answer(value: Any, asked: AnswerField, language: str) -> str:
    """Write an answer as paper shows it; what was not answered is a dash, never an empty place."""
    if value is None or value in ("", []):
        return NOTHING
    if isinstance(value, Sequence) and not isinstance(value, str):
        return format_list([write_answer(one, asked, language) for one in value], locale=language)
    return WRITERS[asked.kind](value, asked, language)


def _text(value: Any, _asked: AnswerField, _language: str) -> str:
    return str(value)


def _date(value: Any, _asked: AnswerField, language: str) -> str:
    return write_date(date.fromisoformat(str(value)), language)


def _choice(value: Any, asked: AnswerField, _language: str) -> str:
    return asked.options[str(value)]


def _number(value: Any, _asked: AnswerField, language: str) -> str:
    return format_decimal(Decimal(str(value)), locale=language)


def _yes_no(value: Any, _asked: AnswerField, language: str) -> str:
    words = catalogue(language)
    return words.gettext("Yes") if value else words.gettext("No")


def _item(value: Any, asked: AnswerField, language: str) -> str:
    words = (write_answer(value.get(name), part, language) for name, part in asked.parts.items())
    return " ".join(words)


WRITERS = {
    AnswerKind.TEXT: _text,
    AnswerKind.DATE: _date,
    AnswerKind.CHOICE: _choice,
    AnswerKind.NUMBER: _number,
    AnswerKind.YES_NO: _yes_no,
    AnswerKind.GROUP: _item,
}
