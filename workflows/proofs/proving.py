"""Proving: what somebody gives is checked, slowed down, journalled, and noted on their session."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from workflows.accounts import Account
from workflows.proofs import codes, entries, recovery
from workflows.proofs.entries import What
from workflows.proofs.factors import (
    Kind,
    credentials,
    has_factor,
    known_keys,
    note_use_of_key,
)
from workflows.proofs.keys import KeyRefused, Question, Site, ask_for_proof, proved
from workflows.proofs.locker import Locker, Unreadable
from workflows.sessions import Session, Standing, hash_token
from workflows.sign_in import Refusal, is_throttled, record_failure, verified
from workflows.tables import accounts, second_factors, staff_sessions

log = logging.getLogger(__name__)

#: For so long a proof is good for what asks for one.
FRESH = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Means:
    """What proofs are checked with: the locker of secrets, and the site that keys sign for."""

    locker: Locker
    site: Site


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives: a code, a key's answer, or a password where there is no factor."""

    code: str = field(default="", repr=False)
    answer: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody in a session tries to prove that it is they."""

    account: Account
    token: str = field(repr=False)
    given: Given
    address: str
    at: datetime


def owner_of(account_id: int) -> str:
    """Name whom a secret in the locker belongs to."""
    return f"account {account_id}"


def is_fresh(session: Session, *, at: datetime) -> bool:
    """Tell whether a session was proved so lately that it need not be proved again."""
    return _is_fresh(session.standing, session.proved_at, at)


def _is_fresh(standing: str, proved_at: datetime, at: datetime) -> bool:
    return standing != Standing.HALF_OPEN and proved_at > at - FRESH


def prove(connection: Connection, attempt: Attempt, means: Means) -> Refusal | None:
    """Check a proof and note it on the session; says why when it is none.

    The account is locked meanwhile: many guesses at once are made one after the other, and count.
    Two clicks are one: the second finds the session proved by the first.
    """
    account, at = attempt.account, attempt.at
    locked = select(accounts.c.id).where(accounts.c.id == account.id)
    connection.execute(locked.with_for_update(key_share=True))
    columns = staff_sessions.c
    mine = columns.token_hash == hash_token(attempt.token)
    found = select(columns.standing, columns.proved_at, columns.challenge).where(mine)
    session = connection.execute(found).one_or_none()
    if session is None:
        return Refusal.WRONG
    if _is_fresh(session.standing, session.proved_at, at):
        return None
    if is_throttled(connection, login=account.login, address=attempt.address, at=at):
        return Refusal.TOO_MANY
    # A challenge is asked once, whatever comes of it.
    connection.execute(update(staff_sessions).where(mine).values(challenge=None))
    if not _is_proof(connection, attempt, session.challenge, means):
        record_failure(connection, login=account.login, address=attempt.address, at=at)
        entries.record(connection, account.id, What.FAILED, at=at, by=account.id)
        return Refusal.WRONG
    goes = Standing.OPEN if session.standing == Standing.HALF_OPEN else session.standing
    connection.execute(update(staff_sessions).where(mine).values(proved_at=at, standing=goes))
    return None


def _is_proof(
    connection: Connection, attempt: Attempt, challenge: bytes | None, means: Means
) -> bool:
    given = attempt.given
    if not has_factor(connection, attempt.account.id):
        return verified(connection, attempt.account.login, given.password) is not None
    if given.answer:
        return challenge is not None and _is_signed(connection, attempt, challenge, means.site)
    code = "".join(given.code.split())
    if code.isdecimal():
        return _is_of_an_app(connection, attempt, code, means.locker)
    return _is_recovery(connection, attempt, code)


def _is_signed(connection: Connection, attempt: Attempt, challenge: bytes, site: Site) -> bool:
    for key in known_keys(connection, attempt.account.id):
        try:
            used = proved(site, attempt.given.answer, challenge, key)
        except KeyRefused:
            continue
        note_use_of_key(connection, used, at=attempt.at)
        return True
    return False


def _is_of_an_app(connection: Connection, attempt: Attempt, code: str, locker: Locker) -> bool:
    columns = second_factors.c
    mine = (columns.account_id == attempt.account.id, columns.kind == Kind.APP)
    apps = connection.execute(select(columns.id, columns.secret, columns.last_step).where(*mine))
    for app in apps.all():
        try:
            secret = locker.unlock(app.secret, owner_of(attempt.account.id)).decode()
        except Unreadable:
            # The key of the settings was changed, or a hand in the database: an administrator
            # must reset the factor; somebody should know.
            log.exception("second_factor_unreadable", extra={"factor_id": app.id})
            continue
        step = codes.step_of(secret, code, at=attempt.at, after=app.last_step)
        if step is not None:
            used = update(second_factors).where(columns.id == app.id)
            connection.execute(used.values(last_step=step, used_at=attempt.at))
            return True
    return False


def _is_recovery(connection: Connection, attempt: Attempt, code: str) -> bool:
    account_id, at = attempt.account.id, attempt.at
    if not recovery.use(connection, account_id, code, at=at):
        return False
    entries.record(connection, account_id, What.CODE_USED, at=at, by=account_id)
    return True


def ask_a_key(connection: Connection, account_id: int, token: str, site: Site) -> str | None:
    """Ask the keys of an account for a proof in this session; None where there is no key."""
    keys = known_keys(connection, account_id)
    if not keys:
        return None
    question = ask_for_proof(site, credentials(keys))
    keep_challenge(connection, token, question)
    return question.options


def keep_challenge(connection: Connection, token: str, question: Question) -> None:
    """Keep what was asked of a key, to compare its answer with."""
    mine = staff_sessions.c.token_hash == hash_token(token)
    connection.execute(update(staff_sessions).where(mine).values(challenge=question.challenge))


def take_challenge(connection: Connection, token: str) -> bytes | None:
    """Give what was asked of a key in this session, once."""
    mine = staff_sessions.c.token_hash == hash_token(token)
    kept = select(staff_sessions.c.challenge).where(mine).with_for_update()
    challenge: bytes | None = connection.execute(kept).scalar_one_or_none()
    connection.execute(update(staff_sessions).where(mine).values(challenge=None))
    return challenge
