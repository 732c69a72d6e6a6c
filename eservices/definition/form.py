"""The form of an e-service as data: pages, fields, options, and how to reach the applicant."""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, StringConstraints
from pydantic import Field as Declared

from workflows.language.values import Expression, Name, Part, Text

MEGABYTES = re.compile(r"^([1-9][0-9]?) ?MB$")


class FieldType(StrEnum):
    """What a field asks for; the form's rules and widgets follow from it."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    PERSON_NAME = "person-name"
    NATIONAL_ID = "national-id"
    DATE = "date"
    CHOICE = "choice"
    INTEGER = "integer"
    DECIMAL = "decimal"
    AREA = "area"
    BOOLEAN = "boolean"
    MAIL = "mail"
    PHONE = "phone"
    PLACE = "place"
    FILE = "file"
    GROUP = "group"


#: Types whose `min` and `max` are numbers; for an area, square metres.
NUMERIC = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.AREA})
#: Types whose `max_length` and `pattern` make sense.
WRITTEN = frozenset(
    {
        FieldType.TEXT,
        FieldType.LONG_TEXT,
        FieldType.PERSON_NAME,
        FieldType.NATIONAL_ID,
        FieldType.PLACE,
    }
)


class FileKind(StrEnum):
    """The kinds of file that a file field may accept; the content is checked, not the name."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


def _megabytes(value: Any) -> Any:
    match = MEGABYTES.match(value) if isinstance(value, str) else None
    return int(match[1]) if match else value


#: A limit on a number, a date, or the day on which the form is filled in.
Bound = Annotated[
    Literal["today"] | int | Decimal | date,
    Declared(union_mode="left_to_right"),
]
Megabytes = Annotated[int, BeforeValidator(_megabytes), Declared(ge=1, le=25)]
OptionValue = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$")]


class Option(Part):
    """One answer of a choice: the value that is stored and the words that are read."""

    value: OptionValue
    label: Text


class Field(Part):
    """One question, or a group of them asked of several; `verify` checks which keys fit a type."""

    id: Name
    type: FieldType
    label: Text
    help: Text | None = None
    required: bool = True
    when: Expression | None = None
    options: tuple[Option, ...] = ()
    min: Bound | None = None
    max: Bound | None = None
    max_length: Annotated[int, Declared(ge=1, le=10_000)] | None = None
    pattern: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    accept: tuple[FileKind, ...] = ()
    max_size: Megabytes = 5
    #: Of a group: its questions, what one item is called, and which answers name it on one line.
    fields: tuple["Field", ...] = ()
    item: Text | None = None
    named_by: tuple[Name, ...] = ()

    def option(self, value: str) -> Option | None:
        """Find the option that stores this value."""
        return next((option for option in self.options if option.value == value), None)


class Check(Part):
    """What must hold among several answers, and what is said where it does not."""

    check: Name
    holds: Expression
    message: Text
    #: The fields beside which it is said.
    fields: Annotated[tuple[Name, ...], Declared(min_length=1)]
    #: Looked at only when true.
    when: Expression | None = None


class Page(Part):
    """One page of the form: few questions that belong together."""

    page: Name
    title: Text
    intro: Text | None = None
    #: Shown only when true; the fields of a hidden page are not asked and not stored.
    when: Expression | None = None
    fields: Annotated[tuple[Field, ...], Declared(min_length=1)]
    #: Looked at when the page is saved, once the answers they read are right.
    checks: tuple[Check, ...] = ()


class Contact(Part):
    """Which fields name the applicant and say how to reach them."""

    name: Annotated[tuple[Name, ...], Declared(min_length=1)]
    mail: Name | None = None
    phone: Name | None = None
    #: Whether either of the two will do: many people have a telephone and no mail.
    one_is_enough: bool = False


class Representing(Part):
    """Who may act for the applicant: when, under which name, reached how, and with which proof."""

    representative: Name
    #: The quality in which they act, such as architect.
    label: Text
    when: Expression
    name: Annotated[tuple[Name, ...], Declared(min_length=1)]
    mail: Name | None = None
    phone: Name | None = None
    #: The field that holds the document by which they may act.
    proof: Name
    #: Whether they may withdraw the application without the applicant.
    withdraws: bool = False


class Form(Part):
    """All that the applicant is asked, page by page."""

    pages: Annotated[tuple[Page, ...], Declared(min_length=1)]
    contact: Contact
    representatives: tuple[Representing, ...] = ()
    #: Looked at when the whole form is, once the answers they read are right.
    checks: tuple[Check, ...] = ()

    def fields(self) -> tuple[Field, ...]:
        """List the fields of all pages, in order."""
        return tuple(field for page in self.pages for field in page.fields)

    def representing(self, name: str) -> Representing | None:
        """Find what is declared of a representative."""
        found = (one for one in self.representatives if one.representative == name)
        return next(found, None)

    def field(self, name: str) -> Field | None:
        """Find a field by its identifier."""
        return next((field for field in self.fields() if field.id == name), None)
