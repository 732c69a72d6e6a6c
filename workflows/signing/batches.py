"""Batches as they are kept: whose, what is in them, what was chosen and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, func, select, update

from workflows.errors import WorkflowError
from workflows.tables import cases, signing_batches, signing_items

LONGEST_REMARK = 1000


class Choice(StrEnum):
    """What is to become of one case of the batch."""

    SIGN = "sign"
    BACK = "back"
    ASIDE = "aside"


class Outcome(StrEnum):
    """What became of it."""

    SIGNED = "signed"
    BACK = "back"
    ASIDE = "aside"
    FAILED = "failed"


class NoLongerOpen(WorkflowError):
    """The batch was confirmed or given back meanwhile, or is somebody else's."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A sitting: whose, since when, and how far it is."""

    id: int
    account_id: int
    taken_at: datetime
    confirmed_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Item:
    """One case of a batch: what was shown, chosen, and what came of it."""

    position: int
    case_id: int
    version: int
    sign: str
    back: str | None
    choice: Choice
    reason: str | None
    remark: str
    note: str
    outcome: Outcome | None
    problem: str | None
    #: By which delegation it was taken, where it is not the signatory's own queue.
    delegation: int | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the signatory chose for one case."""

    choice: Choice
    reason: str | None = None
    #: What was written besides, and the whole as it goes into the journal.
    remark: str = ""
    note: str = ""


BATCH = tuple(signing_batches.c[name] for name in Batch.__dataclass_fields__)
ITEM = tuple(signing_items.c[name] for name in Item.__dataclass_fields__)


def open_batch(connection: Connection, account_id: int) -> Batch | None:
    """Give the batch that an account is reviewing."""
    columns = signing_batches.c
    is_open = columns.confirmed_at.is_(None) & columns.finished_at.is_(None)
    found = select(*BATCH).where(columns.account_id == account_id, is_open)
    row = connection.execute(found).one_or_none()
    return None if row is None else Batch(**row._mapping)


def latest(connection: Connection, account_id: int, *, limit: int = 10) -> tuple[Batch, ...]:
    """List the sittings of an account, the last one first."""
    mine = select(*BATCH).where(signing_batches.c.account_id == account_id)
    rows = connection.execute(mine.order_by(signing_batches.c.id.desc()).limit(limit))
    return tuple(Batch(**row._mapping) for row in rows)


def find_batch(connection: Connection, batch_id: int, account_id: int) -> Batch | None:
    """Read one's own batch."""
    mine = (signing_batches.c.id == batch_id, signing_batches.c.account_id == account_id)
    row = connection.execute(select(*BATCH).where(*mine)).one_or_none()
    return None if row is None else Batch(**row._mapping)


def items_of(connection: Connection, batch_id: int) -> tuple[Item, ...]:
    """List what is in a batch, oldest first."""
    mine = select(*ITEM).where(signing_items.c.batch_id == batch_id)
    rows = connection.execute(mine.order_by(signing_items.c.position))
    return tuple(
        Item(
            **dict(row._mapping)
            | {
                "choice": Choice(row.choice),
                "outcome": None if row.outcome is None else Outcome(row.outcome),
            }
        )
        for row in rows
    )


def outcomes(connection: Connection, batch_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Count, for each batch, what became of its cases; `waiting` are those not decided yet."""
    what = func.coalesce(signing_items.c.outcome, "waiting")
    rows = connection.execute(
        select(signing_items.c.batch_id, what.label("what"), func.count().label("many"))
        .where(signing_items.c.batch_id.in_(tuple(batch_ids)))
        .group_by(signing_items.c.batch_id, what)
    )
    counted: dict[int, dict[str, int]] = {batch_id: {} for batch_id in batch_ids}
    for row in rows:
        counted[row.batch_id][row.what] = row.many
    return counted


def renew(connection: Connection, batch: Batch, *, at: datetime, until: datetime) -> int:
    """Hold the cases of a batch for longer; tells how many are still held."""
    mine = select(signing_items.c.case_id).where(
        signing_items.c.batch_id == batch.id, signing_items.c.outcome.is_(None)
    )
    held = (cases.c.claimed_by == batch.account_id, cases.c.claimed_until > at)
    renewed = update(cases).where(cases.c.id.in_(mine), *held).values(claimed_until=until)
    return connection.execute(renewed).rowcount


def choose(connection: Connection, batch: Batch, chosen: Mapping[int, Chosen]) -> None:
    """Keep what was chosen for cases of a batch, by position; raises NoLongerOpen."""
    lock_open(connection, batch)
    for position, what in chosen.items():
        connection.execute(
            update(signing_items)
            .where(signing_items.c.batch_id == batch.id, signing_items.c.position == position)
            .values(asdict(what))
        )


def note_outcome(
    connection: Connection,
    batch_id: int,
    position: int,
    outcome: Outcome,
    *,
    problem: str | None,
    at: datetime,
) -> None:
    """Write what became of one case."""
    connection.execute(
        update(signing_items)
        .where(signing_items.c.batch_id == batch_id, signing_items.c.position == position)
        .values(outcome=outcome, problem=problem, done_at=at)
    )


def lock(connection: Connection, batch_id: int) -> Batch:
    """Read a batch and keep everybody else from it until the transaction ends."""
    locked = select(*BATCH).where(signing_batches.c.id == batch_id).with_for_update()
    return Batch(**connection.execute(locked).one()._mapping)


def lock_open(connection: Connection, batch: Batch) -> None:
    """Lock a batch that is still under review; raises NoLongerOpen."""
    found = lock(connection, batch.id)
    if found.confirmed_at is not None or found.finished_at is not None:
        raise NoLongerOpen(batch.id)


def mark_confirmed(connection: Connection, batch_id: int, *, at: datetime) -> None:
    """Write that the signatory, having proved who they are, wants the batch decided."""
    confirmed = update(signing_batches).where(signing_batches.c.id == batch_id)
    connection.execute(confirmed.values(confirmed_at=at))


def finish(connection: Connection, batch_id: int, at: datetime) -> None:
    """End a batch."""
    ended = update(signing_batches).where(signing_batches.c.id == batch_id)
    connection.execute(ended.values(finished_at=at))
