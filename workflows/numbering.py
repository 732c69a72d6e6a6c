"""Gapless numbers for receipts and acts."""

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from workflows.tables import series


def next_number(connection: Connection, name: str) -> int:
    """Give the next number of a series, from 1.

    The row stays locked until the transaction ends, so that a rolled-back number is given again:
    call it in a short transaction, never around a network call.
    """
    statement = (
        insert(series)
        .values(name=name, last=1)
        .on_conflict_do_update(index_elements=[series.c.name], set_={"last": series.c.last + 1})
        .returning(series.c.last)
    )
    number: int = connection.execute(statement).scalar_one()
    return number
