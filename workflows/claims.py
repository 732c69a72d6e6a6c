"""Claims: who held which case from when to when, kept so that the order served can be checked."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, exists, select, update

from workflows.tables import claims


class Ending(StrEnum):
    """How a claim ended."""

    MOVED = "moved"
    RELEASED = "released"
    EXPIRED = "expired"


def end(connection: Connection, case_id: int, ending: Ending, *, at: datetime) -> None:
    """Record that the open claim on a case ended."""
    connection.execute(
        update(claims)
        .where(claims.c.case_id == case_id, claims.c.ended_at.is_(None))
        .values(ended_at=at, ending=ending)
    )


def was_held_by(connection: Connection, case_id: int, account_id: int) -> bool:
    """Tell whether an account ever held a case: then it may be told what became of its claim."""
    held = exists().where(claims.c.case_id == case_id, claims.c.account_id == account_id)
    return bool(connection.execute(select(held)).scalar_one())
