"""Draining treats each due row once, gives way in time, and is stopped by no single row."""

import logging
import time
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, func, select, text, update

from config import drain
from config.drain import Drain, Inside
from config.reactions import Job
from tests.builders.steps import completing, draining, emitted
from workflows import outbox
from workflows.clock import DatabaseClock
from workflows.outbox import MAX_ATTEMPTS, Held
from workflows.tables import outbox_events

OVER = timedelta(0)
TYPED = "Afi Dossou typed this"


class Killed(BaseException):
    """The process dies while it treats a row."""


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


def test_rows_whose_effects_are_in_the_database_share_one_transaction(engine: Engine) -> None:
    rows = emitted(engine, 5)
    transactions: list[int] = []

    def note(connection: Connection, _held: Held) -> None:
        transactions.append(connection.execute(select(func.txid_current())).scalar_one())

    Drain(engine, {Job.CLEAR: Inside(engine, note)})(Job.CLEAR)

    assert (len(transactions), len(set(transactions))) == (5, 1)
    assert done(engine) == rows


def test_a_row_that_fails_among_others_undoes_none_of_them(engine: Engine) -> None:
    rows = emitted(engine, 4)
    bad, seen = rows[1], list[int]()

    def refuse_the_bad(_connection: Connection, held: Held) -> None:
        seen.append(held.id)
        if held.id == bad:
            raise ValueError(TYPED)

    Drain(engine, {Job.CLEAR: Inside(engine, refuse_the_bad)})(Job.CLEAR)

    assert done(engine) == [row for row in rows if row != bad]
    assert seen == [*rows[:2], *rows], "taken apart, each was treated alone"


def test_a_batch_of_which_one_row_was_lost_is_undone_and_taken_apart(engine: Engine) -> None:
    lost, *others = emitted(engine, 3)
    effects: list[int] = []

    def lose_the_first(_connection: Connection, held: Held) -> None:
        if not effects:
            take_from_its_holder(engine, lost)
        effects.append(held.id)

    Drain(engine, {Job.CLEAR: Inside(engine, lose_the_first)})(Job.CLEAR)

    assert done(engine) == others, "the row belongs to whoever took it"
    assert effects == [lost, *others, lost, *others]


def take_from_its_holder(engine: Engine, row: int) -> None:
    """Let somebody else claim a row whose lease has run out."""
    with engine.begin() as connection:
        changed = {"fence": outbox_events.c.fence + 1}
        connection.execute(update(outbox_events).where(outbox_events.c.id == row).values(**changed))


def done(engine: Engine) -> list[int]:
    """Name the rows that are done, in order."""
    with engine.begin() as connection:
        wanted = select(outbox_events.c.id).where(outbox_events.c.done_at.is_not(None))
        return sorted(connection.execute(wanted).scalars())


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


OLDER = text("UPDATE outbox_events SET leased_until = leased_until - CAST(:taken AS interval)")


@dataclass(slots=True)
class Hours:
    """A process's count of seconds, and the leases in the database, which both can be turned on."""

    engine: Engine
    ahead: float = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead

    def pass_by(self, time_taken: timedelta) -> None:
        self.ahead += time_taken.total_seconds()
        with self.engine.begin() as connection:
            connection.execute(OLDER, {"taken": time_taken})


def test_a_row_is_not_begun_when_its_lease_has_nearly_run_out(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, hours, left = emitted(engine, 2), Hours(engine), list[timedelta]()
    monkeypatch.setattr(drain, "time", hours)
    lease = timedelta(seconds=drain.PATIENCE / 2)

    def take_long(held: Held) -> None:
        wanted = select(outbox_events.c.leased_until).where(outbox_events.c.id == held.id)
        with engine.begin() as connection:
            until = connection.execute(wanted).scalar_one()
            left.append(until - DatabaseClock().now(connection))
        hours.pass_by(0.6 * lease)

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
