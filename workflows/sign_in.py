"""Sign-in: who may enter with a password, and how often they may try."""

from datetime import datetime, timedelta
from enum import StrEnum

from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Connection, func, select

from workflows.accounts import COLUMNS, HASHER, Account, account_of
from workflows.tables import accounts, sign_in_failures

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
    if is_throttled(connection, login=login, address=address, at=at):
        return Refusal.TOO_MANY
    account = verified(connection, login, password)
    if account is None:
        record_failure(connection, login=login, address=address, at=at)
        return Refusal.WRONG
    return account


def is_throttled(connection: Connection, *, login: str, address: str, at: datetime) -> bool:
    """Tell whether a login, or an address, has failed so often of late that it must wait."""
    failures = sign_in_failures.c
    by_login, by_address = connection.execute(
        select(
            func.count().filter(failures.login == login[:200]),
            func.count().filter(failures.address == address),
        ).where(failures.at > at - WINDOW)
    ).one()
    return bool(by_login >= LOGIN_FAILURES or by_address >= ADDRESS_FAILURES)


def verified(connection: Connection, login: str, password: str) -> Account | None:
    """Give the account that this password opens, taking the same time where there is none."""
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


def record_failure(connection: Connection, *, login: str, address: str, at: datetime) -> None:
    """Remember a failed attempt, and forget those that no longer count."""
    connection.execute(sign_in_failures.delete().where(sign_in_failures.c.at < at - WINDOW))
    connection.execute(
        sign_in_failures.insert(), {"login": login[:200], "address": address, "at": at}
    )
