"""The table of field types: how each is read, drawn, and asked for when it is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from eservices.definition.form import FieldType
from eservices.form import readers
from eservices.form.problems import Code


class Widget(StrEnum):
    """How a field is drawn; the face has one template for each."""

    LINE = "line"
    LINES = "lines"
    DATE = "date"
    CHOICE = "choice"
    TRUTH = "truth"
    FILES = "files"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Kind:
    """Everything that depends on a field's type."""

    widget: Widget
    #: None for files, which are read when they are uploaded.
    read: readers.Reader | None
    missing: Code = Code.MISSING
    #: Which keyboard a telephone shows, and what the browser may fill in (WCAG 1.3.5).
    keyboard: str = "text"
    autocomplete: str = "off"


KINDS: Mapping[FieldType, Kind] = {
    FieldType.TEXT: Kind(Widget.LINE, readers.read_line),
    FieldType.LONG_TEXT: Kind(Widget.LINES, readers.read_lines),
    FieldType.PERSON_NAME: Kind(Widget.LINE, readers.read_name),
    FieldType.NATIONAL_ID: Kind(Widget.LINE, readers.read_identifier),
    FieldType.DATE: Kind(Widget.DATE, readers.read_date, keyboard="numeric"),
    FieldType.CHOICE: Kind(Widget.CHOICE, readers.read_choice, Code.MISSING_CHOICE),
    FieldType.INTEGER: Kind(Widget.LINE, readers.read_integer, keyboard="numeric"),
    FieldType.DECIMAL: Kind(Widget.LINE, readers.read_decimal, keyboard="decimal"),
    FieldType.AREA: Kind(Widget.LINE, readers.read_decimal, keyboard="decimal"),
    FieldType.BOOLEAN: Kind(Widget.TRUTH, readers.read_truth, Code.MISSING_CHOICE),
    FieldType.MAIL: Kind(Widget.LINE, readers.read_mail, keyboard="email", autocomplete="email"),
    FieldType.PHONE: Kind(Widget.LINE, readers.read_phone, keyboard="tel", autocomplete="tel"),
    FieldType.PLACE: Kind(Widget.LINE, readers.read_line),
    FieldType.FILE: Kind(Widget.FILES, None, Code.MISSING_FILE),
    FieldType.GROUP: Kind(Widget.GROUP, None),
}
