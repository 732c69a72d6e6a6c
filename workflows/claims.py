"""Claims: who held which case from when to when, kept so that the order served can be checked."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, select, update

from workflows.tables import claims


class Ending(StrEnum):
    """How a claim ended."""

    MOVED = "moved"
    RELEASED = "released"
    EXPIRED = "expired"
    #: Whoever held it passed it on to another pool.
    PASSED_ON = "passed_on"
    #: Whoever held it may not treat it.
    RECUSED = "recused"
    #: Whoever held it went away.
    ABSENT = "absent"


#: What a case or an opinion is when nobody holds it.
NOT_HELD: Mapping[str, Any] = {"claimed_by": None, "claimed_until": None}


def end(connection: Connection, case_id: int, ending: Ending, *, at: datetime) -> None:
    """Record that the open claim on a case ended."""
    held = (claims.c.case_id == case_id, claims.c.consultation_id.is_(None))
    _end(connection, *held, ending=ending, at=at)


def end_of_opinion(
    connection: Connection, consultation_id: int, ending: Ending, *, at: datetime
) -> None:
    """Record that the open claim on an opinion ended."""
    _end(connection, claims.c.consultation_id == consultation_id, ending=ending, at=at)


def _end(connection: Connection, *held: ColumnElement[bool], ending: Ending, at: datetime) -> None:
    ended = {"ended_at": at, "ending": ending}
    connection.execute(update(claims).where(*held, claims.c.ended_at.is_(None)).values(ended))


def counted(
    connection: Connection, account_ids: Iterable[int], *, since: datetime
) -> dict[int, int]:
    """Count what each of some accounts took since an instant."""
    rows = connection.execute(
        select(claims.c.account_id, func.count())
        .where(claims.c.at >= since, claims.c.account_id.in_(tuple(account_ids)))
        .group_by(claims.c.account_id)
    )
    return {row[0]: row[1] for row in rows}


def was_held_by(connection: Connection, case_id: int, account_id: int) -> bool:
    """Tell whether an account ever held a case: then it may be told what became of its claim."""
    held = exists().where(claims.c.case_id == case_id, claims.c.account_id == account_id)
    return bool(connection.execute(select(held)).scalar_one())
