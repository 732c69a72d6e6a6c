"""Lists as CSV files that a spreadsheet opens as they are meant."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from flask import Response

#: A cell that begins with one of these would be computed by a spreadsheet.
COMPUTED = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, heads: Sequence[object], rows: Iterable[Sequence[object]]) -> Response:
    """Answer with a file of comma-separated values."""
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([str(head) for head in heads])
    writer.writerows([_cell(value) for value in row] for row in rows)
    # The mark by which spreadsheets recognise UTF-8.
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cell(value: object) -> str:
    written = "" if value is None else str(value)
    return f"'{written}" if written.startswith(COMPUTED) else written
