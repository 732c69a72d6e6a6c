"""Accounts: an address that was proven, its sessions, and everything that was lodged with it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from delivery.notices import Channel
from eservices.contacts import Contact
from eservices.drafts import COLUMNS as DRAFT_COLUMNS
from eservices.drafts import Draft
from eservices.tables import citizen_sessions, citizens, drafts
from workflows.cases import COLUMNS, Case, case_of
from workflows.tables import applicants, cases, representatives

#: Telephones are lent and counters of cybercafés shared: a session does not wait long.
IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
#: A session's last sight is written no more often than this.
SEEN_STEP = timedelta(minutes=1)
#: Cases and drafts listed at once, latest first.
LISTED = 100


@dataclass(frozen=True, slots=True)
class Citizen:
    """Who is signed in, and by which session."""

    id: int
    contact: Contact
    session: str


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in."""

    id: str
    device: str
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case of somebody signed in, and the nonce of their own link to it."""

    case: Case
    nonce: bytes
    acting: bool


def open_session(
    connection: Connection, contact: Contact, *, device: str, now: datetime
) -> tuple[int, str]:
    """Sign somebody in who proved an address; gives their account and the session's secret."""
    citizen_id = _citizen_of(connection, contact, now=now)
    token = secrets.token_urlsafe(32)
    connection.execute(
        citizen_sessions.insert().values(
            token_hash=_hash(token),
            id=secrets.token_urlsafe(8),
            citizen_id=citizen_id,
            device=device,
            created_at=now,
            seen_at=now,
        )
    )
    return citizen_id, token


def _citizen_of(connection: Connection, contact: Contact, *, now: datetime) -> int:
    values = {"channel": contact.channel, "address": contact.address, "created_at": now}
    written = insert(citizens).values(values).on_conflict_do_nothing()
    connection.execute(written)
    known = select(citizens.c.id).where(citizens.c.address == contact.address)
    return int(connection.execute(known).scalar_one())


def citizen_of_session(connection: Connection, token: str, *, now: datetime) -> Citizen | None:
    """Give who holds a live session and keep it awake; None when it ended or idled."""
    own, hashed = citizen_sessions.c, _hash(token)
    row = connection.execute(
        select(citizens, own.id.label("session"), own.seen_at)
        .join_from(citizen_sessions, citizens)
        .where(own.token_hash == hashed, *_alive(now))
    ).one_or_none()
    if row is None:
        return None
    if row.seen_at < now - SEEN_STEP:
        seen = update(citizen_sessions).where(own.token_hash == hashed)
        connection.execute(seen.values(seen_at=now))
    return Citizen(row.id, Contact(Channel(row.channel), row.address), row.session)


def sessions_of(connection: Connection, citizen: Citizen, *, now: datetime) -> tuple[Session, ...]:
    """List the browsers that are signed in to an account, latest seen first."""
    own = citizen_sessions.c
    rows = connection.execute(
        select(own.id, own.device, own.created_at, own.seen_at)
        .where(own.citizen_id == citizen.id, *_alive(now))
        .order_by(own.seen_at.desc())
    )
    return tuple(Session(*row) for row in rows)


def end_session(connection: Connection, citizen: Citizen, session: str) -> None:
    """Sign one browser out; another account's is left alone."""
    own = citizen_sessions.c
    connection.execute(
        delete(citizen_sessions).where(own.citizen_id == citizen.id, own.id == session)
    )


def forget_ended_sessions(connection: Connection, *, now: datetime) -> int:
    """Delete the sessions that ended by themselves; tells how many."""
    ended = connection.execute(
        delete(citizen_sessions).where(
            (citizen_sessions.c.seen_at <= now - IDLE)
            | (citizen_sessions.c.created_at <= now - ABSOLUTE)
        )
    )
    return ended.rowcount


def own_cases(connection: Connection, citizen: Citizen) -> tuple[OwnCase, ...]:
    """List the cases lodged with a proven address, with an account or without, latest first."""
    found = [
        OwnCase(case_of(row), row.nonce, acting)
        for table, acting in ((applicants, False), (representatives, True))
        for row in connection.execute(_lodged_with(table, citizen.contact))
    ]
    return tuple(sorted(found, key=lambda one: one.case.lodged_at, reverse=True)[:LISTED])


def _lodged_with(people: Table, contact: Contact) -> Any:
    return (
        select(*COLUMNS, people.c.tracking_nonce.label("nonce"))
        .join_from(cases, people, people.c.case_id == cases.c.id)
        .where(_is_reached(people, contact))
        .order_by(cases.c.lodged_at.desc())
        .limit(LISTED)
    )


def _is_reached(people: Table, contact: Contact) -> ColumnElement[bool]:
    if contact.channel is Channel.MAIL:
        return func.lower(people.c.mail) == contact.address
    return people.c.phone == contact.address


def own_drafts(connection: Connection, citizen: Citizen, *, now: datetime) -> tuple[Draft, ...]:
    """List the applications that somebody has begun and kept in their account."""
    rows = connection.execute(
        select(*DRAFT_COLUMNS)
        .where(
            drafts.c.citizen_id == citizen.id,
            drafts.c.case_id.is_(None),
            drafts.c.expires_at > now,
        )
        .order_by(drafts.c.updated_at.desc())
        .limit(LISTED)
    )
    return tuple(Draft(**row._mapping) for row in rows)


def keep_draft(connection: Connection, draft_id: str, citizen_id: int) -> None:
    """List a draft in an account; one that is in an account already stays there."""
    connection.execute(
        update(drafts)
        .where(drafts.c.id == draft_id, drafts.c.citizen_id.is_(None))
        .values(citizen_id=citizen_id)
    )


def _alive(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    own = citizen_sessions.c
    return own.seen_at > now - IDLE, own.created_at > now - ABSOLUTE


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
