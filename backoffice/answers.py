"""A case's answers laid out for reading, without the ways to reach people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from backoffice.languages import language, words
from eservices.definition.aftermath import CORRECTED
from eservices.definition.form import Field, FieldType, Form, Page
from eservices.definition.groups import answer_to, parts
from eservices.definition.model import EService
from eservices.form.presenting import present
from workflows.attachments import Attachment

#: Who treats a case must not be able to reach the person it belongs to.
REACHES_PEOPLE = frozenset({FieldType.MAIL, FieldType.PHONE})


@dataclass(frozen=True, slots=True)
class Line:
    """One question and what was answered."""

    field: str
    label: str
    text: str
    pieces: tuple[Attachment, ...] = ()
    #: The applicant corrected it since an agent last had the case.
    corrected: bool = False
    #: What the document to be corrected says instead.
    former: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one page of the form."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What the applicant gave: answers, files, and which of them were corrected last."""

    answers: Mapping[str, Any]
    pieces: tuple[Attachment, ...]
    corrected: frozenset[str] = frozenset()


def visible_fields(form: Form) -> tuple[Field, ...]:
    """List the fields that agents may see: none by which they could reach the applicant."""
    hidden = {form.contact.mail, form.contact.phone}
    return tuple(
        field
        for field in form.fields()
        if field.type not in REACHES_PEOPLE and field.id not in hidden
    )


def sections(eservice: EService, given: Given) -> tuple[Section, ...]:
    """Lay the answers out page by page; pages on which nothing was answered are left out."""
    visible = {field.id for field in visible_fields(eservice.form)}
    laid_out = (
        Section(words(page.title), _lines(_asked(page, visible, given), given))
        for page in eservice.form.pages
    )
    return tuple(section for section in laid_out if section.lines)


def _asked(page: Page, visible: set[str], given: Given) -> Iterable[Field]:
    """List what may be seen of a page, item by item where it repeats."""
    listed = parts((field for field in page.fields if field.id in visible), given.answers)
    return (field for field in listed if field.type not in REACHES_PEOPLE)


def _lines(fields: Iterable[Field], given: Given) -> tuple[Line, ...]:
    return tuple(line for field in fields if (line := _line(field, given)) is not None)


def _names(field: str) -> tuple[str, ...]:
    """Name a field, and the item and the group that it belongs to."""
    names = field.split(".")
    return tuple(".".join(names[:length]) for length in range(1, len(names) + 1))


def _line(field: Field, given: Given) -> Line | None:
    pieces = tuple(piece for piece in given.pieces if piece.field == field.id)
    is_file = field.type is FieldType.FILE
    text = "" if is_file else present(field, answer_to(field.id, given.answers), language())
    if not text and not pieces:
        return None
    corrected = any(name in given.corrected for name in _names(field.id))
    former = words(field.help) if field.id.startswith(CORRECTED) else ""
    return Line(field.id, words(field.label), text, pieces, corrected, former)
