"""Attachments: the files of a draft or a case, described; the bytes are in storage."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from workflows.tables import attachments


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it was accepted."""

    id: str
    case_id: int | None
    draft_id: str | None
    field: str
    filename: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime
    replaced_at: datetime | None
    #: Codes of what may keep it from being read, of which its owner was warned.
    flaws: Sequence[str] = ()


COLUMNS = tuple(attachments.c[name] for name in Attachment.__dataclass_fields__)
CURRENT = attachments.c.replaced_at.is_(None)
#: Files that nobody arranged have no place and come last, in the order in which they came.
ORDER = (attachments.c.place, attachments.c.created_at, attachments.c.id)
OF_CASE = select(*COLUMNS).where(attachments.c.case_id == bindparam("of"), CURRENT).order_by(*ORDER)
OF_DRAFT = (
    select(*COLUMNS).where(attachments.c.draft_id == bindparam("of"), CURRENT).order_by(*ORDER)
)


def _attachment(row: Row[*tuple[Any, ...]]) -> Attachment:
    return Attachment(**row._mapping)


def record(connection: Connection, **description: Any) -> Attachment:
    """Record an accepted file, described by the columns of its table."""
    row = connection.execute(
        attachments.insert().values(id=secrets.token_urlsafe(16), **description).returning(*COLUMNS)
    ).one()
    return _attachment(row)


def attachments_of_case(connection: Connection, case_id: int) -> tuple[Attachment, ...]:
    """List a case's present attachments in the order in which they came."""
    return tuple(map(_attachment, connection.execute(OF_CASE, {"of": case_id})))


def replaced_since(connection: Connection, case_id: int, since: datetime) -> frozenset[str]:
    """Name the fields of a case of which a file was replaced since an instant."""
    gone = (attachments.c.case_id == case_id, attachments.c.replaced_at > since)
    return frozenset(connection.execute(select(attachments.c.field).where(*gone)).scalars())


def attachments_of_draft(connection: Connection, draft_id: str) -> tuple[Attachment, ...]:
    """List a draft's present attachments in the order in which they came."""
    return tuple(map(_attachment, connection.execute(OF_DRAFT, {"of": draft_id})))


def arrange(connection: Connection, ids: Sequence[str]) -> None:
    """Put files that belong together in this order."""
    for place, attachment_id in enumerate(ids, start=1):
        connection.execute(
            update(attachments).where(attachments.c.id == attachment_id).values(place=place)
        )


def rewrite(connection: Connection, attachment: Attachment, **description: Any) -> None:
    """Let a file that is still its owner's have other bytes, unless they changed meanwhile."""
    connection.execute(
        update(attachments)
        .where(
            attachments.c.id == attachment.id,
            attachments.c.sha256 == attachment.sha256,
            attachments.c.case_id.is_(None),
        )
        .values(**description)
    )


def adopt(connection: Connection, ids: Sequence[str], case_id: int) -> None:
    """Let files of a draft belong to a case."""
    if not ids:
        return
    connection.execute(
        update(attachments)
        .where(attachments.c.id.in_(ids), attachments.c.case_id.is_(None))
        .values(case_id=case_id, draft_id=None)
    )


def mark_replaced(connection: Connection, ids: Sequence[str], *, at: datetime) -> None:
    """Set files aside because others took their place; they stay for the journal's sake."""
    if not ids:
        return
    connection.execute(
        update(attachments).where(attachments.c.id.in_(ids), CURRENT).values(replaced_at=at)
    )
