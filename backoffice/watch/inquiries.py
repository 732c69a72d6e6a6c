"""Inspections: an inquiry into flags, with notes, a conclusion, and a second inspector's word.

Every step is an entry of the inspection's own journal. A flag never punishes anybody: what follows
from a conclusion is decided elsewhere, by people.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select, update

from backoffice.watch.tables import inspection_entries, inspections, watch_flags
from workflows.errors import WorkflowError
from workflows.tables import accounts


class Standing(StrEnum):
    """How far an inspection is."""

    OPEN = "open"
    CONCLUDED = "concluded"
    CLOSED = "closed"


class Conclusion(StrEnum):
    """What an inspection may come to."""

    UNFOUNDED = "unfounded"
    EXPLAINED = "explained"
    FAULT_OF_THE_TOOL = "fault_of_the_tool"
    REMINDER = "reminder"
    REFERRED = "referred"


class Step(StrEnum):
    """What is done in an inspection."""

    OPENED = "opened"
    FLAG_ADDED = "flag_added"
    NOTED = "noted"
    CONCLUDED = "concluded"
    SENT_BACK = "sent_back"
    CONFIRMED = "confirmed"


class NotPossible(WorkflowError):
    """The inspection is not where this step begins, or the flag is in another one already."""


class SameInspector(WorkflowError):
    """Whoever concluded does not confirm."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inquiry as it stands."""

    id: int
    opened_by: int
    opened_by_name: str
    opened_at: datetime
    standing: Standing
    conclusion: Conclusion | None
    concluded_by: int | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A step that somebody took."""

    at: datetime
    name: str
    step: Step
    note: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who takes a step, when, and what they write."""

    account_id: int
    at: datetime
    note: str


def begin(connection: Connection, flag_id: int, author: Author) -> int:
    """Open an inspection on a flag; raises NotPossible when another one has it."""
    opened = inspections.insert().values(opened_by=author.account_id, opened_at=author.at)
    identifier: int = connection.execute(opened.returning(inspections.c.id)).scalar_one()
    _take_in(connection, identifier, flag_id)
    _write(connection, identifier, Step.OPENED, author)
    return identifier


def add(connection: Connection, inspection_id: int, flag_id: int, author: Author) -> None:
    """Look at one more flag in an open inspection; raises NotPossible."""
    _at(connection, inspection_id, Standing.OPEN)
    _take_in(connection, inspection_id, flag_id)
    _write(connection, inspection_id, Step.FLAG_ADDED, author)


def note(connection: Connection, inspection_id: int, author: Author) -> None:
    """Write something down in an inspection that is not closed; raises NotPossible."""
    _at(connection, inspection_id, Standing.OPEN, Standing.CONCLUDED)
    _write(connection, inspection_id, Step.NOTED, author)


def conclude(
    connection: Connection, inspection_id: int, conclusion: Conclusion, author: Author
) -> None:
    """Say what came of it; it closes once a second inspector confirms. Raises NotPossible."""
    _at(connection, inspection_id, Standing.OPEN)
    _change(
        connection,
        inspection_id,
        standing=Standing.CONCLUDED,
        conclusion=conclusion,
        concluded_by=author.account_id,
    )
    _write(connection, inspection_id, Step.CONCLUDED, author)


def send_back(connection: Connection, inspection_id: int, author: Author) -> None:
    """Open a concluded inspection again, as the second; raises NotPossible or SameInspector."""
    _second(connection, inspection_id, author)
    _change(connection, inspection_id, standing=Standing.OPEN, conclusion=None, concluded_by=None)
    _write(connection, inspection_id, Step.SENT_BACK, author)


def confirm(connection: Connection, inspection_id: int, author: Author) -> None:
    """Close a concluded inspection, as the second; raises NotPossible or SameInspector."""
    _second(connection, inspection_id, author)
    _change(
        connection,
        inspection_id,
        standing=Standing.CLOSED,
        confirmed_by=author.account_id,
        closed_at=author.at,
    )
    _write(connection, inspection_id, Step.CONFIRMED, author)


def _second(connection: Connection, inspection_id: int, author: Author) -> None:
    inspection = _at(connection, inspection_id, Standing.CONCLUDED)
    if inspection.concluded_by == author.account_id:
        raise SameInspector(inspection_id)


def _at(connection: Connection, inspection_id: int, *standings: Standing) -> Inspection:
    """Lock an inspection that must stand at one of these."""
    locked = select(inspections.c.id).where(inspections.c.id == inspection_id).with_for_update()
    connection.execute(locked)
    inspection = find(connection, inspection_id)
    if inspection is None or inspection.standing not in standings:
        raise NotPossible(inspection_id)
    return inspection


def _take_in(connection: Connection, inspection_id: int, flag_id: int) -> None:
    taken = connection.execute(
        update(watch_flags)
        .where(watch_flags.c.id == flag_id, watch_flags.c.inspection_id.is_(None))
        .values(inspection_id=inspection_id)
        .returning(watch_flags.c.id)
    ).one_or_none()
    if taken is None:
        raise NotPossible(flag_id)


def _change(connection: Connection, inspection_id: int, **values: Any) -> None:
    mine = update(inspections).where(inspections.c.id == inspection_id)
    connection.execute(mine.values(**values))


def _write(connection: Connection, inspection_id: int, step: Step, author: Author) -> None:
    values = {"inspection_id": inspection_id, "step": step, "note": author.note}
    written = inspection_entries.insert().values(
        **values, at=author.at, account_id=author.account_id
    )
    connection.execute(written)


SELECT = select(inspections, accounts.c.name.label("opened_by_name")).join_from(
    inspections, accounts, accounts.c.id == inspections.c.opened_by
)


def find(connection: Connection, inspection_id: int) -> Inspection | None:
    """Read an inspection; None when there is no such."""
    row = connection.execute(SELECT.where(inspections.c.id == inspection_id)).one_or_none()
    return None if row is None else _inspection(row)


def latest(connection: Connection, *, limit: int = 100) -> tuple[Inspection, ...]:
    """List the inspections: those not closed first, then newest first."""
    order = (inspections.c.closed_at.is_not(None), inspections.c.id.desc())
    rows = connection.execute(SELECT.order_by(*order).limit(limit))
    return tuple(_inspection(row) for row in rows)


def _inspection(row: Row[Any]) -> Inspection:
    values = {name: getattr(row, name) for name in Inspection.__dataclass_fields__}
    said = values["conclusion"]
    kept = {
        "standing": Standing(values["standing"]),
        "conclusion": None if said is None else Conclusion(said),
    }
    return Inspection(**values | kept)


def entries(connection: Connection, inspection_id: int) -> tuple[Entry, ...]:
    """Read an inspection's journal, oldest entry first."""
    rows = connection.execute(
        select(
            inspection_entries.c.at,
            accounts.c.name,
            inspection_entries.c.step,
            inspection_entries.c.note,
        )
        .join_from(inspection_entries, accounts)
        .where(inspection_entries.c.inspection_id == inspection_id)
        .order_by(inspection_entries.c.id)
    )
    return tuple(Entry(row.at, row.name, Step(row.step), row.note) for row in rows)
