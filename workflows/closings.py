"""Closed days that nobody could know of when the calendar was written, and the clocks they move.

A day on which an office is closed counts for no clock in working time: what runs through it ends
later by what the day would have counted. Clocks in calendar days go on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    Insert,
    Row,
    Update,
    bindparam,
    func,
    insert,
    select,
    update,
)

from workflows.calendars import WorkingTime, advance, measure, working_time_of
from workflows.database import Instant
from workflows.language.values import Span, Unit
from workflows.organisations import Names
from workflows.tables import closings, deadlines

#: Nothing stays closed for longer by one announcement.
LONGEST = timedelta(days=31)
#: How far ahead one may be announced: beyond, it belongs into the calendar.
FURTHEST = timedelta(days=366)
WORKED = frozenset({Unit.WORKING_HOURS, Unit.WORKING_DAYS})
#: Clocks are moved in statements of so many.
BATCH = 5000


@dataclass(frozen=True, slots=True)
class Closing:
    """Days on which an office stays closed, and why."""

    id: int
    office: str
    first_day: date
    last_day: date
    reason: Names
    announced_by: int
    announced_at: datetime
    open_from: date | None

    def closed_days(self) -> tuple[date, ...]:
        """List the days on which the office stays closed by it."""
        length = (self.last_day - self.first_day).days + 1
        days = (self.first_day + timedelta(days=ahead) for ahead in range(length))
        return tuple(day for day in days if self.open_from is None or day < self.open_from)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A closing as it is announced, for one office or several."""

    offices: Sequence[str]
    first_day: date
    last_day: date
    reason: Names
    by: int


COLUMNS = tuple(closings.c[name] for name in Closing.__dataclass_fields__)


def closings_since(connection: Connection, day: date) -> tuple[Closing, ...]:
    """List the closings that reach to a day or beyond, the nearest first."""
    rows = connection.execute(
        select(*COLUMNS)
        .where(closings.c.last_day >= day)
        .order_by(closings.c.first_day, closings.c.office, closings.c.id)
    )
    return tuple(Closing(**row._mapping) for row in rows)


def announce(connection: Connection, what: Announced, *, at: datetime) -> int:
    """Close offices on some days; tells how many clocks of open cases end later."""
    rows = {
        "first_day": what.first_day,
        "last_day": what.last_day,
        "reason": dict(what.reason),
        "announced_by": what.by,
        "announced_at": at,
    }
    moved = 0
    for office in what.offices:
        closed = insert(closings).values(office=office, **rows)
        moved += _moving_clocks(connection, office, what.first_day, closed)
    return moved


def take_back(connection: Connection, closing_id: int, *, today: date) -> Closing | None:
    """Open an office again, from today on where it is closed already; None if it was done before.

    The clocks that were moved come back by what they did not need.
    """
    mine = closings.c.id == closing_id, closings.c.open_from.is_(None), closings.c.last_day >= today
    row = connection.execute(select(*COLUMNS).where(*mine).with_for_update()).one_or_none()
    if row is None:
        return None
    closing = Closing(**row._mapping)
    opens = max(today, closing.first_day)
    ended = update(closings).where(closings.c.id == closing_id).values(open_from=opens)
    _moving_clocks(connection, closing.office, opens, ended)
    return closing


def _moving_clocks(
    connection: Connection, office: str, first_day: date, change: Insert | Update
) -> int:
    """Change an office's calendar, and move the running clocks that reach beyond a day."""
    before = working_time_of.fresh(connection, office)
    connection.execute(change)
    after = working_time_of.fresh(connection, office)
    midnight = datetime.combine(first_day, time(), before.calendar.zone)
    running = (
        deadlines.c.calendar_office == office,
        deadlines.c.stopped_at.is_(None),
        deadlines.c.breached_at.is_(None),
        deadlines.c.due_at > midnight,
        deadlines.c.span.is_not(None),
    )
    columns = (deadlines.c[name] for name in ("id", "span", "started_at", "due_at", "warn_at"))
    found = connection.execute(select(*columns).where(*running).with_for_update()).all()
    worked = [row for row in found if Span.of(row.span).unit in WORKED]
    moved = [_moved(row, midnight, before, after) for row in worked]
    for at in range(0, len(moved), BATCH):
        _write(connection, moved[at : at + BATCH])
    working_time_of.forget()
    return len(moved)


def _moved(
    row: Row[Any], midnight: datetime, before: WorkingTime, after: WorkingTime
) -> tuple[int, datetime, datetime | None]:
    """Measure what is left from the closed day on, and let it run by the other calendar."""
    span, origin = Span.of(row.span), max(row.started_at, midnight)

    def later(instant: datetime) -> datetime:
        return advance(after, span, origin, measure(before, span, origin, instant))

    warned = row.warn_at is None or row.warn_at <= origin
    return row.id, later(row.due_at), row.warn_at if warned else later(row.warn_at)


def _write(connection: Connection, moved: Iterable[tuple[int, datetime, datetime | None]]) -> None:
    ids, ends, warnings = (list(column) for column in zip(*moved, strict=True))
    given = (
        func.unnest(
            bindparam("ids", ids, ARRAY(BigInteger)),
            bindparam("ends", ends, ARRAY(Instant)),
            bindparam("warnings", warnings, ARRAY(Instant)),
        )
        .table_valued("id", "due_at", "warn_at")
        .render_derived(name="moved")
    )
    connection.execute(
        update(deadlines)
        .where(deadlines.c.id == given.c.id)
        .values(due_at=given.c.due_at, warn_at=given.c.warn_at)
    )
