"""Flags as an inspector reads them: what was found, about whom, and the rows behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Text,
    null,
    select,
    type_coerce,
)

from backoffice.watch.finding import Kind
from backoffice.watch.tables import watch_flags
from payments.cash.tables import till_entries, till_sessions
from payments.tables import payment_intents
from workflows.accounts import names_of
from workflows.database import Instant
from workflows.tables import accounts, cases, claims, file_openings, journal_entries, queue_stays


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that looks wrong, as it was recorded."""

    id: int
    kind: Kind
    raised_at: datetime
    account_ids: tuple[int, ...]
    #: Their names, in the same order.
    people: tuple[str, ...]
    case_id: int | None
    reference: str | None
    figures: Mapping[str, Any]
    evidence: Mapping[str, Sequence[int]]
    inspection_id: int | None


@dataclass(frozen=True, slots=True)
class Behind:
    """A row of a ledger that a flag goes by."""

    table: str
    at: datetime
    until: datetime | None
    who: str | None
    reference: str
    #: What the row says in its own codes: an ending, a trigger, a purpose.
    what: str | None
    #: The place in the queue, where the row has one.
    place: datetime | None


FLAGS = select(watch_flags, cases.c.reference).outerjoin_from(watch_flags, cases)


def find(connection: Connection, flag_id: int) -> Flag | None:
    """Read a flag; None when there is no such."""
    rows = connection.execute(FLAGS.where(watch_flags.c.id == flag_id)).all()
    return next(iter(_flags(connection, rows)), None)


def unopened(connection: Connection, *, limit: int = 200) -> tuple[Flag, ...]:
    """List the flags that no inspection looks at yet, newest first."""
    free = FLAGS.where(watch_flags.c.inspection_id.is_(None))
    rows = connection.execute(free.order_by(watch_flags.c.id.desc()).limit(limit)).all()
    return _flags(connection, rows)


def of_inspection(connection: Connection, inspection_id: int) -> tuple[Flag, ...]:
    """List the flags that an inspection looks at, oldest first."""
    mine = FLAGS.where(watch_flags.c.inspection_id == inspection_id)
    return _flags(connection, connection.execute(mine.order_by(watch_flags.c.id)).all())


def _flags(connection: Connection, rows: Iterable[Row[Any]]) -> tuple[Flag, ...]:
    listed = list(rows)
    names = names_of(connection, {one for row in listed for one in row.account_ids})
    return tuple(
        Flag(
            id=row.id,
            kind=Kind(row.kind),
            raised_at=row.raised_at,
            account_ids=tuple(row.account_ids),
            people=tuple(names[one] for one in row.account_ids),
            case_id=row.case_id,
            reference=row.reference,
            figures=row.figures,
            evidence=row.evidence,
            inspection_id=row.inspection_id,
        )
        for row in listed
    )


NOTHING = type_coerce(null(), Text)
NEVER = type_coerce(null(), Instant)
#: For each ledger, its rows in the columns of `Behind`.
LEDGERS: Mapping[str, tuple[Any, Select[Any]]] = {
    "claims": (
        claims.c.id,
        select(
            claims.c.at,
            claims.c.ended_at.label("until"),
            accounts.c.name.label("who"),
            cases.c.reference,
            claims.c.ending.label("what"),
            claims.c.eligible_at.label("place"),
        )
        .join_from(claims, cases, cases.c.id == claims.c.case_id)
        .join(accounts, accounts.c.id == claims.c.account_id),
    ),
    "queue_stays": (
        queue_stays.c.id,
        select(
            queue_stays.c.since.label("at"),
            queue_stays.c.until,
            NOTHING.label("who"),
            cases.c.reference,
            NOTHING.label("what"),
            queue_stays.c.eligible_at.label("place"),
        ).join_from(queue_stays, cases),
    ),
    "journal_entries": (
        journal_entries.c.id,
        select(
            journal_entries.c.at,
            NEVER.label("until"),
            accounts.c.name.label("who"),
            cases.c.reference,
            journal_entries.c.trigger.label("what"),
            NEVER.label("place"),
        )
        .join_from(journal_entries, cases)
        .outerjoin(accounts, accounts.c.id == journal_entries.c.account_id),
    ),
    "file_openings": (
        file_openings.c.id,
        select(
            file_openings.c.at,
            NEVER.label("until"),
            accounts.c.name.label("who"),
            cases.c.reference,
            file_openings.c.purpose.label("what"),
            NEVER.label("place"),
        )
        .join_from(file_openings, cases)
        .join(accounts, accounts.c.id == file_openings.c.account_id),
    ),
    "till_entries": (
        till_entries.c.id,
        select(
            till_entries.c.at,
            NEVER.label("until"),
            accounts.c.name.label("who"),
            cases.c.reference,
            till_entries.c.kind.label("what"),
            NEVER.label("place"),
        )
        .join_from(till_entries, till_sessions)
        .join(accounts, accounts.c.id == till_sessions.c.cashier)
        .join(payment_intents, payment_intents.c.id == till_entries.c.intent_id)
        .join(cases, cases.c.id == payment_intents.c.case_id),
    ),
}


def rows_behind(connection: Connection, flag: Flag) -> tuple[Behind, ...]:
    """Read the rows that a flag goes by, in the order of time."""
    found = [
        Behind(table=table, **row._mapping)
        for table, ids in flag.evidence.items()
        for row in connection.execute(LEDGERS[table][1].where(LEDGERS[table][0].in_(ids)))
    ]
    return tuple(sorted(found, key=lambda row: row.at))
