"""Draining: due outbox rows of one job, claimed in batches, each treated under its lease."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from config.reactions import Job
from workflows import outbox
from workflows.database import single_statements
from workflows.errors import Fenced
from workflows.outbox import Held

LOG = logging.getLogger(__name__)

#: Rows claimed at once: enough to share the cost of a bell, few enough for the lease.
BATCH = 20
LEASE = timedelta(seconds=60)
#: One row alone shares nothing.
LEAST_TOGETHER = 2
#: A drain gives way after this many seconds, so that the worker hears a polite stop.
PATIENCE = 30.0
#: How often, and how many seconds apart, a row is given back to a database that does not answer.
TRIES = 10
PAUSE = 0.5

Handler = Callable[[Held], None]


@dataclass(frozen=True, slots=True)
class Inside:
    """A handler whose whole effect is in our database: several rows can share a transaction.

    Under load a transaction for each row costs more than what it does.
    """

    database: Engine
    effect: Callable[[Connection, Held], None]

    def __call__(self, held: Held) -> None:
        """Treat one row."""
        self.together((held,))

    def together(self, rows: Sequence[Held]) -> None:
        """Treat rows whole or not at all; raises what any of them raises."""
        with self.database.begin() as connection:
            # In the order of their cases, so that two batches never wait for each other.
            for held in sorted(rows, key=lambda held: (held.case_id or 0, held.id)):
                self.effect(connection, held)
            outbox.complete_all(connection, rows)


@dataclass(frozen=True, slots=True)
class Drain:
    """Treats due rows: `handlers` has the effect of each job and completes the row itself."""

    engine: Engine
    handlers: Mapping[Job, Handler]
    batch: int = BATCH
    lease: timedelta = LEASE

    def __call__(self, name: str) -> None:
        """Treat what is due for a job until nothing is, or it is time to give way."""
        job = Job(name)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            stale = time.monotonic() + self.lease.total_seconds() / 2
            with single_statements(self.engine) as connection:
                rows = outbox.claim(connection, job, limit=self.batch, lease=self.lease)
            together = self._treat_together(job, rows)
            left = () if together else self._treat_until(stale, job, in_turn(rows))
            if left:
                with self.engine.begin() as connection:
                    outbox.release(connection, left)
            elif len(rows) < self.batch:
                return

    def _treat_together(self, job: Job, rows: Sequence[Held]) -> bool:
        """Treat rows met for the first time at once, where the handler can; tells whether it did.

        When any of them fails nothing is done, and each is treated alone to find out which.
        """
        handler = self.handlers.get(job)
        is_new = all(held.attempts == 1 for held in rows)
        if not isinstance(handler, Inside) or len(rows) < LEAST_TOGETHER or not is_new:
            return False
        try:
            handler.together(rows)
        except Exception as error:  # noqa: BLE001 - what it was is found and told row by row
            told = {"job": job, "rows": len(rows), "error": outbox.describe(error)}
            LOG.info("steps_taken_apart", extra=told)
            return False
        return True

    def _treat_until(self, stale: float, job: Job, rows: Sequence[Held]) -> Sequence[Held]:
        """Treat rows while enough of their lease is left, one at least; gives those left over.

        A row begun at the end of its lease would be begun by somebody else as well.
        """
        for index, held in enumerate(rows):
            if index and time.monotonic() > stale:
                return rows[index:]
            self._treat(job, held)
        return ()

    def _treat(self, job: Job, held: Held) -> None:
        """Treat one row; whatever goes wrong with it, the next ones are treated."""
        try:
            self.handlers[job](held)
        except Fenced:
            LOG.warning("step_fenced", extra={"job": job, "event_id": held.id})
        except Exception as error:  # noqa: BLE001 - the worker's edge: the failure becomes a row somebody sees
            where = outbox.describe(error)
            LOG.warning("step_failed", extra={"job": job, "event_id": held.id, "error": where})
            self._give_back(held, error)

    def _give_back(self, held: Held, error: Exception) -> None:
        """Give a row back, waiting a little for a database that restarts: a lease is far longer."""
        place = {"job": held.job, "event_id": held.id}
        for _ in range(TRIES):
            try:
                with self.engine.begin() as connection:
                    outbox.fail(connection, held, error)
            except Fenced:
                LOG.warning("step_fenced", extra=place)
            except DBAPIError:
                time.sleep(PAUSE)
                continue
            return
        LOG.warning("step_left_to_its_lease", extra=place)


def in_turn(rows: Sequence[Held]) -> list[Held]:
    """Order claimed rows: new ones first, then those claimed before, each time the other way round.

    A row that ends its process takes its batch down with it. It will be met again, but the rows
    behind it are treated before it the next time.
    """
    return sorted(rows, key=lambda held: (held.attempts, held.id * (-1) ** (held.attempts + 1)))
