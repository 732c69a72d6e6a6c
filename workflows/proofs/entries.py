"""The journal of proofs: factors and passwords changed, sign-outs, failed proofs; kept as it is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select

from workflows.tables import accounts, proof_entries


class What(StrEnum):
    """What happened to somebody's factors."""

    ENROLLED = "enrolled"
    REMOVED = "removed"
    #: Somebody else took all of them away, for a reason.
    RESET = "reset"
    CODES_RENEWED = "codes_renewed"
    CODE_USED = "code_used"
    FAILED = "failed"
    SIGNED_OUT_OTHERS = "signed_out_others"
    #: By its owner, who knew the former one.
    CHANGED_PASSWORD = "password_changed"  # noqa: S105 - a name, and no secret


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened."""

    at: datetime
    what: What
    about: str
    #: The name of who did it; nothing for the account itself, or for whoever ran the command.
    by: str


def record(
    connection: Connection,
    account_id: int,
    what: What,
    *,
    at: datetime,
    about: str = "",
    by: int | None = None,
) -> None:
    """Write what happened to an account's factors; `by` is who did it."""
    entry = {"account_id": account_id, "what": what, "about": about, "by_account_id": by, "at": at}
    connection.execute(insert(proof_entries), entry)


def latest(connection: Connection, account_id: int, *, limit: int = 20) -> tuple[Entry, ...]:
    """List what happened to an account's factors, newest first."""
    other = accounts.c.id.label("other"), accounts.c.name
    found = connection.execute(
        select(proof_entries.c.at, proof_entries.c.what, proof_entries.c.about, *other)
        .join_from(
            proof_entries,
            accounts,
            (accounts.c.id == proof_entries.c.by_account_id)
            & (accounts.c.id != proof_entries.c.account_id),
            isouter=True,
        )
        .where(proof_entries.c.account_id == account_id)
        .order_by(proof_entries.c.id.desc())
        .limit(limit)
    )
    return tuple(Entry(row.at, What(row.what), row.about, row.name or "") for row in found)
