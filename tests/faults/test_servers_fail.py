"""Servers that forget or restart while cases run, seen by the people who use the installation."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from redis.exceptions import RedisError
from sqlalchemy import text

from config.embedded_postgresql import OWNER
from config.embedded_postgresql import SEALER as EMBEDDED_SEALER
from config.procfile import SEALER, SEALER_ALONE
from tests.faults.invariants import findings
from tests.faults.live import COMMANDS, Live, settled
from tests.faults.public import Served, public

pytestmark = pytest.mark.timeout(1800)

#: Cases under way at once.
CASES = 4


@contextmanager
def again_and_again(do: Callable[[], None], *, every: float, times: int) -> Iterator[list[float]]:
    """Do something every so many seconds, meanwhile, so often at most; gives when it was done."""
    over, done = threading.Event(), list[float]()

    def go_on() -> None:
        while not over.wait(every) and len(done) < times:
            do()
            done.append(time.monotonic())

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield done
    finally:
        over.set()
        thread.join()


def all_served(live: Live, number: int = CASES) -> list[Served]:
    """Let several people apply, pay and fetch their acts at the same time."""
    with public(live) as everybody:
        cases = [everybody.served() for _ in range(number)]
        return [case.result() for case in cases]


def test_redis_may_be_emptied_at_any_moment(live: Live) -> None:
    with live.redis() as redis:

        def empty() -> None:
            try:
                redis.flushall()
            except RedisError:
                time.sleep(0.1)

        with again_and_again(empty, every=0.3, times=500) as emptied:
            served = all_served(live)

    assert len(emptied) > CASES
    assert [(one.verified, one.receipts) for one in served] == [(True, 1)] * CASES
    assert settled(live, findings) == {}


def test_postgresql_may_restart_at_once_while_cases_run(live: Live) -> None:
    before = live.process("postgresql").pid

    with again_and_again(lambda: restart(live), every=4.0, times=5) as restarted:
        served = all_served(live)

    assert restarted
    assert live.process("postgresql").pid != before
    assert [(one.verified, one.receipts) for one in served] == [(True, 1)] * CASES
    assert settled(live, findings) == {}


def restart(live: Live) -> None:
    """Stop the server without letting it finish anything; its supervisor starts it again."""
    live.kill("postgresql", signal.SIGQUIT)


def test_only_the_sealer_is_given_what_seals(live: Live) -> None:
    secret = {variable.name for variable in SEALER_ALONE}

    given = {name for name in COMMANDS if secret & live.process(name).environ().keys()}

    assert given == {SEALER}


def test_the_sealer_reaches_the_database_by_its_own_role(live: Live) -> None:
    all_served(live, 1)

    with live.engine.begin() as connection:
        roles = set(connection.execute(text(ROLES)).scalars())

    assert {EMBEDDED_SEALER, OWNER} <= roles


ROLES = "SELECT DISTINCT usename FROM pg_stat_activity WHERE usename IS NOT NULL"
