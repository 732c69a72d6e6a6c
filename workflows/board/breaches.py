"""Promises about to break: a queue is treated in order, at its pace, and some cases come too late.

Nothing here guesses: the length of the queue before a case, what the pool decided by working day
lately, and the working days until the case is due. What comes after this queue, such as a
signature, is not added, so that the forecast errs on the hopeful side.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from workflows.board.reading import Cell


@dataclass(frozen=True, slots=True)
class Breach:
    """Cases of one pool whose promise will break on a day unless it decides more by day."""

    day: date
    count: int
    #: Decisions by working day that would keep all of them, and all before them.
    needed: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """A pool's queue against its pace."""

    waiting: int
    #: Already past the day on which they were due.
    overdue: int
    #: Decisions by working day.
    pace: float
    #: Working days to treat all that waits; None while nothing is decided.
    days: float | None
    breaches: tuple[Breach, ...]

    @property
    def late(self) -> int:
        """Count the cases whose promise will break."""
        return sum(breach.count for breach in self.breaches)


def outlook(
    cells: Iterable[Cell], *, pace: float, today: date, working_days: Callable[[date, date], int]
) -> Outlook:
    """Look ahead: `cells` in the order of treatment; `working_days` counts both ends."""
    before = overdue = 0
    late: dict[date, int] = defaultdict(int)
    needed: dict[date, int] = defaultdict(int)
    for cell in cells:
        reached = before + cell.count
        if cell.due_on is not None and cell.due_on < today:
            overdue += cell.count
        elif cell.due_on is not None:
            days = working_days(today, cell.due_on)
            in_time = math.floor(pace * days + 1e-9)
            missed = min(max(reached - in_time, 0), cell.count)
            if missed:
                late[cell.due_on] += missed
                wanted = math.ceil(reached / days) if days else reached
                needed[cell.due_on] = max(needed[cell.due_on], wanted)
        before = reached
    return Outlook(
        waiting=before,
        overdue=overdue,
        pace=pace,
        days=before / pace if pace else None,
        breaches=tuple(Breach(day, late[day], needed[day]) for day in sorted(late)),
    )
