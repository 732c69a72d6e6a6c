"""The deadline ledger told to an applicant: each stretch of their case, counted or not, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from eservices.definition.model import EService
from eservices.durations import span_in_words
from eservices.texts import mark, translate
from workflows.calendars import HOUR, WorkingTime, working_time_of
from workflows.deadlines import Deadline, Kind
from workflows.journal import Entry
from workflows.language.values import Unit
from workflows.ledger import Counting, Stretch, account_for

MINUTE = HOUR // 60

WHY: Mapping[Counting, str] = {
    Counting.COUNTED: mark("Counts: the administration holds your application."),
    Counting.BEFORE_START: mark("Does not count: the delay has not begun."),
    Counting.PAUSED: mark("Does not count: the delay stands still until you answer."),
}
OPENING_HOURS = mark("Only the opening hours of the office count.")
ALL_HOURS = mark("Every hour counts, day and night.")


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch as the applicant reads it; `ends` is null while it lasts."""

    title: str
    starts: datetime
    ends: datetime | None
    #: Time of the promise's clock, such as `26 h 05 min`; empty where nothing counts.
    counted: str
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """The whole account: what was promised, how it is counted, and all that was spent."""

    promised: str
    rule: str
    lines: tuple[Line, ...]
    spent: str


def tell_ledger(
    connection: Connection,
    *,
    entries: Sequence[Entry],
    clocks: Sequence[Deadline],
    service: EService,
    language: str,
    now: datetime,
) -> Told | None:
    """Account for a case's promise up to now; None before the promise has begun."""
    promise = next((clock for clock in reversed(clocks) if clock.kind is Kind.PROMISE), None)
    if promise is None or service.promise is None:
        return None
    working = working_time_of(connection, promise.calendar_office)
    ledger = account_for(entries, promise, service.promise, working=working, now=now)
    in_hours = promise.span.unit in {Unit.WORKING_HOURS, Unit.WORKING_DAYS}
    spent = [
        _opened(one, working, now) if promise.span.unit is Unit.WORKING_DAYS else one.spent
        for one in ledger.stretches
    ]
    return Told(
        promised=span_in_words(promise.span, language),
        rule=translate(OPENING_HOURS if in_hours else ALL_HOURS, language),
        lines=tuple(
            _line(stretch, service, language, spent=counted)
            for stretch, counted in zip(ledger.stretches, spent, strict=True)
        ),
        spent=clock_in_words(sum(spent)),
    )


def _opened(stretch: Stretch, working: WorkingTime, now: datetime) -> int:
    """Measure the opening hours of a stretch that counts: a working day has now more, now less."""
    if stretch.counting is not Counting.COUNTED:
        return 0
    return working.between(stretch.starts, stretch.ends or now)


def clock_in_words(microseconds: int) -> str:
    """Write a time of a clock in hours and minutes, which every language of ours reads."""
    hours, minutes = divmod(max(microseconds, 0) // MINUTE, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def _line(stretch: Stretch, service: EService, language: str, *, spent: int) -> Line:
    counts = stretch.counting is Counting.COUNTED
    return Line(
        title=service.procedure.states[stretch.state].label.in_language(language),
        starts=stretch.starts,
        ends=stretch.ends,
        counted=clock_in_words(spent) if counts else "",
        why=translate(WHY[stretch.counting], language),
    )
