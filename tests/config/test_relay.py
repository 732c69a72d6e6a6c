"""The relay hears what is committed, and rings once for a burst."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import Engine

from config.bells import Bellboy, answer_bells
from config.drain import Drain
from config.reactions import Job, JobQueue
from config.relay import Pace, Relay, heard
from workflows import outbox
from workflows.outbox import Held, Outbox

BOX = Outbox({"payment.settled": (Job.CLEAR,), "entered.review": (Job.ROUTE, Job.NOTIFY)})
SOON = 60.0
LOOK_EVERY = 0.05


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as client:
        yield client


def waiting(redis: Redis, queue: JobQueue) -> list[str]:
    return Queue(queue, connection=redis, serializer=JSONSerializer).get_job_ids()


def emit(engine: Engine, event: str) -> None:
    with engine.begin() as connection:
        BOX.emit(connection, event, case_id=None)


@contextmanager
def running(relay: Relay) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=relay.run, args=(stop.is_set,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(SOON)


def test_a_burst_of_events_is_heard_at_once(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        outbox.listen(connection)
        with engine.begin() as busy:
            for _ in range(3):
                BOX.emit(busy, "entered.review", case_id=None)

        assert heard(connection, timeout=SOON) == {Job.ROUTE, Job.NOTIFY}
        assert heard(connection, timeout=0.01) == frozenset()


def test_what_is_committed_while_the_relay_listens_is_treated(engine: Engine, redis: Redis) -> None:
    treated = threading.Event()

    def clear(held: Held) -> None:
        with engine.begin() as connection:
            outbox.complete(connection, held)
        treated.set()

    with running(Relay(engine, redis, sweep=SOON)):
        emit(engine, "payment.settled")
        for _ in range(round(SOON / LOOK_EVERY)):
            answer_bells(redis, JobQueue.ROUTING, Drain(engine, {Job.CLEAR: clear}), burst=True)
            if treated.wait(LOOK_EVERY):
                break

    assert treated.is_set()


def test_rows_whose_bell_was_lost_are_found_by_the_sweep(engine: Engine, redis: Redis) -> None:
    emit(engine, "payment.settled")

    with running(Relay(engine, redis, sweep=0.05)):
        for _ in range(round(SOON / LOOK_EVERY)):
            if waiting(redis, JobQueue.ROUTING):
                break
            threading.Event().wait(LOOK_EVERY)

    assert len(waiting(redis, JobQueue.ROUTING)) == 1


def test_one_waiting_bell_is_enough(redis: Redis) -> None:
    bellboy = Bellboy(redis)

    assert bellboy.ring(Job.CLEAR)
    assert not bellboy.ring(Job.CLEAR)
    assert bellboy.ring(Job.ROUTE)
    assert len(waiting(redis, JobQueue.ROUTING)) == 2


def test_a_bell_that_waits_for_a_job_does_not_keep_another_of_like_name_from_ringing(
    redis: Redis,
) -> None:
    bellboy = Bellboy(redis)
    bellboy.ring(Job.REFUND_UNSERVED)

    assert bellboy.ring(Job.REFUND)
    assert not bellboy.ring(Job.REFUND)
    assert len(waiting(redis, JobQueue.PAYMENTS)) == 2


def test_the_sweep_sets_a_step_aside_whose_holders_keep_dying(engine: Engine, redis: Redis) -> None:
    emit(engine, "payment.settled")
    with engine.begin() as connection:
        for _ in range(outbox.MAX_ATTEMPTS):
            outbox.claim(connection, Job.CLEAR, limit=1, lease=timedelta(0))

    with running(Relay(engine, redis, sweep=0.05)), engine.connect() as connection:
        for _ in range(round(SOON / LOOK_EVERY)):
            connection.rollback()
            if outbox.parked(connection):
                break
            threading.Event().wait(LOOK_EVERY)

    with engine.begin() as connection:
        assert [row.last_error for row in outbox.parked(connection)] == [outbox.LOST]


def test_a_job_that_names_any_other_function_is_not_run(engine: Engine, redis: Redis) -> None:
    queue = Queue(JobQueue.ROUTING, connection=redis, serializer=JSONSerializer)
    intruder = queue.enqueue_call("os.mkdir", args=("/tmp/eservices-intruder",))  # noqa: S108 - must not appear

    answer_bells(redis, JobQueue.ROUTING, Drain(engine, {}), burst=True)

    assert intruder.get_status(refresh=True) == "failed"
    assert "UnknownFunction" in str(intruder.latest_result().exc_string)  # type: ignore[union-attr]


def test_a_job_is_rung_for_at_once_and_then_no_more_often_than_it_rests() -> None:
    pace = Pace(rest=1.0)

    assert pace.ready(["route"], at=10.0) == {"route"}
    assert pace.ready(["route", "notify"], at=10.4) == {"notify"}
    assert pace.ready([], at=10.9) == frozenset()
    assert pace.ready([], at=11.0) == {"route"}, "what was heard while it rested is not forgotten"
    assert pace.ready([], at=13.0) == frozenset()


def test_the_relay_looks_sooner_while_something_waits_for_its_bell() -> None:
    pace = Pace(rest=0.2)
    idle = pace.patience
    pace.ready(["route"], at=1.0)
    pace.ready(["route"], at=1.1)

    assert pace.patience < 0.2 < idle
