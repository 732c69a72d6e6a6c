"""Sessions of those who work on cases: how far one goes, since when it is proved, when it ends."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, bindparam, delete, select, update

from workflows.accounts import Account
from workflows.presence import COLUMNS, account_at_work
from workflows.tables import accounts, staff_sessions

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=10)
#: A session's last sight is written no more often than this: reading a page should not write a row.
SEEN_STEP = timedelta(seconds=30)


class Standing(StrEnum):
    """How far a session goes."""

    OPEN = "open"
    #: A password was given, the second factor not yet.
    HALF_OPEN = "half_open"
    #: The account must have a second factor and has none: it can enrol one and nothing else.
    ENROLLING = "enrolling"


@dataclass(frozen=True, slots=True)
class Seat:
    """From where a session is opened, for its owner to recognise."""

    address: str = ""
    browser: str = ""


NOWHERE = Seat()


@dataclass(frozen=True, slots=True)
class Session:
    """A session that is alive: whose, how far it goes, and when its owner last proved it."""

    account: Account
    standing: Standing
    proved_at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A session as its owner sees it in a list."""

    created_at: datetime
    seen_at: datetime
    address: str
    browser: str
    is_this: bool


def hash_token(token: str) -> bytes:
    """Digest a token as it is stored."""
    return hashlib.sha256(token.encode()).digest()


def open_session(
    connection: Connection,
    account_id: int,
    *,
    at: datetime,
    standing: Standing = Standing.OPEN,
    seat: Seat = NOWHERE,
) -> str:
    """Open a session and give its secret token, which is stored only as a digest."""
    token = secrets.token_urlsafe(32)
    connection.execute(
        staff_sessions.insert(),
        {
            "token_hash": hash_token(token),
            "account_id": account_id,
            "created_at": at,
            "seen_at": at,
            "proved_at": at,
            "standing": standing,
            "address": seat.address,
            "browser": seat.browser,
        },
    )
    mine = accounts.c.id == account_id
    connection.execute(update(accounts).where(mine).values(signed_in_at=at))
    return token


ALIVE = (
    staff_sessions.c.seen_at > bindparam("seen_after"),
    staff_sessions.c.created_at > bindparam("created_after"),
)
#: Every exchange of the back office begins with it: put together once, not each time.
LIVE = (
    select(
        *COLUMNS, staff_sessions.c.seen_at, staff_sessions.c.standing, staff_sessions.c.proved_at
    )
    .join_from(staff_sessions, accounts)
    .where(staff_sessions.c.token_hash == bindparam("hashed"), *ALIVE, accounts.c.active)
)


def live_session(connection: Connection, token: str, *, at: datetime) -> Session | None:
    """Give a session that is alive and keep it awake; None when it ended or idled."""
    hashed = hash_token(token)
    row = connection.execute(LIVE, {"hashed": hashed, "present": at, **_limits(at)}).one_or_none()
    if row is None:
        return None
    if row.seen_at < at - SEEN_STEP:
        mine = staff_sessions.c.token_hash == hashed
        connection.execute(update(staff_sessions).where(mine).values(seen_at=at))
    return Session(account_at_work(row), Standing(row.standing), row.proved_at)


def _limits(at: datetime) -> dict[str, datetime]:
    return {"seen_after": at - IDLE, "created_after": at - ABSOLUTE}


def open_wide(connection: Connection, token: str, *, at: datetime) -> None:
    """Let a session go everywhere, its owner having enrolled what was missing."""
    mine = staff_sessions.c.token_hash == hash_token(token)
    opened = {"standing": Standing.OPEN, "proved_at": at}
    connection.execute(update(staff_sessions).where(mine).values(opened))


def close_session(connection: Connection, token: str) -> None:
    """End a session, if it is open."""
    mine = staff_sessions.c.token_hash == hash_token(token)
    connection.execute(delete(staff_sessions).where(mine))


def close_others(connection: Connection, account_id: int, token: str) -> int:
    """End every session of an account but this one; tells how many there were."""
    mine, this = staff_sessions.c.account_id == account_id, hash_token(token)
    others = delete(staff_sessions).where(mine, staff_sessions.c.token_hash != this)
    return connection.execute(others).rowcount


def sessions_of(
    connection: Connection, account_id: int, token: str, *, at: datetime
) -> tuple[Opened, ...]:
    """List the live sessions of an account, the one in use first."""
    columns = (staff_sessions.c[name] for name in ("created_at", "seen_at", "address", "browser"))
    is_this = (staff_sessions.c.token_hash == hash_token(token)).label("is_this")
    found = connection.execute(
        select(*columns, is_this)
        .where(staff_sessions.c.account_id == account_id, *ALIVE)
        .order_by(is_this.desc(), staff_sessions.c.seen_at.desc()),
        _limits(at),
    )
    return tuple(Opened(**row._mapping) for row in found)
