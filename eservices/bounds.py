"""So many within how long: what may be asked or tried, counted in the rows that it left."""

from datetime import datetime, timedelta

from sqlalchemy import Column, ColumnElement, Connection, Select, func, select

#: How many, within how long; all of them hold.
Limits = tuple[tuple[int, timedelta], ...]


def is_reached(
    connection: Connection,
    written_at: Column[datetime],
    whose: ColumnElement[bool],
    limits: Limits,
    *,
    now: datetime,
) -> bool:
    """Tell whether as many rows were written as one of the limits allows.

    Two that ask at once are both let through, unless the caller has them wait for each other.
    """
    return any(
        connection.execute(_written_since(written_at, whose, now - within)).scalar_one() >= most
        for most, within in limits
    )


def _written_since(
    written_at: Column[datetime], whose: ColumnElement[bool], since: datetime
) -> Select[int]:
    return select(func.count()).where(whose, written_at > since)
