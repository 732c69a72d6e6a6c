"""Transfers: when another authority becomes competent, open cases follow it, and their delays stay.

A pool may be succeeded by another from a day on. New cases go to the successor by themselves; those
that wait, or are held, are moved by this operation, each journalled and its applicant told.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from workflows.actors import Actor
from workflows.engine import Engine
from workflows.happenings import Occurrence, record
from workflows.journal import Happening
from workflows.organisations import Pool, all_offices, all_pools, successor_of
from workflows.tables import cases


@dataclass(frozen=True, slots=True)
class Transfer:
    """Cases that wait in a pool whose authority has passed to another."""

    pool: Pool
    successor: Pool
    waiting: int


def transfers_due(connection: Connection, *, on: date) -> tuple[Transfer, ...]:
    """List the pools that were succeeded by a day and still have cases."""
    counted = connection.execute(
        select(cases.c.pool_id, func.count().label("waiting"))
        .where(cases.c.pool_id.is_not(None))
        .group_by(cases.c.pool_id)
    )
    waiting = {row.pool_id: row.waiting for row in counted}
    found = (
        Transfer(pool, successor_of(connection, pool, on=on), waiting[pool.id])
        for pool in all_pools(connection)
        if pool.succeeded_by is not None and pool.id in waiting
    )
    return tuple(one for one in found if one.successor.id != one.pool.id)


def transfer_cases(
    connection: Connection, engine: Engine, transfer: Transfer, *, by: Actor, limit: int = 200
) -> int:
    """Move the cases of a pool to its successor, oldest first; tells how many.

    Deadlines keep running as they were counted, by the calendar of the office that had the case.
    Doing it twice is harmless: a case that has left the pool is not found again.
    """
    found = connection.execute(
        select(cases.c.id)
        .where(cases.c.pool_id == transfer.pool.id)
        .order_by(cases.c.eligible_at, cases.c.tie_break)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    names = {office.slug: dict(office.name) for office in all_offices(connection)}
    told = {"office": names[transfer.successor.office], "from": names[transfer.pool.office]}
    changed = {"pool_id": transfer.successor.id}
    moved = found.scalars().all()
    for case_id in moved:
        occurrence = Occurrence(Happening.TRANSFERRED, by, told, changed)
        record(connection, engine, case_id, occurrence)
    return len(moved)
