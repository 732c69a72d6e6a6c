"""Questions of applicants that nobody answered yet, by office and pool, on the board."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from backoffice.board_names import Names
from workflows.question_queue import questions_by_pool


@dataclass(frozen=True, slots=True)
class Line:
    """The questions that wait for one pool, and for how long the oldest has."""

    office: str
    pool: str
    count: int
    oldest: timedelta


@dataclass(frozen=True, slots=True)
class Unanswered:
    """All of them, those that have waited longest first."""

    lines: tuple[Line, ...]

    @property
    def count(self) -> int:
        """Add them up."""
        return sum(line.count for line in self.lines)


def unanswered(connection: Connection, called: Names, *, now: datetime) -> Unanswered:
    """List whom the questions of applicants wait for."""
    lines = (
        Line(
            office=called.office(called.pools[one.pool_id].office),
            pool=called.pool(one.pool_id),
            count=one.count,
            oldest=now - one.oldest,
        )
        for one in questions_by_pool(connection)
    )
    return Unanswered(tuple(lines))
