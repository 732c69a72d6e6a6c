"""A line of the log is one JSON object, and nothing that a citizen typed gets into it."""

import json
import logging
import sys
from types import TracebackType
from typing import Any

import pytest

from config.logs import JsonLines, configure_logging

TYPED = "Afi Dossou, 1234567890"


def written(**changes: Any) -> dict[str, Any]:
    """Write a record and read the line back."""
    record = logging.makeLogRecord({"name": "config.test", "levelname": "WARNING", **changes})
    (line,) = JsonLines().format(record).splitlines()
    read: dict[str, Any] = json.loads(line)
    return read


def caught() -> tuple[type[BaseException], BaseException, TracebackType]:
    """Fail on something that a citizen typed, in words that quote it."""
    try:
        int(TYPED)
    except ValueError:
        kind, error, trace = sys.exc_info()
    assert kind is not None
    assert error is not None
    assert trace is not None
    return kind, error, trace


def test_a_line_says_when_how_grave_where_and_what() -> None:
    line = written(msg="step_failed", created=0.5)

    assert line == {
        "at": "1970-01-01T00:00:00.500+00:00",
        "level": "WARNING",
        "logger": "config.test",
        "event": "step_failed",
    }


def test_what_was_given_with_an_event_stands_beside_it() -> None:
    line = written(msg="step_failed", job="clear", event_id=7)

    assert (line["job"], line["event_id"]) == ("clear", 7)


def test_a_line_break_in_a_value_cannot_forge_another_line() -> None:
    forged = 'x\n{"event": "forged"}\r\u2028y'

    assert written(msg="noted", value=forged)["value"] == forged


def test_an_error_is_told_by_its_type_and_place_and_not_by_its_words() -> None:
    line = written(msg="failed", exc_info=caught())

    assert TYPED not in json.dumps(line)
    assert line["error"].startswith("ValueError at caught:")
    assert any("test_logs.py" in place and "caught" in place for place in line["trace"])


def test_the_cause_of_an_error_is_told_too() -> None:
    error = RuntimeError(TYPED)
    error.__cause__ = caught()[1]

    line = written(msg="failed", exc_info=(type(error), error, None))

    assert TYPED not in json.dumps(line)
    assert line["cause"].startswith("ValueError at ")


def test_a_process_writes_its_events_to_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging("INFO")

    logging.getLogger("config.test").info("noted")
    logging.getLogger("alembic.runtime").info("talk")

    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "noted"
