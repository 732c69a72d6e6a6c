"""A document as Markdown, which reads as text and prints as a page."""

from collections.abc import Iterator, Sequence

from eservices.documents.model import Document, Section, Table

#: What means something to Markdown inside a line or a cell.
SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#"})


def as_markdown(document: Document) -> str:
    """Write a document as Markdown."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield f"# {_line(document.title)}"
    yield ""
    yield _line(document.subtitle)
    for section in document.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield ""
    yield f"## {_line(section.title)}"
    for paragraph in section.paragraphs:
        yield ""
        yield _line(paragraph)
    if section.items:
        yield ""
    for number, item in enumerate(section.items, start=1):
        yield f"{number}. {_line(item)}" if section.numbered else f"- {_line(item)}"
    for table in section.tables:
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield ""
    yield _row(table.head)
    yield _row(["---"] * len(table.head), raw=True)
    for row in table.rows:
        yield _row(row)


def _row(cells: Sequence[str], *, raw: bool = False) -> str:
    return f"| {' | '.join(cell if raw else _line(cell) for cell in cells)} |"


def _line(text: str) -> str:
    return " ".join(text.split()).translate(SPECIAL)
