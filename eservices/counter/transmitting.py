"""Transmitting: files put into a batch, the batch closed with its clock, and acknowledged."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, exists, select, update
from sqlalchemy.dialects.postgresql import insert

from eservices.counter.batches import (
    COLUMNS,
    LIES_SOMEWHERE,
    UNDER_WAY,
    Batch,
    BatchRefused,
    Found,
    Obstacle,
    Paper,
    batch_of,
    digest_of,
    files_in,
    find,
    span_of,
)
from eservices.counter.tables import paper_batches, paper_files, paper_surplus
from eservices.definition.publish import eservice_of
from eservices.offering import treating_office
from workflows.accounts import Account
from workflows.actors import Actor, Role
from workflows.calendars import due, working_time_of
from workflows.cases import Case
from workflows.definitions import definition
from workflows.engine import Engine
from workflows.happenings import Occurrence, record
from workflows.journal import Happening
from workflows.numbering import next_number
from workflows.organisations import Office

MOST_SURPLUS = 50
#: In which role somebody received a batch.
RECEIVES = (Role.AGENT, Role.SIGNATORY, Role.SUPERVISOR)


def add(
    connection: Connection,
    case: Case,
    kind: Paper,
    account: Account,
    *,
    zone: ZoneInfo,
    now: datetime,
) -> Batch:
    """Put a file into the open batch towards the office that treats it; raises BatchRefused."""
    service = eservice_of(definition(connection, case.definition))
    towards = treating_office(service, case.answers, now.astimezone(zone).date())
    if towards == account.office:
        raise BatchRefused(Obstacle.HERE)
    lies = (paper_files.c.case_id == case.id, paper_files.c.kind == kind, LIES_SOMEWHERE)
    batch = _open_batch(connection, account, towards, now=now)
    if connection.execute(select(paper_files.c.id).where(*lies).limit(1)).one_or_none():
        raise BatchRefused(Obstacle.LISTED)
    values = {"case_id": case.id, "kind": kind, "added_by": account.id, "added_at": now}
    added = insert(paper_files).values(batch_id=batch.id, **values).on_conflict_do_nothing()
    # Two offices that add the same at once wait for each other here: the second adds nothing.
    if connection.execute(added.returning(paper_files.c.id)).one_or_none() is None:
        raise BatchRefused(Obstacle.LISTED)
    return batch


def _open_batch(connection: Connection, account: Account, towards: str, *, now: datetime) -> Batch:
    values = {"office": account.office, "towards": towards, "opened_at": now}
    connection.execute(insert(paper_batches).values(values).on_conflict_do_nothing())
    found = (paper_batches.c.office == account.office, paper_batches.c.towards == towards)
    wanted = select(*COLUMNS).where(*found, paper_batches.c.closed_at.is_(None))
    return batch_of(connection.execute(wanted.with_for_update()).one())


def close(
    connection: Connection, engine: Engine, batch_id: int, office: Office, account: Account
) -> Batch:
    """Close a batch: it gets its number, its digest and its clock; raises BatchRefused."""
    mine = (paper_batches.c.id == batch_id, paper_batches.c.office == office.slug)
    held = select(*COLUMNS).where(*mine, paper_batches.c.closed_at.is_(None)).with_for_update()
    row = connection.execute(held).one_or_none()
    if row is None:
        raise BatchRefused(Obstacle.GONE)
    listed = files_in(connection, batch_id)
    if not listed:
        raise BatchRefused(Obstacle.EMPTY)
    now, working = engine.clock.now(connection), working_time_of(connection, office.slug)
    year = f"{now.astimezone(working.calendar.zone):%y}"
    number = f"BT-{year}-{next_number(connection, f'paper:{year}'):05}"
    closed = {
        "number": number,
        "closed_at": now,
        "closed_by": account.id,
        "due_at": due(working, now, span_of(office)),
        "digest": digest_of(number, batch_of(row), listed),
    }
    changed = update(paper_batches).where(paper_batches.c.id == batch_id).values(closed)
    batch = batch_of(connection.execute(changed.returning(*COLUMNS)).one())
    for case_id in sorted({one.case_id for one in listed}):
        _note(connection, engine, case_id, Happening.PAPER_SENT, batch, account)
    return batch


@dataclass(frozen=True, slots=True)
class Judged:
    """What whoever received a batch found: of each file, and what lay there besides."""

    found: Mapping[int, Found]
    surplus: Collection[str] = ()


HAPPENED: Mapping[Found, Happening] = {
    Found.RECEIVED: Happening.PAPER_RECEIVED,
    Found.MISSING: Happening.PAPER_MISSING,
}


def acknowledge(
    connection: Connection, engine: Engine, batch_id: int, judged: Judged, account: Account
) -> Batch:
    """Write what was found in a batch; what was missing may still be found later.

    The batch is settled once something is said of each of its files. Raises BatchRefused.
    """
    mine = (paper_batches.c.id == batch_id, paper_batches.c.towards == account.office)
    held = select(*COLUMNS).where(*mine, paper_batches.c.closed_at.is_not(None)).with_for_update()
    row = connection.execute(held).one_or_none()
    if row is None:
        raise BatchRefused(Obstacle.GONE)
    batch, now = batch_of(row), engine.clock.now(connection)
    for one in files_in(connection, batch_id):
        found = judged.found.get(one.id)
        if found is None or one.standing in {found, Found.RECEIVED}:
            continue
        values = {"standing": found, "judged_at": now, "judged_by": account.id}
        connection.execute(update(paper_files).where(paper_files.c.id == one.id).values(values))
        _note(connection, engine, one.case_id, HAPPENED[found], batch, account)
    noted = {"batch_id": batch_id, "noted_by": account.id, "noted_at": now}
    for reference in list(judged.surplus)[:MOST_SURPLUS]:
        row_of = insert(paper_surplus).values(reference=reference, **noted)
        connection.execute(row_of.on_conflict_do_nothing())
    return _settled(connection, batch, account, now=now)


def _settled(connection: Connection, batch: Batch, account: Account, *, now: datetime) -> Batch:
    unsaid = exists().where(paper_files.c.batch_id == batch.id, paper_files.c.standing.is_(None))
    connection.execute(
        update(paper_batches)
        .where(paper_batches.c.id == batch.id, paper_batches.c.settled_at.is_(None), ~unsaid)
        .values(settled_at=now, settled_by=account.id)
    )
    return find(connection, batch.id) or batch


def _note(
    connection: Connection,
    engine: Engine,
    case_id: int,
    what: Happening,
    batch: Batch,
    account: Account,
) -> None:
    role = (
        Role.COUNTER_AGENT
        if what is Happening.PAPER_SENT
        else next(one for one in RECEIVES if one in account.roles)
    )
    told = {"batch": batch.number, "office": batch.office, "towards": batch.towards}
    record(connection, engine, case_id, Occurrence(what, Actor(role, account.id), told))


def mark_late(connection: Connection, *, now: datetime) -> int:
    """Mark the batches whose time is over; tells how many are late since now."""
    overdue = (UNDER_WAY, paper_batches.c.due_at < now, paper_batches.c.late_at.is_(None))
    marked = connection.execute(update(paper_batches).where(*overdue).values(late_at=now))
    return marked.rowcount
