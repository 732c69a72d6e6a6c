"""Repeating groups: questions asked once for each of several people or things.

The questions of one item are fields like any other, under names of their own: `owners.2.name` is
the name of the second owner. Items are counted from one, without a gap, in answers and files alike.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from eservices.definition.form import Field, FieldType, Form
from workflows.language.values import Text

#: More items than this are asked in a document, not in a form; it also bounds what loops cost.
MOST_ITEMS = 20
MOST_FIELDS = 12
QUALIFIED = re.compile(
    r"(?P<group>[a-z][a-z0-9_]*)\.(?P<number>[1-9][0-9]?)(?:\.(?P<field>[a-z][a-z0-9_]*))?"
)


def least(group: Field) -> int:
    """Tell how many items there must be."""
    return group.min if isinstance(group.min, int) else 0


def most(group: Field) -> int:
    """Tell how many items there may be."""
    return group.max if isinstance(group.max, int) else MOST_ITEMS


def item_name(group: Field, number: int) -> str:
    """Name one item, as requests for correction do."""
    return f"{group.id}.{number}"


def item_fields(group: Field, number: int) -> tuple[Field, ...]:
    """Give the questions of one item, each under its own name."""
    name = item_name(group, number)
    return tuple(field.model_copy(update={"id": f"{name}.{field.id}"}) for field in group.fields)


def item_title(group: Field, number: int, of: Text | None = None) -> Text:
    """Title one item, or a question of it: `Co-owner 2` or `Co-owner 2 – Name`."""
    called = group.item or group.label
    return Text(
        {
            language: f"{words} {number}" + (f" – {of.in_language(language)}" if of else "")
            for language, words in called.root.items()
        }
    )


def naming_fields(group: Field) -> tuple[Field, ...]:
    """List the questions whose answers name an item on one line; the first one by default."""
    chosen = group.named_by or tuple(field.id for field in group.fields[:1])
    return tuple(field for name in chosen for field in group.fields if field.id == name)


def find_part(form: Form, name: str) -> Field | None:
    """Find a field, an item of a group (as the group under the item's name), or a field of one.

    What belongs to an item is labelled with it.
    """
    match = QUALIFIED.fullmatch(name)
    if match is None:
        return form.field(name)
    group, number = form.field(match["group"]), int(match["number"])
    if group is None or group.type is not FieldType.GROUP:
        return None
    if match["field"] is None:
        return group.model_copy(update={"id": name, "label": item_title(group, number)})
    inner = next((field for field in group.fields if field.id == match["field"]), None)
    if inner is None:
        return None
    label = item_title(group, number, inner.label)
    return inner.model_copy(update={"id": name, "label": label})


def parts(fields: Iterable[Field], answers: Mapping[str, Any]) -> tuple[Field, ...]:
    """List the fields with those of every item that was answered in the place of its group."""
    found: list[Field] = []
    for field in fields:
        if field.type is not FieldType.GROUP:
            found.append(field)
            continue
        for number in range(1, len(answers.get(field.id) or ()) + 1):
            found += (
                inner.model_copy(update={"label": item_title(field, number, inner.label)})
                for inner in item_fields(field, number)
            )
    return tuple(found)


def answer_to(name: str, answers: Mapping[str, Any]) -> Any:
    """Give the answer to a field or to a field of an item; None where there is none."""
    match = QUALIFIED.fullmatch(name)
    if match is None:
        return answers.get(name)
    items = answers.get(match["group"]) or ()
    number = int(match["number"])
    item = items[number - 1] if number <= len(items) else None
    if item is None or match["field"] is None:
        return item
    return item.get(match["field"])


def correctable_names(form: Form) -> tuple[str, ...]:
    """Name everything that may be asked to be corrected: fields, groups, and their items."""
    items = (
        item_name(field, number)
        for field in form.fields()
        if field.type is FieldType.GROUP
        for number in range(1, most(field) + 1)
    )
    return (*(field.id for field in form.fields()), *items)


def file_fields(fields: Iterable[Field], answers: Mapping[str, Any]) -> tuple[Field, ...]:
    """List the fields that hold documents, those of items included."""
    return tuple(field for field in parts(fields, answers) if field.type is FieldType.FILE)
