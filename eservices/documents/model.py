"""A document before it is written: sections with paragraphs, lists and tables, in one language."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The documents that a definition gives."""

    SHEET = "sheet"
    GUIDE = "guide"
    TEST_PLAN = "test-plan"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document; what it has none of is left out."""

    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    #: A list whose order counts.
    numbered: bool = False

    @property
    def says_something(self) -> bool:
        """Tell whether anything stands under the title."""
        return bool(self.paragraphs or self.items or any(table.rows for table in self.tables))


@dataclass(frozen=True, slots=True)
class Document:
    """A document in one language, ready to be shown, printed or written as text."""

    kind: Kind
    language: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
