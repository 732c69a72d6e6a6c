"""Unfinished decisions: what somebody had typed on a case, kept for them until the case moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from workflows.cases import Case
from workflows.tables import cases, decision_drafts


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What was filled in for one action, and when it was kept."""

    trigger: str
    content: Mapping[str, Any]
    at: datetime


def keep(
    connection: Connection,
    case: Case,
    account_id: int,
    trigger: str,
    content: Mapping[str, Any],
    *,
    at: datetime,
) -> None:
    """Keep what was typed for one action, in the place of what was kept for it before."""
    values = {"content": dict(content), "at": at}
    connection.execute(
        insert(decision_drafts)
        .values(case_id=case.id, account_id=account_id, trigger=trigger, **values)
        .on_conflict_do_update(constraint=decision_drafts.primary_key, set_=values)
    )


def kept(connection: Connection, case: Case, account_id: int) -> Mapping[str, Unfinished]:
    """Give what an account kept on a case as it stands, by action.

    What was kept before the case came into its state belongs to another decision.
    """
    rows = connection.execute(
        select(decision_drafts.c.trigger, decision_drafts.c.content, decision_drafts.c.at).where(
            decision_drafts.c.case_id == case.id,
            decision_drafts.c.account_id == account_id,
            decision_drafts.c.at >= case.entered_at,
        )
    )
    return {row.trigger: Unfinished(**row._mapping) for row in rows}


def forget(connection: Connection, case_id: int, account_id: int) -> None:
    """Forget what an account kept on a case."""
    mine = (decision_drafts.c.case_id == case_id, decision_drafts.c.account_id == account_id)
    connection.execute(delete(decision_drafts).where(*mine))


def forget_decided(connection: Connection) -> int:
    """Delete what was kept on cases that moved since; tells how much."""
    moved = (cases.c.id == decision_drafts.c.case_id, cases.c.entered_at > decision_drafts.c.at)
    return connection.execute(delete(decision_drafts).where(*moved)).rowcount
