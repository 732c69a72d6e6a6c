"""Clocks laid out anew after the closed days or hours of an office changed, some at a time.

A change is written down at once, and a job moves the clocks that run through it, in short
transactions. Each clock says by which change of its office's calendar it was laid out last: one
that was moved is not moved again, and one that was not is moved before anything else comes of it
(`brought_up`). Whoever dies in between loses nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    bindparam,
    func,
    insert,
    select,
    update,
)

from workflows.calendars import WorkingTime, advance, measure, working_time_of
from workflows.database import Instant
from workflows.language.values import Span, Unit
from workflows.outbox import Outbox
from workflows.tables import calendar_changes, deadlines

#: The calendar of an office changed, and clocks are left to be moved.
CALENDAR_CHANGED = "calendar.changed"
#: First key of the advisory locks under which the calendar of an office changes.
LOCK = 7212
WORKED = frozenset({Unit.WORKING_HOURS, Unit.WORKING_DAYS})
#: Clocks moved in one transaction, for whose cases a decision may have to wait meanwhile.
BATCH = 500
#: For so long after the last batch of a change clocks are looked for that it could not see.
LATE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an office's calendar, and how far its clocks were moved."""

    id: int
    office: str
    from_day: date
    made_at: datetime
    reached: int
    until: int
    moved: int
    finished_at: datetime | None

    @property
    def percent(self) -> int:
        """Tell how much of the work is done."""
        return 100 if self.finished_at else 100 * self.reached // max(self.until, 1)


@dataclass(frozen=True, slots=True)
class Clock:
    """What of a running clock is laid out by a calendar, and by which change of it."""

    id: int
    span: Span
    started_at: datetime
    due_at: datetime
    warn_at: datetime | None
    calendar_change: int


CHANGE_COLUMNS = tuple(calendar_changes.c[name] for name in Change.__dataclass_fields__)
CLOCK_COLUMNS = tuple(deadlines.c[name] for name in Clock.__dataclass_fields__)


def _clock(row: Row[*tuple[Any, ...]]) -> Clock:
    return Clock(**{**row._mapping, "span": Span.of(row.span)})


def note_change(
    connection: Connection, outbox: Outbox, office: str, from_day: date, *, at: datetime
) -> int:
    """Write down that the calendar of an office changes from a day on, and have clocks moved.

    What an earlier change has left to do is done for this one.
    """
    connection.execute(select(func.pg_advisory_xact_lock(LOCK, func.hashtext(office))))
    left = calendar_changes.c.office == office, calendar_changes.c.finished_at.is_(None)
    ended = update(calendar_changes).where(*left).values(finished_at=at)
    days = connection.execute(ended.returning(calendar_changes.c.from_day)).scalars().all()
    written = insert(calendar_changes).values(
        office=office,
        from_day=min([from_day, *days]),
        made_at=at,
        until=select(func.coalesce(func.max(deadlines.c.id), 0)).scalar_subquery(),
    )
    number: int = connection.execute(written.returning(calendar_changes.c.id)).scalar_one()
    outbox.emit(connection, CALENDAR_CHANGED, case_id=None, data={"change": number})
    return number


def changes_of(connection: Connection, ids: Collection[int]) -> dict[int, Change]:
    """Read changes by their numbers."""
    found = select(*CHANGE_COLUMNS).where(calendar_changes.c.id.in_(ids))
    return {row.id: Change(**row._mapping) for row in connection.execute(found)}


def move_some(connection: Connection, change_id: int, *, at: datetime, limit: int = BATCH) -> bool:
    """Move some of the clocks that a change is still to move; tells whether any are left.

    A clock that somebody else is changing at this moment is left for the next time.
    """
    mine = calendar_changes.c.id == change_id
    row = connection.execute(select(*CHANGE_COLUMNS).where(mine).with_for_update()).one()
    change = Change(**row._mapping)
    if change.finished_at is not None:
        return False
    after = working_time_of.fresh(connection, change.office, change=change.id)
    not_reached = deadlines.c.id.between(change.reached + 1, change.until)
    wanted = (not_reached, *_to_move(change, after))
    moved = _move(connection, after, change, wanted, limit=limit)
    left = connection.execute(select(func.min(deadlines.c.id)).where(*wanted)).scalar_one()
    progress = {"moved": change.moved + moved, "finished_at": None if left else at}
    progress["reached"] = left - 1 if left else change.until
    connection.execute(update(calendar_changes).where(mine).values(progress))
    return left is not None


def move_latecomers(connection: Connection, *, at: datetime) -> int:
    """Move the clocks that were started by a former calendar while others were being moved.

    A process keeps a calendar for some seconds, and a transaction may end after its clock was
    looked for; tells how many were moved.
    """
    latest = select(func.max(calendar_changes.c.id)).group_by(calendar_changes.c.office)
    found = connection.execute(
        select(*CHANGE_COLUMNS).where(
            calendar_changes.c.id.in_(latest), calendar_changes.c.finished_at > at - LATE
        )
    )
    changes = [Change(**row._mapping) for row in found]
    moved = 0
    for change in changes:
        after = working_time_of.fresh(connection, change.office, change=change.id)
        wanted = tuple(_to_move(change, after))
        moved += _move(connection, after, change, wanted, limit=BATCH)
    return moved


def _move(
    connection: Connection,
    after: WorkingTime,
    change: Change,
    wanted: Collection[ColumnElement[bool]],
    *,
    limit: int,
) -> int:
    some = select(*CLOCK_COLUMNS).where(*wanted).order_by(deadlines.c.id).limit(limit)
    found = connection.execute(some.with_for_update(skip_locked=True)).all()
    clocks = [_clock(row) for row in found]
    former = {
        one: working_time_of.fresh(connection, change.office, change=one)
        for one in {clock.calendar_change for clock in clocks}
    }
    day = change.from_day
    moved = [laid_anew(one, day, former[one.calendar_change], after) for one in clocks]
    _write(connection, moved)
    return len(moved)


def _to_move(change: Change, after: WorkingTime) -> Iterable[ColumnElement[bool]]:
    columns = deadlines.c
    yield columns.calendar_office == change.office
    yield columns.stopped_at.is_(None)
    yield columns.breached_at.is_(None)
    yield columns.due_at > after.midnight(change.from_day)
    yield columns.calendar_change < change.id
    yield columns.span.contains("working")


def brought_up(connection: Connection, office: str, clock: Clock) -> Clock:
    """Give a running clock as it ends by its office's present calendar.

    Costs nothing where it was laid out by it, which is the rule. Where the calendar changed and the
    job has not come to this clock, it is moved here.
    """
    after = working_time_of(connection, office)
    if after.change <= clock.calendar_change or clock.span.unit not in WORKED:
        return clock
    since = calendar_changes.c.id.between(clock.calendar_change + 1, after.change)
    days = select(func.min(calendar_changes.c.from_day))
    first = connection.execute(days.where(calendar_changes.c.office == office, since)).scalar_one()
    before = working_time_of.fresh(connection, office, change=clock.calendar_change)
    moved = laid_anew(clock, first, before, after)
    _write(connection, [moved])
    return moved


def laid_anew(clock: Clock, day: date, before: WorkingTime, after: WorkingTime) -> Clock:
    """Measure what is left from the changed day on, and let it run by the other calendar.

    It is measured on the clock of the span: hours as hours, days as days however long they are.
    """
    span, origin = clock.span, max(clock.started_at, after.midnight(day))

    def later(instant: datetime) -> datetime:
        if instant <= origin:
            return instant
        return advance(after, span, origin, measure(before, span, origin, instant))

    warns = None if clock.warn_at is None else later(clock.warn_at)
    return replace(clock, due_at=later(clock.due_at), warn_at=warns, calendar_change=after.change)


def _write(connection: Connection, moved: Collection[Clock]) -> None:
    rows = [(one.id, one.due_at, one.warn_at, one.calendar_change) for one in moved]
    if not rows:
        return
    ids, ends, warnings, changes = (list(column) for column in zip(*rows, strict=True))
    given = (
        func.unnest(
            bindparam("ids", ids, ARRAY(BigInteger)),
            bindparam("ends", ends, ARRAY(Instant)),
            bindparam("warnings", warnings, ARRAY(Instant)),
            bindparam("changes", changes, ARRAY(BigInteger)),
        )
        .table_valued("id", "due_at", "warn_at", "calendar_change")
        .render_derived(name="moved")
    )
    names = ("due_at", "warn_at", "calendar_change")
    connection.execute(
        update(deadlines)
        .where(deadlines.c.id == given.c.id)
        .values({name: given.c[name] for name in names})
    )
