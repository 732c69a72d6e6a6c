"""What other offices took over lately: from which pool to which, why, and how many."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Connection, func, select

from workflows.handing_over import Why
from workflows.journal import Happening
from workflows.tables import journal_entries


@dataclass(frozen=True, slots=True)
class Takeovers:
    """Cases that left the queue of a pool for that of another, for the same reason."""

    from_pool: int
    pool: int
    why: Why
    count: int


def takeovers(connection: Connection, *, since: datetime) -> tuple[Takeovers, ...]:
    """Count the cases that other offices took over since an instant, the most first."""
    said = journal_entries.c.data
    grouped = (
        said["from_pool"].astext.cast(BigInteger).label("from_pool"),
        said["pool"].astext.cast(BigInteger).label("pool"),
        said["why"].astext.label("why"),
    )
    rows = connection.execute(
        select(*grouped, func.count().label("cases"))
        .where(journal_entries.c.trigger == Happening.OVERFLOWED, journal_entries.c.at >= since)
        .group_by(*grouped)
        .order_by(func.count().desc(), *grouped)
    )
    return tuple(Takeovers(row.from_pool, row.pool, Why(row.why), row.cases) for row in rows)
