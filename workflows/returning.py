"""Returning: what somebody held goes back to its place, when a lease runs out or they go away."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, literal, select, update

from workflows import claims
from workflows.claims import NOT_HELD, Ending
from workflows.clock import Clock
from workflows.database import Instant
from workflows.presence import running
from workflows.tables import absences, cases, consultations, questions

#: What somebody may hold under a claim.
HELD: tuple[Table, ...] = (cases, consultations)


def return_expired(connection: Connection, *, clock: Clock, limit: int = 500) -> int:
    """Give back what is held under a lease that ran out, or by somebody absent; tells how much."""
    now = clock.now(connection)
    absent = select(absences.c.account_id).where(running(absences, literal(now, Instant)))
    back = 0
    for table in HELD:
        gone = table.c.claimed_until > now
        for condition, ending in (
            (~gone, Ending.EXPIRED),
            (gone & table.c.claimed_by.in_(absent), Ending.ABSENT),
        ):
            back += _give_back(connection, table, condition, ending, at=now, limit=limit)
    return back


def give_back_all(connection: Connection, account_id: int, ending: Ending, *, at: datetime) -> int:
    """Give back all that an account holds; tells how many cases and opinions that was."""
    back = 0
    for table in HELD:
        mine = table.c.claimed_by == account_id
        back += _give_back(connection, table, mine, ending, at=at)
    whose = questions.c.claimed_by == account_id
    connection.execute(update(questions).where(whose).values(NOT_HELD))
    return back


def _give_back(
    connection: Connection,
    table: Table,
    condition: ColumnElement[bool],
    ending: Ending,
    *,
    at: datetime,
    limit: int | None = None,
) -> int:
    found = (
        select(table.c.id)
        .where(table.c.claimed_by.is_not(None), condition)
        .limit(limit)
        .with_for_update(skip_locked=limit is not None)
    )
    ids = tuple(connection.execute(found).scalars())
    _let_go(connection, table, ids)
    end = claims.end if table is cases else claims.end_of_opinion
    for one in ids:
        end(connection, one, ending, at=at)
    return len(ids)


def _let_go(connection: Connection, table: Table, ids: Iterable[int]) -> None:
    connection.execute(update(table).where(table.c.id.in_(tuple(ids))).values(NOT_HELD))
