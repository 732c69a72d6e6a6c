"""A step broken by somebody else's absence is given back, not counted, and tried again."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import psycopg
import pytest
from sqlalchemy import Engine, Row, select, update
from sqlalchemy.exc import OperationalError

from config import drain
from config.drain import Drain
from config.reactions import Job
from tests.builders.steps import completing, draining, emitted
from workflows import outbox
from workflows.clock import DatabaseClock
from workflows.errors import Outage
from workflows.outbox import Held
from workflows.tables import outbox_events


class Away(Outage):
    """The mail server does not answer."""


def during_an_outage(engine: Engine, *, days: int = 0) -> tuple[timedelta, Row[Any]]:
    """Fail for want of somebody else, on a row of some age; gives the wait, and the row."""
    with engine.begin() as connection:
        created = outbox.NOW - timedelta(days=days)
        connection.execute(update(outbox_events).values(created_at=created, due_at=created))

    def fail(_held: Held) -> None:
        raise Away

    assert draining(engine, fail) == []
    with engine.begin() as connection:
        row = connection.execute(select(outbox_events)).one()
        return row.due_at - DatabaseClock().now(connection), row


def test_an_outage_of_somebody_else_is_waited_for_and_not_counted(engine: Engine) -> None:
    emitted(engine, 1)

    for days in (0, 0, 0, 1, 1, 1, 2, 2, 2):
        wait, row = during_an_outage(engine, days=days)

        assert row.parked_at is None
        assert (row.attempts, row.leased_until) == (0, None)
        assert wait < outbox.LONGEST_RETRY
    assert wait > outbox.LONGEST_RETRY - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("lost", "counted"),
    [
        (psycopg.OperationalError(), 0),
        (psycopg.errors.AdminShutdown(), 0),
        (psycopg.errors.CannotConnectNow(), 0),
        (psycopg.errors.LockNotAvailable(), 1),
        (psycopg.errors.QueryCanceled(), 1),
    ],
    ids=lambda it: type(it).__name__,
)
def test_a_lost_database_is_an_outage_and_a_refusal_of_it_is_not(
    engine: Engine, lost: Exception, counted: int
) -> None:
    emitted(engine, 1)

    def lose_it(_held: Held) -> None:
        raise OperationalError(None, None, lost)

    assert draining(engine, lose_it) == []

    with engine.begin() as connection:
        assert connection.execute(select(outbox_events.c.attempts)).scalar_one() == counted


def test_the_longer_an_outage_lasts_the_longer_it_is_waited_for(engine: Engine) -> None:
    emitted(engine, 1)

    wait, _ = during_an_outage(engine)

    assert timedelta(0) < wait <= outbox.FIRST_RETRY


def test_an_outage_without_end_is_set_aside_for_a_person(engine: Engine) -> None:
    emitted(engine, 1)

    _, row = during_an_outage(engine, days=outbox.LONGEST_OUTAGE.days)

    assert row.parked_at is not None
    assert row.last_error.startswith("Away at ")


@dataclass(slots=True)
class Stumbling:
    """A database that restarts: so many transactions cannot begin, then all can again."""

    engine: Engine
    failures: int

    def connect(self) -> Any:
        """Lend a connection, as before the restart."""
        return self.engine.connect()

    def begin(self) -> Any:
        """Begin a transaction, or fail for want of a server."""
        if self.failures:
            self.failures -= 1
            raise OperationalError(None, None, ConnectionLost())
        return self.engine.begin()


@pytest.mark.parametrize("failures", [1, 3])
def test_a_step_that_a_restart_of_the_database_broke_is_given_back_when_it_is_there_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    monkeypatch.setattr(drain, "PAUSE", 0.01)
    first, second = emitted(engine, 2)
    restarting, treated = Stumbling(engine, 0), list[int]()

    def break_the_first(held: Held) -> None:
        if held.id == first:
            restarting.failures = failures
            raise ConnectionLost

    handlers = {Job.CLEAR: completing(engine, treated, break_the_first)}
    Drain(cast("Engine", restarting), handlers)(Job.CLEAR)

    assert treated == [second]
    with engine.begin() as connection:
        row = connection.execute(select(outbox_events).where(outbox_events.c.id == first)).one()
    assert (row.leased_until, row.attempts) == (None, 1)


def test_a_database_that_stays_away_leaves_the_step_to_its_lease(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(drain, "PAUSE", 0.01)
    emitted(engine, 1)
    restarting = Stumbling(engine, 0)

    def break_it(_held: Held) -> None:
        restarting.failures = 1000
        raise ConnectionLost

    Drain(cast("Engine", restarting), {Job.CLEAR: completing(engine, [], break_it)})(Job.CLEAR)

    assert caplog.messages == ["step_failed", "step_left_to_its_lease"]
    with engine.begin() as connection:
        assert connection.execute(select(outbox_events.c.leased_until)).scalar_one() is not None


class ConnectionLost(Exception):
    """The connection is lost in the middle of a step."""
