"""Sign-in: who may enter, how often they may try, and how long a session lasts."""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Connection, bindparam, func, select, update

from workflows.accounts import COLUMNS, HASHER, Account, account_of
from workflows.tables import accounts, sign_in_failures, staff_sessions

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=10)
#: A session's last sight is written no more often than this: reading a page should not write a row.
SEEN_STEP = timedelta(seconds=30)
WINDOW = timedelta(minutes=15)
#: Failures within the window after which a login, or an address, must wait.
LOGIN_FAILURES, ADDRESS_FAILURES = 5, 30

#: Verified against when the login is unknown, so that both refusals take the same time: the hash of
#: a random password that nobody kept.
NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4"
    "$9c1jY3TFaYJbOyuXX1LqKQ$JstpSJyk85kznMawcgShn3bR7QahWXcfilkkIcJH9g8"
)


class Refusal(StrEnum):
    """Why a sign-in did not succeed."""

    WRONG = "wrong"
    TOO_MANY = "too_many"


def sign_in(
    connection: Connection, *, login: str, password: str, address: str, at: datetime
) -> Account | Refusal:
    """Give the account that the credentials open, or say why not; a failure is recorded.

    An unknown login, a closed account and a wrong password are refused alike and in the same time.
    """
    if _is_throttled(connection, login=login, address=address, at=at):
        return Refusal.TOO_MANY
    account = _verified(connection, login, password)
    if account is None:
        _record_failure(connection, login=login, address=address, at=at)
        return Refusal.WRONG
    return account


def _is_throttled(connection: Connection, *, login: str, address: str, at: datetime) -> bool:
    failures = sign_in_failures.c
    by_login, by_address = connection.execute(
        select(
            func.count().filter(failures.login == login[:200]),
            func.count().filter(failures.address == address),
        ).where(failures.at > at - WINDOW)
    ).one()
    return bool(by_login >= LOGIN_FAILURES or by_address >= ADDRESS_FAILURES)


def _verified(connection: Connection, login: str, password: str) -> Account | None:
    row = connection.execute(
        select(*COLUMNS, accounts.c.password_hash).where(
            accounts.c.login == login, accounts.c.active
        )
    ).one_or_none()
    try:
        HASHER.verify(NOBODY if row is None else row.password_hash, password)
    except VerifyMismatchError:
        return None
    return None if row is None else account_of(row)


def _record_failure(connection: Connection, *, login: str, address: str, at: datetime) -> None:
    connection.execute(sign_in_failures.delete().where(sign_in_failures.c.at < at - WINDOW))
    connection.execute(
        sign_in_failures.insert(), {"login": login[:200], "address": address, "at": at}
    )


def _hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def open_session(connection: Connection, account_id: int, *, at: datetime) -> str:
    """Open a session and give its secret token, which is stored only as a digest."""
    token = secrets.token_urlsafe(32)
    connection.execute(
        staff_sessions.insert(),
        {
            "token_hash": _hash_token(token),
            "account_id": account_id,
            "created_at": at,
            "seen_at": at,
        },
    )
    return token


#: Every exchange of the back office begins with it: put together once, not each time.
ALIVE = (
    select(*COLUMNS, staff_sessions.c.seen_at)
    .join_from(staff_sessions, accounts)
    .where(
        staff_sessions.c.token_hash == bindparam("hashed"),
        staff_sessions.c.seen_at > bindparam("seen_after"),
        staff_sessions.c.created_at > bindparam("created_after"),
        accounts.c.active,
    )
)


def session_account(connection: Connection, token: str, *, at: datetime) -> Account | None:
    """Give the account of a live session and keep it awake; None when it ended or idled."""
    hashed = _hash_token(token)
    alive = {"hashed": hashed, "seen_after": at - IDLE, "created_after": at - ABSOLUTE}
    row = connection.execute(ALIVE, alive).one_or_none()
    if row is None:
        return None
    if row.seen_at < at - SEEN_STEP:
        mine = staff_sessions.c.token_hash == hashed
        connection.execute(update(staff_sessions).where(mine).values(seen_at=at))
    return account_of(row)


def close_session(connection: Connection, token: str) -> None:
    """End a session, if it is open."""
    connection.execute(
        staff_sessions.delete().where(staff_sessions.c.token_hash == _hash_token(token))
    )
