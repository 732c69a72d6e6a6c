"""What was typed, kept as it was typed: the names of the inputs and what stands in them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from eservices.definition.form import Field, FieldType
from eservices.form.characters import storable

#: What was typed, by name of input. Right or wrong, it is kept and shown again.
Entries = Mapping[str, str]

#: A date is typed in three boxes, in the order in which it is said.
DATE_PARTS = ("day", "month", "year")
#: Ten times the longest answer: enough to show a citizen what was too long, and no more.
LONGEST_ENTRY = 20_000


def inputs_of(field: Field) -> tuple[str, ...]:
    """Name the inputs that a field is typed in; a file is uploaded, a group has fields instead."""
    if field.type in {FieldType.FILE, FieldType.GROUP}:
        return ()
    if field.type is FieldType.DATE:
        return tuple(f"{field.id}-{part}" for part in DATE_PARTS)
    return (field.id,)


def entries_of(fields: tuple[Field, ...], posted: Mapping[str, str]) -> dict[str, str]:
    """Pick what was typed in these fields, as the database can keep it."""
    names = [name for field in fields for name in inputs_of(field)]
    return {name: storable(posted[name][:LONGEST_ENTRY]) for name in names if name in posted}


def typed_in(field: Field, entries: Entries) -> str:
    """Give what was typed in a field as one text; a date as day/month/year."""
    parts = [entries.get(name, "").strip() for name in inputs_of(field)]
    return "/".join(parts) if any(parts) else ""


def entries_for(field: Field, answer: Any) -> dict[str, str]:
    """Write an answer as it would be typed, to correct it."""
    if answer is None or field.type in {FieldType.FILE, FieldType.GROUP}:
        return {}
    if field.type is FieldType.DATE:
        day = date.fromisoformat(answer)
        return {f"{field.id}-{part}": str(getattr(day, part)) for part in DATE_PARTS}
    if field.type is FieldType.BOOLEAN:
        return {field.id: "yes" if answer else "no"}
    return {field.id: str(answer)}
