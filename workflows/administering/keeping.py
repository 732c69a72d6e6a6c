"""Accounts as the administration writes them: read whole, opened, changed, closed, opened again."""

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, any_, delete, insert, literal, select, update

from workflows.accounts import COLUMNS, HASHER, PasswordHash, account_of, join_pool
from workflows.actors import TREATING, Role
from workflows.administering import invitations
from workflows.administering.changes import (
    INVITING,
    Access,
    ChangeRefused,
    Kept,
    Kind,
    Obstacle,
    Order,
)
from workflows.administering.entries import What, record
from workflows.administering.hands import empty_hands
from workflows.life_cycle import Author
from workflows.proofs import factors
from workflows.tables import (
    accounts,
    lever_members,
    levers,
    offices,
    pool_members,
    pools,
    staff_sessions,
)

WHATS = {
    Kind.OPEN: What.OPENED,
    Kind.CHANGE: What.CHANGED,
    Kind.CLOSE: What.CLOSED,
    Kind.REOPEN: What.REOPENED,
    Kind.INVITE: What.INVITED,
}


def kept_account(connection: Connection, login: str) -> Kept | None:
    """Read an account as it stands, open or closed."""
    columns = accounts.c
    row = connection.execute(select(accounts).where(columns.login == login)).one_or_none()
    if row is None:
        return None
    access = Access(
        name=row.name,
        language=row.language,
        roles=frozenset(Role(role) for role in row.roles),
        office=row.office,
        pools=_own_pools(connection, row.id),
    )
    return Kept(row.id, row.active, access)


def _own_pools(connection: Connection, account_id: int) -> frozenset[str]:
    """Name the pools of an account, without those to which a reinforcement lends it."""
    lent = (
        select(lever_members.c.pool_id)
        .join_from(lever_members, levers)
        .where(lever_members.c.account_id == account_id, levers.c.ended_at.is_(None))
    )
    own = (
        select(pools.c.slug)
        .join_from(pool_members, pools)
        .where(pool_members.c.account_id == account_id, pools.c.id.not_in(lent))
    )
    return frozenset(connection.execute(own).scalars())


def check_places(connection: Connection, access: Access) -> None:
    """Refuse an office or a pool that there is not; raises ChangeRefused."""
    known = set(connection.execute(select(pools.c.slug)).scalars())
    there = set(connection.execute(select(offices.c.slug)).scalars())
    if not access.pools <= known or (access.office is not None and access.office not in there):
        raise ChangeRefused(Obstacle.UNKNOWN_PLACE)


def other_administrators(connection: Connection, account_id: int) -> int:
    """Count the open accounts of administrators besides this one."""
    others = select(accounts.c.id).where(
        accounts.c.active,
        accounts.c.id != account_id,
        literal(Role.ADMINISTRATOR) == any_(accounts.c.roles),
    )
    return len(connection.execute(others).all())


def write(
    connection: Connection,
    order: Order,
    present: Kept | None,
    author: Author,
    *,
    code_hash: bytes | None,
    at: datetime,
) -> str | None:
    """Make a change that was decided, and journal it; gives the token of the link, if one is made.

    Sessions end, except where only the name, the language or the pools change: whoever is at work
    goes on by the new pools.
    """
    account_id = _opened(connection, order) if present is None else present.id
    if present is not None and _ends_sessions(order, present):
        connection.execute(delete(staff_sessions).where(staff_sessions.c.account_id == account_id))
    _write_row(connection, order, account_id)
    if order.resets_factors:
        factors.reset(connection, account_id, reason=order.reason, by=author.account_id, at=at)
    returned = _settle_pools(connection, order, account_id, at=at)
    after = kept_account(connection, order.login)
    data = {
        "before": present.access.written() if present else None,
        "after": after.access.written() if after else None,
        "returned": returned,
        "resets_factors": order.resets_factors,
    }
    told = {key: value for key, value in data.items() if value}
    record(connection, author, WHATS[order.kind], order.login, reason=order.reason, data=told)
    if order.kind in INVITING:
        return invitations.invite(connection, account_id, code_hash=code_hash, at=at)
    if order.kind is Kind.CLOSE:
        invitations.cancel(connection, account_id)
    return None


def _ends_sessions(order: Order, present: Kept) -> bool:
    if order.kind is not Kind.CHANGE or order.access is None:
        return True
    was, is_now = present.access, order.access
    return (was.roles, was.office) != (is_now.roles, is_now.office)


def _nobodys_password() -> PasswordHash:
    """Hash a password that nobody knows: only an invitation leads on."""
    return PasswordHash(HASHER.hash(secrets.token_urlsafe(32)))


def _opened(connection: Connection, order: Order) -> int:
    row = {"login": order.login, "name": "", "roles": [], "password_hash": _nobodys_password()}
    made = insert(accounts).values(**row).returning(accounts.c.id)
    identifier: int = connection.execute(made).scalar_one()
    return identifier


def _write_row(connection: Connection, order: Order, account_id: int) -> None:
    values: dict[str, object] = {}
    if order.access is not None:
        written = order.access.written()
        values |= {name: written[name] for name in ("name", "language", "roles", "office")}
    if order.kind in {Kind.CLOSE, Kind.REOPEN}:
        values["active"] = order.kind is Kind.REOPEN
    if order.kind in {Kind.REOPEN, Kind.INVITE}:
        values["password_hash"] = _nobodys_password()
        values["demo"] = False
    if values:
        connection.execute(update(accounts).where(accounts.c.id == account_id).values(**values))


def _settle_pools(connection: Connection, order: Order, account_id: int, *, at: datetime) -> int:
    """Put the account in its pools; gives back what it holds and treats no more."""
    if order.access is not None:
        _set_pools(connection, account_id, order.access.pools)
    if order.kind is Kind.OPEN:
        return 0
    row = connection.execute(select(*COLUMNS).where(accounts.c.id == account_id)).one()
    account = account_of(row)
    works_on = order.kind is Kind.CHANGE and account.roles & TREATING
    return empty_hands(connection, account, keeping=account.pools if works_on else (), at=at)


def _set_pools(connection: Connection, account_id: int, wanted: Collection[str]) -> None:
    own = _own_pools(connection, account_id)
    named = {row.slug: row.id for row in connection.execute(select(pools.c.slug, pools.c.id))}
    left = [named[slug] for slug in own - set(wanted)]
    gone = pool_members.c.account_id == account_id, pool_members.c.pool_id.in_(left)
    connection.execute(delete(pool_members).where(*gone))
    for slug in set(wanted) - own:
        join_pool(connection, account_id=account_id, pool_id=named[slug])
