"""The relay: hears of new outbox rows and rings for them; a sweep finds what was not heard."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import psycopg
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from config.bells import Bellboy
from config.reactions import Job
from workflows import outbox

LOG = logging.getLogger(__name__)

#: Seconds between two looks at the outbox for rows whose bell was lost or whose retry has come.
SWEEP = 5.0
#: Seconds after which the relay looks whether it should stop.
IDLE = 0.5
#: Seconds for which notifications are gathered, so that a burst rings once.
GATHER = 0.005
#: Seconds between two bells of one job: what comes meanwhile is treated with the next one. A bell
#: costs its worker as much as several rows.
REST = 0.04
#: Seconds before trying again when the database or Redis does not answer.
PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Relay:
    """Rings the bells of jobs that have rows to treat."""

    engine: Engine
    redis: Redis
    sweep: float = SWEEP

    def run(self, stopping: Callable[[], bool]) -> None:
        """Ring until told to stop; a server that is away is waited for."""
        while not stopping():
            try:
                self._listen(stopping)
            except (DBAPIError, psycopg.Error, RedisError) as error:
                LOG.warning("relay_waits", extra={"error": outbox.describe(error)})
                time.sleep(PAUSE)

    def _listen(self, stopping: Callable[[], bool]) -> None:
        bellboy = Bellboy(self.redis)
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            outbox.listen(connection)
            while not stopping():
                outbox.park_lost(connection)
                ring_all(bellboy, outbox.jobs_due(connection))
                self._hear(connection, bellboy, stopping)

    def _hear(self, connection: Connection, bellboy: Bellboy, stopping: Callable[[], bool]) -> None:
        pace = Pace()
        until = time.monotonic() + self.sweep
        while not stopping() and (left := until - time.monotonic()) > 0:
            news = heard(connection, timeout=min(left, pace.patience))
            ring_all(bellboy, pace.ready(news, at=time.monotonic()))


@dataclass(slots=True)
class Pace:
    """Lets a job be rung for at once, and then no more often than it rests."""

    rest: float = REST
    _rung: dict[str, float] = field(default_factory=dict)
    _waiting: frozenset[str] = frozenset()

    @property
    def patience(self) -> float:
        """Tell for how many seconds nothing needs to be rung that has been heard already."""
        return self.rest / 2 if self._waiting else IDLE

    def ready(self, news: Iterable[str], *, at: float) -> frozenset[str]:
        """Give the jobs to ring for now, out of those heard now or earlier."""
        wanted = self._waiting.union(news)
        ready = {job for job in wanted if at - self._rung.get(job, -self.rest) >= self.rest}
        self._rung |= dict.fromkeys(ready, at)
        self._waiting = wanted - ready
        return frozenset(ready)


def heard(connection: Connection, *, timeout: float) -> frozenset[str]:
    """Give the jobs notified within the timeout in seconds, and those that come right after.

    One generator at a time: psycopg holds the connection while it waits for the next one.
    """
    raw: psycopg.Connection = connection.connection.driver_connection  # type: ignore[assignment]  # psycopg is our only driver
    first = [told.payload for told in raw.notifies(timeout=timeout, stop_after=1)]
    more = [told.payload for told in raw.notifies(timeout=GATHER)] if first else []
    return frozenset(first + more)


def ring_all(bellboy: Bellboy, jobs: Iterable[str]) -> None:
    """Ring for each job."""
    for job in jobs:
        bellboy.ring(Job(job))
