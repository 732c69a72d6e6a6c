"""Answers in words, as a person reads them in a given language."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from eservices.definition.form import Field, FieldType
from eservices.definition.groups import naming_fields
from eservices.texts import mark, translate

YES = mark("Yes")
NO = mark("No")
SQUARE_METRES = mark("%(number)s m²")
ONE_FILE = mark("1 file")
SEVERAL_FILES = mark("%(count)s files")

#: Writes one answer in a language.
Presenter = Callable[[Any, Field, str], str]


def in_words(value: Any, language: str) -> str:
    """Write a date or a number as the language does, anything else as it stands."""
    if isinstance(value, date):
        return str(format_date(value, format="long", locale=language))
    if isinstance(value, int | float | Decimal):
        return str(format_decimal(value, locale=language))
    return str(value)


def present(field: Field, answer: Any, language: str) -> str:
    """Write an answer to a field as a person reads it; nothing for no answer."""
    if answer is None or answer == []:
        return ""
    return PRESENTERS.get(field.type, _as_typed)(answer, field, language)


def _as_typed(answer: Any, _field: Field, _language: str) -> str:
    return str(answer)


def _date(answer: Any, _field: Field, language: str) -> str:
    return in_words(date.fromisoformat(answer), language)


def _number(answer: Any, _field: Field, language: str) -> str:
    return in_words(answer, language)


def _area(answer: Any, _field: Field, language: str) -> str:
    return translate(SQUARE_METRES, language, number=in_words(answer, language))


def _choice(answer: Any, field: Field, language: str) -> str:
    option = field.option(answer)
    # A correction may have been written under another version: the stored value still reads.
    return option.label.in_language(language) if option else str(answer)


def _truth(answer: Any, _field: Field, language: str) -> str:
    return translate(YES if answer else NO, language)


def _files(answer: Any, _field: Field, language: str) -> str:
    if len(answer) == 1:
        return translate(ONE_FILE, language)
    return translate(SEVERAL_FILES, language, count=len(answer))


def _group(answer: Any, field: Field, language: str) -> str:
    return ", ".join(called(field, item, language) for item in answer)


def called(group: Field, item: Mapping[str, Any], language: str) -> str:
    """Name an item of a group on one line: by the answers chosen for it, or the first one."""
    words = (present(one, item.get(one.id), language) for one in naming_fields(group))
    return " ".join(filter(None, words))


PRESENTERS: Mapping[FieldType, Presenter] = {
    FieldType.DATE: _date,
    FieldType.INTEGER: _number,
    FieldType.DECIMAL: _number,
    FieldType.AREA: _area,
    FieldType.CHOICE: _choice,
    FieldType.BOOLEAN: _truth,
    FieldType.FILE: _files,
    FieldType.GROUP: _group,
}
