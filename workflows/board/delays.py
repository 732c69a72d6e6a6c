"""How long cases took from their lodging to the decision, as the applicant counts: in days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from sqlalchemy import Connection, func, select

from workflows.board.reading import Grain
from workflows.tables import board_delays


@dataclass(frozen=True, slots=True)
class Spread:
    """The delays of some cases: how many took how many days."""

    counts: Mapping[int, int]

    @property
    def cases(self) -> int:
        """Count the cases."""
        return sum(self.counts.values())

    def percentile(self, share: int) -> int:
        """Give the days within which this share of the cases, in per cent, was decided.

        The nearest rank: it is the delay of a case, never one between two.
        """
        rank = -(-self.cases * share // 100)
        days = sorted(self.counts)
        reached = accumulate(self.counts[one] for one in days)
        return next(one for one, so_far in zip(days, reached, strict=True) if so_far >= rank)


def spreads(
    connection: Connection, *, grain: Grain, since: date | None = None
) -> dict[tuple[str, date], Spread]:
    """Read the delays of what was decided since a day, by e-service and by day or month."""
    keys = (board_delays.c.eservice, board_delays.c.day, board_delays.c.days)
    total = func.sum(board_delays.c.count)
    wanted = (
        select(*keys, total.label("cases"))
        .where(board_delays.c.grain == grain)
        .group_by(*keys)
        .having(total > 0)
    )
    if since is not None:
        wanted = wanted.where(board_delays.c.day >= since)
    found: dict[tuple[str, date], dict[int, int]] = {}
    for row in connection.execute(wanted):
        found.setdefault((row.eservice, row.day), {})[row.days] = row.cases
    return {key: Spread(counts) for key, counts in found.items()}
