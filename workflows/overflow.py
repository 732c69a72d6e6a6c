"""Overflow: where a case may go that nobody takes, after how long or before how many it waits.

What may become of a case is written down when it comes into an agent queue: one clock for each
overflow of its state that leads elsewhere from there. A clock that has come is due only while
nobody holds the case; it ends with the stay in the state, or when the case goes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from workflows.calendars import due as ends_of
from workflows.calendars import working_time_of
from workflows.cases import Case
from workflows.deadlines import Kind
from workflows.language.conditions import compile_condition
from workflows.language.procedure import Overflow, State
from workflows.language.values import Span
from workflows.offices import office_named
from workflows.tables import deadlines

#: No office is called so: an overflow whose expression names none leads nowhere.
NOWHERE = ""


@dataclass(frozen=True, slots=True)
class Spill:
    """A clock of overflow: of which case in which state, where it leads, and when it is due."""

    id: int
    case_id: int
    state: str
    #: The office in whose queue the case waits, by whose calendar the wait is counted.
    calendar_office: str
    towards: str
    span: str | None
    above: int | None
    due_at: datetime
    stopped_at: datetime | None


COLUMNS = tuple(deadlines.c[name] for name in Spill.__dataclass_fields__)

#: Those whose time has come, of cases that nobody holds. Where a backlog is asked for too, the case
#: stands behind as many of its queue as may stand there: the cut is found once for each queue.
DUE = text(
    """
    WITH come AS MATERIALIZED (
      SELECT d.id, d.due_at, d.above, c.pool_id, c.eligible_at, c.tie_break
      FROM deadlines d JOIN cases c ON c.id = d.case_id
      WHERE d.kind = 'overflow' AND d.stopped_at IS NULL AND d.due_at <= :now
        AND c.pool_id IS NOT NULL AND c.claimed_by IS NULL),
    bounds AS (SELECT DISTINCT pool_id, above FROM come WHERE above IS NOT NULL),
    cuts AS (
      SELECT b.pool_id, b.above, k.eligible_at, k.tie_break
      FROM bounds b CROSS JOIN LATERAL (
        SELECT q.eligible_at, q.tie_break FROM cases q
        WHERE q.pool_id = b.pool_id AND q.claimed_by IS NULL
        ORDER BY q.eligible_at, q.tie_break OFFSET b.above LIMIT 1) k)
    SELECT come.id
    FROM come LEFT JOIN cuts ON cuts.pool_id = come.pool_id AND cuts.above = come.above
    WHERE come.above IS NULL
      OR (come.eligible_at, come.tie_break) >= (cuts.eligible_at, cuts.tie_break)
    ORDER BY come.due_at, come.id LIMIT :most
    """
)


def leading(case: Case, state: State, *, office: str) -> Iterator[tuple[Overflow, str]]:
    """Give the overflows of a state that relieve an office of a case, and where each leads."""
    today = case.lodged_at.date()
    for one in state.overflow:
        towards = office_named(one.office, case, default=NOWHERE)
        relieves = not one.origins or office in one.origins
        meant = one.when is None or compile_condition(one.when).holds(case.answers, today)
        if relieves and meant and towards not in {NOWHERE, office}:
            yield one, towards


def plan(connection: Connection, case: Case, state: State, *, office: str, at: datetime) -> None:
    """Write down when a case that came into the agent queue of an office may go, and where."""
    ways = tuple(leading(case, state, office=office))
    if ways:
        rows = [_row(connection, case, way, office=office, at=at) for way in ways]
        connection.execute(insert(deadlines), rows)


def _row(
    connection: Connection, case: Case, way: tuple[Overflow, str], *, office: str, at: datetime
) -> dict[str, Any]:
    one, towards = way
    return {
        "case_id": case.id,
        "kind": Kind.OVERFLOW,
        "state": case.state,
        "span": None if one.after is None else str(one.after),
        "calendar_office": office,
        "started_at": at,
        "towards": towards,
        "above": one.above,
        **_laid(connection, one.after, office, at),
    }


def _laid(
    connection: Connection, after: Span | None, office: str, at: datetime
) -> dict[str, datetime | int]:
    if after is None:
        return {"due_at": at, "calendar_change": 0}
    working = working_time_of(connection, office)
    return {"due_at": ends_of(working, at, after), "calendar_change": working.change}


def come(connection: Connection, *, at: datetime, limit: int) -> tuple[int, ...]:
    """Name the overflows that are due, earliest first."""
    return tuple(connection.execute(DUE, {"now": at, "most": limit}).scalars())


def find_spill(connection: Connection, clock_id: int) -> Spill:
    """Read a clock of overflow by its identifier."""
    row = connection.execute(select(*COLUMNS).where(deadlines.c.id == clock_id)).one()
    return Spill(**row._mapping)


def spills_of(connection: Connection, case_id: int) -> tuple[Spill, ...]:
    """Read the overflows of a case that may still come, earliest first."""
    rows = connection.execute(
        select(*COLUMNS)
        .where(
            deadlines.c.case_id == case_id,
            deadlines.c.kind == Kind.OVERFLOW,
            deadlines.c.stopped_at.is_(None),
        )
        .order_by(deadlines.c.due_at, deadlines.c.id)
    )
    return tuple(Spill(**row._mapping) for row in rows)


def give_up(connection: Connection, clock_id: int, *, at: datetime) -> None:
    """End an overflow that can lead nowhere, so that it stands in nobody's way."""
    row = deadlines.c.id == clock_id
    connection.execute(update(deadlines).where(row).values(stopped_at=at))
