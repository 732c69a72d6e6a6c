"""What happens to a case without moving it: journalled like a move, told like one.

A case keeps its state, its place in time and its clocks; its version grows, so that a page from
before cannot decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from workflows import claims
from workflows.actors import Actor
from workflows.cases import COLUMNS, Case, case_of, lock_case_now
from workflows.claims import Ending
from workflows.engine import Engine
from workflows.journal import Happening
from workflows.tables import cases, journal_entries

#: What a transfer asks: that nobody holds the case. Its place in the order stays.
LET_GO: Mapping[str, Any] = {"claimed_by": None, "claimed_until": None}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that happens to a case, by whose doing, and what is said with it."""

    what: Happening
    actor: Actor
    data: Mapping[str, Any] = field(default_factory=dict)
    #: Columns of the case that change with it.
    changed: Mapping[str, Any] = field(default_factory=dict)


def happened(what: Happening) -> str:
    """Name the event of something that happened."""
    return f"happened.{what}"


def record(connection: Connection, engine: Engine, case_id: int, occurrence: Occurrence) -> Case:
    """Journal what happens to a case and let others know; gives the case as it then stands.

    The case's row is locked until the transaction ends. A transfer takes the case from whoever
    holds it. Raises UnknownCase.
    """
    before, instant = lock_case_now(connection, case_id)
    at = engine.clock.told(instant)
    leaves = occurrence.what is Happening.TRANSFERRED
    let_go = LET_GO if leaves else {}
    changed = {"version": before.version + 1, **let_go, **occurrence.changed}
    row = connection.execute(
        update(cases).where(cases.c.id == case_id).values(changed).returning(*COLUMNS)
    ).one()
    if leaves:
        claims.end(connection, case_id, Ending.MOVED, at=at)
    after = case_of(row)
    _note(connection, after, occurrence, at=at)
    told = {"state": after.state, "trigger": occurrence.what, "position": after.version}
    engine.outbox.emit(connection, happened(occurrence.what), case_id=case_id, data=told)
    return after


def _note(connection: Connection, case: Case, occurrence: Occurrence, *, at: datetime) -> None:
    entry = {
        "case_id": case.id,
        "position": case.version,
        "at": at,
        "role": occurrence.actor.role,
        "account_id": occurrence.actor.account_id,
        "trigger": occurrence.what,
        "from_state": case.state,
        "to_state": case.state,
        "from_stage": case.stage,
        "to_stage": case.stage,
        "data": dict(occurrence.data),
    }
    connection.execute(insert(journal_entries).values(entry))
