"""A page of a form as it is drawn: each field with its inputs, what was typed, and its mistake."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import FileStorage

from eservices.definition.form import Field, FieldType
from eservices.definition.groups import item_name, item_title
from eservices.form import KINDS, Block, Entries, Item, Kind, Problem, inputs_of
from eservices.refusals import FileRefused
from eservices.uploads import MOST_FILES, AcceptedFile, accept_file
from workflows.attachments import Attachment
from workflows.language.values import Text

#: Names of the buttons that save the page and stay on it.
ADD = "add"
REMOVE = "remove"
#: The same for items of a group; named by the group, and by the item.
ADD_ITEM = "add_item"
REMOVE_ITEM = "remove_item"
#: The same for one file, named by it: a quarter turn, a place up, a place down.
TURN = "turn"
EARLIER = "earlier"
LATER = "later"
STAYING = (ADD, REMOVE, ADD_ITEM, REMOVE_ITEM, TURN, EARLIER, LATER)


@dataclass(frozen=True, slots=True)
class DrawnField:
    """A field ready to be drawn; `mistakes` are already in the reader's words."""

    field: Field
    kind: Kind
    typed: Mapping[str, str]
    files: tuple[Attachment, ...]
    mistakes: tuple[str, ...]
    #: What it is called where it stands apart from its item.
    called: Text

    @property
    def anchor(self) -> str:
        """Name the first input, for the error summary to link to."""
        if self.field.type is FieldType.CHOICE:
            return f"{self.field.id}-{self.field.options[0].value}"
        if self.field.type is FieldType.BOOLEAN:
            return f"{self.field.id}-yes"
        return (*inputs_of(self.field), self.field.id)[0]

    @property
    def may_add(self) -> bool:
        """Tell whether another file fits."""
        return len(self.files) < MOST_FILES


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """One item of a group ready to be drawn."""

    name: str
    title: Text
    fields: tuple[DrawnField, ...]
    may_go: bool


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """A group ready to be drawn, with the items that are shown of it."""

    field: Field
    items: tuple[DrawnItem, ...]
    mistakes: tuple[str, ...]
    count: int
    may_add: bool

    @property
    def called(self) -> Text:
        """Give what the group is called."""
        return self.field.label

    @property
    def anchor(self) -> str:
        """Name the group itself, for the error summary to link to."""
        return self.field.id


Drawn = DrawnField | DrawnGroup


@dataclass(frozen=True, slots=True)
class Uploads:
    """What came of the files posted with a page: those accepted, and why others were not."""

    accepted: tuple[tuple[str, AcceptedFile], ...]
    refused: Mapping[str, tuple[str, ...]]

    @property
    def calls_for_a_look(self) -> bool:
        """Tell whether a file just added may be hard to read, so that its owner is told first."""
        return any(file.flaws for _field, file in self.accepted)


def stays() -> bool:
    """Tell whether the button pressed saves the page and stays on it."""
    return any(request.form.get(button) for button in STAYING)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed and added on a page, and what is wrong in it."""

    entries: Entries
    files: Sequence[Attachment]
    mistakes: Mapping[str, Sequence[str]]


def draw(blocks: Iterable[Block], filled: Filled) -> tuple[Drawn, ...]:
    """Put together what is needed to draw these questions."""
    return tuple(
        _draw_group(block, filled) if block.is_group else _draw(block.field, None, filled)
        for block in blocks
    )


def _draw_group(block: Block, filled: Filled) -> DrawnGroup:
    mistakes = tuple(filled.mistakes.get(block.field.id, ()))
    items = tuple(_draw_item(block, item, filled) for item in block.items)
    return DrawnGroup(block.field, items, mistakes, block.count, block.may_add)


def _draw_item(block: Block, item: Item, filled: Filled) -> DrawnItem:
    group = block.field
    return DrawnItem(
        name=item_name(group, item.number),
        title=item_title(group, item.number),
        fields=tuple(
            _draw(field, item_title(group, item.number, field.label), filled)
            for field in item.fields
        ),
        may_go=block.removable is not None and item.number >= block.removable,
    )


def _draw(field: Field, called: Text | None, filled: Filled) -> DrawnField:
    return DrawnField(
        field=field,
        kind=KINDS[field.type],
        typed={name: filled.entries.get(name, "") for name in inputs_of(field)},
        files=tuple(file for file in filled.files if file.field == field.id),
        mistakes=tuple(filled.mistakes.get(field.id, ())),
        called=called or field.label,
    )


def with_items(drawn: Iterable[Drawn]) -> tuple[Drawn, ...]:
    """List what is drawn with the questions of every item, for the summary of mistakes."""
    found: list[Drawn] = []
    for one in drawn:
        found.append(one)
        if isinstance(one, DrawnGroup):
            found += (field for item in one.items for field in item.fields)
    return tuple(found)


def explained(problems: Iterable[Problem], language: str) -> dict[str, tuple[str, ...]]:
    """Say what is wrong in each field, in the reader's words."""
    said: dict[str, tuple[str, ...]] = {}
    for problem in problems:
        said[problem.field] = (*said.get(problem.field, ()), problem.explain(language))
    return said


def combined(*sources: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Join the mistakes of several sources; a refused file says more than a missing one."""
    joined: dict[str, tuple[str, ...]] = {}
    for source in sources:
        joined = {**joined, **source}
    return joined


def receive_files(fields: Iterable[Field], held: Sequence[Attachment], language: str) -> Uploads:
    """Check every file posted with a page; the good ones are kept even when others are refused."""
    accepted: list[tuple[str, AcceptedFile]] = []
    refused: dict[str, tuple[str, ...]] = {}
    for field in fields:
        already = sum(1 for file in held if file.field == field.id)
        for posted in _posted(field):
            try:
                accepted.append((field.id, _accepted(field, posted, already)))
                already += 1
            except FileRefused as refusal:
                said = f"{posted.filename} – {refusal.explain(language)}"
                refused[field.id] = (*refused.get(field.id, ()), said)
    return Uploads(tuple(accepted), refused)


def _posted(field: Field) -> list[FileStorage]:
    if field.type is not FieldType.FILE:
        return []
    # A browser sends an empty part for an input in which nothing was chosen.
    return [posted for posted in request.files.getlist(field.id) if posted.filename]


def _accepted(field: Field, posted: FileStorage, already: int) -> AcceptedFile:
    return accept_file(field, filename=posted.filename or "", data=posted.read(), already=already)
