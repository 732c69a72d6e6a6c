"""Closed days that nobody could know of when the calendar was written.

A day on which an office is closed counts for no clock in working time: what runs through it ends
later by what the day would have counted (`workflows.changed_calendars`). Clocks in calendar days
go on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from workflows.calendars import working_time_of
from workflows.changed_calendars import note_change
from workflows.organisations import Names
from workflows.outbox import Outbox
from workflows.tables import closings

#: Nothing stays closed for longer by one announcement.
LONGEST = timedelta(days=31)
#: How far ahead one may be announced: beyond, it belongs into the calendar.
FURTHEST = timedelta(days=366)


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
    change_id: int
    end_change_id: int | None

    @property
    def last_change(self) -> int:
        """Name the change of the calendar by which it began, or was taken back."""
        return self.end_change_id or self.change_id

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


def announce(connection: Connection, outbox: Outbox, what: Announced, *, at: datetime) -> None:
    """Close offices on some days; the clocks of open cases are moved by a job."""
    rows = {
        "first_day": what.first_day,
        "last_day": what.last_day,
        "reason": dict(what.reason),
        "announced_by": what.by,
        "announced_at": at,
    }
    # In one order, so that two announcements never wait for each other.
    for office in sorted(set(what.offices)):
        change = note_change(connection, outbox, office, what.first_day, at=at)
        connection.execute(insert(closings).values(office=office, change_id=change, **rows))
    working_time_of.forget()


def take_back(
    connection: Connection, outbox: Outbox, closing_id: int, *, today: date, at: datetime
) -> Closing | None:
    """Open an office again, from today on where it is closed already; None if it was done before.

    The clocks that were moved come back by what they did not need.
    """
    mine = closings.c.id == closing_id, closings.c.open_from.is_(None), closings.c.last_day >= today
    row = connection.execute(select(*COLUMNS).where(*mine).with_for_update()).one_or_none()
    if row is None:
        return None
    closing = Closing(**row._mapping)
    opens = max(today, closing.first_day)
    change = note_change(connection, outbox, closing.office, opens, at=at)
    ended = {"open_from": opens, "end_change_id": change}
    connection.execute(update(closings).where(closings.c.id == closing_id).values(ended))
    working_time_of.forget()
    return closing
