"""A former system's history as CSV: one row an event, in any order."""

import csv
from collections.abc import Iterator, Mapping
from typing import TextIO

from workflows.event_log.mapping import HistoryMapping
from workflows.event_log.model import Broken, Event, UnreadableLog, event_of

#: Characters of one field; a quote left open would swallow the rest of the file otherwise.
LARGEST_FIELD = 10_000


def read_csv(file: TextIO, mapping: HistoryMapping) -> Iterator[Event | Broken]:
    """Yield the events of a CSV file, and its broken rows by line; raises UnreadableLog.

    Memory stays that of one row, however long the file.
    """
    csv.field_size_limit(LARGEST_FIELD)
    reader = csv.DictReader(file, delimiter=mapping.delimiter, strict=True)
    wanted = {part: name for part, name in mapping.columns if name is not None}
    missing = sorted(set(wanted.values()) - set(_heads(reader)))
    if missing:
        msg = f"no column {', '.join(missing)}; there are {', '.join(_heads(reader)) or 'none'}"
        raise UnreadableLog(msg)
    while (row := _next_row(reader)) is not None:
        found = row if isinstance(row, Broken) else _read(row, wanted, mapping, reader.line_num)
        if found is not None:
            yield found


def _heads(reader: "csv.DictReader[str]") -> list[str]:
    try:
        return list(reader.fieldnames or ())
    except (csv.Error, UnicodeDecodeError) as error:
        msg = f"the first line is no head of columns: {error}"
        raise UnreadableLog(msg) from error


def _next_row(reader: "csv.DictReader[str]") -> Mapping[str, str] | Broken | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        # The inner reader's count: the outer one has not moved on when a row fails.
        return Broken(reader.reader.line_num, str(error))


def _read(
    row: Mapping[str, str], wanted: Mapping[str, str], mapping: HistoryMapping, line: int
) -> Event | Broken | None:
    # The reader of the standard library marks both misfits, too few and too many, with None.
    if None in row or None in row.values():
        return Broken(line, "not as many fields as the head")
    words = {part: row[name] for part, name in wanted.items()}
    event = event_of(at=words.pop("time"), zone=mapping.zone, **words)
    if isinstance(event, str):
        return Broken(line, event)
    return event if event.lifecycle in mapping.lifecycle else None
