"""The board: how many cases came, are under way, ended how, in time or late."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from workflows.deadlines import Kind
from workflows.language.procedure import CLOSED, Stage
from workflows.tables import cases, deadlines, definitions, offices, pools


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of one e-service in one office over a period."""

    eservice: str
    office: str
    received: int
    in_progress: int
    delivered: int
    refused: int
    withdrawn: int
    #: Of the cases that ended in the period or are under way, with a promise: kept so far.
    in_time: int
    #: Of the same cases: the promise was broken.
    late: int


OFFICE = func.coalesce(pools.c.office, definitions.c.compiled["calendar_office"].astext)
BROKEN = deadlines.c.breached_at.is_not(None)


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, cases.c.id)))


def counts(connection: Connection, *, since: datetime) -> tuple[Counts, ...]:
    """Count, for each e-service and office, what was received or ended since an instant.

    A case belongs to the office whose agent queue holds it, else to its e-service's own office.
    What is in progress is counted whenever it came.
    """
    is_open = cases.c.stage.not_in(CLOSED)
    ended = cases.c.closed_at >= since
    promised = deadlines.c.id.is_not(None) & or_(is_open, ended)
    statement = (
        select(
            cases.c.eservice,
            OFFICE.label("office"),
            _number(cases.c.lodged_at >= since).label("received"),
            _number(is_open).label("in_progress"),
            _number(ended & (cases.c.stage == Stage.DELIVERED)).label("delivered"),
            _number(ended & (cases.c.stage == Stage.REFUSED)).label("refused"),
            _number(ended & (cases.c.stage == Stage.WITHDRAWN)).label("withdrawn"),
            _number(promised & ~BROKEN).label("in_time"),
            _number(promised & BROKEN).label("late"),
        )
        .join_from(cases, definitions)
        .outerjoin(pools, pools.c.id == cases.c.pool_id)
        .outerjoin(
            deadlines, and_(deadlines.c.case_id == cases.c.id, deadlines.c.kind == Kind.PROMISE)
        )
        .where(or_(cases.c.lodged_at >= since, is_open, ended))
        .group_by(cases.c.eservice, OFFICE)
        .order_by(cases.c.eservice, OFFICE)
    )
    return tuple(Counts(**row._mapping) for row in connection.execute(statement))


def office_names(connection: Connection) -> dict[str, Any]:
    """Give the names of every office by slug."""
    rows = connection.execute(select(offices.c.slug, offices.c.name))
    return {row.slug: row.name for row in rows}
