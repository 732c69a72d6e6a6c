"""Absences: from when to when somebody is away, for a coded reason, and that they are back.

Nothing happens when one begins or ends: who is away is asked with each instant. What somebody held
goes back to its place; see `workflows.returning`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, insert, literal, select, update

from workflows.claims import Ending
from workflows.database import Instant
from workflows.errors import WorkflowError
from workflows.presence import running
from workflows.returning import give_back_all
from workflows.tables import absences, accounts

#: Longer than this, an account is closed and opened again.
LONGEST = timedelta(days=366)
#: First key of the advisory locks under which an account's absences are written.
DECLARING = 7207


class Reason(StrEnum):
    """Why somebody is away; an illness is not told apart from a leave to anybody else."""

    LEAVE = "leave"
    SICK = "sick"
    TRAINING = "training"
    MISSION = "mission"
    OTHER = "other"


class BadPeriod(WorkflowError):
    """The period is over already, ends before it begins, or is too long."""


class Overlaps(WorkflowError):
    """Another absence of the same person covers a part of it."""


@dataclass(frozen=True, slots=True)
class Absence:
    """When somebody is away, and who said so."""

    id: int
    account_id: int
    starts_at: datetime
    ends_at: datetime
    reason: Reason
    declared_by: int
    declared_at: datetime
    ended_at: datetime | None
    ended_by: int | None

    @property
    def last_moment(self) -> datetime:
        """Give the last instant of the last day, for saying which day that is."""
        return self.ends_at - timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Declaring:
    """An absence about to be declared."""

    account_id: int
    starts_at: datetime
    ends_at: datetime
    reason: Reason
    by: int


COLUMNS = tuple(absences.c[name] for name in Absence.__dataclass_fields__)


def declare(connection: Connection, asked: Declaring, *, at: datetime) -> int:
    """Declare an absence and give back what is held if it begins now; tells how much that was.

    Raises BadPeriod or Overlaps.
    """
    starts = max(asked.starts_at, at)
    if not timedelta() < asked.ends_at - starts <= LONGEST:
        raise BadPeriod(asked.account_id)
    connection.execute(select(func.pg_advisory_xact_lock(DECLARING, asked.account_id)))
    meets = (
        absences.c.account_id == asked.account_id,
        absences.c.ended_at.is_(None),
        absences.c.starts_at < asked.ends_at,
        absences.c.ends_at > starts,
    )
    if connection.execute(select(absences.c.id).where(*meets).limit(1)).first() is not None:
        raise Overlaps(asked.account_id)
    values = {
        "account_id": asked.account_id,
        "starts_at": starts,
        "ends_at": asked.ends_at,
        "reason": asked.reason,
        "declared_by": asked.by,
        "declared_at": at,
    }
    connection.execute(insert(absences).values(values))
    begins_now = starts <= at
    return give_back_all(connection, asked.account_id, Ending.ABSENT, at=at) if begins_now else 0


def come_back(connection: Connection, account_id: int, *, by: int, at: datetime) -> bool:
    """End the absence that runs; tells whether one did."""
    mine = (absences.c.account_id == account_id, running(absences, literal(at, Instant)))
    ended = update(absences).where(*mine).values(ended_at=at, ended_by=by)
    return connection.execute(ended).rowcount > 0


def strike(
    connection: Connection, absence_id: int, *, by: int, at: datetime, own: int | None = None
) -> bool:
    """Strike an absence that is not over, of `own` alone where given; tells whether it did."""
    wanted = [absences.c.id == absence_id, absences.c.ended_at.is_(None), absences.c.ends_at > at]
    if own is not None:
        wanted.append(absences.c.account_id == own)
    ended = update(absences).where(*wanted).values(ended_at=at, ended_by=by)
    return connection.execute(ended).rowcount > 0


def find(connection: Connection, absence_id: int) -> Absence | None:
    """Read an absence; None when there is no such."""
    row = connection.execute(select(*COLUMNS).where(absences.c.id == absence_id)).one_or_none()
    return None if row is None else _absence(row)


def ahead(
    connection: Connection, *, at: datetime, until: datetime, account_id: int | None = None
) -> tuple[Absence, ...]:
    """List the absences that run or begin between two instants, by their beginning."""
    meets = [
        absences.c.ended_at.is_(None),
        absences.c.ends_at > at,
        absences.c.starts_at < until,
    ]
    if account_id is not None:
        meets.append(absences.c.account_id == account_id)
    rows = connection.execute(
        select(*COLUMNS)
        .join_from(absences, accounts, accounts.c.id == absences.c.account_id)
        .where(*meets, accounts.c.active)
        .order_by(absences.c.starts_at, absences.c.id)
    )
    return tuple(_absence(row) for row in rows)


def _absence(row: Row[*tuple[Any, ...]]) -> Absence:
    return Absence(**{**row._mapping, "reason": Reason(row.reason)})
