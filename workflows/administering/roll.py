"""The roll of accounts: searched, filtered, page by page; and which access was confirmed lately."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, and_, any_, false, func, literal, or_, select

from workflows.accounts import COLUMNS, Account, account_of
from workflows.actors import Role
from workflows.administering.entries import What
from workflows.tables import accounts, administration_entries, invitations, pool_members

PAGE = 50
#: An account nobody used for so long is shown as such.
UNUSED_AFTER = timedelta(days=60)


class State(StrEnum):
    """Which accounts are wanted."""

    OPEN = "open"
    CLOSED = "closed"
    UNUSED = "unused"
    #: Nobody has chosen a password yet.
    INVITED = "invited"
    #: Nobody has confirmed this quarter that the person still needs it.
    TO_CONFIRM = "to_confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which accounts to list."""

    text: str = ""
    role: Role | None = None
    office: str | None = None
    pool: int | None = None
    state: State = State.OPEN


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An account in the roll, with what tells whether it is still needed."""

    account: Account
    active: bool
    created_at: datetime
    signed_in_at: datetime | None
    is_invited: bool
    confirmed_at: datetime | None

    def is_unused(self, at: datetime) -> bool:
        """Tell whether nobody came in by it for long."""
        return self.active and (self.signed_in_at or self.created_at) <= at - UNUSED_AFTER


def quarter_of(day: date) -> date:
    """Give the first day of a day's quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_began(at: datetime, zone: ZoneInfo) -> datetime:
    """Give the instant at which the quarter began where people sit."""
    return datetime.combine(quarter_of(at.astimezone(zone).date()), time(), zone)


INVITED = (
    select(invitations.c.account_id)
    .where(invitations.c.account_id == accounts.c.id, invitations.c.used_at.is_(None))
    .exists()
)
CONFIRMED = (
    select(func.max(administration_entries.c.at))
    .where(
        administration_entries.c.subject == accounts.c.login,
        administration_entries.c.what == What.ACCESS_CONFIRMED,
    )
    .correlate(accounts)
    .scalar_subquery()
)
LISTED = (
    *COLUMNS,
    accounts.c.active,
    accounts.c.created_at,
    accounts.c.signed_in_at,
    INVITED.label("is_invited"),
    CONFIRMED.label("confirmed_at"),
)


def count(connection: Connection, wanted: Wanted, *, at: datetime, quarter: datetime) -> int:
    """Count the accounts that are wanted."""
    counted = select(func.count()).select_from(accounts).where(*_where(wanted, at, quarter))
    number: int = connection.execute(counted).scalar_one()
    return number


def page(
    connection: Connection, wanted: Wanted, *, number: int, at: datetime, quarter: datetime
) -> tuple[Enrolled, ...]:
    """List one page, counted from 1, of the accounts that are wanted, by login."""
    found = select(*LISTED).where(*_where(wanted, at, quarter)).order_by(accounts.c.login)
    rows = connection.execute(found.limit(PAGE).offset((number - 1) * PAGE))
    return tuple(_enrolled(row) for row in rows)


def everybody(
    connection: Connection, wanted: Wanted, *, at: datetime, quarter: datetime
) -> tuple[Enrolled, ...]:
    """List all accounts that are wanted, by login."""
    found = select(*LISTED).where(*_where(wanted, at, quarter)).order_by(accounts.c.login)
    return tuple(_enrolled(row) for row in connection.execute(found))


def enrolled(connection: Connection, login: str) -> Enrolled | None:
    """Read one account, open or closed."""
    row = connection.execute(select(*LISTED).where(accounts.c.login == login)).one_or_none()
    return None if row is None else _enrolled(row)


def _enrolled(row: Row[*tuple[Any, ...]]) -> Enrolled:
    return Enrolled(
        account_of(row),
        row.active,
        row.created_at,
        row.signed_in_at,
        row.is_invited,
        row.confirmed_at,
    )


def _where(wanted: Wanted, at: datetime, quarter: datetime) -> Iterator[ColumnElement[bool]]:
    columns = accounts.c
    yield _in_state(wanted.state, at, quarter)
    if wanted.text:
        yield or_(
            columns.login.icontains(wanted.text, autoescape=True),
            columns.name.icontains(wanted.text, autoescape=True),
        )
    if wanted.role is not None:
        yield literal(wanted.role) == any_(columns.roles)
    if wanted.office is not None:
        yield columns.office == wanted.office
    if wanted.pool is not None:
        yield columns.id.in_(
            select(pool_members.c.account_id).where(pool_members.c.pool_id == wanted.pool)
        )


def _in_state(state: State, at: datetime, quarter: datetime) -> ColumnElement[bool]:
    columns = accounts.c
    used = func.coalesce(columns.signed_in_at, columns.created_at)
    match state:
        case State.OPEN:
            return columns.active
        case State.CLOSED:
            return ~columns.active
        case State.UNUSED:
            return and_(columns.active, used <= at - UNUSED_AFTER)
        case State.INVITED:
            return and_(columns.active, INVITED)
        case State.TO_CONFIRM:
            # Whoever was let in during the quarter was looked at then.
            lately = or_(quarter <= CONFIRMED, columns.created_at >= quarter)
            return and_(columns.active, func.coalesce(lately, false()).is_(false()))
