"""Draining treats each due row once, gives way in time, and is stopped by no single row."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import Engine, Row, select, update
from sqlalchemy.exc import OperationalError

from config import drain
from config.drain import Drain, Handler
from config.reactions import Job
from workflows import outbox
from workflows.clock import DatabaseClock
from workflows.errors import Outage
from workflows.outbox import MAX_ATTEMPTS, Held, Outbox
from workflows.tables import outbox_events

BOX = Outbox({"payment.settled": (Job.CLEAR,)})
OVER = timedelta(0)
TYPED = "Afi Dossou typed this"


class Killed(BaseException):
    """The process dies while it treats a row."""


def emitted(engine: Engine, count: int) -> list[int]:
    """Write rows to treat, and give their numbers."""
    with engine.begin() as connection:
        for number in range(count):
            BOX.emit(connection, "payment.settled", case_id=None, data={"number": number})
        wanted = select(outbox_events.c.id).order_by(outbox_events.c.id)
        return list(connection.execute(wanted).scalars())


def completing(engine: Engine, treated: list[int], before: Callable[[Held], None]) -> Handler:
    """Make a handler that does something first, and completes its row."""

    def handle(held: Held) -> None:
        before(held)
        with engine.begin() as connection:
            outbox.complete(connection, held)
        treated.append(held.id)

    return handle


def draining(engine: Engine, before: Callable[[Held], None] = lambda _held: None) -> list[int]:
    """Drain once and name the rows treated, in order."""
    treated: list[int] = []
    Drain(engine, {Job.CLEAR: completing(engine, treated, before)})(Job.CLEAR)
    return treated


def test_every_due_row_is_treated_however_many_batches_that_takes(engine: Engine) -> None:
    rows = emitted(engine, 7)
    treated: list[int] = []
    handlers = {Job.CLEAR: completing(engine, treated, lambda _held: None)}

    Drain(engine, handlers, batch=3)(Job.CLEAR)

    assert treated == rows
    assert draining(engine) == []


def test_a_row_that_fails_is_given_back_and_the_others_are_treated(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = emitted(engine, 2)

    def refuse_the_first(held: Held) -> None:
        if held.id == first:
            raise ValueError(TYPED)

    with caplog.at_level(logging.WARNING):
        assert draining(engine, refuse_the_first) == [second]

    assert [record.getMessage() for record in caplog.records] == ["step_failed"]
    assert TYPED not in caplog.text
    with engine.begin() as connection:
        row = connection.execute(select(outbox_events).where(outbox_events.c.id == first)).one()
    assert (row.attempts, row.leased_until, row.parked_at) == (1, None, None)
    assert row.last_error.startswith("ValueError at ")


def test_a_row_that_somebody_else_finished_is_left_to_them(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    emitted(engine, 1)
    second: list[int] = []

    def sleep_beyond_the_lease(_held: Held) -> None:
        second.extend(draining(engine))

    treated: list[int] = []
    late = {Job.CLEAR: completing(engine, treated, sleep_beyond_the_lease)}
    Drain(engine, late, lease=OVER)(Job.CLEAR)

    assert (len(second), treated) == (1, [])
    assert [record.getMessage() for record in caplog.records] == ["step_fenced"]


def test_a_row_is_not_begun_when_its_lease_has_nearly_run_out(engine: Engine) -> None:
    rows = emitted(engine, 2)
    lease, left = timedelta(seconds=2), list[timedelta]()

    def take_long(held: Held) -> None:
        wanted = select(outbox_events.c.leased_until).where(outbox_events.c.id == held.id)
        with engine.begin() as connection:
            until = connection.execute(wanted).scalar_one()
            left.append(until - DatabaseClock().now(connection))
        time.sleep(1.2)

    treated: list[int] = []
    Drain(engine, {Job.CLEAR: completing(engine, treated, take_long)}, lease=lease)(Job.CLEAR)

    assert treated == rows
    assert min(left) > lease / 2
    with engine.begin() as connection:
        counted = connection.execute(select(outbox_events.c.attempts)).scalars()
        assert set(counted) == {1}, "a row that was not begun has not been attempted"


def test_a_row_that_ends_its_process_does_not_starve_the_others_of_its_batch(
    engine: Engine,
) -> None:
    rows = emitted(engine, 5)
    deadly, treated = rows[2], list[int]()

    def die_of_it(held: Held) -> None:
        if held.id == deadly:
            raise Killed

    for _ in range(2):
        handlers = {Job.CLEAR: completing(engine, treated, die_of_it)}
        with pytest.raises(Killed):
            Drain(engine, handlers, lease=OVER)(Job.CLEAR)

    assert sorted(treated) == [row for row in rows if row != deadly]


def test_a_row_whose_holders_keep_dying_is_set_aside(engine: Engine) -> None:
    (deadly,) = emitted(engine, 1)
    with engine.begin() as connection:
        for _ in range(MAX_ATTEMPTS):
            (held,) = outbox.claim(connection, Job.CLEAR, limit=1, lease=OVER)
        assert outbox.park_lost(connection) == 1
        assert outbox.park_lost(connection) == 0

        (parked,) = outbox.parked(connection)
        assert (parked.id, parked.attempts) == (deadly, MAX_ATTEMPTS)
        assert parked.last_error == outbox.LOST
        assert outbox.jobs_due(connection) == ()
        assert outbox.retry(connection, held.id)
    assert draining(engine) == [deadly]


def test_a_row_that_is_still_held_is_not_set_aside(engine: Engine) -> None:
    emitted(engine, 1)
    with engine.begin() as connection:
        connection.execute(update(outbox_events).values(attempts=MAX_ATTEMPTS))
        outbox.claim(connection, Job.CLEAR, limit=1, lease=timedelta(seconds=60))

        assert outbox.park_lost(connection) == 0


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
