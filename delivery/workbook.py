"""Write reports as workbooks: the only module that imports xlsxwriter.

Numbers are numbers, dates are dates, amounts carry their currency in their format. Texts are texts
and nothing else: one that begins like a formula, a link or a number stays what was typed.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO

from babel.numbers import get_currency_precision
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from delivery.report import Cell, Column, Kind, ReportDocument, Section
from delivery.wording import Amount

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FORMATS = {
    Kind.TEXT: "@",
    Kind.COUNT: "#,##0",
    Kind.DAYS: "#,##0",
    Kind.SHARE: "0%",
    Kind.CHANGE: "+0%;-0%;0%",
    Kind.DATE: "yyyy-mm-dd",
    Kind.MONEY: "#,##0.00",
}
PER_CENT = {Kind.SHARE, Kind.CHANGE}
WIDTHS = {Kind.TEXT: 34, Kind.MONEY: 20, Kind.DATE: 14}
OTHERS = 14
#: What a sheet's name may not hold, and how long it may be.
FORBIDDEN, LONGEST = re.compile(r"[\[\]:*?/\\]"), 31


class _Book:
    """A workbook and the formats that it needs, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self._formats: dict[tuple[str, bool], Format] = {}

    def format(self, pattern: str, *, bold: bool) -> Format:
        """Give the format of a pattern."""
        key = (pattern, bold)
        if key not in self._formats:
            look = {"num_format": pattern, "bold": bold, "valign": "top"}
            wrap = {"text_wrap": True} if pattern == FORMATS[Kind.TEXT] else {}
            self._formats[key] = self.workbook.add_format(look | wrap)
        return self._formats[key]


def write_workbook(document: ReportDocument, *, made_on: date) -> bytes:
    """Write a report as XLSX; the same report gives the same bytes."""
    output = BytesIO()
    workbook = Workbook(output, OPTIONS)
    # The day, without its clock: files of one report must not differ by when they were written.
    created = datetime.combine(made_on, time(), tzinfo=UTC).replace(tzinfo=None)
    workbook.set_properties({"title": document.title, "created": created})
    book = _Book(workbook)
    _cover(book, document)
    for section in document.sections:
        _sheet(book, section)
    workbook.close()
    return output.getvalue()


def _cover(book: _Book, document: ReportDocument) -> None:
    sheet = book.workbook.add_worksheet(_name(document.glossary_title))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    plain, bold = (book.format(FORMATS[Kind.TEXT], bold=one) for one in (False, True))
    rows = [(document.title, document.about)]
    rows += [(entry.label, entry.value) for entry in (*document.facts, *document.glossary)]
    for number, (label, value) in enumerate(rows):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, value, plain)


def _sheet(book: _Book, section: Section) -> None:
    sheet = book.workbook.add_worksheet(_name(section.title))
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(section.columns):
        sheet.set_column(place, place, WIDTHS.get(column.kind, OTHERS))
        sheet.write_string(0, place, column.label, book.format(FORMATS[Kind.TEXT], bold=True))
    rows = [(row, False) for row in section.rows]
    rows += [] if section.total is None or not section.rows else [(section.total, True)]
    for number, (cells, bold) in enumerate(rows, 1):
        _row(book, sheet, number, (section.columns, cells), bold=bold)


def _row(
    book: _Book,
    sheet: Worksheet,
    number: int,
    what: tuple[Sequence[Column], Sequence[Cell]],
    *,
    bold: bool,
) -> None:
    for place, (column, cell) in enumerate(zip(*what, strict=True)):
        look = book.format(_pattern(cell, column.kind), bold=bold)
        match cell:
            case None:
                sheet.write_blank(number, place, None, look)
            case str():
                sheet.write_string(number, place, cell, look)
            case date():
                at = datetime.combine(cell, time(), tzinfo=UTC).replace(tzinfo=None)
                sheet.write_datetime(number, place, at, look)
            case Amount():
                sheet.write_number(number, place, _major(cell), look)
            case int():
                value = cell / 100 if column.kind in PER_CENT else cell
                sheet.write_number(number, place, value, look)


def _pattern(cell: Cell, kind: Kind) -> str:
    if not isinstance(cell, Amount):
        return FORMATS[Kind.TEXT if isinstance(cell, str) else kind]
    decimals = get_currency_precision(cell.currency)
    return "#,##0" + ("." + "0" * decimals if decimals else "") + f' "{cell.currency}"'


def _major(amount: Amount) -> Decimal:
    return Decimal(amount.minor).scaleb(-get_currency_precision(amount.currency))


def _name(title: str) -> str:
    """Give a sheet a name that every program accepts."""
    return FORBIDDEN.sub(" ", title)[:LONGEST].strip("' ")
