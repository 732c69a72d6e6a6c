"""The log as CSV: one row an event, every field a code, a pseudonym or an instant."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, fields
from typing import TextIO

from workflows.event_log.journal_rows import Logged

#: What a spreadsheet would run as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(file: TextIO, events: Iterable[Logged]) -> int:
    """Write the events as they come; gives their number."""
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([field.name for field in fields(Logged)])
    count = 0
    for event in events:
        row = astuple(event)
        writer.writerow([_cell(value) for value in row])
        count += 1
    return count


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = value.isoformat(timespec="milliseconds") if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
