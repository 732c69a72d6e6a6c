"""The journal as a log: each move an event, without anything personal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, lateral, select, true

from workflows.complaints import CONFIDENTIAL
from workflows.event_log.pseudonyms import pseudonym
from workflows.language.procedure import Question
from workflows.tables import cases, claims, journal_entries, pools

#: Rows fetched at once from the server's cursor.
BLOCK = 1_000


@dataclass(frozen=True, slots=True)
class Logged:
    """One move of a case as it leaves the house: pseudonyms, codes and instants."""

    case: str
    eservice: str
    position: int
    at: datetime
    activity: str
    from_state: str | None
    state: str
    stage: str
    role: str
    resource: str | None
    #: The office of the pool that had the case in hand, where one had.
    unit: str | None
    #: The coded reason, where the move gave one.
    reason: str | None


def logged_events(
    connection: Connection, *, secret: bytes, eservice: str | None = None
) -> Iterator[Logged]:
    """Yield the moves of every case that is no confidential report, each oldest first.

    Rows come through a cursor of the server: memory stays the same for five million cases.
    """
    streamed = connection.execution_options(yield_per=BLOCK)
    for row in streamed.execute(_moves(eservice)):
        yield _logged(row, secret)


def _moves(eservice: str | None) -> Select[Any]:
    entries = journal_entries.c
    holding = lateral(
        select(pools.c.office)
        .join_from(claims, pools)
        .where(
            claims.c.case_id == entries.case_id,
            claims.c.account_id == entries.account_id,
            claims.c.at <= entries.at,
        )
        .order_by(claims.c.at.desc())
        .limit(1)
    )
    moves = (
        select(journal_entries, cases.c.eservice, holding.c.office)
        .join_from(journal_entries, cases)
        .outerjoin(holding, and_(true(), entries.account_id.is_not(None)))
        .where(cases.c.definition.not_in(CONFIDENTIAL))
        .order_by(entries.case_id, entries.position)
    )
    return moves if eservice is None else moves.where(cases.c.eservice == eservice)


def _logged(row: Row[*tuple[Any, ...]], secret: bytes) -> Logged:
    reason = row.data.get(Question.REASON)
    return Logged(
        case=pseudonym(secret, "case", str(row.case_id)),
        eservice=row.eservice,
        position=row.position,
        at=row.at,
        activity=row.trigger,
        from_state=row.from_state,
        state=row.to_state,
        stage=row.to_stage,
        role=row.role,
        resource=row.account_id and pseudonym(secret, "resource", str(row.account_id)),
        unit=row.office,
        reason=reason if isinstance(reason, str) else None,
    )
