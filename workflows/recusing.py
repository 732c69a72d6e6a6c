"""Recusing: whoever may not treat a case says so, and never has it again.

The case goes back to its place at once. Nobody is made to keep a case in which they have an
interest; but three of these that no supervisor has looked at, and the account takes no other, so
that withdrawing is no way of choosing.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    all_,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from workflows import claims, consultations
from workflows.accounts import Account
from workflows.actors import Actor, Role
from workflows.cases import Case, lock_case
from workflows.claims import NOT_HELD, Ending
from workflows.consultations import OPEN
from workflows.engine import Engine
from workflows.errors import CaseNotClaimed
from workflows.happenings import Occurrence, record
from workflows.journal import Happening
from workflows.passing_on import role_of
from workflows.tables import accounts, cases, pool_members, recusals
from workflows.tables import consultations as consultations_table

LONGEST_NOTE = 1000
#: The name under which a refusal speaks of it.
WHAT = "recuse"


class Reason(StrEnum):
    """What stands between somebody and a case; there are no other reasons."""

    FAMILY = "family"
    CLOSE = "close"
    INTEREST = "interest"
    DISPUTE = "dispute"
    TOOK_PART = "took_part"


@dataclass(frozen=True, slots=True)
class Recusal:
    """That somebody withdrew from a case, and whether a supervisor looked at it."""

    id: int
    at: datetime
    reference: str
    pool_id: int
    account_id: int
    reason: Reason
    note: str
    seen_by: int | None
    seen_at: datetime | None
    #: How many of the pool may treat it still.
    left: int


def recuse(
    connection: Connection,
    engine: Engine,
    case_id: int,
    account: Account,
    *,
    reason: Reason,
    note: str,
) -> Case:
    """Let somebody withdraw for ever from a case that they hold, or hold an opinion on.

    Raises CaseNotClaimed.
    """
    case = lock_case(connection, case_id)
    now = engine.clock.now(connection)
    asked = consultations.held_by(connection, case_id=case.id, account_id=account.id, at=now)
    holds = case.is_claimed_by(account.id, now)
    if not holds and asked is None:
        raise CaseNotClaimed(reference=case.reference, trigger=WHAT)
    pool_id = case.pool_id if asked is None else _pool_of(connection, asked.id)
    if asked is not None:
        _leave_opinion(connection, asked.id, at=now)
    changed = {
        "recused": _with(cases.c.recused, account),
        "barred": _with(cases.c.barred, account),
        **(NOT_HELD if holds else {}),
    }
    actor = Actor(role_of(account), account.id)
    told = Occurrence(Happening.RECUSED, actor, {"recused_for": reason}, changed)
    after = record(connection, engine, case.id, told)
    if holds:
        claims.end(connection, case.id, Ending.RECUSED, at=now)
    _bar_from_opinions(connection, case.id, account)
    left = Left(case.id, pool_id or 0, actor, reason, note)
    _write(connection, left, at=now)
    return after


@dataclass(frozen=True, slots=True)
class Left:
    """A withdrawal about to be written."""

    case_id: int
    pool_id: int
    actor: Actor
    reason: Reason
    note: str


def _write(connection: Connection, left: Left, *, at: datetime) -> None:
    values = {
        "case_id": left.case_id,
        "account_id": left.actor.account_id,
        "pool_id": left.pool_id,
        "role": left.actor.role,
        "reason": left.reason,
        "note": left.note[:LONGEST_NOTE],
        "at": at,
    }
    connection.execute(insert(recusals).values(values).on_conflict_do_nothing())


def _with(column: Column[list[int]], account: Account) -> ColumnElement[list[int]]:
    return column.concat(literal([account.id], ARRAY(BigInteger)))


def _pool_of(connection: Connection, consultation_id: int) -> int:
    asked = select(consultations_table.c.pool_id).where(consultations_table.c.id == consultation_id)
    return int(connection.execute(asked).scalar_one())


def _leave_opinion(connection: Connection, consultation_id: int, *, at: datetime) -> None:
    mine = consultations_table.c.id == consultation_id
    connection.execute(update(consultations_table).where(mine).values(NOT_HELD))
    claims.end_of_opinion(connection, consultation_id, Ending.RECUSED, at=at)


def _bar_from_opinions(connection: Connection, case_id: int, account: Account) -> None:
    connection.execute(
        update(consultations_table)
        .where(consultations_table.c.case_id == case_id, OPEN)
        .values(barred=_with(consultations_table.c.barred, account))
    )


#: How many of a pool are neither barred from a case nor gone.
LEFT = (
    select(func.count())
    .select_from(pool_members.join(accounts))
    .where(
        pool_members.c.pool_id == cases.c.pool_id,
        accounts.c.active,
        accounts.c.id != all_(cases.c.barred),
    )
    .scalar_subquery()
    .label("left")
)


def lately(connection: Connection, *, since: datetime, limit: int = 100) -> tuple[Recusal, ...]:
    """List who withdrew: what nobody looked at first, then the last; not what inspectors had."""
    own = [recusals.c[name] for name in Recusal.__dataclass_fields__ if name in recusals.c]
    rows = connection.execute(
        select(*own, cases.c.reference, LEFT)
        .join_from(recusals, cases)
        .where(
            recusals.c.role != Role.INSPECTOR,
            recusals.c.seen_at.is_(None) | (recusals.c.at >= since),
        )
        .order_by(recusals.c.seen_at.is_not(None), recusals.c.id.desc())
        .limit(limit)
    )
    return tuple(Recusal(**{**row._mapping, "reason": Reason(row.reason)}) for row in rows)


def look_at(connection: Connection, recusal_id: int, *, by: int, at: datetime) -> bool:
    """Note that a supervisor looked at a withdrawal; tells whether nobody had."""
    seen = (
        update(recusals)
        .where(recusals.c.id == recusal_id, recusals.c.seen_at.is_(None))
        .where(recusals.c.role != Role.INSPECTOR)
        .values(seen_by=by, seen_at=at)
        .returning(recusals.c.id)
    )
    return connection.execute(seen).scalar_one_or_none() is not None


def unseen(connection: Connection, account_id: int) -> int:
    """Count the withdrawals of an account that no supervisor has looked at."""
    mine = (recusals.c.account_id == account_id, recusals.c.seen_at.is_(None))
    counting = select(func.count()).select_from(recusals).where(*mine)
    return int(connection.execute(counting).scalar_one())


def counted(connection: Connection, *, since: datetime) -> dict[int, int]:
    """Count the withdrawals of each account since an instant; not those of inspectors."""
    rows = connection.execute(
        select(recusals.c.account_id, func.count())
        .where(recusals.c.at >= since, recusals.c.role != Role.INSPECTOR)
        .group_by(recusals.c.account_id)
    )
    return {row[0]: row[1] for row in rows}
