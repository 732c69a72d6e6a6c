"""A case's deadlines as an agent reads them: what is left, in whose time, and how urgent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from backoffice.durations import hours_in_words, in_words
from workflows.calendars import WorkingTime, advance, due, measure
from workflows.deadlines import Deadline, Kind
from workflows.language.values import Unit

WORKING = frozenset({Unit.WORKING_HOURS, Unit.WORKING_DAYS})
#: An expiry bounds the applicant's time, not the agent's.
SHOWN = frozenset({Kind.STATE, Kind.PROMISE, Kind.SILENCE})


class Urgency(StrEnum):
    """How a clock is drawn; the words always say the same."""

    CALM = "calm"
    WARNED = "warned"
    LATE = "late"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline, read at an instant."""

    kind: Kind
    urgency: Urgency
    #: What is left, or by how much it is late: in opening hours where it is working time.
    left: timedelta
    #: Share of the span that is spent, from 0 to 100.
    spent: int
    working: bool
    due_at: datetime | None

    def words(self) -> str:
        """Say what is left, such as `3 h 20 min of working time left`."""
        amount = (hours_in_words if self.working else in_words)(abs(self.left))
        return str(SENTENCES[self.urgency][self.working]) % {"amount": amount}


#: By urgency: the sentence for elapsed time, then the one for working time.
SENTENCES: Mapping[Urgency, tuple[LazyString, LazyString]] = {
    Urgency.CALM: (_("%(amount)s left"), _("%(amount)s of working time left")),
    Urgency.WARNED: (_("%(amount)s left"), _("%(amount)s of working time left")),
    Urgency.LATE: (_("late by %(amount)s"), _("late by %(amount)s of working time")),
    Urgency.PAUSED: (
        _("paused, %(amount)s left"),
        _("paused, %(amount)s of working time left"),
    ),
}


def read_clock(deadline: Deadline, working: WorkingTime, now: datetime) -> Clock:
    """Read a running or paused deadline at an instant."""
    left = _left(deadline, working, now)
    ends = due(working, deadline.started_at, deadline.span)
    whole = max(measure(working, deadline.span, deadline.started_at, ends), 1)
    return Clock(
        kind=deadline.kind,
        urgency=_urgency(deadline, now),
        left=timedelta(microseconds=_in_hours(deadline, working, now, left)),
        spent=100 - min(max(left * 100 // whole, 0), 100),
        working=deadline.span.unit in WORKING,
        due_at=deadline.due_at,
    )


def running(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Keep the clocks that still bound the administration, the step's own first."""
    shown = [d for d in deadlines if d.kind in SHOWN and d.stopped_at is None]
    return tuple(sorted(shown, key=lambda deadline: deadline.kind is not Kind.STATE))


def _left(deadline: Deadline, working: WorkingTime, now: datetime) -> int:
    if deadline.due_at is None:
        return deadline.remaining or 0
    return measure(working, deadline.span, now, deadline.due_at)


def _in_hours(deadline: Deadline, working: WorkingTime, now: datetime, left: int) -> int:
    """Tell what is left of a span in working days in hours, of which a day has now more, now less.

    A paused clock is told as if it went on at this moment.
    """
    if deadline.span.unit is not Unit.WORKING_DAYS:
        return left
    ends = deadline.due_at or advance(working, deadline.span, now, left)
    return working.between(now, ends)


def _urgency(deadline: Deadline, now: datetime) -> Urgency:
    if deadline.due_at is None:
        return Urgency.PAUSED
    # By the instant and not by what is left: overnight no working time runs, yet late is late.
    if deadline.due_at < now:
        return Urgency.LATE
    return Urgency.CALM if deadline.warned_at is None else Urgency.WARNED
