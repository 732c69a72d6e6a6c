"""A report before it is a page, a PDF or a workbook: sections of tables with values still values.

Texts are final and in one language. Numbers, dates and amounts stay what they are: the page and the
PDF write them for readers, the workbook keeps them for sums.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from babel.numbers import format_decimal

from delivery.documents import Branding, Entry
from delivery.wording import NOTHING, Amount, write_amount, write_date


class Kind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    COUNT = "count"
    #: Whole per cent.
    SHARE = "share"
    #: A change in whole per cent, with its sign.
    CHANGE = "change"
    DAYS = "days"
    MONEY = "money"
    DATE = "date"


Cell = str | int | date | Amount | None


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, and what stands in it."""

    label: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Series:
    """Figures drawn beside others over the same labels."""

    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a section draws; its table says the same."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a table, and what has to be said of it."""

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    #: The last row, set apart.
    total: tuple[Cell, ...] | None = None
    #: Said where there is no row.
    empty: str = ""
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A report ready to be shown, typeset or written as a workbook."""

    language: str
    title: str
    #: The part of the administration that it is about.
    about: str
    facts: tuple[Entry, ...]
    #: The few figures that are read first.
    tiles: tuple[Entry, ...]
    sections: tuple[Section, ...]
    glossary_title: str
    #: What each figure means.
    glossary: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class BrandedReport:
    """A report and whoever answers for it."""

    branding: Branding
    document: ReportDocument

    @property
    def language(self) -> str:
        """Give the language in which it is written."""
        return self.document.language


def write_cell(cell: Cell, kind: Kind, language: str) -> str:
    """Write what stands in a table for a reader; nothing is a dash, never an empty place."""
    match cell:
        case None | "":
            return NOTHING
        case date():
            return write_date(cell, language)
        case Amount():
            return write_amount(cell, language)
        case int():
            return _number(cell, kind, language)
    return cell


def _number(number: int, kind: Kind, language: str) -> str:
    written = format_decimal(number, locale=language)
    if kind is Kind.CHANGE:
        return f"{'+' if number > 0 else ''}{written}\u00a0%"
    return f"{written}\u00a0%" if kind is Kind.SHARE else str(written)
