"""The outbox: what must follow is written with what happened, and done exactly once.

An event becomes one row for each job that must follow. A job claims due rows under a lease and a
fencing token, has its effect under a deterministic key, and completes the row in the transaction
that writes the result: a process that was paused beyond its lease is fenced off there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Interval,
    Row,
    Update,
    bindparam,
    case,
    func,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.exc import InterfaceError, OperationalError

from workflows.errors import Fenced, Outage
from workflows.tables import outbox_events

CHANNEL = "outbox"
#: Attempts before a step that keeps failing is set aside for a person to look at.
MAX_ATTEMPTS = 8
FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=15)
#: How long somebody else may be away before a person is asked to look.
LONGEST_OUTAGE = timedelta(days=3)
#: Written as the error of a row whose holders died instead of failing.
LOST = "the process ended"

NOW: ColumnElement[Any] = func.clock_timestamp()
OPEN = outbox_events.c.done_at.is_(None) & outbox_events.c.parked_at.is_(None)


RING = outbox_events.insert().returning(func.pg_notify(CHANNEL, outbox_events.c.job))


@dataclass(frozen=True, slots=True)
class Held:
    """An outbox row that this process holds until its lease ends."""

    id: int
    event: str
    job: str
    case_id: int | None
    data: Mapping[str, Any]
    attempts: int
    fence: int


@dataclass(frozen=True, slots=True)
class Outbox:
    """Writes events; `reactions` tells which jobs follow which event."""

    reactions: Mapping[str, tuple[str, ...]]

    def steps_after(self, *events: str) -> tuple[tuple[str, str], ...]:
        """Pair events with the jobs that follow, for who writes their rows with something else."""
        return tuple((event, job) for event in events for job in self.reactions.get(event, ()))

    def emit(
        self,
        connection: Connection,
        event: str,
        *,
        case_id: int | None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Record an event in the caller's transaction and wake the relay when it commits."""
        jobs = self.reactions.get(event, ())
        if not jobs:
            return
        row = {"event": event, "case_id": case_id, "data": dict(data or {})}
        # One round trip: each row notifies as it is written, heard when the transaction commits.
        connection.execute(RING, [row | {"job": job} for job in jobs])


def _held(row: Row[*tuple[Any, ...]]) -> Held:
    return Held(**row._mapping)


HELD = [outbox_events.c[name] for name in Held.__dataclass_fields__]


FREE = outbox_events.c.leased_until.is_(None) | (outbox_events.c.leased_until < NOW)
DUE = (
    select(outbox_events.c.id)
    .where(OPEN, outbox_events.c.job == bindparam("of_job"), outbox_events.c.due_at <= NOW, FREE)
    .order_by(outbox_events.c.due_at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
    # Read once: as a plain subquery it may be run for each row, and each time finds others free.
    .cte("due")
)
#: Every step takes one of each: put together once, not each time.
CLAIM = (
    update(outbox_events)
    .where(outbox_events.c.id.in_(select(DUE.c.id)))
    .values(
        fence=outbox_events.c.fence + 1,
        attempts=outbox_events.c.attempts + 1,
        leased_until=NOW + bindparam("held_for", type_=Interval),
    )
    .returning(*HELD)
)
MINE = update(outbox_events).where(
    OPEN,
    outbox_events.c.id == bindparam("held_id"),
    outbox_events.c.fence == bindparam("held_fence"),
)
COMPLETE = MINE.values(done_at=NOW, leased_until=None, last_error=None)
HELD_BATCH = (
    func.unnest(
        bindparam("held_ids", type_=ARRAY(BigInteger)),
        bindparam("held_fences", type_=ARRAY(Integer)),
    )
    .table_valued("id", "fence", name="batch")
    .render_derived()
)
COMPLETE_ALL = (
    update(outbox_events)
    .where(OPEN, outbox_events.c.id == HELD_BATCH.c.id, outbox_events.c.fence == HELD_BATCH.c.fence)
    .values(done_at=NOW, leased_until=None, last_error=None)
)


def claim(connection: Connection, job: str, *, limit: int, lease: timedelta) -> tuple[Held, ...]:
    """Take the oldest due rows of a job, each under a lease and a new fencing token."""
    wanted = {"of_job": job, "most": limit, "held_for": lease}
    rows = [_held(row) for row in connection.execute(CLAIM, wanted)]
    return tuple(sorted(rows, key=lambda held: held.id))


def complete(connection: Connection, held: Held) -> None:
    """Mark a row done, in the transaction of its effect; raises Fenced when it was lost."""
    _write_if_held(connection, held, COMPLETE)


def complete_all(connection: Connection, rows: Sequence[Held]) -> None:
    """Mark rows done, in the transaction of their effects; raises Fenced when any was lost."""
    given = {"held_ids": [held.id for held in rows], "held_fences": [held.fence for held in rows]}
    written = connection.execute(COMPLETE_ALL, given)
    if written.rowcount != len(rows):
        raise Fenced(rows[0].id)


def fail(connection: Connection, held: Held, error: BaseException) -> None:
    """Give a row back for a later attempt, or set it aside after too many.

    Only the error's type is kept: its message may quote what a citizen typed.
    """
    place = {"last_error": describe(error), "leased_until": None}
    if _is_outage(error):
        _write_if_held(connection, held, MINE.values(**_once_they_answer(), **place))
        return
    if held.attempts >= MAX_ATTEMPTS:
        _write_if_held(connection, held, MINE.values(parked_at=NOW, **place))
        return
    wait = min(FIRST_RETRY * 2 ** (held.attempts - 1), LONGEST_RETRY)
    _write_if_held(connection, held, MINE.values(due_at=NOW + wait, **place))


def _is_outage(error: BaseException) -> bool:
    """Tell whether somebody was away: a server we depend on, our own database among them."""
    if not isinstance(error, OperationalError | InterfaceError):
        return isinstance(error, Outage)
    # A lost connection has no code; the others are those of a server that stops or starts.
    code = getattr(error.orig, "sqlstate", None)
    return code is None or code.startswith(("08", "57P"))


def _once_they_answer() -> dict[str, Any]:
    """Wait half as long again as the row has waited; an outage is no fault of the step's."""
    age = NOW - outbox_events.c.created_at
    wait = func.least(func.greatest(age / 2, FIRST_RETRY), LONGEST_RETRY)
    return {
        "due_at": NOW + wait,
        "attempts": outbox_events.c.attempts - 1,
        "parked_at": case((age >= LONGEST_OUTAGE, NOW)),
    }


def release(connection: Connection, rows: Sequence[Held]) -> None:
    """Give rows back that were not begun: no attempt is counted; those lost since stay lost."""
    mine = tuple_(outbox_events.c.id, outbox_events.c.fence)
    connection.execute(
        update(outbox_events)
        .where(OPEN, mine.in_([(held.id, held.fence) for held in rows]))
        .values(leased_until=None, attempts=outbox_events.c.attempts - 1)
    )


def park_lost(connection: Connection) -> int:
    """Set aside the rows whose holders died of them too often; tells how many.

    Whoever fails gives its row back and counts; whoever dies does not, and its row would come back
    for ever, each time ending another process.
    """
    lost = outbox_events.c.leased_until < NOW
    parked = connection.execute(
        update(outbox_events)
        .where(OPEN, lost, outbox_events.c.attempts >= MAX_ATTEMPTS)
        .values(parked_at=NOW, leased_until=None, last_error=LOST)
    )
    return parked.rowcount


def describe(error: BaseException) -> str:
    """Name an error and the line that raised it, without its message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" at {trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}"
    return type(error).__qualname__ + place


def _write_if_held(connection: Connection, held: Held, change: Update) -> None:
    written = connection.execute(change, {"held_id": held.id, "held_fence": held.fence})
    if written.rowcount != 1:
        raise Fenced(held.id)


def jobs_due(connection: Connection) -> tuple[str, ...]:
    """Name the jobs that have a row to treat now."""
    rows = connection.execute(
        select(outbox_events.c.job).where(OPEN, outbox_events.c.due_at <= NOW, FREE).distinct()
    )
    return tuple(row.job for row in rows)


def parked(connection: Connection, *, limit: int = 100) -> tuple[Row[*tuple[Any, ...]], ...]:
    """List the steps that were set aside, oldest first."""
    columns = [outbox_events.c[name] for name in PARKED_COLUMNS]
    rows = connection.execute(
        select(*columns)
        .where(outbox_events.c.parked_at.is_not(None), outbox_events.c.done_at.is_(None))
        .order_by(outbox_events.c.parked_at)
        .limit(limit)
    )
    return tuple(rows)


PARKED_COLUMNS = (
    "id",
    "event",
    "job",
    "case_id",
    "created_at",
    "parked_at",
    "attempts",
    "last_error",
)


def retry(connection: Connection, event_id: int) -> bool:
    """Put a step that was set aside back to work; tells whether there was one."""
    woken = connection.execute(
        update(outbox_events)
        .where(outbox_events.c.id == event_id, outbox_events.c.parked_at.is_not(None))
        .values(parked_at=None, attempts=0, due_at=NOW)
        .returning(outbox_events.c.job)
    ).one_or_none()
    if woken is None:
        return False
    connection.execute(select(func.pg_notify(CHANNEL, woken.job)))
    return True


def hasten(connection: Connection, job: str, case_id: int) -> None:
    """Have the steps of a job for a case tried now that what they lacked is there."""
    columns = outbox_events.c
    mine = columns.case_id == case_id, columns.job == job, columns.done_at.is_(None)
    # One index has those that wait, another those that were set aside.
    for where in (columns.parked_at.is_(None), columns.parked_at.is_not(None)):
        left = update(outbox_events).where(*mine, where)
        connection.execute(left.values(parked_at=None, attempts=0, due_at=NOW))
    connection.execute(select(func.pg_notify(CHANNEL, job)))


def listen(connection: Connection) -> None:
    """Subscribe this connection to the wake-up channel."""
    connection.execute(text(f"LISTEN {CHANNEL}"))
