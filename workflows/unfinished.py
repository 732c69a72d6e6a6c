"""Unfinished work: what somebody had typed or ticked on a case, kept for them until it moves.

Decisions and ticks belong to one stay of the case in its state, and an opinion to one asking for
it: what was kept before is worth nothing any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from workflows.cases import Case
from workflows.consultations import OPEN, Asked
from workflows.tables import cases, consultations, unfinished_work


class Kind(StrEnum):
    """What was begun."""

    #: A decision, by its trigger.
    DECISION = "decision"
    #: An opinion that was asked for, by its name.
    OPINION = "opinion"
    #: Something of the state's checklist, by its identifier: it is there, or it is not.
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What was filled in, and when it was kept."""

    name: str
    content: Mapping[str, Any]
    at: datetime


def keep(
    connection: Connection,
    case: Case,
    account_id: int,
    begun: Mapping[str, Mapping[str, Any]],
    *,
    at: datetime,
    kind: Kind = Kind.DECISION,
) -> None:
    """Keep what was filled in, by name, in the place of what was kept for it before."""
    if not begun:
        return
    whose = {"case_id": case.id, "account_id": account_id, "kind": kind, "at": at}
    rows = insert(unfinished_work).values(
        [{**whose, "name": name, "content": dict(content)} for name, content in begun.items()]
    )
    newer = {"content": rows.excluded.content, "at": rows.excluded.at}
    connection.execute(
        rows.on_conflict_do_update(constraint=unfinished_work.primary_key, set_=newer)
    )


def kept(
    connection: Connection, case: Case, account_id: int, *, kind: Kind = Kind.DECISION
) -> Mapping[str, Unfinished]:
    """Give what an account kept on a case as it stands, by name."""
    return _kept(connection, case.id, account_id, kind=kind, since=case.entered_at)


def kept_opinion(connection: Connection, asked: Asked, account_id: int) -> Unfinished | None:
    """Give what an account kept of an opinion since it was asked for."""
    found = _kept(connection, asked.case_id, account_id, kind=Kind.OPINION, since=asked.asked_at)
    return found.get(asked.name)


def _kept(
    connection: Connection, case_id: int, account_id: int, *, kind: Kind, since: datetime
) -> Mapping[str, Unfinished]:
    columns = unfinished_work.c
    rows = connection.execute(
        select(columns.name, columns.content, columns.at).where(
            columns.case_id == case_id,
            columns.account_id == account_id,
            columns.kind == kind,
            columns.at >= since,
        )
    )
    return {row.name: Unfinished(**row._mapping) for row in rows}


def forget(
    connection: Connection,
    case_id: int,
    account_id: int,
    *,
    kind: Kind | None = None,
    names: tuple[str, ...] | None = None,
) -> None:
    """Forget what an account kept on a case: all of it, or of one kind, or under some names."""
    columns = unfinished_work.c
    mine = [columns.case_id == case_id, columns.account_id == account_id]
    mine += [] if kind is None else [columns.kind == kind]
    mine += [] if names is None else [columns.name.in_(names)]
    connection.execute(delete(unfinished_work).where(*mine))


def forget_decided(connection: Connection) -> int:
    """Delete what was kept on cases that moved since, and on opinions that came or ended.

    Tells how much.
    """
    columns = unfinished_work.c
    moved = (cases.c.id == columns.case_id) & (cases.c.entered_at > columns.at)
    awaited = (
        select(consultations.c.id)
        .where(
            consultations.c.case_id == columns.case_id,
            consultations.c.name == columns.name,
            consultations.c.asked_at <= columns.at,
            OPEN,
        )
        .exists()
    )
    decided = delete(unfinished_work).where(moved, columns.kind != Kind.OPINION)
    given = delete(unfinished_work).where(columns.kind == Kind.OPINION, ~awaited)
    return connection.execute(decided).rowcount + connection.execute(given).rowcount
