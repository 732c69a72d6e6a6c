"""One clock process works and the others stand by; no chore and no lost connection stops it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from config import pulse
from config.pulse import Chore, keep_time, return_leases
from tests.builders.kernel import (
    a_definition,
    a_paid_case,
    a_workflow,
    an_account,
    an_office,
    claimed_by,
)
from workflows.agent_queues import LEASE
from workflows.cases import find_case
from workflows.clock import ShiftedClock

SOON = 60.0


def counted(name: str, times: list[str], *, every: float = 0.0) -> Chore:
    return Chore(name, every=every, do=lambda: times.append(name))


def until(happened: Callable[[], object]) -> None:
    """Wait for something to happen."""
    limit = time.monotonic() + SOON
    while not happened():
        assert time.monotonic() < limit
        time.sleep(0.02)


@contextmanager
def ticking(engine: Engine, *chores: Chore) -> Iterator[Callable[[], None]]:
    """Run a clock; gives what stops it."""
    stop = threading.Event()
    thread = threading.Thread(
        target=keep_time, args=(engine, chores, stop.is_set), kwargs={"tick": 0.02}
    )
    thread.start()

    def end() -> None:
        stop.set()
        thread.join(SOON)
        assert not thread.is_alive()

    try:
        yield end
    finally:
        end()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let who stands by look again soon."""
    monkeypatch.setattr(pulse, "PAUSE", 0.05)


def test_a_chore_is_done_at_once_and_then_no_more_often_than_it_says(engine: Engine) -> None:
    done: list[str] = []
    with ticking(engine, counted("often", done), counted("daily", done, every=86_400)):
        until(lambda: done.count("often") > 5)

    assert done.count("daily") == 1


def test_of_two_clocks_one_works_and_the_other_takes_over(engine: Engine) -> None:
    done: list[str] = []
    with ticking(engine, counted("first", done)) as end_first:
        until(lambda: "first" in done)
        with ticking(engine, counted("second", done)):
            time.sleep(0.3)
            assert "second" not in done
            end_first()
            until(lambda: "second" in done)

    assert "first" not in done[done.index("second") :]


def test_a_clock_that_stops_leaves_the_lock_to_the_next(engine: Engine) -> None:
    with engine.connect() as busy:
        busy.execute(text("SELECT 1"))
        for name in ("first", "second", "third"):
            done: list[str] = []
            with ticking(engine, counted(name, done)):
                until(done.__len__)


def test_a_chore_that_fails_stops_no_other(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise ValueError(TYPED)

    with ticking(engine, Chore("broken", every=0.0, do=fail), counted("other", done)):
        until(lambda: done.count("other") > 3)

    assert {record.getMessage() for record in caplog.records} == {"chore_failed"}
    assert TYPED not in caplog.text


TYPED = "Afi Dossou typed this"
HOLDERS = """
SELECT count(pg_terminate_backend(pid)) FROM pg_locks
WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database
                                            WHERE datname = current_database())
"""


def test_a_clock_whose_connection_is_lost_is_elected_again(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []
    with ticking(engine, counted("daily", done, every=86_400), counted("tick", done)):
        until(lambda: "tick" in done)
        with engine.begin() as connection:
            assert connection.execute(text(HOLDERS)).scalar_one() == 1
        until(lambda: "clock_waits" in caplog.messages)
        before = len(done)
        until(lambda: len(done) > before)

    assert done.count("daily") == 1


def test_a_case_whose_holder_went_idle_goes_back_to_its_queue(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        agent = an_account(connection, an_office(connection)["records"])
        case = a_paid_case(connection, workflow, a_definition(connection))
        claimed_by(connection, workflow, agent)

    clock.advance(LEASE - timedelta(minutes=1))
    assert return_leases(engine, workflow) == 0
    clock.advance(timedelta(minutes=2))
    assert return_leases(engine, workflow) == 1

    with engine.begin() as connection:
        assert find_case(connection, case.id).claimed_by is None
