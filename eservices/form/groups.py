"""Repeating groups while they are filled in: how many items, one more, one less."""

from collections.abc import Iterable

from eservices.definition.form import Field, FieldType
from eservices.definition.groups import item_fields, least, most
from eservices.form.entries import Entries, inputs_of


def count_of(group: Field, entries: Entries) -> int:
    """Tell how many items are shown: those asked for, within what the definition allows."""
    written = entries.get(group.id, "")
    wanted = int(written) if written.isascii() and written.isdigit() and len(written) < 3 else 0  # noqa: PLR2004 - two figures
    return max(least(group), min(wanted, most(group)))


def leaves(fields: Iterable[Field], entries: Entries) -> tuple[Field, ...]:
    """List the fields with those of every item shown in the place of its group."""
    found: list[Field] = []
    for field in fields:
        if field.type is not FieldType.GROUP:
            found.append(field)
            continue
        for number in range(1, count_of(field, entries) + 1):
            found += item_fields(field, number)
    return tuple(found)


def with_another(group: Field, entries: Entries) -> dict[str, str]:
    """Give what changes when one more item is asked for; nothing where no other may be."""
    count = count_of(group, entries)
    return {} if count >= most(group) else {group.id: str(count + 1)}


def without_item(group: Field, number: int, entries: Entries) -> dict[str, str]:
    """Give what changes when an item goes: those after it move up, and the last is emptied."""
    count = count_of(group, entries)
    if not least(group) < count or not 1 <= number <= count:
        return {}
    changed = {group.id: str(count - 1)}
    for place in range(number, count + 1):
        for here, after in zip(
            item_fields(group, place), item_fields(group, place + 1), strict=True
        ):
            changed |= {
                name: entries.get(source, "") if place < count else ""
                for name, source in zip(inputs_of(here), inputs_of(after), strict=True)
            }
    return changed
