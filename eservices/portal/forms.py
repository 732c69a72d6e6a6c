"""A page of a form as it is drawn: each field with its inputs, what was typed, and its mistake."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import FileStorage

from eservices.definition.form import Field, FieldType
from eservices.form import KINDS, Entries, Kind, Problem, inputs_of
from eservices.refusals import FileRefused
from eservices.uploads import MOST_FILES, AcceptedFile, accept_file
from workflows.attachments import Attachment

#: Names of the buttons that save the page and stay on it.
ADD = "add"
REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class DrawnField:
    """A field ready to be drawn; `mistakes` are already in the reader's words."""

    field: Field
    kind: Kind
    typed: Mapping[str, str]
    files: tuple[Attachment, ...]
    mistakes: tuple[str, ...]

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
class Uploads:
    """What came of the files posted with a page: those accepted, and why others were not."""

    accepted: tuple[tuple[str, AcceptedFile], ...]
    refused: Mapping[str, tuple[str, ...]]


def draw(
    fields: Iterable[Field],
    entries: Entries,
    *,
    files: Sequence[Attachment],
    mistakes: Mapping[str, Sequence[str]],
) -> tuple[DrawnField, ...]:
    """Put together what is needed to draw these fields."""
    return tuple(
        DrawnField(
            field=field,
            kind=KINDS[field.type],
            typed={name: entries.get(name, "") for name in inputs_of(field)},
            files=tuple(file for file in files if file.field == field.id),
            mistakes=tuple(mistakes.get(field.id, ())),
        )
        for field in fields
    )


def explained(problems: Iterable[Problem], language: str) -> dict[str, tuple[str, ...]]:
    """Say what is wrong in each field, in the reader's words."""
    return {problem.field: (problem.explain(language),) for problem in problems}


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
