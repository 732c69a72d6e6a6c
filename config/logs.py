"""Logs: one JSON object a line, a constant event name, identifiers as fields, no personal data."""

import json
import logging
import sys
from datetime import UTC, datetime
from traceback import extract_tb
from typing import Any

from workflows.outbox import describe

#: What a record always carries; everything else was given with `extra`.
OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


#: Libraries that report each bell, letter, page, move or revision; none is an event of ours.
TALKATIVE = (
    "rq",
    "mail",
    "werkzeug",
    "alembic",
    "httpx",
    "pyhanko",
    "pyhanko_certvalidator",
    "transitions",
)


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON; line breaks in values cannot forge another line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        given = {key: value for key, value in vars(record).items() if key not in OWN}
        if record.exc_info and record.exc_info[1]:
            given |= _failure(record.exc_info[1])
        # Escaped beyond ASCII, because some readers take other characters for line breaks too.
        return json.dumps(given | line, default=str)


def _failure(error: BaseException) -> dict[str, Any]:
    """Tell an error by its type and places; its words may quote what a citizen typed."""
    trace = [f"{it.filename}:{it.lineno} {it.name}" for it in extract_tb(error.__traceback__)]
    told: dict[str, Any] = {"error": describe(error), "trace": trace}
    cause = error.__cause__ or error.__context__
    return told if cause is None else told | {"cause": describe(cause)}


def configure_logging(level: str) -> None:
    """Send every log of this process to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
