"""Erasing switched on by two administrators, and off by one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select, update

from backoffice.retention.tables import retention_switches
from workflows.administering.entries import What, record
from workflows.errors import WorkflowError
from workflows.life_cycle import Author

#: First key of the advisory lock under which it is switched.
LOCK = 7211
#: To what the journal says that it was done.
SUBJECT = "retention"
LAST = select(retention_switches).where(retention_switches.c.ended_at.is_(None))


class Obstacle(StrEnum):
    """Why it cannot be switched so."""

    ALREADY = "already"
    NOT_PROPOSED = "not_proposed"
    SAME_PERSON = "same_person"


class SwitchRefused(WorkflowError):
    """It cannot be switched so."""

    def __init__(self, obstacle: Obstacle) -> None:
        self.obstacle = obstacle
        super().__init__(obstacle)


@dataclass(frozen=True, slots=True)
class Switch:
    """How it stands: proposed, or on."""

    id: int
    proposed_by: int
    proposed_at: datetime
    confirmed_by: int | None
    confirmed_at: datetime | None

    @property
    def is_on(self) -> bool:
        """Tell whether what is over is erased."""
        return self.confirmed_at is not None


def standing(connection: Connection) -> Switch | None:
    """Read how it stands; None where nobody wants anything erased."""
    row = connection.execute(LAST).one_or_none()
    if row is None:
        return None
    return Switch(**{name: row._mapping[name] for name in Switch.__dataclass_fields__})


def is_on(connection: Connection) -> bool:
    """Tell whether what is over is erased."""
    present = standing(connection)
    return present is not None and present.is_on


def propose(connection: Connection, *, by: int, reason: str, at: datetime) -> None:
    """Propose to erase what is over; raises SwitchRefused."""
    _lock(connection)
    if standing(connection) is not None:
        raise SwitchRefused(Obstacle.ALREADY)
    connection.execute(insert(retention_switches).values(proposed_by=by, proposed_at=at))
    record(connection, Author(by), What.RETENTION_PROPOSED, SUBJECT, reason=reason)


def confirm(connection: Connection, *, by: int, reason: str, at: datetime) -> None:
    """Switch it on, as another administrator proposed; raises SwitchRefused."""
    _lock(connection)
    present = standing(connection)
    if present is None or present.is_on:
        raise SwitchRefused(Obstacle.NOT_PROPOSED)
    if present.proposed_by == by:
        raise SwitchRefused(Obstacle.SAME_PERSON)
    confirmed = {"confirmed_by": by, "confirmed_at": at}
    mine = retention_switches.c.id == present.id
    connection.execute(update(retention_switches).where(mine).values(confirmed))
    record(connection, Author(by), What.RETENTION_ON, SUBJECT, reason=reason)


def end(connection: Connection, *, by: int, reason: str, at: datetime) -> None:
    """Switch it off, or take the proposal back; raises SwitchRefused."""
    _lock(connection)
    present = standing(connection)
    if present is None:
        raise SwitchRefused(Obstacle.NOT_PROPOSED)
    mine = retention_switches.c.id == present.id
    connection.execute(update(retention_switches).where(mine).values(ended_by=by, ended_at=at))
    record(connection, Author(by), What.RETENTION_OFF, SUBJECT, reason=reason)


def _lock(connection: Connection) -> None:
    connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
