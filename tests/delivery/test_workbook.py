"""Workbooks: numbers are numbers, dates dates, and no text becomes a formula or a link."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from delivery.documents import Entry
from delivery.report import Cell, Column, Kind, ReportDocument, Section, write_cell
from delivery.wording import Amount
from delivery.workbook import write_workbook

SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
COLUMNS = (
    Column("What"),
    Column("Count", Kind.COUNT),
    Column("Share", Kind.SHARE),
    Column("Amount", Kind.MONEY),
    Column("Day", Kind.DATE),
)
DAY = date(2026, 11, 2)


def a_document(*rows: tuple[Cell, ...], title: str = "Tabl/eau : [x]*?") -> ReportDocument:
    return ReportDocument(
        language="fr",
        title="Rapport",
        about="Tout",
        facts=(Entry("=1+1", "@SUM(A1)"),),
        tiles=(Entry("Reçues", "1"),),
        sections=(Section("s", title, "", COLUMNS, rows),),
        glossary_title="Ce que chaque chiffre veut dire",
        glossary=(),
    )


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cells(data: bytes) -> list[tuple[str | None, str | None]]:
    """Read the type and the value of each cell of the second row."""
    sheet = etree.fromstring(parts(data)["xl/worksheets/sheet2.xml"])
    found = sheet.findall(".//x:row[@r='2']/x:c", SPACE)
    return [(one.get("t"), one.findtext("x:v", namespaces=SPACE)) for one in found]


def test_numbers_dates_and_amounts_are_values() -> None:
    row = ("Casier", 1234, 87, Amount(190050, "EUR"), DAY)

    values = cells(write_workbook(a_document(row), made_on=DAY))

    assert values[0][0] == "s"
    assert [value for _type, value in values[1:]] == ["1234", "0.87", "1900.50", "46328"]
    assert [kind for kind, _value in values[1:]] == [None] * 4


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "https://x.example", "12", "\t=1", "=1\r=2"]
)
def test_a_text_stays_a_text(text: str) -> None:
    data = write_workbook(a_document((text, 1, 1, None, None)), made_on=DAY)

    assert cells(data)[0][0] == "s"
    assert not any(b"<f>" in part or b"hyperlink" in part for part in parts(data).values())


def test_the_same_report_is_the_same_file() -> None:
    first, second = (write_workbook(a_document(("a", 1, 1, None, DAY)), made_on=DAY) for _ in "ab")

    assert first == second


@pytest.mark.parametrize(
    ("cell", "kind", "written"),
    [
        (1234, Kind.COUNT, "1 234"),
        (-3, Kind.CHANGE, "-3 %"),
        (12, Kind.CHANGE, "+12 %"),
        (87, Kind.SHARE, "87 %"),
        (None, Kind.DAYS, "—"),
        (date(2026, 3, 1), Kind.DATE, "1er mars 2026"),
        (Amount(1900, "XOF"), Kind.MONEY, "1 900 F CFA"),
    ],
)
def test_a_reader_reads_figures_as_people_write_them(cell: Cell, kind: Kind, written: str) -> None:
    plain = write_cell(cell, kind, "fr").replace("\u202f", " ").replace("\u00a0", " ")

    assert plain == written.replace("\u202f", " ").replace("\u00a0", " ")
