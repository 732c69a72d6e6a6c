"""The clock process: what must happen because time passes.

Deadlines, leases and pending payments are rows; this looks at them regularly. Only one process
looks at a time (an advisory lock), the others stand by; when it dies, another takes over and finds
everything that fell due meanwhile.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from workflows import deadlines, falling_due, opinions
from workflows.cases import lock_case
from workflows.engine import BREACHED, WARNED
from workflows.engine import Engine as WorkflowEngine
from workflows.errors import MoveRefused
from workflows.outbox import describe
from workflows.returning import return_expired
from workflows.silence import decide_by_silence

LOG = logging.getLogger(__name__)

ELECTION = 4_209_117_301
BATCH = 200
PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Chore:
    """Something done every so many seconds."""

    name: str
    every: float
    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Gives warnings, records breaches and ends waits, each in its own transaction."""

    database: Engine
    workflow: WorkflowEngine

    def sweep(self) -> int:
        """Treat the clocks whose warning or end has come; tells how many."""
        with self.database.begin() as connection:
            now = self.workflow.clock.now(connection)
            warned = falling_due.to_warn(connection, at=now, limit=BATCH)
            ended = falling_due.overdue(connection, at=now, limit=BATCH)
        for deadline_id in warned:
            self._treat(deadline_id, self._warn)
        for deadline_id in ended:
            self._treat(deadline_id, self._breach)
        return len(warned) + len(ended)

    def _treat(
        self, deadline_id: int, do: Callable[[Connection, deadlines.Deadline], None]
    ) -> None:
        try:
            with self.database.begin() as connection:
                # The case first, always: every mover takes the same lock in the same order.
                lock_case(connection, deadlines.find_deadline(connection, deadline_id).case_id)
                deadline = deadlines.find_deadline(connection, deadline_id)
                do(connection, deadlines.up_to_date(connection, deadline))
        except MoveRefused as refusal:
            LOG.warning("expiry_refused", extra={"deadline": deadline_id, "error": refusal.reason})

    def _warn(self, connection: Connection, deadline: deadlines.Deadline) -> None:
        now = self.workflow.clock.now(connection)
        if deadline.warned_at or deadline.stopped_at or not _has_come(deadline.warn_at, now):
            return
        falling_due.mark_warned(connection, deadline, at=now)
        self._tell(connection, deadline, WARNED)

    def _breach(self, connection: Connection, deadline: deadlines.Deadline) -> None:
        now = self.workflow.clock.now(connection)
        if deadline.breached_at or deadline.stopped_at or not _has_come(deadline.due_at, now):
            return
        falling_due.mark_breached(connection, deadline, at=now)
        self._tell(connection, deadline, BREACHED)
        self._decide(connection, deadline)

    def _decide(self, connection: Connection, deadline: deadlines.Deadline) -> None:
        """Do what the end of a clock means by itself."""
        if deadline.kind is deadlines.Kind.EXPIRY:
            self.workflow.expire(connection, lock_case(connection, deadline.case_id))
        elif deadline.kind is deadlines.Kind.SILENCE:
            decide_by_silence(connection, self.workflow, lock_case(connection, deadline.case_id))
        elif deadline.consultation_id is not None:
            opinions.fall_silent(connection, self.workflow, deadline.consultation_id)

    def _tell(self, connection: Connection, deadline: deadlines.Deadline, event: str) -> None:
        told = {"deadline_id": deadline.id, "kind": deadline.kind, "state": deadline.state}
        self.workflow.outbox.emit(connection, event, case_id=deadline.case_id, data=told)


def _has_come(instant: datetime | None, now: datetime) -> bool:
    """Tell whether an instant is there: a clock may have been stopped, or moved by a closing."""
    return instant is not None and instant <= now


def return_leases(database: Engine, workflow: WorkflowEngine) -> int:
    """Give back the cases whose holder went idle."""
    with database.begin() as connection:
        return return_expired(connection, clock=workflow.clock)


def keep_time(
    database: Engine, chores: Sequence[Chore], stopping: Callable[[], bool], *, tick: float = 0.5
) -> None:
    """Do the chores at their times until told to stop, while this process is the elected one."""
    # Kept beyond a lost connection: what is done once a day is not done again after each.
    due = dict.fromkeys((chore.name for chore in chores), 0.0)
    while not stopping():
        try:
            with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                # Closed at the end instead of given back to the pool, where it would keep the lock
                # and shut out every clock, this one too.
                connection.detach()
                if _is_elected(connection):
                    _do_chores(connection, chores, due, stopping, tick)
                else:
                    time.sleep(PAUSE)
        except DBAPIError as error:
            LOG.warning("clock_waits", extra={"error": describe(error)})
            time.sleep(PAUSE)


def _is_elected(connection: Connection) -> bool:
    lock = text("SELECT pg_try_advisory_lock(:key)")
    return bool(connection.execute(lock, {"key": ELECTION}).scalar_one())


def _do_chores(
    connection: Connection,
    chores: Sequence[Chore],
    due: dict[str, float],
    stopping: Callable[[], bool],
    tick: float,
) -> None:
    """Do what is due at each tick; losing the lock's connection ends the election."""
    while not stopping():
        connection.execute(text("SELECT 1"))
        for chore in chores:
            if time.monotonic() >= due[chore.name]:
                due[chore.name] = time.monotonic() + chore.every
                _do(chore)
        time.sleep(tick)


def _do(chore: Chore) -> None:
    try:
        chore.do()
    except Exception as error:  # noqa: BLE001 - the process's edge: one chore that fails must not stop the others
        LOG.warning("chore_failed", extra={"chore": chore.name, "error": describe(error)})
