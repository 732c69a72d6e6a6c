"""Remarks: what readers say is wrong with a sheet, kept until it is answered, and a year more."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from eservices.catalogue.certifying import SheetName
from eservices.catalogue.entries import SheetKind
from eservices.catalogue.tables import remarks

#: The longest remark and answer, in characters.
LONGEST_REMARK = 2_000
#: How long an answered remark is kept, for whoever wrote it to read the answer.
KEPT_FOR = timedelta(days=365)
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader wrote, and what was answered."""

    id: int
    token: str
    kind: SheetKind
    slug: str
    digest: str
    language: str
    said: str
    suspect: bool
    at: datetime
    answer: str | None
    closed_at: datetime | None


COLUMNS = tuple(remarks.c[name] for name in Remark.__dataclass_fields__)


def write_remark(
    connection: Connection,
    name: SheetName,
    digest: str,
    *,
    language: str,
    said: str,
    suspect: bool,
) -> str:
    """Keep a remark; gives the token of the page on which its answer will stand.

    One that a machine seems to have written is kept too, and marked: a person may have filled in
    what only a machine should.
    """
    token = secrets.token_urlsafe(16)
    kind, slug = name
    connection.execute(
        insert(remarks).values(
            token=token,
            kind=kind.value,
            slug=slug,
            digest=digest,
            language=language,
            said=said,
            suspect=suspect,
        )
    )
    return token


def remark_by_token(connection: Connection, token: str) -> Remark | None:
    """Find a remark by the token that its author was given."""
    row = connection.execute(select(*COLUMNS).where(remarks.c.token == token)).one_or_none()
    return None if row is None else _remark(row)


def open_remarks(connection: Connection) -> tuple[Remark, ...]:
    """List what waits for an answer, oldest first, what machines may have written last."""
    wanted = select(*COLUMNS).where(remarks.c.closed_at.is_(None))
    rows = connection.execute(wanted.order_by(remarks.c.suspect, remarks.c.id).limit(MOST_LISTED))
    return tuple(_remark(row) for row in rows)


def open_by_sheet(connection: Connection) -> Mapping[SheetName, int]:
    """Count what waits for an answer, by sheet."""
    rows = connection.execute(
        select(remarks.c.kind, remarks.c.slug, func.count().label("number"))
        .where(remarks.c.closed_at.is_(None))
        .group_by(remarks.c.kind, remarks.c.slug)
    )
    return {(SheetKind(row.kind), row.slug): row.number for row in rows}


def close_remark(
    connection: Connection, remark_id: int, *, answer: str, by: int, now: datetime
) -> bool:
    """Answer a remark and close it; False where somebody closed it before."""
    closed = connection.execute(
        update(remarks)
        .where(remarks.c.id == remark_id, remarks.c.closed_at.is_(None))
        .values(answer=answer, closed_at=now, closed_by=by)
    )
    return closed.rowcount == 1


def forget_remarks(connection: Connection, *, now: datetime) -> int:
    """Delete what was answered more than a year ago; tells how many."""
    return connection.execute(delete(remarks).where(remarks.c.closed_at < now - KEPT_FOR)).rowcount


def _remark(row: Row[*tuple[object, ...]]) -> Remark:
    values = dict(row._mapping)
    return Remark(**values | {"kind": SheetKind(values["kind"])})
