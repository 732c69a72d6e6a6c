"""Invitations: a link, shown once, by which a person alone chooses the password of their account.

Where the account has power, the link comes from one administrator and a code from another.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from workflows.accounts import PasswordHash
from workflows.administering.entries import What, record
from workflows.errors import WorkflowError
from workflows.life_cycle import Author
from workflows.sessions import hash_token
from workflows.tables import accounts, invitations, staff_sessions

GOOD_FOR = timedelta(hours=72)
#: Wrong codes after which a link opens nothing any more.
FAILURES = 5
#: Without letters and digits that are taken for one another.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4


class Refusal(StrEnum):
    """Why an invitation does not open."""

    #: Unknown, used, too old, or tried too often: all alike.
    OVER = "over"
    CODE = "code"


class InvitationRefused(WorkflowError):
    """The invitation does not open."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal)


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that is open: whose account, and whether a code is asked for."""

    account_id: int
    login: str
    name: str
    wants_code: bool
    expires_at: datetime


def make_code() -> str:
    """Draw a code that one administrator tells the person, in groups of four."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def hash_code(code: str) -> bytes:
    """Digest a code as it is stored, however it was typed."""
    return hashlib.sha256("".join(s for s in code.upper() if s.isalnum()).encode()).digest()


def invite(
    connection: Connection, account_id: int, *, code_hash: bytes | None, at: datetime
) -> str:
    """Make the one link that opens an account, and give its token; former links end."""
    cancel(connection, account_id)
    token = secrets.token_urlsafe(32)
    connection.execute(
        insert(invitations).values(
            token_hash=hash_token(token),
            account_id=account_id,
            code_hash=code_hash,
            made_at=at,
            expires_at=at + GOOD_FOR,
        )
    )
    return token


def cancel(connection: Connection, account_id: int) -> None:
    """End the links of an account that nobody has used."""
    mine = invitations.c.account_id == account_id, invitations.c.used_at.is_(None)
    connection.execute(delete(invitations).where(*mine))


def find(connection: Connection, token: str, *, at: datetime) -> Invitation | None:
    """Give the invitation of a link, while it is open."""
    row = connection.execute(
        select(invitations, accounts.c.login, accounts.c.name)
        .join_from(invitations, accounts)
        .where(
            invitations.c.token_hash == hash_token(token),
            invitations.c.used_at.is_(None),
            invitations.c.expires_at > at,
            invitations.c.failures < FAILURES,
            accounts.c.active,
        )
        .with_for_update(of=invitations)
    ).one_or_none()
    if row is None:
        return None
    wants_code = row.code_hash is not None
    return Invitation(row.account_id, row.login, row.name, wants_code, row.expires_at)


def check_code(connection: Connection, token: str, code: str, *, at: datetime) -> Invitation:
    """Give the invitation that link and code open; raises InvitationRefused, the failure counted.

    The caller commits the count of failures, even where it answers with a refusal.
    """
    found = find(connection, token, at=at)
    if found is None:
        raise InvitationRefused(Refusal.OVER)
    mine = invitations.c.token_hash == hash_token(token)
    kept = connection.execute(select(invitations.c.code_hash).where(mine)).scalar_one()
    if kept is not None and not secrets.compare_digest(kept, hash_code(code)):
        missed = {"failures": invitations.c.failures + 1}
        connection.execute(update(invitations).where(mine).values(missed))
        raise InvitationRefused(Refusal.CODE)
    return found


def accept(
    connection: Connection,
    token: str,
    found: Invitation,
    password_hash: PasswordHash,
    *,
    at: datetime,
) -> None:
    """Give an account the password that its owner chose; the link is used up."""
    mine = invitations.c.token_hash == hash_token(token)
    connection.execute(update(invitations).where(mine).values(used_at=at))
    whose = accounts.c.id == found.account_id
    connection.execute(update(accounts).where(whose).values(password_hash=password_hash))
    sessions = staff_sessions.c.account_id == found.account_id
    connection.execute(delete(staff_sessions).where(sessions))
    record(connection, Author(found.account_id), What.ACCEPTED, found.login)
