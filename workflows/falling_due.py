"""Clocks whose warning or end has come, as the sweep looks for them."""

from datetime import datetime

from sqlalchemy import Connection, select

from workflows.deadlines import BOUNDS, ENDING, RUNNING, Deadline, change
from workflows.tables import deadlines


def overdue(connection: Connection, *, at: datetime, limit: int) -> tuple[int, ...]:
    """Name the running clocks whose end has come, earliest first."""
    rows = connection.execute(
        select(deadlines.c.id)
        .where(RUNNING, BOUNDS, deadlines.c.breached_at.is_(None), deadlines.c.due_at <= at)
        .order_by(deadlines.c.due_at)
        .limit(limit)
    )
    return tuple(row.id for row in rows)


def to_warn(connection: Connection, *, at: datetime, limit: int) -> tuple[int, ...]:
    """Name the running clocks whose warning has come and was not given, earliest first."""
    rows = connection.execute(
        select(deadlines.c.id)
        .where(RUNNING, deadlines.c.warned_at.is_(None), deadlines.c.warn_at <= at)
        .order_by(deadlines.c.warn_at)
        .limit(limit)
    )
    return tuple(row.id for row in rows)


def mark_warned(connection: Connection, deadline: Deadline, *, at: datetime) -> None:
    """Record that the warning of a clock was given."""
    change(connection, deadline, warned_at=at)


def mark_breached(connection: Connection, deadline: Deadline, *, at: datetime) -> None:
    """Record that a clock's end passed; what decides then ends there, the others run late."""
    ended = {"stopped_at": at} if deadline.kind in ENDING else {}
    change(connection, deadline, breached_at=at, **ended)
