"""Levers: what a supervisor may do to queues for a time, with a reason, for all to see.

An overflow lets cases beyond a length go to another office's queue until it ends; a rebalancing
does so once; a reinforcement lends the people of one pool to another; longer hours let an office
do more (`workflows.longer_hours`). Cases go as they do by their
procedure: in their place in time, journalled, and with the promise as it was.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_once

from workflows.actors import TREATING, Actor, Role
from workflows.cases import lock_case
from workflows.engine import Engine
from workflows.errors import WorkflowError
from workflows.handing_over import Takeover, Why, hand_over
from workflows.organisations import find_pool
from workflows.tables import accounts, lever_members, levers, pool_members, pools

#: Nothing that is for a time lasts longer without somebody looking again.
LONGEST = timedelta(days=31)
LONGEST_NOTE = 1000
#: So many levers are listed, the latest first.
LISTED = 100
#: Whose queues no supervisor steers, for how many left one would tell that reports wait there.
DISCREET = frozenset({Role.INSPECTOR})
#: Minutes by which no working day is longer.
MOST_LONGER = 360
#: No queue is longer.
ALL = 10_000_000


class Kind(StrEnum):
    """What may be done."""

    OVERFLOW = "overflow"
    REBALANCE = "rebalance"
    REINFORCE = "reinforce"
    HOURS = "hours"


class Reason(StrEnum):
    """Why; there are no other reasons."""

    PEAK = "peak"
    ABSENCE = "absence"
    BREAKDOWN = "breakdown"
    CLOSED = "closed"
    BACKLOG = "backlog"


class Obstacle(StrEnum):
    """Why a lever cannot be pulled."""

    SAME_POOL = "same_pool"
    NO_LONGER = "no_longer"
    OTHER_WORK = "other_work"
    NOBODY = "nobody"
    ALREADY = "already"
    TIME = "time"


class LeverRefused(WorkflowError):
    """The lever cannot be pulled as asked."""

    def __init__(self, obstacle: Obstacle) -> None:
        self.obstacle = obstacle
        super().__init__(obstacle)


#: What is said of the cases that a lever moves; a reinforcement moves none.
WHYS: Mapping[Kind, Why] = {Kind.OVERFLOW: Why.OPENED, Kind.REBALANCE: Why.REBALANCED}
MOVING = frozenset(WHYS)


@dataclass(frozen=True, slots=True)
class Pull:
    """A lever as it is asked for."""

    kind: Kind
    from_pool: int
    to_pool: int
    #: None where people go, or stay longer.
    keep: int | None
    reason: Reason
    note: str
    by: int
    until: datetime
    #: For longer hours, which are those of one pool: minutes more each day, and Saturdays.
    longer: int | None = None
    saturdays: bool | None = None


@dataclass(frozen=True, slots=True)
class Lever:
    """A lever as it stands: who pulled it, why, until when, and who ended it."""

    id: int
    kind: Kind
    from_pool: int
    to_pool: int
    keep: int | None
    longer: int | None
    saturdays: bool | None
    reason: Reason
    note: str
    opened_by: int
    opened_at: datetime
    until: datetime
    ended_by: int | None
    ended_at: datetime | None


COLUMNS = tuple(levers.c[name] for name in Lever.__dataclass_fields__)
AS_ASKED = ("kind", "from_pool", "to_pool", "keep", "longer", "saturdays", "reason", "until")
OPEN = levers.c.ended_at.is_(None)


def pull(connection: Connection, asked: Pull, *, at: datetime) -> int:
    """Open a lever and give its number; raises LeverRefused."""
    if not timedelta() < asked.until - at <= LONGEST:
        raise LeverRefused(Obstacle.TIME)
    _refuse_senseless(connection, asked)
    values = {name: getattr(asked, name) for name in AS_ASKED}
    values |= {"note": asked.note[:LONGEST_NOTE], "opened_by": asked.by, "opened_at": at}
    opened = insert_once(levers).values(values).on_conflict_do_nothing().returning(levers.c.id)
    lever_id: int | None = connection.execute(opened).scalar_one_or_none()
    if lever_id is None:
        raise LeverRefused(Obstacle.ALREADY)
    if asked.kind is Kind.REINFORCE:
        _lend(connection, lever_id, asked)
    return lever_id


def _refuse_senseless(connection: Connection, asked: Pull) -> None:
    if asked.kind is Kind.HOURS:
        _refuse_no_more_hours(connection, asked)
        return
    if asked.from_pool == asked.to_pool:
        raise LeverRefused(Obstacle.SAME_POOL)
    known = select(pools.c.id).where(pools.c.id.in_((asked.from_pool, asked.to_pool)))
    if len(connection.execute(known).all()) != len({asked.from_pool, asked.to_pool}):
        raise LeverRefused(Obstacle.OTHER_WORK)
    if asked.kind is not Kind.REINFORCE:
        queues = {find_pool(connection, one).queue for one in (asked.from_pool, asked.to_pool)}
        if len(queues) > 1:
            raise LeverRefused(Obstacle.OTHER_WORK)
    helping = asked.from_pool if asked.kind is Kind.REINFORCE else asked.to_pool
    helped = asked.to_pool if asked.kind is Kind.REINFORCE else asked.from_pool
    able = _roles(connection, helping)
    # A queue whose own people are all gone is helped by anybody who treats cases.
    if not (able - DISCREET) & (_roles(connection, helped) or able):
        raise LeverRefused(Obstacle.NOBODY)


def _refuse_no_more_hours(connection: Connection, asked: Pull) -> None:
    if not 0 <= (asked.longer or 0) <= MOST_LONGER or not (asked.longer or asked.saturdays):
        raise LeverRefused(Obstacle.NO_LONGER)
    if not _roles(connection, asked.from_pool) - DISCREET:
        raise LeverRefused(Obstacle.NOBODY)


def _roles(connection: Connection, pool_id: int) -> frozenset[str]:
    """Name the roles in which somebody of a pool treats cases."""
    rows = connection.execute(
        select(func.unnest(accounts.c.roles))
        .join_from(pool_members, accounts)
        .where(pool_members.c.pool_id == pool_id, accounts.c.active)
    )
    return frozenset(rows.scalars()) & TREATING


def _lend(connection: Connection, lever_id: int, asked: Pull) -> None:
    """Put the people of one pool in another, for as long as the lever is open."""
    on_loan = (
        select(lever_members.c.account_id)
        .join_from(lever_members, levers)
        .where(OPEN, lever_members.c.pool_id == asked.to_pool)
    )
    already = select(pool_members.c.account_id).where(
        pool_members.c.pool_id == asked.to_pool, pool_members.c.account_id.not_in(on_loan)
    )
    lent = (
        select(pool_members.c.account_id)
        .join_from(pool_members, accounts)
        .where(
            pool_members.c.pool_id == asked.from_pool,
            accounts.c.active,
            pool_members.c.account_id.not_in(already),
        )
    )
    ids = list(connection.execute(lent).scalars())
    if not ids:
        raise LeverRefused(Obstacle.NOBODY)
    rows = [{"account_id": one, "pool_id": asked.to_pool} for one in ids]
    connection.execute(insert_once(pool_members).on_conflict_do_nothing(), rows)
    connection.execute(insert(lever_members), [{**row, "lever_id": lever_id} for row in rows])


def end(connection: Connection, lever_id: int, *, by: int | None, at: datetime) -> bool:
    """End a lever, and take back whom it lent; tells whether it was still open."""
    closed = (
        update(levers)
        .where(levers.c.id == lever_id, OPEN)
        .values(ended_by=by, ended_at=at)
        .returning(levers.c.id)
    )
    if connection.execute(closed).scalar_one_or_none() is None:
        return False
    lent = lever_members.c.lever_id == lever_id
    others = (
        select(lever_members.c.account_id)
        .join_from(lever_members, levers)
        .where(OPEN, lever_members.c.pool_id == pool_members.c.pool_id)
    )
    whom = select(lever_members.c.account_id).where(
        lent, lever_members.c.pool_id == pool_members.c.pool_id
    )
    connection.execute(
        delete(pool_members).where(
            pool_members.c.account_id.in_(whom), pool_members.c.account_id.not_in(others)
        )
    )
    return True


def end_what_is_over(connection: Connection, *, at: datetime) -> int:
    """End the levers whose time has passed; tells how many."""
    over = connection.execute(select(levers.c.id).where(OPEN, levers.c.until <= at)).scalars()
    return sum(end(connection, one, by=None, at=at) for one in over.all())


def latest(connection: Connection) -> tuple[Lever, ...]:
    """List the levers, those that are open first, then the latest."""
    rows = connection.execute(
        select(*COLUMNS).order_by(levers.c.ended_at.is_not(None), levers.c.id.desc()).limit(LISTED)
    )
    return tuple(_lever(row) for row in rows)


def _lever(row: Any) -> Lever:
    values = dict(row._mapping)
    return Lever(**values | {"kind": Kind(values["kind"]), "reason": Reason(values["reason"])})


#: What stands behind the cases that a relieved queue keeps, and has not left the other queue.
DUE = text(
    """
    SELECT l.id AS lever_id, w.id AS case_id
    FROM levers l CROSS JOIN LATERAL (
      SELECT c.id FROM cases c
      WHERE c.pool_id = l.from_pool AND c.claimed_by IS NULL
      ORDER BY c.eligible_at, c.tie_break OFFSET l.keep LIMIT :most) w
    WHERE l.ended_at IS NULL AND l.kind = ANY (:kinds) AND l.until > :now
      AND NOT EXISTS (
        SELECT FROM journal_entries j
        WHERE j.case_id = w.id AND j.trigger = 'overflowed'
          AND (j.data ->> 'from_pool')::bigint = l.to_pool)
    LIMIT :most
    """
)


def due(
    connection: Connection, *, at: datetime, limit: int, kinds: Collection[Kind] = MOVING
) -> tuple[tuple[int, int], ...]:
    """Name the cases that open levers let go, each with its lever."""
    rows = connection.execute(DUE, {"now": at, "most": limit, "kinds": list(kinds)})
    return tuple((row.lever_id, row.case_id) for row in rows)


def shift(connection: Connection, engine: Engine, lever_id: int, case_id: int) -> bool:
    """Let a case go where a lever leads; tells whether it went."""
    case = lock_case(connection, case_id)
    lever = _lever(connection.execute(select(*COLUMNS).where(levers.c.id == lever_id)).one())
    if lever.ended_at is not None or case.pool_id != lever.from_pool:
        return False
    said = {"lever": lever.id, "reason_of_lever": lever.reason}
    actor = Actor(Role.SUPERVISOR, lever.opened_by)
    target = find_pool(connection, lever.to_pool)
    takeover = Takeover(target, WHYS[lever.kind], actor, said)
    return hand_over(connection, engine, case, takeover) is not None


def end_rebalanced(connection: Connection, *, at: datetime) -> int:
    """End the rebalancings that have nothing left to do; tells how many."""
    left = due(connection, at=at, limit=ALL, kinds=[Kind.REBALANCE])
    busy = {lever_id for lever_id, _case in left}
    asked = select(levers.c.id).where(OPEN, levers.c.kind == Kind.REBALANCE)
    idle = [one for one in connection.execute(asked).scalars() if one not in busy]
    return sum(end(connection, one, by=None, at=at) for one in idle)
