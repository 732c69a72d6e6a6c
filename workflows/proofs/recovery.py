"""Recovery codes: ten texts on paper, each good once, for who lost the telephone or the key."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from workflows.tables import recovery_codes

HOW_MANY = 10
#: Letters and digits that nobody takes for one another; sixteen of them carry 79 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4


def renew(connection: Connection, account_id: int, *, at: datetime) -> tuple[str, ...]:
    """Make new codes, after which the former ones are worth nothing; they are shown once."""
    forget(connection, account_id)
    codes = tuple(_draw() for _ in range(HOW_MANY))
    rows = [
        {"digest": digest_of(account_id, code), "account_id": account_id, "made_at": at}
        for code in codes
    ]
    connection.execute(insert(recovery_codes), rows)
    return codes


def _draw() -> str:
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def digest_of(account_id: int, code: str) -> bytes:
    """Digest a code as it is stored, however it was spaced or written."""
    letters = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(f"{account_id}:{letters}".encode()).digest()


def use(connection: Connection, account_id: int, code: str, *, at: datetime) -> bool:
    """Take a code, once; tells whether it was one that had not been used."""
    taken = connection.execute(
        update(recovery_codes)
        .where(
            recovery_codes.c.digest == digest_of(account_id, code),
            recovery_codes.c.account_id == account_id,
            recovery_codes.c.used_at.is_(None),
        )
        .values(used_at=at)
    )
    return taken.rowcount == 1


def left(connection: Connection, account_id: int) -> int:
    """Count the codes that can still be used."""
    mine = recovery_codes.c.account_id == account_id
    wanted = select(func.count()).where(mine, recovery_codes.c.used_at.is_(None))
    number: int = connection.execute(wanted).scalar_one()
    return number


def forget(connection: Connection, account_id: int) -> None:
    """Make every code of an account worthless."""
    connection.execute(delete(recovery_codes).where(recovery_codes.c.account_id == account_id))
