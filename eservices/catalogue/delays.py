"""The delay observed: how long the cases of the last month took, beside what is promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from workflows.board.delays import Spread
from workflows.board.reading import Grain
from workflows.tables import board_delays

#: How far back one looks, and how many cases must have ended in that time for a figure.
LOOKED_AT = timedelta(days=30)
FEWEST = 10
#: Per cent of the cases.
MEDIAN, NINE_TENTHS = 50, 90


@dataclass(frozen=True, slots=True)
class Observed:
    """Calendar days from the application to the decision, waits for the applicant included."""

    cases: int
    #: None where too few cases ended for a figure.
    median: int | None = None
    ninth_tenth: int | None = None


def observed(connection: Connection, eservice: str, today: date) -> Observed:
    """Read the delays of the cases of an e-service decided in the last 30 days."""
    rows = connection.execute(
        select(board_delays.c.days, func.sum(board_delays.c.count))
        .where(
            board_delays.c.grain == Grain.DAY,
            board_delays.c.eservice == eservice,
            board_delays.c.day > today - LOOKED_AT,
            board_delays.c.count != 0,
        )
        .group_by(board_delays.c.days)
        .order_by(board_delays.c.days)
    )
    return summed([(days, int(count)) for days, count in rows])


def summed(counts: Sequence[tuple[int, int]]) -> Observed:
    """Take the median and the 90th percentile of delays that were counted, in ascending order."""
    spread = Spread(dict(counts))
    if spread.cases < FEWEST:
        return Observed(spread.cases)
    return Observed(spread.cases, spread.percentile(MEDIAN), spread.percentile(NINE_TENTHS))
