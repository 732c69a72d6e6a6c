"""The layout of a report: facts, tables over as many pages as they take, drawings as bars."""

from collections.abc import Iterator, Sequence

from delivery.drawing import Align, Box, Face, Ink, Page, Press, Type
from delivery.report import BrandedReport, Cell, Chart, Column, Kind, Section, write_cell
from delivery.sheet import BOTTOM, LEFT, MEASURE, SMALL, STRONG, Sheet
from delivery.text_flow import break_lines

TITLE = Type(Face.BOLD, 18, 23)
ABOUT = Type(Face.REGULAR, 11, 15)
HEADING = Type(Face.BOLD, 12, 16)
HEAD = Type(Face.BOLD, 7, 9)
CELL = Type(Face.REGULAR, 8, 10.5)
SUM = Type(Face.BOLD, 8, 10.5)
TILE = Type(Face.BOLD, 15, 20)
NOTE = Type(Face.REGULAR, 8, 11)
#: Points between a column's text and the next column.
GAP = 6.0
#: Widths of columns that hold no text.
WIDTHS = {Kind.DATE: 76.0, Kind.MONEY: 84.0}
NARROW, WIDE = 43.0, 62.0
#: Width that a column of text should have before numbers get more.
TEXT = 110.0
WIDEST_TEXT = 260.0
TILE_HEIGHT = 44.0
#: Height of a drawing, and of the room for its labels.
DRAWN, LABELS = 96.0, 24.0
COLOURS = ("#1F5FA8", "#8A94A6", "#B45309")
#: So many labels fit under a drawing.
MOST_LABELS = 12


def lay_out_report(report: BrandedReport, press: Press) -> tuple[Page, ...]:
    """Place everything a report says on pages."""
    document = report.document
    sheet = Sheet(language=document.language, branding=report.branding, press=press)
    sheet.header()
    sheet.y += 16
    sheet.write(document.title, TITLE)
    sheet.write(document.about, ABOUT, ink=Ink.GREY)
    sheet.y += 8
    for entry in document.facts:
        sheet.row(entry.label, entry.value, label_width=140.0)
    _tiles(sheet, report)
    for section in document.sections:
        _section(sheet, section, document.language)
    _glossary(sheet, report)
    return sheet.finish(document.title)


def _tiles(sheet: Sheet, report: BrandedReport) -> None:
    tiles = report.document.tiles
    sheet.room(TILE_HEIGHT + 12)
    sheet.y += 12
    width = MEASURE / len(tiles)
    top = sheet.y
    for number, tile in enumerate(tiles):
        left = LEFT + number * width
        sheet.add(Box(left, top, width - GAP, TILE_HEIGHT, Ink.PALE))
        sheet.y = top + 15
        sheet.place(tile.label, NOTE, left + GAP, ink=Ink.GREY)
        sheet.y = top + 36
        sheet.place(tile.value, TILE, left + GAP)
    sheet.y = top + TILE_HEIGHT


def _section(sheet: Sheet, section: Section, language: str) -> None:
    sheet.room(HEADING.leading + 70)
    sheet.down(20)
    sheet.write(section.title, HEADING)
    if section.note:
        sheet.write(section.note, NOTE, ink=Ink.GREY)
    if section.chart is not None:
        _chart(sheet, section.chart)
    if not section.rows:
        sheet.write(section.empty, NOTE)
        return
    table = _Table(sheet, section.columns, language)
    table.head()
    for row in section.rows:
        table.row(row, CELL)
    if section.total is not None:
        table.row(section.total, SUM)


def _glossary(sheet: Sheet, report: BrandedReport) -> None:
    sheet.room(HEADING.leading + 60)
    sheet.down(20)
    sheet.write(report.document.glossary_title, HEADING)
    for entry in report.document.glossary:
        sheet.room(STRONG.leading * 2)
        sheet.write(entry.label, SUM)
        sheet.write(entry.value, NOTE, ink=Ink.GREY)
        sheet.y += 3


class _Table:
    """A table whose head comes again on each page."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column], language: str) -> None:
        self._sheet, self._columns, self._language = sheet, columns, language
        self._widths = _widths(columns)

    def head(self) -> None:
        """Write the heads of the columns."""
        self._lines([column.label for column in self._columns], HEAD, Ink.GREY)

    def row(self, cells: Sequence[Cell], type_: Type) -> None:
        """Write a row, on a new page where this one has no room for it."""
        pairs = zip(cells, self._columns, strict=True)
        texts = [write_cell(cell, column.kind, self._language) for cell, column in pairs]
        if self._sheet.y + self._height(texts, type_) > BOTTOM:
            self._sheet.room(BOTTOM)
            self.head()
        self._lines(texts, type_, Ink.BLACK)

    def _height(self, texts: Sequence[str], type_: Type) -> float:
        return max(len(lines) for lines in self._broken(texts, type_)) * type_.leading + 5

    def _broken(self, texts: Sequence[str], type_: Type) -> list[tuple[str, ...]]:
        pairs = zip(texts, self._widths, strict=True)
        return [
            break_lines(text, width=width - GAP, type_=type_, press=self._sheet.press)
            for text, width in pairs
        ]

    def _lines(self, texts: Sequence[str], type_: Type, ink: Ink) -> None:
        sheet, broken = self._sheet, self._broken(texts, type_)
        top, left = sheet.y + 2, LEFT
        for lines, column, width in zip(broken, self._columns, self._widths, strict=True):
            is_text = column.kind in {Kind.TEXT, Kind.DATE}
            align = Align.LEFT if is_text else Align.RIGHT
            sheet.y = top
            for line in lines:
                sheet.y += type_.leading
                sheet.place(
                    line, type_, left if is_text else left + width - GAP / 2, ink=ink, align=align
                )
            left += width
        sheet.y = top + max(map(len, broken)) * type_.leading + 3
        sheet.rule()


def _widths(columns: Sequence[Column]) -> list[float]:
    texts = sum(column.kind is Kind.TEXT for column in columns)
    known = sum(WIDTHS.get(column.kind, 0.0) for column in columns)
    numbers = sum(column.kind not in {Kind.TEXT, *WIDTHS} for column in columns)
    spare = MEASURE - known - texts * TEXT
    number = min(max(spare / max(numbers, 1), NARROW), WIDE)
    text = min((MEASURE - known - numbers * number) / max(texts, 1), WIDEST_TEXT)
    return [
        text if column.kind is Kind.TEXT else WIDTHS.get(column.kind, number) for column in columns
    ]


def _chart(sheet: Sheet, chart: Chart) -> None:
    """Draw grouped bars: the table under them says the same to whoever does not see them."""
    sheet.room(DRAWN + LABELS + 20)
    sheet.y += SMALL.leading + 4
    left = LEFT
    for series, colour in zip(chart.series, COLOURS, strict=False):
        sheet.add(Box(left, sheet.y - 6, 8, 6, colour))
        sheet.place(series.label, SMALL, left + 12, ink=Ink.GREY)
        left += 24 + sheet.press.width(sheet.press.clean(series.label), SMALL)
    base = sheet.y + 8 + DRAWN
    sheet.add(*_bars(chart, base), Box(LEFT, base, MEASURE, 0.5, Ink.GREY))
    sheet.y = base + SMALL.leading
    step = -(-len(chart.labels) // MOST_LABELS)
    for at in range(0, len(chart.labels), step):
        sheet.place(chart.labels[at], SMALL, LEFT + at * MEASURE / len(chart.labels), ink=Ink.GREY)
    sheet.y += 6


def _bars(chart: Chart, base: float) -> Iterator[Box]:
    highest = max((value for series in chart.series for value in series.values), default=0) or 1
    place = MEASURE / len(chart.labels)
    width = place * 0.8 / len(chart.series)
    for number, (series, colour) in enumerate(zip(chart.series, COLOURS, strict=False)):
        for at, value in enumerate(series.values):
            height = DRAWN * value / highest
            if height:
                yield Box(LEFT + at * place + number * width, base - height, width, height, colour)
