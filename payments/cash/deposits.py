"""Deposits: cash that goes to the Treasury or the bank against a numbered slip."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select, update
from sqlalchemy.dialects.postgresql import insert

from payments.cash.book import EntryKind, NewEntry, add_entry, balance
from payments.cash.errors import CashRefused, Obstacle
from payments.cash.holdings import in_safe
from payments.cash.sessions import working_session_of
from payments.cash.tables import cash_deposits
from payments.money import Money

LONGEST_SLIP, LONGEST_PLACE = 40, 120


@dataclass(frozen=True, slots=True)
class Deposit:
    """A deposit as it was recorded, and who has seen its slip."""

    id: int
    token: str
    office: str
    entry_id: int | None
    money: Money
    slip: str
    place: str
    deposited_on: date
    recorded_by: int
    recorded_at: datetime
    checked_by: int | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeposit:
    """What a cashier says was deposited."""

    office: str
    by: int
    money: Money
    slip: str
    place: str
    deposited_on: date
    #: Whether it is taken out of the cashier's open till; else it lay in the safe.
    out_of_till: bool


PLAIN = (
    *("id", "token", "office", "entry_id", "slip", "place", "deposited_on"),
    *("recorded_by", "recorded_at", "checked_by", "checked_at"),
)


def _deposit(row: RowMapping) -> Deposit:
    money = Money(row["amount"], row["currency"])
    return Deposit(**{name: row[name] for name in PLAIN}, money=money)


def _read(connection: Connection, wanted: Select[Any]) -> tuple[Deposit, ...]:
    return tuple(_deposit(row) for row in connection.execute(wanted).mappings())


def record_deposit(connection: Connection, new: NewDeposit, *, at: datetime, today: date) -> None:
    """Write a deposit; raises CashRefused where the money is not there or the slip is known.

    Two at once for an office wait for each other, so that the same money is not deposited twice.
    """
    if new.deposited_on > today:
        raise CashRefused(Obstacle.NOT_YET)
    key = func.hashtextextended(f"cash deposits {new.office}", 0)
    connection.execute(select(func.pg_advisory_xact_lock(key)))
    known = select(cash_deposits.c.id).where(
        cash_deposits.c.office == new.office, cash_deposits.c.slip == new.slip
    )
    if connection.execute(known).scalar_one_or_none() is not None:
        raise CashRefused(Obstacle.SLIP_KNOWN)
    entry_id = _out_of_till(connection, new, at) if new.out_of_till else None
    if entry_id is None and in_safe(connection, new.office, new.money.currency) < new.money.minor:
        raise CashRefused(Obstacle.NOT_ENOUGH)
    connection.execute(
        insert(cash_deposits).values(
            token=secrets.token_urlsafe(16),
            office=new.office,
            entry_id=entry_id,
            amount=new.money.minor,
            currency=new.money.currency,
            slip=new.slip,
            place=new.place[:LONGEST_PLACE],
            deposited_on=new.deposited_on,
            recorded_by=new.by,
            recorded_at=at,
        )
    )


def _out_of_till(connection: Connection, new: NewDeposit, at: datetime) -> int:
    session = working_session_of(connection, new.by)
    # What the till was opened with stays in it: only what came since can be deposited.
    if balance(connection, session.id) - session.opening < new.money.minor:
        raise CashRefused(Obstacle.NOT_ENOUGH)
    entry = add_entry(
        connection,
        NewEntry(
            session_id=session.id,
            kind=EntryKind.DEPOSIT,
            amount=-new.money.minor,
            key=secrets.token_urlsafe(16),
            at=at,
        ),
    )
    return entry.id


def check_deposit(connection: Connection, token: str, *, by: int, at: datetime) -> None:
    """Write that a supervisor has seen the slip; raises CashRefused."""
    wanted = select(cash_deposits).where(cash_deposits.c.token == token).with_for_update()
    found = _read(connection, wanted)
    if not found or found[0].checked_by is not None:
        raise CashRefused(Obstacle.DONE_MEANWHILE)
    if found[0].recorded_by == by:
        raise CashRefused(Obstacle.SAME_PERSON)
    checked = update(cash_deposits).where(cash_deposits.c.id == found[0].id)
    connection.execute(checked.values(checked_by=by, checked_at=at))


def deposits_of(connection: Connection, office: str, *, limit: int = 10) -> tuple[Deposit, ...]:
    """List an office's latest deposits."""
    mine = select(cash_deposits).where(cash_deposits.c.office == office)
    return _read(connection, mine.order_by(cash_deposits.c.id.desc()).limit(limit))


def unchecked_deposits(connection: Connection, *, limit: int = 100) -> tuple[Deposit, ...]:
    """List the deposits whose slip no supervisor has seen, oldest first."""
    waiting = select(cash_deposits).where(cash_deposits.c.checked_by.is_(None))
    return _read(connection, waiting.order_by(cash_deposits.c.id).limit(limit))


def deposited_between(
    connection: Connection, office: str, *, first: date, last: date
) -> tuple[Deposit, ...]:
    """List an office's deposits by the day on the slip."""
    mine = select(cash_deposits).where(
        cash_deposits.c.office == office, cash_deposits.c.deposited_on.between(first, last)
    )
    return _read(connection, mine.order_by(cash_deposits.c.id))
