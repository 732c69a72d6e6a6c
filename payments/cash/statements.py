"""Statements: what moved at tills, and how each session stands, for those who look at them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, case, func, select

from payments.cash.book import Entry, EntryKind, entry_of
from payments.cash.sessions import Session, session_of
from payments.cash.tables import till_entries, till_sessions, tills
from payments.cash.tills import Till
from payments.receipts import Receipt, receipt_of_intent
from payments.tables import payment_intents
from workflows.tables import accounts, cases

#: More than a till sees in a day.
MOST = 5_000


@dataclass(frozen=True, slots=True)
class Movement:
    """An entry of a till with the case that it is about; a deposit is about none."""

    entry: Entry
    currency: str
    reference: str | None
    eservice: str | None
    case_id: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A session with its till, its cashier's name, and the sums of what moved."""

    session: Session
    till: Till
    cashier: str
    #: How many payments were taken.
    payments: int
    takings: int
    reversals: int
    refunds: int
    deposits: int

    @property
    def balance(self) -> int:
        """Give what the till should hold, by its entries."""
        moved = self.takings + self.reversals + self.refunds + self.deposits
        return self.session.opening + moved


MOVED = (
    select(
        *till_entries.c,
        till_sessions.c.currency,
        cases.c.reference,
        cases.c.eservice,
        payment_intents.c.case_id,
    )
    .join_from(till_entries, till_sessions)
    .outerjoin(payment_intents, payment_intents.c.id == till_entries.c.intent_id)
    .outerjoin(cases, cases.c.id == payment_intents.c.case_id)
)


def _movements(connection: Connection, wanted: Select[tuple[object, ...]]) -> tuple[Movement, ...]:
    return tuple(
        Movement(
            entry=entry_of(row),
            currency=row["currency"],
            reference=row["reference"],
            eservice=row["eservice"],
            case_id=row["case_id"],
        )
        for row in connection.execute(wanted).mappings()
    )


def movements_of(
    connection: Connection, session_ids: Iterable[int], *, latest: int = MOST
) -> tuple[Movement, ...]:
    """Read the latest movements of some sessions, the latest first."""
    mine = MOVED.where(till_entries.c.session_id.in_(tuple(session_ids)))
    return _movements(connection, mine.order_by(till_entries.c.id.desc()).limit(latest))


def takings_for(connection: Connection, case_id: int, office: str) -> tuple[Movement, ...]:
    """Read what an office took in cash for a case, the latest first."""
    mine = (
        MOVED.join(tills, tills.c.id == till_sessions.c.till_id)
        .where(payment_intents.c.case_id == case_id, tills.c.office == office)
        .where(till_entries.c.kind == EntryKind.TAKING)
    )
    return _movements(connection, mine.order_by(till_entries.c.id.desc()).limit(20))


def _sum(kind: EntryKind) -> ColumnElement[int]:
    amount = case((till_entries.c.kind == kind, till_entries.c.amount), else_=0)
    return func.coalesce(func.sum(amount), 0)


#: Its slug and its number are not the session's own.
TILL = tuple(tills.c[name].label(f"drawer_{name}") for name in Till.__dataclass_fields__)
COUNTED = func.count().filter(till_entries.c.kind == EntryKind.TAKING)
STANDING = (
    select(
        *till_sessions.c,
        *TILL,
        accounts.c.name.label("cashier_name"),
        COUNTED.label("payments"),
        _sum(EntryKind.TAKING).label("takings"),
        _sum(EntryKind.REVERSAL).label("reversals"),
        _sum(EntryKind.REFUND).label("refunds"),
        _sum(EntryKind.DEPOSIT).label("deposits"),
    )
    .join_from(till_sessions, tills)
    .join(accounts, accounts.c.id == till_sessions.c.cashier)
    .outerjoin(till_entries, till_entries.c.session_id == till_sessions.c.id)
    .group_by(till_sessions.c.id, tills.c.id, accounts.c.id)
)


def _standings(connection: Connection, wanted: Select[tuple[object, ...]]) -> tuple[Standing, ...]:
    return tuple(
        Standing(
            session=session_of(row),
            till=_till(row),
            cashier=row["cashier_name"],
            **{name: int(row[name]) for name in SUMS},
        )
        for row in connection.execute(wanted).mappings()
    )


def _till(row: RowMapping) -> Till:
    values = {name: row[f"drawer_{name}"] for name in Till.__dataclass_fields__}
    return Till(**values | {"eservices": tuple(values["eservices"])})


SUMS = ("payments", "takings", "reversals", "refunds", "deposits")


def open_sessions(connection: Connection) -> tuple[Standing, ...]:
    """List the sessions that are not closed, the oldest first."""
    still = STANDING.where(till_sessions.c.closed_at.is_(None))
    return _standings(connection, still.order_by(till_sessions.c.opened_at))


def unexplained(connection: Connection, *, limit: int = 100) -> tuple[Standing, ...]:
    """List the closed sessions whose difference no supervisor has taken note of."""
    differing = STANDING.where(
        till_sessions.c.closed_at.is_not(None),
        till_sessions.c.counted != till_sessions.c.expected,
        till_sessions.c.acknowledged_by.is_(None),
    )
    return _standings(connection, differing.order_by(till_sessions.c.closed_at).limit(limit))


def sessions_between(
    connection: Connection, office: str, *, start: datetime, stop: datetime
) -> tuple[Standing, ...]:
    """List the sessions that an office opened in a stretch of time."""
    mine = STANDING.where(
        tills.c.office == office,
        till_sessions.c.opened_at >= start,
        till_sessions.c.opened_at < stop,
    )
    return _standings(connection, mine.order_by(till_sessions.c.opened_at))


def standing_of(connection: Connection, session_id: int) -> Standing:
    """Read how a session stands."""
    return _standings(connection, STANDING.where(till_sessions.c.id == session_id))[0]


def desk_of(connection: Connection, intent_id: str) -> Standing | None:
    """Read the session that took a payment; None for one that was not paid in cash."""
    taken = select(till_entries.c.session_id).where(
        till_entries.c.intent_id == intent_id, till_entries.c.kind == EntryKind.TAKING
    )
    session_id = connection.execute(taken).scalar_one_or_none()
    return None if session_id is None else standing_of(connection, session_id)


def receipt_number(connection: Connection, intent_id: str | None) -> str:
    """Give the number of a payment's receipt as it is printed; empty where it has none."""
    receipt: Receipt | None = receipt_of_intent(connection, intent_id) if intent_id else None
    return "" if receipt is None else receipt.printed_number
