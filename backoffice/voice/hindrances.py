"""What slows the work, as the board shows it: problems told lately, by step and kind."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from backoffice.voice.tables import problems
from backoffice.voice.telling import Kind, Standing

#: Over which time the board counts.
LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """How often a step was told to have a problem of a kind."""

    eservice: str
    state: str
    kind: Kind
    count: int
    #: Of these, not answered yet.
    waiting: int


def hindrances(connection: Connection, *, at: datetime) -> tuple[Hindrance, ...]:
    """Count what was told lately, the most frequent first."""
    keys = (problems.c.eservice, problems.c.state, problems.c.kind)
    number = func.count()
    waiting = func.count().filter(problems.c.standing == Standing.OPEN)
    rows = connection.execute(
        select(*keys, number.label("number"), waiting.label("waiting"))
        .where(problems.c.reported_at > at - LATELY)
        .group_by(*keys)
        .order_by(number.desc(), *keys)
    )
    return tuple(
        Hindrance(row.eservice, row.state, Kind(row.kind), row.number, row.waiting) for row in rows
    )
