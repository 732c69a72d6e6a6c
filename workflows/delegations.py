"""Delegations: a signatory names who signs in their place while they are away.

Somebody else confirms it before it counts. While it runs and the delegator is absent, the
substitute takes from the delegator's pools, and what they sign says so. It ends by its date.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, any_, func, insert, literal, select, update

from workflows import claims
from workflows.accounts import Account
from workflows.actors import Role
from workflows.claims import NOT_HELD, Ending
from workflows.database import Instant
from workflows.errors import WorkflowError
from workflows.presence import standing_in
from workflows.tables import accounts, cases, delegations, offices, pool_members

LONGEST = timedelta(days=366)
LONGEST_ACT = 200
LISTED = 100
#: First key of the advisory locks under which somebody's delegations are written.
NAMING = 7208


class BadPeriod(WorkflowError):
    """The period is over already, ends before it begins, or is too long."""


class NotAllowed(WorkflowError):
    """This account may not stand in for the other."""


class Overlaps(WorkflowError):
    """Somebody else stands in for the same person in a part of the period."""


class NotOpen(WorkflowError):
    """Nothing of this number waits for a second person, or runs."""


class SamePerson(WorkflowError):
    """Neither of the two confirms it."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """Who signs for whom, from when to when, by which act, and who confirmed it."""

    id: int
    delegator: int
    substitute: int
    starts_at: datetime
    ends_at: datetime
    act: str
    asked_at: datetime
    confirmed: bool | None
    settled_by: int | None
    settled_at: datetime | None
    ended_at: datetime | None
    ended_by: int | None

    @property
    def last_moment(self) -> datetime:
        """Give the last instant of the last day, for saying which day that is."""
        return self.ends_at - timedelta(seconds=1)

    def is_open(self, at: datetime) -> bool:
        """Tell whether it waits for a second person, and still could count."""
        return self.confirmed is None and self.ended_at is None and self.ends_at > at

    def runs(self, at: datetime) -> bool:
        """Tell whether it was confirmed and its time has come and not passed."""
        whole = self.confirmed is True and self.ended_at is None
        return whole and self.starts_at <= at < self.ends_at

    def may_end(self, at: datetime) -> bool:
        """Tell whether there is something to end."""
        return self.confirmed is not False and self.ended_at is None and self.ends_at > at


@dataclass(frozen=True, slots=True)
class Naming:
    """A delegation about to be asked for."""

    delegator: Account
    substitute: int
    starts_at: datetime
    ends_at: datetime
    act: str


COLUMNS = tuple(delegations.c[name] for name in Delegation.__dataclass_fields__)


def allowed(connection: Connection, delegator: Account) -> Mapping[int, str]:
    """Name the accounts that may stand in for a signatory: those who sign in its organisation."""
    mine = select(offices.c.organisation).where(offices.c.slug == delegator.office)
    rows = connection.execute(
        select(accounts.c.id, accounts.c.name)
        .join_from(accounts, offices, offices.c.slug == accounts.c.office)
        .where(
            accounts.c.active,
            accounts.c.id != delegator.id,
            literal(str(Role.SIGNATORY)) == any_(accounts.c.roles),
            offices.c.organisation == mine.scalar_subquery(),
        )
        .order_by(accounts.c.name, accounts.c.id)
    )
    return {row.id: row.name for row in rows}


def name(connection: Connection, asked: Naming, *, at: datetime) -> int:
    """Ask that somebody stand in for a signatory; gives its number.

    Raises BadPeriod, NotAllowed or Overlaps.
    """
    starts = max(asked.starts_at, at)
    if not timedelta() < asked.ends_at - starts <= LONGEST:
        raise BadPeriod(asked.delegator.id)
    if Role.SIGNATORY not in asked.delegator.roles:
        raise NotAllowed(asked.delegator.id)
    if asked.substitute not in allowed(connection, asked.delegator):
        raise NotAllowed(asked.substitute)
    connection.execute(select(func.pg_advisory_xact_lock(NAMING, asked.delegator.id)))
    meets = (
        delegations.c.delegator == asked.delegator.id,
        delegations.c.ended_at.is_(None),
        delegations.c.confirmed.is_distinct_from(False),  # noqa: FBT003 - a value of the column
        delegations.c.starts_at < asked.ends_at,
        delegations.c.ends_at > starts,
    )
    if connection.execute(select(delegations.c.id).where(*meets).limit(1)).first() is not None:
        raise Overlaps(asked.delegator.id)
    values = {
        "delegator": asked.delegator.id,
        "substitute": asked.substitute,
        "starts_at": starts,
        "ends_at": asked.ends_at,
        "act": asked.act[:LONGEST_ACT],
        "asked_at": at,
    }
    written = insert(delegations).values(values).returning(delegations.c.id)
    return int(connection.execute(written).scalar_one())


def settle(
    connection: Connection, number: int, *, confirmed: bool, by: int, at: datetime
) -> Delegation:
    """Confirm a delegation or decline it, as the second person; raises NotOpen or SamePerson."""
    found = find(connection, number, lock=True)
    if found is None or not found.is_open(at):
        raise NotOpen(number)
    if by in {found.delegator, found.substitute}:
        raise SamePerson(number)
    return _change(connection, number, confirmed=confirmed, settled_by=by, settled_at=at)


def end(connection: Connection, number: int, *, by: int, at: datetime) -> Delegation:
    """End a delegation before its date: what is held by it goes back; raises NotOpen."""
    found = find(connection, number, lock=True)
    if found is None or not found.may_end(at):
        raise NotOpen(number)
    own = select(pool_members.c.pool_id).where(pool_members.c.account_id == found.substitute)
    lent = select(pool_members.c.pool_id).where(pool_members.c.account_id == found.delegator)
    let_go = (
        update(cases)
        .where(
            cases.c.claimed_by == found.substitute,
            cases.c.pool_id.in_(lent),
            cases.c.pool_id.not_in(own),
        )
        .values(NOT_HELD)
        .returning(cases.c.id)
    )
    for case_id in connection.execute(let_go).scalars().all():
        claims.end(connection, case_id, Ending.RELEASED, at=at)
    return _change(connection, number, ended_at=at, ended_by=by)


def find(connection: Connection, number: int, *, lock: bool = False) -> Delegation | None:
    """Read a delegation; None when there is no such."""
    wanted = select(*COLUMNS).where(delegations.c.id == number)
    row = connection.execute(wanted.with_for_update() if lock else wanted).one_or_none()
    return None if row is None else _delegation(row)


def latest(connection: Connection, *of: ColumnElement[bool]) -> tuple[Delegation, ...]:
    """List delegations: what waits for a second person first, then the last."""
    waits_first = (delegations.c.confirmed.is_not(None), delegations.c.id.desc())
    rows = connection.execute(select(*COLUMNS).where(*of).order_by(*waits_first).limit(LISTED))
    return tuple(_delegation(row) for row in rows)


def between(account_id: int) -> ColumnElement[bool]:
    """Choose the delegations that somebody gave or was given."""
    return (delegations.c.delegator == account_id) | (delegations.c.substitute == account_id)


def for_whom(connection: Connection, account: Account) -> tuple[tuple[str, datetime], ...]:
    """Name those for whom an account signs now, each with its last day."""
    numbers = {number for _, number in account.stands_in}
    rows = connection.execute(
        select(accounts.c.name, delegations.c.ends_at)
        .join_from(delegations, accounts, accounts.c.id == delegations.c.delegator)
        .where(delegations.c.id.in_(numbers))
        .order_by(accounts.c.name)
    )
    return tuple((row.name, row.ends_at - timedelta(seconds=1)) for row in rows)


def counts(connection: Connection, number: int, *, at: datetime) -> bool:
    """Tell whether a delegation counts at an instant: it runs, and its delegator is away."""
    wanted = (delegations.c.id == number, standing_in(literal(at, Instant)))
    return connection.execute(select(delegations.c.id).where(*wanted)).first() is not None


def _change(connection: Connection, number: int, **values: Any) -> Delegation:
    changed = (
        update(delegations).where(delegations.c.id == number).values(values).returning(*COLUMNS)
    )
    return _delegation(connection.execute(changed).one())


def _delegation(row: Row[*tuple[Any, ...]]) -> Delegation:
    return Delegation(**row._mapping)
