"""Drafts: an application while it is being filled in, saved page by page, mistakes included."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Interval,
    Row,
    Select,
    bindparam,
    case,
    cast,
    delete,
    literal,
    select,
    update,
)
from sqlalchemy import func as sql
from sqlalchemy.dialects.postgresql import JSONB, insert

from eservices.tables import drafts, lapsed_drafts
from workflows.life_cycle import Publication
from workflows.publications import COLUMNS as PUBLICATION_COLUMNS
from workflows.publications import publication_from
from workflows.tables import attachments, publications

#: How long a draft waits for its author after the last page saved.
KEPT = timedelta(days=30)
#: How long it is known that one was there.
REMEMBERED = timedelta(days=365)
#: How much longer one waits whose e-service is suspended: its author can do nothing about it.
HELD = timedelta(days=365)
#: Filled in by the applicant, or by whoever acts for them, and not at a counter.
ON_ONES_OWN = drafts.c.assistance_id.is_(None)


class UnknownDraft(Exception):
    """No draft has this identifier, or it waited too long."""

    def __init__(self, draft_id: str) -> None:
        self.draft_id = draft_id
        super().__init__("unknown draft")


@dataclass(frozen=True, slots=True)
class Draft:
    """An application being filled in."""

    id: str
    eservice: str
    definition: str
    language: str
    entries: Mapping[str, str]
    lodging_key: str
    case_id: int | None
    follows: int | None
    #: Where it is filled in at a counter.
    assistance_id: int | None
    created_at: datetime
    updated_at: datetime
    expires_at: datetime

    @property
    def is_lodged(self) -> bool:
        """Tell whether it has become a case."""
        return self.case_id is not None


LAPSING = (drafts.c.id, drafts.c.eservice, drafts.c.case_id, drafts.c.expires_at)
COLUMNS = tuple(drafts.c[name] for name in Draft.__dataclass_fields__)
FOUND = select(*COLUMNS).where(
    drafts.c.id == bindparam("wanted"), drafts.c.expires_at > bindparam("present")
)
#: With how its e-service is offered at that very moment, so that lodging obeys it.
TO_LODGE = (
    FOUND.add_columns(*(column.label(f"of_{column.name}") for column in PUBLICATION_COLUMNS))
    .join(publications, publications.c.eservice == drafts.c.eservice)
    .with_for_update(of=drafts)
)


@dataclass(frozen=True, slots=True)
class Opening:
    """From which delivered case a draft is opened, and what it takes over, as it would be typed."""

    follows: int | None = None
    entries: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Keeping:
    """How a draft is called, the assistance at a counter that it belongs to, and its last day."""

    draft_id: str
    assistance_id: int | None
    until: datetime


def start_draft(
    connection: Connection,
    *,
    eservice: str,
    definition: str,
    language: str,
    now: datetime,
    opening: Opening = Opening(),
    citizen_id: int | None = None,
    keeping: Keeping | None = None,
) -> Draft:
    """Open a draft of an e-service under its live definition."""
    mine = keeping or Keeping(secrets.token_urlsafe(16), None, now + KEPT)
    started = connection.execute(
        drafts.insert()
        .values(
            id=mine.draft_id,
            eservice=eservice,
            definition=definition,
            language=language,
            lodging_key=secrets.token_urlsafe(16),
            follows=opening.follows,
            citizen_id=citizen_id,
            assistance_id=mine.assistance_id,
            entries=dict(opening.entries),
            created_at=now,
            updated_at=now,
            expires_at=mine.until,
        )
        .returning(*COLUMNS)
    )
    return Draft(**started.mappings().one())


def find_draft(connection: Connection, draft_id: str, *, now: datetime) -> Draft:
    """Read a draft; raises UnknownDraft, also when it has expired."""
    return _one(connection, FOUND, draft_id, now=now)


def lock_to_lodge(
    connection: Connection, draft_id: str, *, now: datetime
) -> tuple[Draft, Publication]:
    """Lock a draft and read how its e-service is offered at that moment; raises UnknownDraft."""
    wanted = {"wanted": draft_id, "present": now}
    row = connection.execute(TO_LODGE, wanted).mappings().one_or_none()
    if row is None:
        raise UnknownDraft(draft_id)
    draft = Draft(**{column.name: row[column.name] for column in COLUMNS})
    offered = {column.name: row[f"of_{column.name}"] for column in PUBLICATION_COLUMNS}
    return draft, publication_from(offered)


def save_entries(
    connection: Connection, draft: Draft, entries: Mapping[str, str], *, now: datetime
) -> None:
    """Keep what was typed on a page beside what was typed on the others.

    The database merges, so that two tabs on two pages do not undo each other. A draft that has
    become a case is left alone: what was lodged is what counts.
    """
    connection.execute(
        update(drafts)
        .where(drafts.c.id == draft.id, drafts.c.case_id.is_(None))
        .values(
            entries=drafts.c.entries.concat(cast(dict(entries), JSONB)),
            updated_at=now,
            # At a counter, it waits until the evening and no longer.
            expires_at=case((ON_ONES_OWN, now + KEPT), else_=drafts.c.expires_at),
        )
    )


def renew(connection: Connection, draft: Draft, definition: str) -> None:
    """Put a draft under another version of its form, once its author has been told."""
    connection.execute(
        update(drafts)
        .where(drafts.c.id == draft.id, drafts.c.case_id.is_(None))
        .values(definition=definition)
    )


def mark_lodged(connection: Connection, draft: Draft, case_id: int) -> None:
    """Tie a draft to the case it became and forget what was typed: the case holds the answers."""
    connection.execute(
        update(drafts).where(drafts.c.id == draft.id).values(case_id=case_id, entries={})
    )


def remove_held(connection: Connection, draft_id: str, attachment_id: str) -> None:
    """Forget a file that was added to a draft; anybody else's file is left alone."""
    connection.execute(
        delete(attachments).where(
            attachments.c.id == attachment_id, attachments.c.draft_id == draft_id
        )
    )


def remove_item(connection: Connection, draft_id: str, group: str, number: int) -> None:
    """Forget the files of an item of a group, and move those of the items after it up with them."""
    own = (attachments.c.draft_id == draft_id,)
    found = select(attachments.c.id, attachments.c.field).where(
        *own, attachments.c.field.startswith(f"{group}.", autoescape=True)
    )
    for file in connection.execute(found).all():
        _, place, field = file.field.split(".")
        if int(place) == number:
            connection.execute(delete(attachments).where(*own, attachments.c.id == file.id))
        elif int(place) > number:
            moved = f"{group}.{int(place) - 1}.{field}"
            connection.execute(
                update(attachments).where(attachments.c.id == file.id).values(field=moved)
            )


def hold(connection: Connection, eservice: str) -> None:
    """Keep the drafts of an e-service that is being suspended, whatever their age."""
    _wait(connection, eservice, drafts.c.expires_at + literal(HELD, Interval))


def release(connection: Connection, eservice: str, *, now: datetime) -> None:
    """Give the drafts of an e-service that opens again, or never will, the usual time to wait."""
    _wait(connection, eservice, sql.least(drafts.c.expires_at, now + KEPT))


def _wait(connection: Connection, eservice: str, until: ColumnElement[datetime]) -> None:
    connection.execute(
        update(drafts)
        .where(drafts.c.eservice == eservice, drafts.c.case_id.is_(None), ON_ONES_OWN)
        .values(expires_at=until)
    )


def delete_expired(connection: Connection, *, now: datetime, limit: int = 1000) -> int:
    """Delete drafts that waited too long, with the record of their files; tells how many.

    What is left of each is that it was there, so that whoever comes back is told so.
    """
    old = select(*LAPSING).where(drafts.c.expires_at <= now).limit(limit)
    rows = connection.execute(old.with_for_update(skip_locked=True)).all()
    names = [row.id for row in rows]
    lapsed = [_lapsed(row) for row in rows if row.case_id is None]
    if lapsed:
        connection.execute(insert(lapsed_drafts).on_conflict_do_nothing(), lapsed)
    connection.execute(delete(lapsed_drafts).where(lapsed_drafts.c.lapsed_at < now - REMEMBERED))
    connection.execute(delete(attachments).where(attachments.c.draft_id.in_(names)))
    connection.execute(delete(drafts).where(drafts.c.id.in_(names)))
    return len(names)


def lapsed_from(connection: Connection, draft_id: str, *, now: datetime) -> str | None:
    """Tell for which e-service a draft was that waited too long; None where there was none."""
    waiting = select(drafts.c.eservice).where(
        drafts.c.id == draft_id, drafts.c.expires_at <= now, drafts.c.case_id.is_(None)
    )
    gone = select(lapsed_drafts.c.eservice).where(lapsed_drafts.c.digest == _digest(draft_id))
    return connection.execute(waiting.union_all(gone).limit(1)).scalar_one_or_none()


def _lapsed(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {"digest": _digest(row.id), "eservice": row.eservice, "lapsed_at": row.expires_at}


def _digest(draft_id: str) -> bytes:
    return sha256(draft_id.encode()).digest()


def _one(connection: Connection, statement: Select[Any], draft_id: str, *, now: datetime) -> Draft:
    wanted = {"wanted": draft_id, "present": now}
    row = connection.execute(statement, wanted).mappings().one_or_none()
    if row is None:
        raise UnknownDraft(draft_id)
    return Draft(**row)
