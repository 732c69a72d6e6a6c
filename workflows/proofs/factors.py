"""Second factors as they are kept: enrolled, listed, used, taken away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from workflows.proofs import entries, recovery
from workflows.proofs.entries import What
from workflows.proofs.keys import KeyRefused, PublicKey
from workflows.tables import second_factors, staff_sessions

LONGEST_NAME = 60


class Kind(StrEnum):
    """By what a factor proves."""

    APP = "app"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor as its owner sees it."""

    id: int
    kind: Kind
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class New:
    """Who enrols a factor, what they call it, and when."""

    account_id: int
    name: str
    at: datetime


def factors_of(connection: Connection, account_id: int) -> tuple[Factor, ...]:
    """List the factors of an account, oldest first."""
    columns = (second_factors.c[name] for name in Factor.__dataclass_fields__)
    mine = second_factors.c.account_id == account_id
    rows = connection.execute(select(*columns).where(mine).order_by(second_factors.c.id))
    return tuple(
        Factor(row.id, Kind(row.kind), row.name, row.created_at, row.used_at) for row in rows
    )


def has_factor(connection: Connection, account_id: int) -> bool:
    """Tell whether an account has a factor."""
    mine = select(second_factors.c.id).where(second_factors.c.account_id == account_id)
    return bool(connection.execute(select(mine.exists())).scalar_one())


def how_many(connection: Connection) -> dict[int, int]:
    """Count the factors of each account that has any."""
    owner = second_factors.c.account_id
    rows = connection.execute(select(owner, func.count().label("held")).group_by(owner))
    return {row.account_id: row.held for row in rows}


def enrol_app(connection: Connection, new: New, *, locked: bytes, step: int) -> None:
    """Enrol an application whose first code was of this step."""
    values = {"kind": Kind.APP, "secret": locked, "last_step": step}
    connection.execute(insert(second_factors), _row(new) | values)
    _noted(connection, new)


def enrol_key(connection: Connection, new: New, key: PublicKey) -> None:
    """Enrol a security key; raises KeyRefused when some account has it already."""
    values = {
        "kind": Kind.KEY,
        "credential_id": key.credential_id,
        "public_key": key.public_key,
        "sign_count": key.sign_count,
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(second_factors), _row(new) | values)
    except IntegrityError as error:
        raise KeyRefused from error
    _noted(connection, new)


def _row(new: New) -> dict[str, object]:
    return {"account_id": new.account_id, "name": new.name, "created_at": new.at}


def _noted(connection: Connection, new: New) -> None:
    what = What.ENROLLED
    entries.record(connection, new.account_id, what, at=new.at, about=new.name, by=new.account_id)


def remove(connection: Connection, account_id: int, factor_id: int, *, at: datetime) -> bool:
    """Take one of one's own factors away; tells whether there was such a one.

    With the last one go the recovery codes: they stand for a factor that is lost.
    """
    gone = connection.execute(
        delete(second_factors)
        .where(second_factors.c.id == factor_id, second_factors.c.account_id == account_id)
        .returning(second_factors.c.name)
    ).one_or_none()
    if gone is None:
        return False
    entries.record(connection, account_id, What.REMOVED, at=at, about=gone.name, by=account_id)
    if not has_factor(connection, account_id):
        recovery.forget(connection, account_id)
    return True


def reset(
    connection: Connection, account_id: int, *, reason: str, by: int | None, at: datetime
) -> None:
    """Take all factors and codes of an account away, and end its sessions."""
    connection.execute(delete(second_factors).where(second_factors.c.account_id == account_id))
    recovery.forget(connection, account_id)
    connection.execute(delete(staff_sessions).where(staff_sessions.c.account_id == account_id))
    entries.record(connection, account_id, What.RESET, at=at, about=reason, by=by)


def known_keys(connection: Connection, account_id: int) -> tuple[PublicKey, ...]:
    """Read the security keys of an account."""
    columns = (second_factors.c[name] for name in PublicKey.__dataclass_fields__)
    is_mine = second_factors.c.account_id == account_id
    rows = connection.execute(select(*columns).where(is_mine, second_factors.c.kind == Kind.KEY))
    return tuple(PublicKey(**row._mapping) for row in rows)


def note_use_of_key(connection: Connection, key: PublicKey, *, at: datetime) -> None:
    """Keep the new count of a key that signed."""
    connection.execute(
        update(second_factors)
        .where(second_factors.c.credential_id == key.credential_id)
        .values(sign_count=key.sign_count, used_at=at)
    )


def credentials(keys: Iterable[PublicKey]) -> list[bytes]:
    """Name keys as browsers do."""
    return [key.credential_id for key in keys]
