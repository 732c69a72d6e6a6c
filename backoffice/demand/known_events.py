"""Known events: what the ministry says will come, entered and struck out by supervisors."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from backoffice.demand.model import KnownEvent
from backoffice.tables import known_events

COLUMNS = tuple(known_events.c[name] for name in KnownEvent.__dataclass_fields__)
LONGEST_NAME = 120
LONGEST_DAYS = 120
MOST_EXPECTED = 5_000_000
#: The largest number that the database gives to an event.
LARGEST = 2**63 - 1


class Unfit(StrEnum):
    """Why an event cannot be entered."""

    NO_NAME = "no_name"
    NO_DAYS = "no_days"
    DAYS_TURNED = "days_turned"
    TOO_LONG = "too_long"
    EXPECTED = "expected"


def unfit(
    *, name: str, first_day: date | None, last_day: date | None, expected: int | None
) -> Unfit | None:
    """Tell why an event cannot be as it was typed; None when it can."""
    if not name or len(name) > LONGEST_NAME:
        return Unfit.NO_NAME
    if first_day is None or last_day is None:
        return Unfit.NO_DAYS
    if last_day < first_day:
        return Unfit.DAYS_TURNED
    if (last_day - first_day).days >= LONGEST_DAYS:
        return Unfit.TOO_LONG
    if expected is not None and not 0 < expected <= MOST_EXPECTED:
        return Unfit.EXPECTED
    return None


def enter(connection: Connection, event: KnownEvent, *, account_id: int, at: datetime) -> bool:
    """Enter an event (its identifier is given by the database); False when it stands already."""
    values = {
        "eservice": event.eservice,
        "name": event.name,
        "first_day": event.first_day,
        "last_day": event.last_day,
        "expected": event.expected,
        "entered_by": account_id,
        "entered_at": at,
    }
    entered = insert(known_events).values(**values).on_conflict_do_nothing()
    given = connection.execute(entered.returning(known_events.c.id)).one_or_none()
    return given is not None


def strike(connection: Connection, event_id: int, *, account_id: int, at: datetime) -> bool:
    """Strike an event out; tells whether it was still there."""
    if event_id > LARGEST:
        return False
    struck = connection.execute(
        update(known_events)
        .where(known_events.c.id == event_id, known_events.c.struck_at.is_(None))
        .values(struck_by=account_id, struck_at=at)
    )
    return bool(struck.rowcount)


def events_of(connection: Connection, eservice: str | None = None) -> tuple[KnownEvent, ...]:
    """List the events that stand, of one e-service (with those of all) or whatever they touch."""
    statement = (
        select(*COLUMNS)
        .where(known_events.c.struck_at.is_(None))
        .order_by(known_events.c.first_day, known_events.c.id)
    )
    if eservice is not None:
        touched = known_events.c.eservice
        statement = statement.where(or_(touched == eservice, touched.is_(None)))
    return tuple(KnownEvent(**row._mapping) for row in connection.execute(statement))
