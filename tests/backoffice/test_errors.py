"""Errors: a plain page, what was typed given back, and nothing personal in the logs."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy
from sqlalchemy import NullPool, create_engine, text

from tests.builders.backoffice import Backoffice, page_of
from workflows.actors import Role


@contextmanager
def no_connection_left(engine: sqlalchemy.Engine) -> Iterator[None]:
    """Make the database unreachable for whoever connects anew."""
    rule = f'ALTER DATABASE "{engine.url.database}" WITH CONNECTION LIMIT '
    guard = create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with guard.connect() as own:
        own.execute(text(f"{rule} 0"))
        engine.dispose()
        try:
            yield
        finally:
            own.execute(text(f"{rule} -1"))


def test_a_dead_database_is_a_page_that_asks_to_wait(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    browser = office.browser(agent)

    with no_connection_left(office.engine):
        answer = browser.get("/")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert page_of(answer).has("h1")
    assert browser.get("/").status_code == 200


def test_a_decision_during_an_outage_gives_back_what_was_typed(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    case, browser = office.case_in_hands_of(agent), office.browser(agent)
    form = {"csrf_token": browser.token(), "version": case.version, "message": "Un homonyme ?"}

    with no_connection_left(office.engine):
        answer = browser.client.post(f"/cases/{case.reference}", data=form)

    assert answer.status_code == 503
    assert page_of(answer).typed("textarea") == ["Un homonyme ?"]


def test_a_damaged_file_is_said_to_be_so_inside_the_viewer(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    case, browser = office.case_in_hands_of(agent), office.browser(agent)
    piece = office.attach(case)
    office.storage.delete(piece.sha256)

    answer = browser.get(f"/cases/{case.reference}/pieces/{piece.id}/content")

    assert answer.status_code == 500
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert page_of(answer).text("h1") == "This file cannot be read"
    assert not page_of(answer).has("header")


def test_an_unexpected_error_is_logged_without_what_it_quotes(
    office: Backoffice, caplog: pytest.LogCaptureFixture
) -> None:
    agent = office.hire(Role.AGENT)
    case, browser = office.case_in_hands_of(agent), office.browser(agent)
    with office.engine.begin() as connection:
        connection.execute(
            text('UPDATE cases SET answers = \'{"born_on": "Dossou Afi"}\' WHERE id = :id'),
            {"id": case.id},
        )

    with caplog.at_level(logging.ERROR):
        answer = browser.get(f"/cases/{case.reference}")

    assert answer.status_code == 500
    assert "ValueError" in str([vars(record).get("error") for record in caplog.records])
    assert "Dossou" not in caplog.text
    assert "Dossou" not in answer.get_data(as_text=True)
