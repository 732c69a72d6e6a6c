"""Clearance notices: until when the administration expects to have finished what is open.

One stands on the sheet of an e-service at a time, until its day has passed or somebody takes it
back. What was published stays: who told citizens what, and when, is the journal of it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from eservices.catalogue.tables import clearance_notices
from workflows.tables import accounts


@dataclass(frozen=True, slots=True)
class Clearance:
    """A notice: what was lodged by one day is finished by another, as far as can be seen."""

    eservice: str
    counted_on: date
    cleared_by: date
    published_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A notice with the names of those who published it and took it back."""

    notice: Clearance
    published_by: str
    withdrawn_by: str | None


COLUMNS = tuple(clearance_notices.c[name] for name in Clearance.__dataclass_fields__)
STANDING = clearance_notices.c.withdrawn_at.is_(None)


def publish(connection: Connection, notice: Clearance, *, what_if: str, account_id: int) -> None:
    """Put a notice in the place of the one that stands, which is taken back with it."""
    withdraw(connection, notice.eservice, account_id=account_id, at=notice.published_at)
    connection.execute(
        insert(clearance_notices).values(
            eservice=notice.eservice,
            counted_on=notice.counted_on,
            cleared_by=notice.cleared_by,
            published_at=notice.published_at,
            published_by=account_id,
            what_if=what_if,
        )
    )


def withdraw(connection: Connection, eservice: str, *, account_id: int, at: datetime) -> bool:
    """Take back the notice that stands; tells whether there was one."""
    taken = (
        update(clearance_notices)
        .where(clearance_notices.c.eservice == eservice, STANDING)
        .values(withdrawn_by=account_id, withdrawn_at=at)
    )
    return bool(connection.execute(taken).rowcount)


def standing(connection: Connection, eservice: str, *, today: date) -> Clearance | None:
    """Give the notice that stands on a sheet; None when there is none, or its day has passed."""
    of = (clearance_notices.c.eservice == eservice, clearance_notices.c.cleared_by >= today)
    row = connection.execute(select(*COLUMNS).where(*of, STANDING)).one_or_none()
    return None if row is None else Clearance(**row._mapping)


def latest(connection: Connection, eservice: str, *, limit: int = 10) -> tuple[Recorded, ...]:
    """List the last notices of an e-service, the newest first."""
    publisher, withdrawer = accounts.alias(), accounts.alias()
    rows = connection.execute(
        select(*COLUMNS, publisher.c.name.label("by"), withdrawer.c.name.label("back_by"))
        .join_from(clearance_notices, publisher, publisher.c.id == clearance_notices.c.published_by)
        .outerjoin(withdrawer, withdrawer.c.id == clearance_notices.c.withdrawn_by)
        .where(clearance_notices.c.eservice == eservice)
        .order_by(clearance_notices.c.id.desc())
        .limit(limit)
    )
    return tuple(
        Recorded(Clearance(**{n: row._mapping[n] for n in _FIELDS}), row.by, row.back_by)
        for row in rows
    )


_FIELDS = tuple(Clearance.__dataclass_fields__)
