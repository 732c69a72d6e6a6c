"""Notices to people: each event of a case is told once on each channel, and its fate is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.postgresql import insert

from delivery.placeholders import PlaceholderError, fill, placeholders
from delivery.tables import notices

#: What the subject and body of a notice may quote.
NOTICE_VALUES = frozenset(
    {
        "applicant.name",
        "case.title",
        "case.reference",
        "case.link",
        "case.reason",
        "case.message",
        "case.due_on",
        "act.number",
    }
)


#: What a short message may quote, with the characters that it is counted as taking at most.
SMS_VALUES: Mapping[str, int] = {
    "case.reference": 16,
    "case.link": 60,
    "case.due_on": 20,
    "act.number": 24,
}


class Channel(StrEnum):
    """How a notice reaches a person."""

    MAIL = "mail"
    SMS = "sms"


class Party(StrEnum):
    """Those who follow a case and hear of it."""

    APPLICANT = "applicant"
    REPRESENTATIVE = "representative"


class NoticeStatus(StrEnum):
    """What became of a notice."""

    QUEUED = "queued"
    SENT = "sent"
    #: The provider says that it reached the telephone; a mail server never says so.
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """A notice ready to be queued; its key is the case, the event, the channel and the party."""

    case_id: int
    position: int
    channel: Channel
    recipient: str
    language: str
    subject: str
    body: str
    party: Party = Party.APPLICANT
    #: The notice on another channel that it stands in for.
    instead_of: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it stands."""

    id: int
    case_id: int
    position: int
    channel: Channel
    party: Party
    recipient: str
    language: str
    subject: str
    body: str
    status: NoticeStatus
    attempts: int
    queued_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    failed_at: datetime | None
    problem: str | None
    instead_of: int | None


COLUMNS = tuple(notices.c[name] for name in Notice.__dataclass_fields__)


def check_notice(text: str) -> None:
    """Raise PlaceholderError unless every placeholder of a notice is one that it may quote."""
    for name in placeholders(text):
        if name not in NOTICE_VALUES:
            known = ", ".join(f"{{{value}}}" for value in sorted(NOTICE_VALUES))
            msg = f"unknown placeholder {{{name}}}: a notice may quote {known}"
            raise PlaceholderError(msg)


def compose_subject(text: str, values: Mapping[str, str]) -> str:
    """Write a subject on one line: what a citizen typed must not begin another header."""
    return " ".join(fill(text, values).split())


def compose_body(text: str, values: Mapping[str, str]) -> str:
    """Write a body."""
    return fill(text, values)


def queue(connection: Connection, draft: NoticeDraft, *, now: datetime) -> Notice:
    """Queue a notice; a repeat gives the first one, with the words it was queued with."""
    values = {name: getattr(draft, name) for name in NoticeDraft.__dataclass_fields__}
    connection.execute(
        insert(notices)
        .values(status=NoticeStatus.QUEUED, queued_at=now, **values)
        .on_conflict_do_nothing(
            index_elements=[
                notices.c.case_id,
                notices.c.position,
                notices.c.channel,
                notices.c.party,
            ]
        )
    )
    row = connection.execute(
        select(*COLUMNS).where(
            notices.c.case_id == draft.case_id,
            notices.c.position == draft.position,
            notices.c.channel == draft.channel,
            notices.c.party == draft.party,
        )
    ).one()
    return notice_of_row(row)


def notices_of(connection: Connection, case_id: int) -> tuple[Notice, ...]:
    """List the notices of a case, oldest event first."""
    rows = connection.execute(
        select(*COLUMNS)
        .where(notices.c.case_id == case_id)
        .order_by(notices.c.position, notices.c.channel, notices.c.party)
    )
    return tuple(notice_of_row(row) for row in rows)


def find_notice(connection: Connection, notice_id: int) -> Notice | None:
    """Read a notice by its identifier."""
    row = connection.execute(select(*COLUMNS).where(notices.c.id == notice_id)).one_or_none()
    return None if row is None else notice_of_row(row)


def mark_sent(
    connection: Connection, notice_id: int, *, now: datetime, provider_id: str | None = None
) -> None:
    """Record that a notice was handed over."""
    changed = {"status": NoticeStatus.SENT, "sent_at": now, "problem": None}
    _mark(connection, notice_id, provider_id=provider_id, **changed)


def mark_failed(connection: Connection, notice_id: int, *, problem: str, now: datetime) -> bool:
    """Record that a notice will never be handed over; tells whether this call found out."""
    changed = {"status": NoticeStatus.FAILED, "failed_at": now, "problem": problem}
    return _mark(connection, notice_id, **changed)


def mark_delayed(connection: Connection, notice_id: int, *, problem: str) -> None:
    """Record an attempt that did not succeed and will be repeated."""
    _mark(connection, notice_id, status=NoticeStatus.QUEUED, problem=problem)


def _mark(connection: Connection, notice_id: int, **values: object) -> bool:
    marked = connection.execute(
        update(notices)
        # A paused process that wakes up late must not turn « sent » back.
        .where(notices.c.id == notice_id, notices.c.status == NoticeStatus.QUEUED)
        .values(attempts=notices.c.attempts + 1, **values)
    )
    return marked.rowcount == 1


def notice_of_row(row: Row[Any]) -> Notice:
    """Make a notice of a row that holds its columns."""
    kinds = {
        "channel": Channel(row.channel),
        "party": Party(row.party),
        "status": NoticeStatus(row.status),
    }
    return Notice(**{**row._mapping, **kinds})
