"""The journal: every move of every case, written with the move and never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from workflows.actors import Role
from workflows.language.procedure import Stage
from workflows.tables import journal_entries

#: The trigger of a case's first entry.
LODGE = "lodge"


@dataclass(frozen=True, slots=True)
class Entry:
    """One move: who made it, when, from where to where, and what was said."""

    position: int
    at: datetime
    role: Role
    account_id: int | None
    trigger: str
    from_state: str | None
    to_state: str
    from_stage: Stage | None
    to_stage: Stage
    data: Mapping[str, Any]


COLUMNS = tuple(journal_entries.c[name] for name in Entry.__dataclass_fields__)


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    values = dict(row._mapping)
    came_from = values["from_stage"]
    return Entry(
        **values
        | {
            "role": Role(values["role"]),
            "from_stage": None if came_from is None else Stage(came_from),
            "to_stage": Stage(values["to_stage"]),
        }
    )


def history(connection: Connection, case_id: int) -> tuple[Entry, ...]:
    """Read a case's journal, oldest entry first."""
    rows = connection.execute(
        select(*COLUMNS)
        .where(journal_entries.c.case_id == case_id)
        .order_by(journal_entries.c.position)
    )
    return tuple(_entry(row) for row in rows)


def who_fired(connection: Connection, case_id: int, triggers: Iterable[str]) -> frozenset[int]:
    """Name the accounts that fired one of these triggers on the case."""
    wanted = tuple(triggers)
    if not wanted:
        return frozenset()
    rows = connection.execute(
        select(journal_entries.c.account_id)
        .where(
            journal_entries.c.case_id == case_id,
            journal_entries.c.trigger.in_(wanted),
            journal_entries.c.account_id.is_not(None),
        )
        .distinct()
    )
    return frozenset(row.account_id for row in rows)
