"""The expected load against the capacity: when would the promise break, if nobody did anything?"""

from collections.abc import Sequence
from datetime import date

from backoffice.demand.model import Expected
from backoffice.demand.outlook import Load


def load_of(
    weeks: Sequence[Expected],
    *,
    agents: int,
    open_hours: Sequence[float],
    hours_per_case: float,
    assumed: bool,
    waiting: int,
    patience: float,
) -> Load:
    """Set the work to come against the agents' hours.

    `open_hours` are an agent's working hours in each week, `waiting` the cases at hand, `patience`
    the working hours for which work may lie before the promise breaks.
    """
    capacity = [agents * hours for hours in open_hours]
    expected = [week.expected * hours_per_case for week in weeks]
    worst = [week.high * hours_per_case for week in weeks]
    begun = waiting * hours_per_case
    backlog = _left(begun, expected, capacity)
    worst_backlog = _left(begun, worst, capacity)
    return Load(
        agents=agents,
        hours_per_case=hours_per_case,
        assumed=assumed,
        capacity=tuple(capacity),
        expected=tuple(expected),
        backlog=backlog,
        worst_backlog=worst_backlog,
        breaks=_first_beyond(backlog, weeks, agents * patience),
        may_break=_first_beyond(worst_backlog, weeks, agents * patience),
    )


def _left(begun: float, work: Sequence[float], capacity: Sequence[float]) -> tuple[float, ...]:
    left, found = begun, []
    for came, done in zip(work, capacity, strict=True):
        left = max(left + came - done, 0.0)
        found.append(round(left, 2))
    return tuple(found)


def _first_beyond(
    backlog: Sequence[float], weeks: Sequence[Expected], bearable: float
) -> date | None:
    """Give the first week at whose end more work lies than can be done within the patience."""
    return next(
        (week.start for left, week in zip(backlog, weeks, strict=True) if left > bearable), None
    )
