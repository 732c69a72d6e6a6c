"""The published figures of complaints as files: one line for each figure, in CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from eservices.published_complaints import Published, Row
from eservices.texts import mark, translate

WITHHELD = "*"
COLUMNS: Mapping[str, str] = {
    "since": mark("The day from which complaints are counted."),
    "eservice": mark("The e-service’s name in addresses."),
    "title": mark("The e-service’s title."),
    "question": mark("The question by whose answer complaints are counted; empty for all of them."),
    "answer": mark("The answer to it."),
    "figure": mark("What the value counts; see the figures below."),
    "value": mark("A whole number; empty where nothing can be told."),
}
FIGURES: Mapping[str, str] = {
    "received": mark("Complaints and suggestions lodged."),
    "answered": mark("Those of them that were answered."),
    "in_time_percent": mark("Of those answered, per cent that were within the promised delay."),
    "enough_percent": mark(
        "Of those whose authors said whether the answer was enough, per cent who said yes."
    ),
    "opened_again": mark("Those whose authors said no, and which were taken up again."),
}
MARKS: Mapping[str, str] = {
    WITHHELD: mark("Withheld: below five, or it would tell a count that is."),
}

Line = tuple[str, str, str, str, str, str, str]


def dictionary(language: str) -> dict[str, dict[str, str]]:
    """Say what each column, each figure and each mark means."""
    return {
        name: {key: translate(words, language) for key, words in table.items()}
        for name, table in (("columns", COLUMNS), ("figures", FIGURES), ("marks", MARKS))
    }


def as_csv(found: Iterable[Published], language: str, *, since: date) -> str:
    """Write the figures as CSV (RFC 4180)."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows(_lines(found, language, since))
    return written.getvalue()


def as_json(
    found: Iterable[Published], language: str, *, since: date, about: Mapping[str, Any]
) -> str:
    """Write the figures as JSON, with what they mean and whose they are."""
    lines = [dict(zip(COLUMNS, line, strict=True)) for line in _lines(found, language, since)]
    content = {**about, "dictionary": dictionary(language), "figures": lines}
    return json.dumps(content, ensure_ascii=False)


def _lines(found: Iterable[Published], language: str, since: date) -> Iterator[Line]:
    for one in found:
        title = one.service.title.in_language(language)
        stem = (since.isoformat(), one.service.eservice, title)
        for question, answer, row in _rows(one):
            for figure, value in _values(one, row):
                yield (*stem, question, answer, figure, value)


def _rows(one: Published) -> Iterator[tuple[str, str, Row]]:
    yield "", "", one.total
    for field, rows in one.by:
        for answer, row in rows:
            yield field.id, answer, row


def _values(one: Published, row: Row) -> Iterator[tuple[str, str]]:
    yield "received", _count(row.received)
    yield "answered", _count(row.answered)
    yield "in_time_percent", _percent(row.timeliness)
    complaint = one.service.complaint
    if complaint is not None and complaint.unsatisfied is not None:
        yield "enough_percent", _percent(row.contentment)
        yield "opened_again", _count(row.reopened)


def _count(value: int | None) -> str:
    return WITHHELD if value is None else str(value)


def _percent(share: float | None) -> str:
    return "" if share is None else str(round(100 * share))
