"""Answers written back as they would be typed, to be read again under another form."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from eservices.definition.form import Field, FieldType, Form
from eservices.definition.groups import item_fields, item_name
from eservices.form.entries import entries_for

Typed = tuple[dict[str, str], dict[str, Sequence[str]]]


def refilled(form: Form, answers: Mapping[str, Any]) -> Typed:
    """Give what would be typed in a form for these answers, and the files that stand in it."""
    entries: dict[str, str] = {}
    files: dict[str, Sequence[str]] = {}
    for field in form.fields():
        answer = answers.get(field.id)
        if field.type is FieldType.GROUP:
            items = answer if isinstance(answer, list) else []
            entries[field.id] = str(len(items))
            for number, item in enumerate(items, start=1):
                _refill_item(field, number, item, entries, files)
        else:
            _refill(field, answer, entries, files)
    return entries, files


def _refill_item(
    group: Field,
    number: int,
    item: Any,
    entries: dict[str, str],
    files: dict[str, Sequence[str]],
) -> None:
    answers = item if isinstance(item, dict) else {}
    prefix = f"{item_name(group, number)}."
    for field in item_fields(group, number):
        _refill(field, answers.get(field.id.removeprefix(prefix)), entries, files)


def _refill(
    field: Field, answer: Any, entries: dict[str, str], files: dict[str, Sequence[str]]
) -> None:
    if field.type is FieldType.FILE:
        files[field.id] = answer if isinstance(answer, list) else []
    elif field.type is not FieldType.DATE or _is_day(answer):
        entries.update(entries_for(field, answer))


def _is_day(answer: Any) -> bool:
    """Tell whether an answer was given to a question for a day, whatever is asked now."""
    try:
        return isinstance(answer, str) and bool(date.fromisoformat(answer))
    except ValueError:
        return False
