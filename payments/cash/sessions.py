"""Sessions of a till: opened with a counted sum, closed by counting blind, and acknowledged."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select, update
from sqlalchemy.dialects.postgresql import insert

from payments.cash.book import balance
from payments.cash.counting import Count
from payments.cash.errors import CashRefused, Obstacle
from payments.cash.tables import till_sessions
from payments.cash.tills import Till
from payments.money import Money

LONGEST_NOTE = 1000


class Reason(StrEnum):
    """Why a till holds more or less than it should; there are no other reasons."""

    WRONG_CHANGE = "wrong_change"
    NOT_ENTERED = "not_entered"
    FALSE_NOTE = "false_note"
    NO_COINS = "no_coins"
    THEFT = "theft"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it stood when it was read."""

    id: int
    token: str
    till_id: int
    cashier: int
    currency: str
    opened_at: datetime
    opening: int
    opening_pieces: Mapping[str, int] | None
    counted: int | None
    counted_pieces: Mapping[str, int] | None
    counted_at: datetime | None
    expected: int | None
    reason: Reason | None
    note: str | None
    closed_at: datetime | None
    acknowledged_by: int | None
    acknowledged_at: datetime | None

    @property
    def takes_money(self) -> bool:
        """Tell whether money still goes in and out."""
        return self.counted is None

    @property
    def difference(self) -> Money | None:
        """Give what the till held beyond what it should, below zero where money was missing."""
        if self.counted is None or self.expected is None:
            return None
        return Money(self.counted - self.expected, self.currency)

    def money(self, amount: int) -> Money:
        """Give an amount in the currency of the till."""
        return Money(amount, self.currency)


COLUMNS = tuple(till_sessions.c[name] for name in Session.__dataclass_fields__)
OPEN = till_sessions.c.closed_at.is_(None)


def session_of(row: RowMapping) -> Session:
    """Make a session of a row that has its columns."""
    values = {name: row[name] for name in Session.__dataclass_fields__}
    reason = values["reason"]
    return Session(**values | {"reason": None if reason is None else Reason(reason)})


def _one(connection: Connection, wanted: Select[Any]) -> Session | None:
    row = connection.execute(wanted).mappings().one_or_none()
    return None if row is None else session_of(row)


def open_session_of(connection: Connection, cashier: int) -> Session | None:
    """Read the session that a cashier has open, counted or not."""
    return _one(connection, select(*COLUMNS).where(till_sessions.c.cashier == cashier, OPEN))


def lock_session_of(connection: Connection, cashier: int) -> Session:
    """Read a cashier's open session and keep others out of it until the transaction ends.

    Raises CashRefused where there is none. Whoever needs a case's lock too takes that one first.
    """
    mine = select(*COLUMNS).where(till_sessions.c.cashier == cashier, OPEN).with_for_update()
    session = _one(connection, mine)
    if session is None:
        raise CashRefused(Obstacle.NO_SESSION)
    return session


def working_session_of(connection: Connection, cashier: int) -> Session:
    """Lock a cashier's session as `lock_session_of` does; raises where it was counted already."""
    session = lock_session_of(connection, cashier)
    if not session.takes_money:
        raise CashRefused(Obstacle.NO_SESSION)
    return session


def find_session(connection: Connection, token: str) -> Session | None:
    """Read a session by what addresses call it."""
    return _one(connection, select(*COLUMNS).where(till_sessions.c.token == token))


def open_session(
    connection: Connection, till: Till, *, cashier: int, count: Count, at: datetime
) -> Session:
    """Open a session; raises CashRefused where the till or the cashier has one open."""
    opened = (
        insert(till_sessions)
        .values(
            token=secrets.token_urlsafe(16),
            till_id=till.id,
            cashier=cashier,
            currency=till.currency,
            opened_at=at,
            opening=count.total,
            opening_pieces=_kept(count),
        )
        .on_conflict_do_nothing()
        .returning(*COLUMNS)
    )
    row = connection.execute(opened).mappings().one_or_none()
    if row is None:
        raise CashRefused(Obstacle.OPEN_ALREADY)
    return session_of(row)


def count_till(connection: Connection, *, cashier: int, count: Count, at: datetime) -> Session:
    """Write what the cashier counted, and only then what should be there.

    From now on no money goes in or out. A till that holds what it should is closed at once; one
    that does not waits for its cashier's reason. Raises CashRefused.
    """
    session = working_session_of(connection, cashier)
    expected = balance(connection, session.id)
    values = {
        "counted": count.total,
        "counted_pieces": _kept(count),
        "counted_at": at,
        "expected": expected,
        "closed_at": at if count.total == expected else None,
    }
    return _changed(connection, session, values)


def explain(
    connection: Connection, *, cashier: int, reason: Reason, note: str, at: datetime
) -> Session:
    """Write why the till differs, and close it; raises CashRefused where nothing differs."""
    session = lock_session_of(connection, cashier)
    if session.takes_money:
        raise CashRefused(Obstacle.NOT_OPEN)
    values = {"reason": reason, "note": note[:LONGEST_NOTE], "closed_at": at}
    return _changed(connection, session, values)


def acknowledge(connection: Connection, token: str, *, by: int, at: datetime) -> Session:
    """Take note of a difference as a supervisor; raises CashRefused."""
    wanted = select(*COLUMNS).where(till_sessions.c.token == token).with_for_update()
    session = _one(connection, wanted)
    if session is None or session.closed_at is None or not session.difference:
        raise CashRefused(Obstacle.NOT_OPEN)
    if session.acknowledged_by is not None:
        raise CashRefused(Obstacle.DONE_MEANWHILE)
    if session.cashier == by:
        raise CashRefused(Obstacle.SAME_PERSON)
    return _changed(connection, session, {"acknowledged_by": by, "acknowledged_at": at})


def _kept(count: Count) -> dict[str, int] | None:
    if count.pieces is None:
        return None
    return {str(piece): number for piece, number in count.pieces.items()}


def _changed(connection: Connection, session: Session, values: dict[str, Any]) -> Session:
    changed = update(till_sessions).where(till_sessions.c.id == session.id).values(values)
    return session_of(connection.execute(changed.returning(*COLUMNS)).mappings().one())
