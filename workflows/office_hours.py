"""Opening hours that an office keeps from a day on, in place of those of its calendar.

Days that have passed keep the hours that they had. Running clocks in working time are laid out
anew from that day on, as for closed days (`workflows.changed_calendars`): in working hours what
is left stays so many hours, in working days so many days, however long these are now.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from workflows.calendars import working_time_of
from workflows.changed_calendars import note_change
from workflows.opening_hours import StoredWeek, read_week
from workflows.organisations import Names
from workflows.outbox import Outbox
from workflows.tables import office_hours

#: How far ahead hours may be set.
FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The opening hours of an office from a day on, and why they change."""

    id: int
    office: str
    from_day: date
    week: StoredWeek
    reason: Names
    set_by: int
    set_at: datetime
    change_id: int
    end_change_id: int | None

    @property
    def last_change(self) -> int:
        """Name the change of the calendar by which they were set, or taken back."""
        return self.end_change_id or self.change_id


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHours:
    """Opening hours as they are set, for one office or several."""

    offices: Sequence[str]
    from_day: date
    week: StoredWeek
    reason: Names
    by: int


COLUMNS = tuple(office_hours.c[name] for name in OfficeHours.__dataclass_fields__)


def hours_set(connection: Connection) -> tuple[OfficeHours, ...]:
    """List all the hours that were ever set, by day; of those of one day, the last set last."""
    ordered = select(*COLUMNS).order_by(office_hours.c.from_day, office_hours.c.id)
    return tuple(OfficeHours(**row._mapping) for row in connection.execute(ordered))


def that_count(found: Iterable[OfficeHours]) -> dict[str, tuple[OfficeHours, ...]]:
    """Keep, by office and in the order of their days, the hours that were or will be in force.

    Takes them as `hours_set` lists them: what was set later for a day takes the other's place.
    """
    kept: dict[str, dict[date, OfficeHours]] = {}
    for one in found:
        if one.end_change_id is None:
            kept.setdefault(one.office, {})[one.from_day] = one
    return {office: tuple(days.values()) for office, days in kept.items()}


def set_hours(
    connection: Connection, outbox: Outbox, what: NewHours, *, at: datetime
) -> tuple[str, ...]:
    """Set the hours of offices from a day on; the clocks of open cases are moved by a job.

    Gives the offices to which it is a change: one that keeps these hours already is left alone.
    """
    rows = {
        "from_day": what.from_day,
        "week": {day: [list(stretch) for stretch in some] for day, some in what.week.items()},
        "reason": dict(what.reason),
        "set_by": what.by,
        "set_at": at,
    }
    wanted, changed = read_week(what.week), []
    # In one order, so that two changes never wait for each other.
    for office in sorted(set(what.offices)):
        calendar = working_time_of.fresh(connection, office).calendar
        if calendar.week_on(what.from_day) != wanted:
            change = note_change(connection, outbox, office, what.from_day, at=at)
            connection.execute(insert(office_hours).values(office=office, change_id=change, **rows))
            changed.append(office)
    working_time_of.forget()
    return tuple(changed)


def take_back(
    connection: Connection, outbox: Outbox, hours_id: int, *, today: date, at: datetime
) -> OfficeHours | None:
    """Take hours back that have not begun; None if they have, or were taken back before.

    The clocks that were moved come back to where they were.
    """
    mine = (
        office_hours.c.id == hours_id,
        office_hours.c.end_change_id.is_(None),
        office_hours.c.from_day > today,
    )
    row = connection.execute(select(*COLUMNS).where(*mine).with_for_update()).one_or_none()
    if row is None:
        return None
    hours = OfficeHours(**row._mapping)
    change = note_change(connection, outbox, hours.office, hours.from_day, at=at)
    ended = update(office_hours).where(office_hours.c.id == hours_id)
    connection.execute(ended.values(end_change_id=change))
    working_time_of.forget()
    return hours
