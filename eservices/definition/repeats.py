"""Properties of repeating groups: sizes that bound what they cost, one level, a name for items."""

from collections.abc import Iterator

from eservices.definition import rules_of_forms
from eservices.definition.form import Field, FieldType
from eservices.definition.groups import MOST_FIELDS, MOST_ITEMS, least, most
from eservices.definition.model import EService
from eservices.definition.questions import placed_fields
from eservices.definition.surroundings import Surroundings
from workflows.language.findings import closest
from workflows.language.source import ValuePath
from workflows.verifier.flaws import Flaw


def groups_have_a_size(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """A group has questions and a bounded number of items, none of which is a group."""
    for at, group in _groups(eservice):
        if not 1 <= len(group.fields) <= MOST_FIELDS or group.item is None:
            values = {"group": group.id, "most": str(MOST_FIELDS)}
            yield Flaw(rules_of_forms.GROUP_QUESTIONS, at, values)
        if (
            not _is_count(group.max)
            or not isinstance(group.min, int | None)
            or not 0 <= least(group) <= most(group) <= MOST_ITEMS
        ):
            yield Flaw(rules_of_forms.GROUP_SIZE, at, {"group": group.id, "most": str(MOST_ITEMS)})
        for place, inner in enumerate(group.fields):
            if inner.type is FieldType.GROUP:
                yield Flaw(
                    rules_of_forms.GROUP_IN_GROUP, (*at, "fields", place), {"group": inner.id}
                )


def items_can_be_named(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """What names an item on one line is answered for every item and can be written."""
    for at, group in _groups(eservice):
        known = {one.id: one for one in group.fields}
        for place, name in enumerate(group.named_by):
            field = known.get(name)
            if field is None or field.type is FieldType.FILE or not _is_always(field):
                values = {"group": group.id, "name": name, "near": closest(name, known)}
                yield Flaw(rules_of_forms.ITEM_NAMELESS, (*at, "named_by", place), values)


def _groups(eservice: EService) -> Iterator[tuple[ValuePath, Field]]:
    return (
        (at, field) for at, _page, field in placed_fields(eservice) if field.type is FieldType.GROUP
    )


def _is_count(bound: object) -> bool:
    return isinstance(bound, int) and bound >= 1


def _is_always(field: Field) -> bool:
    return field.required and field.when is None
