"""The book of a till: every movement is an entry, and its balance is their sum."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select
from sqlalchemy.dialects.postgresql import insert

from payments.cash.tables import till_entries, till_sessions


class EntryKind(StrEnum):
    """What moves money in or out of a till."""

    TAKING = "taking"
    #: Given back within the session that took it.
    REVERSAL = "reversal"
    #: Given back later.
    REFUND = "refund"
    DEPOSIT = "deposit"


GIVEN_BACK = (EntryKind.REVERSAL, EntryKind.REFUND)


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of money, as it was written."""

    id: int
    session_id: int
    at: datetime
    kind: EntryKind
    #: What the till has more of by it, or less.
    amount: int
    intent_id: str | None
    tendered: int | None
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """A movement of money about to be written; its caller holds the session's lock."""

    session_id: int
    kind: EntryKind
    amount: int
    key: str
    at: datetime
    intent_id: str | None = None
    tendered: int | None = None


COLUMNS = tuple(till_entries.c[name] for name in Entry.__dataclass_fields__)


def entry_of(row: RowMapping) -> Entry:
    """Make an entry of a row that has its columns."""
    values = {name: row[name] for name in Entry.__dataclass_fields__}
    return Entry(**values | {"kind": EntryKind(row["kind"])})


def _one(connection: Connection, wanted: Select[Any]) -> Entry | None:
    row = connection.execute(wanted).mappings().one_or_none()
    return None if row is None else entry_of(row)


def add_entry(connection: Connection, new: NewEntry) -> Entry:
    """Write a movement of money."""
    values = {name: getattr(new, name) for name in NewEntry.__dataclass_fields__}
    added = insert(till_entries).values(values).returning(*COLUMNS)
    return entry_of(connection.execute(added).mappings().one())


def entry_of_form(connection: Connection, session_id: int, key: str) -> Entry | None:
    """Find what a form that was sent before has written."""
    mine = select(*COLUMNS).where(till_entries.c.session_id == session_id)
    return _one(connection, mine.where(till_entries.c.key == key))


def entry_by_id(connection: Connection, entry_id: int) -> Entry | None:
    """Read an entry."""
    return _one(connection, select(*COLUMNS).where(till_entries.c.id == entry_id))


def taking_of(connection: Connection, intent_id: str) -> Entry | None:
    """Read the entry by which a payment was taken."""
    taken = till_entries.c.kind == EntryKind.TAKING
    return _one(connection, select(*COLUMNS).where(till_entries.c.intent_id == intent_id, taken))


def giving_back_of(connection: Connection, intent_id: str) -> Entry | None:
    """Read the entry by which a payment was given back, if it was."""
    back = till_entries.c.kind.in_(GIVEN_BACK)
    return _one(connection, select(*COLUMNS).where(till_entries.c.intent_id == intent_id, back))


def balance(connection: Connection, session_id: int) -> int:
    """Compute what a till should hold: what it was opened with, and all that moved since."""
    moved = (
        select(func.coalesce(func.sum(till_entries.c.amount), 0))
        .where(till_entries.c.session_id == till_sessions.c.id)
        .scalar_subquery()
    )
    wanted = select(till_sessions.c.opening + moved).where(till_sessions.c.id == session_id)
    return int(connection.execute(wanted).scalar_one())


def entries_of(connection: Connection, session_id: int) -> tuple[Entry, ...]:
    """Read the book of a session, oldest first."""
    mine = select(*COLUMNS).where(till_entries.c.session_id == session_id)
    rows = connection.execute(mine.order_by(till_entries.c.id)).mappings()
    return tuple(entry_of(row) for row in rows)
