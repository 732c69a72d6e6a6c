"""Longer hours: a lever by which an office works more than its calendar says, for a time.

The calendar itself stays, and with it every deadline: nothing falls due sooner because somebody
works in the evening. What changes is what the office can do, for those who look ahead.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from workflows.levers import OPEN, Kind, Reason
from workflows.tables import levers, pools


@dataclass(frozen=True, slots=True)
class LongerHours:
    """By how much an office works longer, until when, and why."""

    #: Minutes on each working day.
    longer: int
    saturdays: bool
    until: datetime
    reason: Reason


def of_office(connection: Connection, office: str, *, at: datetime) -> LongerHours | None:
    """Read the longer hours of an office; None where it works as its calendar says."""
    return _longest(connection, pools.c.office == office, at=at)


def of_pools(connection: Connection, ids: Collection[int], *, at: datetime) -> LongerHours | None:
    """Read the longer hours of the offices in which somebody's pools are."""
    offices = select(pools.c.office).where(pools.c.id.in_(ids))
    return _longest(connection, pools.c.office.in_(offices), at=at)


def _longest(
    connection: Connection, where: ColumnElement[bool], *, at: datetime
) -> LongerHours | None:
    """Take the one that lasts longest, where several pools of an office have some."""
    found = connection.execute(
        select(levers.c.longer, levers.c.saturdays, levers.c.until, levers.c.reason)
        .join_from(levers, pools, pools.c.id == levers.c.from_pool)
        .where(OPEN, levers.c.kind == Kind.HOURS, levers.c.until > at, where)
        .order_by(levers.c.until.desc(), levers.c.id.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    return LongerHours(found.longer, found.saturdays, found.until, Reason(found.reason))
