"""Transfers: when another authority becomes competent, open cases follow it, and their delays stay.

A pool may be succeeded by another from a day on. New cases and new opinions go to the successor by
themselves; those that wait, or are held, are moved by this operation, each journalled. Whoever
applied is told when another office treats the case. What was moved at once is noted as a whole too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update
from sqlalchemy import Engine as Database

from workflows import claims
from workflows.actors import Actor
from workflows.claims import NOT_HELD, Ending
from workflows.consultations import OPEN
from workflows.engine import Engine
from workflows.happenings import Occurrence, record
from workflows.journal import Happening
from workflows.organisations import Pool, all_offices, all_pools, successor_of
from workflows.tables import accounts, cases, consultations, transfers


@dataclass(frozen=True, slots=True)
class Transfer:
    """A pool whose authority has passed to another, and what of it is still there."""

    pool: Pool
    successor: Pool
    waiting: int = 0
    #: Opinions that were asked for, and are still wanted.
    opinions: int = 0

    @property
    def is_due(self) -> bool:
        """Tell whether there is anything to move."""
        return bool(self.waiting or self.opinions)


@dataclass(frozen=True, slots=True)
class Share:
    """What of a pool is of one version of an e-service, and in one state or for one opinion."""

    definition: str
    name: str
    is_opinion: bool
    count: int
    #: How much of it somebody has in hand.
    held: int


@dataclass(frozen=True, slots=True)
class Moved:
    """How much was moved at once."""

    cases: int = 0
    opinions: int = 0

    def __bool__(self) -> bool:
        """Tell whether anything was."""
        return bool(self.cases or self.opinions)

    def __add__(self, other: "Moved") -> "Moved":
        """Count both."""
        return Moved(self.cases + other.cases, self.opinions + other.opinions)


@dataclass(frozen=True, slots=True)
class Noted:
    """A transfer that was made: of what, by whom and why."""

    at: datetime
    pool_id: int
    successor_id: int
    cases: int
    opinions: int
    #: None where the command did it.
    who: str | None
    reason: str


def successions(connection: Connection, *, on: date) -> tuple[Transfer, ...]:
    """List the pools that have a successor by a day, with what each still has."""
    passed = [pool for pool in all_pools(connection) if pool.succeeded_by is not None]
    ids = [pool.id for pool in passed]
    waiting = _counted(connection, cases, ids)
    opinions = _counted(connection, consultations, ids)
    found = (
        Transfer(
            pool,
            successor_of(connection, pool, on=on),
            waiting.get(pool.id, 0),
            opinions.get(pool.id, 0),
        )
        for pool in passed
    )
    return tuple(one for one in found if one.successor.id != one.pool.id)


def parts_of(connection: Connection, pool: int) -> tuple[Share, ...]:
    """Count what a pool has, by what it is."""
    asked = consultations.join(cases, cases.c.id == consultations.c.case_id)
    parts = (
        (cases, cases.c.state, cases, cases.c.pool_id == pool),
        (consultations, consultations.c.name, asked, (consultations.c.pool_id == pool) & OPEN),
    )
    found = []
    for table, name, origin, ours in parts:
        rows = connection.execute(
            select(cases.c.definition, name, func.count(), func.count(table.c.claimed_by))
            .select_from(origin)
            .where(ours)
            .group_by(cases.c.definition, name)
            .order_by(cases.c.definition, name)
        )
        is_opinion = table is consultations
        found += [Share(row[0], row[1], is_opinion, row[2], row[3]) for row in rows]
    return tuple(found)


def transfers_due(connection: Connection, *, on: date) -> tuple[Transfer, ...]:
    """List the pools that were succeeded by a day and still have something to move."""
    return tuple(one for one in successions(connection, on=on) if one.is_due)


def transfer(
    connection: Connection, engine: Engine, due: Transfer, *, by: Actor, limit: int = 200
) -> Moved:
    """Move the cases and opinions of a pool to its successor, oldest first; tells how many.

    Deadlines keep running as they were counted, by the calendar of the office that had the case.
    Doing it twice is harmless: what has left the pool is not found again.
    """
    told = _told(connection, due)
    moved = _waiting_cases(connection, due, limit)
    for case_id in moved:
        changed = {"pool_id": due.successor.id}
        record(connection, engine, case_id, Occurrence(Happening.TRANSFERRED, by, told, changed))
    asked = _waiting_opinions(connection, due, limit)
    for opinion, case_id in asked:
        _move_opinion(connection, engine, due, opinion, case_id=case_id, by=by, told=told)
    return Moved(len(moved), len(asked))


def transfer_all(
    database: Database, engine: Engine, due: Transfer, *, by: Actor, reason: str
) -> Moved:
    """Move all that a pool has to its successor, a part at a time, and note it as a whole.

    What somebody is deciding at this very moment is passed over, and found the next time.
    """
    moved = Moved()
    while True:
        with database.begin() as connection:
            part = transfer(connection, engine, due, by=by)
        if not part:
            break
        moved += part
    if moved:
        with database.begin() as connection:
            at = engine.clock.now(connection)
            note(connection, due, moved, by=by.account_id, reason=reason, at=at)
    return moved


def note(
    connection: Connection,
    due: Transfer,
    moved: Moved,
    *,
    by: int | None,
    reason: str,
    at: datetime,
) -> None:
    """Note what was moved at once, by whom and why."""
    values = {
        "pool_id": due.pool.id,
        "successor_id": due.successor.id,
        "cases": moved.cases,
        "opinions": moved.opinions,
        "account_id": by,
        "reason": reason,
        "at": at,
    }
    connection.execute(insert(transfers).values(values))


def noted(connection: Connection, *, limit: int = 50) -> tuple[Noted, ...]:
    """List the transfers that were made, newest first."""
    own = (column for column in transfers.c if column.name in Noted.__dataclass_fields__)
    rows = connection.execute(
        select(*own, accounts.c.name.label("who"))
        .join_from(transfers, accounts, accounts.c.id == transfers.c.account_id, isouter=True)
        .order_by(transfers.c.id.desc())
        .limit(limit)
    )
    return tuple(Noted(**row._mapping) for row in rows)


def _counted(connection: Connection, table: Table, pools: list[int]) -> Mapping[int, int]:
    wanted = [table.c.pool_id.in_(pools), *([OPEN] if table is consultations else [])]
    rows = connection.execute(
        select(table.c.pool_id, func.count()).where(*wanted).group_by(table.c.pool_id)
    )
    return {row[0]: row[1] for row in rows}


def _told(connection: Connection, due: Transfer) -> dict[str, Any]:
    names = {office.slug: dict(office.name) for office in all_offices(connection)}
    return {"office": names[due.successor.office], "from": names[due.pool.office]}


def _waiting_cases(connection: Connection, due: Transfer, limit: int) -> list[int]:
    found = connection.execute(
        select(cases.c.id)
        .where(cases.c.pool_id == due.pool.id)
        .order_by(cases.c.eligible_at, cases.c.tie_break)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(found.scalars())


def _waiting_opinions(connection: Connection, due: Transfer, limit: int) -> list[tuple[int, int]]:
    """Find the opinions of a pool, under the locks of their cases: whoever gives one takes it."""
    found = connection.execute(
        select(consultations.c.id, consultations.c.case_id)
        .join_from(consultations, cases, cases.c.id == consultations.c.case_id)
        .where(consultations.c.pool_id == due.pool.id, OPEN)
        .order_by(consultations.c.eligible_at, consultations.c.tie_break)
        .limit(limit)
        .with_for_update(of=cases, skip_locked=True)
    )
    return [(row.id, row.case_id) for row in found]


def _move_opinion(
    connection: Connection,
    engine: Engine,
    due: Transfer,
    opinion: int,
    *,
    case_id: int,
    by: Actor,
    told: Mapping[str, Any],
) -> None:
    place = {"pool_id": due.successor.id, "office": due.successor.office, **NOT_HELD}
    row = connection.execute(
        update(consultations)
        .where(consultations.c.id == opinion, OPEN)
        .values(place)
        .returning(consultations.c.name)
    ).one_or_none()
    if row is None:
        return
    now = engine.clock.now(connection)
    claims.end_of_opinion(connection, opinion, Ending.MOVED, at=now)
    data = {**told, "consultation": row.name}
    record(connection, engine, case_id, Occurrence(Happening.OPINION_TRANSFERRED, by, data))
