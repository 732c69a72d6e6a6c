"""Connections that the server has closed are never lent, and cost no question to the server."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine, event, text

from workflows.clock import DatabaseClock
from workflows.database import open_engine


@pytest.fixture
def pooled(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def backend(engine: Engine) -> int:
    with engine.begin() as connection:
        found: int = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        return found


def last_asked(engine: Engine, pid: int) -> datetime:
    """Tell when a backend last came to the end of something it was asked."""
    wanted = text("SELECT state_change FROM pg_stat_activity WHERE pid = :pid")
    with engine.begin() as connection:
        at: datetime = connection.execute(wanted, {"pid": pid}).scalar_one()
        return at


def test_a_connection_closed_by_the_server_is_replaced_unseen(
    engine: Engine, pooled: Engine
) -> None:
    first = backend(pooled)
    with engine.begin() as connection:
        # It waits until the backend is gone.
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": first})

    second = backend(pooled)

    assert second != first


def test_lending_a_connection_asks_the_server_nothing(engine: Engine, pooled: Engine) -> None:
    pid = backend(pooled)
    before = last_asked(engine, pid)

    with pooled.begin():
        pass

    assert last_asked(engine, pid) == before


def test_the_clock_asks_the_database_once_a_second(pooled: Engine) -> None:
    clock = DatabaseClock()
    asked: list[str] = []

    @event.listens_for(pooled, "before_cursor_execute")
    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    with pooled.begin() as connection:
        first, second = clock.now(connection), clock.now(connection)
        truth = DatabaseClock().now(connection)

    assert first <= second <= truth
    assert len(asked) == 2
