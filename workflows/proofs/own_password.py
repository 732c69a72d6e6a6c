"""Changing one's own password: the present one is asked for, and every other session ends."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select, update

from workflows.accounts import Account, PasswordHash
from workflows.proofs import entries
from workflows.proofs.entries import What
from workflows.sessions import close_others
from workflows.sign_in import Refusal, is_throttled, record_failure, verified
from workflows.tables import accounts


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody changes their own password, in a session that goes on."""

    account: Account
    token: str = field(repr=False)
    #: What they say that their password is at present.
    present: str = field(repr=False)
    #: What they want it to be, and its hash.
    wanted: str = field(repr=False)
    hashed: PasswordHash = field(repr=False)
    address: str
    at: datetime


def change_password(connection: Connection, change: Change) -> int | Refusal:
    """Give an account another password and end its other sessions; tells how many, or why not.

    A wrong present password counts as a failed sign-in does: whoever sits down before an open
    session has as few guesses as anywhere. The account is locked meanwhile, so that guesses made
    at once are made one after the other. The caller commits, even where it answers a refusal.
    """
    account, at = change.account, change.at
    mine = accounts.c.id == account.id
    connection.execute(select(accounts.c.id).where(mine).with_for_update(key_share=True))
    if is_throttled(connection, login=account.login, address=change.address, at=at):
        return Refusal.TOO_MANY
    if verified(connection, account.login, change.present) is None:
        if verified(connection, account.login, change.wanted) is not None:
            # A second click: the first one did it.
            return 0
        record_failure(connection, login=account.login, address=change.address, at=at)
        entries.record(connection, account.id, What.FAILED, at=at, by=account.id)
        return Refusal.WRONG
    # A password of one's own is not the one that a demonstration publishes.
    changed = {"password_hash": change.hashed, "demo": False}
    connection.execute(update(accounts).where(mine).values(changed))
    entries.record(connection, account.id, What.CHANGED_PASSWORD, at=at, by=account.id)
    return close_others(connection, account.id, change.token)
