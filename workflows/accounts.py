"""Accounts of those who work on cases, their sign-in and their sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

from argon2 import PasswordHasher
from sqlalchemy import Connection, Row, any_, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from workflows.actors import Role
from workflows.errors import WorkflowError
from workflows.tables import accounts, lever_members, pool_members, staff_sessions

#: Role pairs that nobody may hold together: who treats must not also oversee or administer, and
#: who decides what is due, or what it is due for, must not hold the money.
APART = (
    *(
        frozenset({treating, overseeing})
        for treating in (Role.AGENT, Role.SIGNATORY, Role.CASHIER)
        for overseeing in (Role.SUPERVISOR, Role.INSPECTOR, Role.ADMINISTRATOR)
    ),
    *(frozenset({deciding, Role.CASHIER}) for deciding in (Role.AGENT, Role.SIGNATORY)),
)

HASHER = PasswordHasher()

#: A password as an account keeps it. `workflows.passwords` makes one, after judging what was typed.
PasswordHash = NewType("PasswordHash", str)


class RolesTogether(WorkflowError):
    """These roles may not be held by one person."""


class UnknownAccount(WorkflowError):
    """No account answers to this login."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works on cases, with the pools they treat."""

    id: int
    login: str
    name: str
    roles: frozenset[Role]
    office: str | None
    language: str
    #: At work, those of which it may take cases now; see `workflows.presence`.
    pools: tuple[int, ...]
    absent_until: datetime | None = None
    #: It withdrew from so many cases that a supervisor must look before it takes another.
    held_back: bool = False
    #: Pools of which it takes cases for somebody absent, each with the delegation.
    stands_in: tuple[tuple[int, int], ...] = ()

    def delegation_for(self, pool_id: int | None) -> int | None:
        """Name the delegation by which it treats what a pool has; None for its own pools."""
        return dict(self.stands_in).get(pool_id or 0)


POOLS = (
    select(func.array_agg(pool_members.c.pool_id))
    .where(pool_members.c.account_id == accounts.c.id)
    .scalar_subquery()
    .label("pools")
)
COLUMNS = (
    accounts.c.id,
    accounts.c.login,
    accounts.c.name,
    accounts.c.roles,
    accounts.c.office,
    accounts.c.language,
    POOLS,
)

#: Whether an open account may help at a counter.
WORKS_AT_A_COUNTER = accounts.c.active & (literal(Role.COUNTER_AGENT) == any_(accounts.c.roles))


def account_of(row: Row[*tuple[Any, ...]]) -> Account:
    """Make an account of a row that has its columns."""
    return Account(
        id=row.id,
        login=row.login,
        name=row.name,
        roles=frozenset(Role(role) for role in row.roles),
        office=row.office,
        language=row.language,
        pools=tuple(sorted(row.pools or ())),
    )


def check_roles(roles: Iterable[Role]) -> None:
    """Raise RolesTogether when the roles break the separation of duties."""
    held = frozenset(roles)
    for pair in APART:
        if pair <= held:
            raise RolesTogether(*sorted(pair))


def hash_published(password: str) -> PasswordHash:
    """Hash the password of a demonstration's account, which is printed for everybody to read."""
    return PasswordHash(HASHER.hash(password))


def create(
    connection: Connection,
    *,
    login: str,
    name: str,
    password_hash: PasswordHash,
    roles: Iterable[Role],
    office: str | None = None,
    language: str = "fr",
    demo: bool = False,
) -> int:
    """Create an account, or bring the one with this login up to date, and give its identifier."""
    wanted = sorted(Role(role) for role in roles)
    check_roles(wanted)
    values = {
        "name": name,
        "password_hash": password_hash,
        "roles": wanted,
        "office": office,
        "language": language,
        "demo": demo,
        "active": True,
    }
    held = select(accounts.c.id).where(accounts.c.login == login).scalar_subquery()
    # Whoever held the account under its former password or roles must sign in again.
    connection.execute(staff_sessions.delete().where(staff_sessions.c.account_id == held))
    identifier: int = connection.execute(
        insert(accounts)
        .values(login=login, **values)
        .on_conflict_do_update(index_elements=[accounts.c.login], set_=values)
        .returning(accounts.c.id)
    ).scalar_one()
    return identifier


def join_pool(connection: Connection, *, account_id: int, pool_id: int) -> None:
    """Let an account treat the cases of a pool, for good even where it was lent to it."""
    lent = (lever_members.c.account_id == account_id) & (lever_members.c.pool_id == pool_id)
    connection.execute(delete(lever_members).where(lent))
    connection.execute(
        insert(pool_members).values(account_id=account_id, pool_id=pool_id).on_conflict_do_nothing()
    )


def all_accounts(connection: Connection) -> tuple[Account, ...]:
    """List the active accounts by login."""
    rows = connection.execute(select(*COLUMNS).where(accounts.c.active).order_by(accounts.c.login))
    return tuple(account_of(row) for row in rows)


def find_account(connection: Connection, login: str) -> Account:
    """Read an active account by login; raises UnknownAccount."""
    row = connection.execute(
        select(*COLUMNS).where(accounts.c.login == login, accounts.c.active)
    ).one_or_none()
    if row is None:
        raise UnknownAccount(login)
    return account_of(row)


def account_by_id(connection: Connection, account_id: int) -> Account | None:
    """Read an account by its identifier; None when it is closed."""
    mine = select(*COLUMNS).where(accounts.c.id == account_id, accounts.c.active)
    row = connection.execute(mine).one_or_none()
    return None if row is None else account_of(row)


def count_demo(connection: Connection) -> int:
    """Count the active accounts whose password is published."""
    wanted = select(func.count()).where(accounts.c.demo, accounts.c.active)
    number: int = connection.execute(wanted).scalar_one()
    return number


def set_language(connection: Connection, account_id: int, language: str) -> None:
    """Change the language in which an account reads its pages."""
    connection.execute(
        update(accounts).where(accounts.c.id == account_id).values(language=language)
    )


def own_addresses(connection: Connection, account_id: int) -> tuple[str, ...]:
    """Give the mail address and the telephone of an account's own, as far as they are recorded."""
    mine = select(accounts.c.mail, accounts.c.phone).where(accounts.c.id == account_id)
    return tuple(one for one in connection.execute(mine).one() if one is not None)


def record_addresses(
    connection: Connection, account_id: int, *, mail: str | None, phone: str | None
) -> None:
    """Write an account's own addresses, each in the one form in which addresses are compared."""
    given = {"mail": mail, "phone": phone}
    wanted = {name: address for name, address in given.items() if address is not None}
    if wanted:
        connection.execute(update(accounts).where(accounts.c.id == account_id).values(wanted))


def names_of(connection: Connection, account_ids: Iterable[int]) -> dict[int, str]:
    """Give the names of these accounts, closed ones included, as colleagues see them."""
    wanted = select(accounts.c.id, accounts.c.name).where(accounts.c.id.in_(tuple(account_ids)))
    return {row.id: row.name for row in connection.execute(wanted)}
