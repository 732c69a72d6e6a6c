"""Certifying sheets: somebody vouches for what a sheet says, and time or a change undoes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, Select, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from eservices.catalogue.entries import SheetKind
from eservices.catalogue.tables import certifications
from workflows.life_cycle import Author
from workflows.tables import accounts

#: A sheet that nobody confirmed for longer says so.
CONFIRMED_FOR = timedelta(days=365)
SheetName = tuple[SheetKind, str]


@dataclass(frozen=True, slots=True)
class Certification:
    """Who vouched for a sheet, when, and for which content."""

    kind: SheetKind
    slug: str
    digest: str
    at: datetime
    #: The name of whoever did it.
    who: str


@dataclass(frozen=True, slots=True)
class Trust:
    """How far a sheet can be relied on today."""

    certification: Certification | None
    checked_on: date | None
    #: The sheet says something else than when it was certified.
    changed: bool
    #: Nobody certified it, or compared it with its sources, for a year.
    stale: bool

    @property
    def is_certified(self) -> bool:
        """Tell whether somebody vouches for what the sheet says now."""
        return self.certification is not None and not self.changed


def certify(
    connection: Connection,
    name: SheetName,
    digest: str,
    *,
    author: Author,
    now: datetime,
) -> None:
    """Record that somebody vouches for a sheet as it is now."""
    kind, slug = name
    connection.execute(
        certifications.insert().values(
            kind=kind.value,
            slug=slug,
            digest=digest,
            at=now,
            account_id=author.account_id,
            operator=author.operator,
        )
    )


def last_certification(connection: Connection, name: SheetName) -> Certification | None:
    """Read the newest certification of a sheet."""
    kind, slug = name
    wanted = (certifications.c.kind == kind) & (certifications.c.slug == slug)
    row = connection.execute(_newest(wanted)).one_or_none()
    return None if row is None else _certification(row)


def last_certifications(connection: Connection) -> Mapping[SheetName, Certification]:
    """Read the newest certification of every sheet that has one."""
    rows = connection.execute(_newest(true()))
    return {(one.kind, one.slug): one for one in map(_certification, rows)}


def trust(
    certification: Certification | None,
    digest: str,
    checked_on: date | None,
    *,
    today: date,
    zone: ZoneInfo,
) -> Trust:
    """Judge how far a sheet can be relied on today."""
    changed = certification is not None and certification.digest != digest
    days = [checked_on] if checked_on is not None else []
    if certification is not None and not changed:
        days.append(certification.at.astimezone(zone).date())
    return Trust(
        certification=certification,
        checked_on=checked_on,
        changed=changed,
        stale=not days or today - max(days) > CONFIRMED_FOR,
    )


def _newest(condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(certifications, accounts.c.name)
        .outerjoin(accounts, accounts.c.id == certifications.c.account_id)
        .where(condition)
        .ext(distinct_on(certifications.c.kind, certifications.c.slug))
        .order_by(certifications.c.kind, certifications.c.slug, certifications.c.id.desc())
    )


def _certification(row: Row[Any]) -> Certification:
    return Certification(
        kind=SheetKind(row.kind),
        slug=row.slug,
        digest=row.digest,
        at=row.at,
        who=row.name or row.operator,
    )
