"""The deadline ledger: each stretch of a case, who held it, whether it counted, and why.

It is computed from the journal and the calendar, never stored, so that it can neither drift from
the case nor be retouched; what it counts up to a day is what the promise has spent that day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from workflows.calendars import WorkingTime, due, measure
from workflows.deadlines import Deadline
from workflows.journal import Entry, moves
from workflows.language.procedure import CLOSED, Promise, Stage


class Counting(StrEnum):
    """Whether a stretch counts towards the promise, and why."""

    #: The administration holds the case: every moment of its clock counts.
    COUNTED = "counted"
    #: The promise has not begun, as before payment.
    BEFORE_START = "before_start"
    #: The promise stands still in this stage, as while the applicant must answer.
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stay of a case in one state; `ends` is null while it lasts."""

    state: str
    stage: Stage
    starts: datetime
    ends: datetime | None
    counting: Counting
    #: Microseconds of the promise's own clock that the stay has spent.
    spent: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """A promise accounted for: its stretches, and all that they have spent."""

    stretches: tuple[Stretch, ...]
    #: Microseconds of the promise's own clock.
    spent: int
    #: Microseconds that the promise grants in all.
    granted: int


def account_for(
    entries: Sequence[Entry],
    deadline: Deadline,
    promise: Promise,
    *,
    working: WorkingTime,
    now: datetime,
) -> Ledger:
    """Account for a promise up to an instant, stay by stay; a closed case spends nothing more."""
    moved = moves(entries)
    stays = [*pairwise(moved), (moved[-1], None)]
    stretches = tuple(
        _stretch(entry, None if after is None else after.at, deadline, promise, working, now)
        for entry, after in stays
        if entry.to_stage not in CLOSED
    )
    return Ledger(stretches, sum(s.spent for s in stretches), granted(deadline, working))


def granted(deadline: Deadline, working: WorkingTime) -> int:
    """Tell how much the promise granted at its start, in microseconds of its own clock."""
    ends = due(working, deadline.started_at, deadline.span)
    return measure(working, deadline.span, deadline.started_at, ends)


def _stretch(
    entry: Entry,
    ends: datetime | None,
    deadline: Deadline,
    promise: Promise,
    working: WorkingTime,
    now: datetime,
) -> Stretch:
    counting = _counting(entry, deadline, promise)
    until = now if ends is None else ends
    spent = 0
    if counting is Counting.COUNTED:
        spent = measure(working, deadline.span, entry.at, until)
    return Stretch(entry.to_state, entry.to_stage, entry.at, ends, counting, spent)


def _counting(entry: Entry, deadline: Deadline, promise: Promise) -> Counting:
    if entry.at < deadline.started_at:
        return Counting.BEFORE_START
    return Counting.PAUSED if entry.to_stage in promise.pauses else Counting.COUNTED
