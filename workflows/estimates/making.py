"""Making estimates: one for each new stay in an agent queue, from the queue and its past."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from workflows.calendars import WorkingTime, working_time_of
from workflows.claims import Ending
from workflows.estimates.conformal import Levels
from workflows.estimates.expectation import (
    DAY,
    DEPARTURES,
    PACE_DAYS,
    Learnt,
    Past,
    expectation,
    length_of,
    wait_of,
)
from workflows.tables import claims, estimate_levels, estimates

#: Stays treated in one transaction.
BATCH = 500
#: Past cases of a queue that are read, enough for each length of wait.
READ = 1_000
#: Stays whose number is so much lower than the last one may still be written by a transaction
#: that took its number early.
LOOK_BACK = 1_000

#: New stays, with how many wait before each. The ranks of a whole queue are counted at once: a
#: count for each new case would walk through the same long queue again and again.
NEW_STAYS = text("""
WITH fresh AS MATERIALIZED (
  SELECT s.id AS stay_id, s.case_id, s.pool_id FROM queue_stays s
  WHERE s.id > coalesce((SELECT max(stay_id) FROM estimates), 0) - :look_back
    AND s.until IS NULL
    AND NOT EXISTS (SELECT FROM estimates e WHERE e.stay_id = s.id)
  ORDER BY s.id LIMIT :limit),
ranked AS (
  SELECT id, row_number() OVER (PARTITION BY pool_id ORDER BY eligible_at, tie_break) - 1 AS ahead
  FROM cases
  WHERE pool_id IN (SELECT DISTINCT pool_id FROM fresh) AND claimed_by IS NULL)
SELECT f.stay_id, f.case_id, f.pool_id, p.office, c.eservice, c.state,
  coalesce(r.ahead, 0) AS ahead
FROM fresh f
JOIN cases c ON c.id = f.case_id
JOIN pools p ON p.id = f.pool_id
LEFT JOIN ranked r ON r.id = f.case_id
ORDER BY f.pool_id, c.eservice, c.state, f.stay_id
""")


@dataclass(frozen=True, slots=True)
class Stay:
    """A new stay in an agent queue, and how many wait before it."""

    stay_id: int
    case_id: int
    pool_id: int
    office: str
    eservice: str
    state: str
    ahead: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How many cases left a queue in how much of its office's working time."""

    departures: int
    elapsed: int


def make_estimates(connection: Connection, *, now: datetime) -> int:
    """Estimate the new stays, a batch of them; tells how many."""
    given = {"look_back": LOOK_BACK, "limit": BATCH}
    stays = [Stay(**row._mapping) for row in connection.execute(NEW_STAYS, given)]
    for _queue, some in groupby(stays, key=attrgetter("pool_id", "eservice", "state")):
        _estimate(connection, tuple(some), now)
    return len(stays)


def _estimate(connection: Connection, stays: Sequence[Stay], now: datetime) -> None:
    """Estimate new stays of one e-service in one step and queue."""
    first = stays[0]
    working = working_time_of(connection, first.office)
    queue = _Queue(
        pace=pace_of(connection, first.pool_id, working, now),
        past=_past(connection, first),
        levels=_levels(connection, first),
    )
    rows = [_row(stay, queue, working, now) for stay in stays]
    connection.execute(insert(estimates), rows)
    announced = [row for row in rows if row["first_day"] is not None]
    for length in {row["length"] for row in announced}:
        count = sum(row["length"] == length for row in announced)
        _await(connection, first, queue.levels.get(length, Levels()), length, count)


@dataclass(frozen=True, slots=True)
class _Queue:
    """What is known of one step of one e-service in one agent queue; the latest past case last."""

    pace: Pace
    past: Sequence[tuple[int, Past]]
    levels: dict[int, Levels]


def _row(stay: Stay, queue: _Queue, working: WorkingTime, now: datetime) -> dict[str, Any]:
    row = {name: value for name, value in asdict(stay).items() if name != "office"}
    nothing = dict.fromkeys(("wait", "expected", "length", "low", "high", "first_day", "last_day"))
    wait = wait_of(stay.ahead, queue.pace.departures, queue.pace.elapsed)
    if wait is None:
        return row | nothing | {"at": now}
    expected = expectation(wait, [past for _length, past in queue.past])
    length = length_of(expected)
    learnt = Learnt(
        [past for of, past in queue.past if of == length], queue.levels.get(length, Levels())
    )
    told = learnt.range(expected, now, working, known=len(queue.past))
    known = {"at": now, "wait": wait, "expected": expected, "length": length}
    return row | nothing | known | ({} if told is None else asdict(told))


def pace_of(connection: Connection, pool_id: int, working: WorkingTime, now: datetime) -> Pace:
    """Tell the pace of a queue: of the shortest stretch that holds enough departures.

    A stretch begins with a departure at the latest: before an office opened, nothing was slow.
    """
    starts = [working.back(now, days * DAY) for days in PACE_DAYS]
    left = (
        select(claims.c.ended_at)
        .where(
            claims.c.pool_id == pool_id,
            claims.c.ended_at > starts[-1],
            claims.c.ending == Ending.MOVED,
            claims.c.consultation_id.is_(None),
        )
        .subquery()
    )
    after = (func.count().filter(left.c.ended_at > start) for start in starts)
    first, *counted = connection.execute(select(func.min(left.c.ended_at), *after)).one()
    paces = (
        Pace(count - (first > start), working.between(max(start, first), now))
        for count, start in zip(counted, starts, strict=True)
        if count
    )
    known = [Pace(0, 0), *paces]
    return next((pace for pace in known if pace.departures >= DEPARTURES), known[-1])


def _of_queue(table: Any, stay: Stay) -> Iterable[Any]:
    return (
        table.c.pool_id == stay.pool_id,
        table.c.eservice == stay.eservice,
        table.c.state == stay.state,
    )


def _past(connection: Connection, stay: Stay) -> Sequence[tuple[int, Past]]:
    rows = connection.execute(
        select(estimates.c.length, estimates.c.wait, estimates.c.expected, estimates.c.took)
        .where(*_of_queue(estimates, stay), estimates.c.took.is_not(None))
        .order_by(estimates.c.settled_at.desc())
        .limit(READ)
    ).all()
    return [(row.length, Past(row.wait, row.expected, row.took)) for row in reversed(rows)]


def _levels(connection: Connection, stay: Stay) -> dict[int, Levels]:
    columns = (estimate_levels.c.length, estimate_levels.c.low, estimate_levels.c.high)
    rows = connection.execute(select(*columns).where(*_of_queue(estimate_levels, stay)))
    return {row.length: Levels(row.low, row.high) for row in rows}


def _await(connection: Connection, stay: Stay, levels: Levels, length: int, count: int) -> None:
    """Count the ranges whose outcome is awaited, which says how much each will teach."""
    where = (*_of_queue(estimate_levels, stay), estimate_levels.c.length == length)
    more = {"awaited": estimate_levels.c.awaited + count}
    if connection.execute(update(estimate_levels).where(*where).values(more)).rowcount:
        return
    key = {"pool_id": stay.pool_id, "eservice": stay.eservice, "state": stay.state}
    new = {**key, "length": length, **asdict(levels), "awaited": count}
    connection.execute(insert(estimate_levels), new)
