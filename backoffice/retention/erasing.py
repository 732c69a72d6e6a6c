"""Erasing what is over: case by case in short transactions, so that stopping loses nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Engine, cast, func, select
from sqlalchemy.dialects.postgresql import INTERVAL, insert

from backoffice.retention.personal import erase_answers, erase_attachments
from backoffice.retention.switching import is_on
from backoffice.retention.tables import erasures, legal_holds
from eservices.definition.publish import eservice_of
from eservices.tables import case_links
from workflows.administering.entries import CLOCK, What, record
from workflows.clock import Clock
from workflows.database import Instant
from workflows.definitions import definition
from workflows.language.values import Span, Unit
from workflows.tables import cases, complaints

#: Cases that are erased in one transaction.
CHUNK = 200


class Part(StrEnum):
    """What is erased, each after a period of its own."""

    ATTACHMENTS = "attachments"
    ANSWERS = "answers"


ERASING: Mapping[Part, Callable[[Connection, Sequence[int]], None]] = {
    Part.ATTACHMENTS: erase_attachments,
    Part.ANSWERS: erase_answers,
}
MARKS = {Part.ATTACHMENTS: erasures.c.attachments_at, Part.ANSWERS: erasures.c.answers_at}
#: Names of spans to PostgreSQL. A working day is counted as two days and an hour of work as six:
#: however offices are open, nothing goes too early.
INTERVALS: Mapping[Unit, tuple[int, str]] = {
    Unit.HOURS: (1, "hours"),
    Unit.DAYS: (1, "days"),
    Unit.MONTHS: (1, "months"),
    Unit.YEARS: (1, "years"),
    Unit.WORKING_HOURS: (6, "hours"),
    Unit.WORKING_DAYS: (2, "days"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """How long a part is kept of the cases of one version of an e-service."""

    definition: str
    eservice: str
    part: Part
    span: Span

    def is_over(self, at: datetime) -> ColumnElement[bool]:
        """Tell of a case whether its period has passed at an instant."""
        times, unit = INTERVALS[self.span.unit]
        length = cast(f"{self.span.count * times} {unit}", INTERVAL)
        return cases.c.closed_at <= cast(at, Instant) - length


def periods(connection: Connection) -> Iterator[Period]:
    """Give the period of each part of every version that has closed cases."""
    closed = select(cases.c.definition).where(cases.c.closed_at.is_not(None)).distinct()
    for checksum in connection.execute(closed.order_by(cases.c.definition)).scalars().all():
        eservice = eservice_of(definition(connection, checksum))
        kept = eservice.retention
        yield Period(checksum, eservice.eservice, Part.ATTACHMENTS, kept.attachments)
        yield Period(checksum, eservice.eservice, Part.ANSWERS, kept.answers)


def _is_held() -> ColumnElement[bool]:
    """Tell of a case whether an inspector holds it back, or whether another case still needs it."""
    held = select(legal_holds.c.id).where(
        legal_holds.c.case_id == cases.c.id, legal_holds.c.lifted_at.is_(None)
    )
    later = cases.alias()
    followed = (
        select(later.c.id)
        .join_from(case_links, later, later.c.id == case_links.c.case_id)
        .where(case_links.c.follows == cases.c.id, later.c.closed_at.is_(None))
    )
    contested = (
        select(later.c.id)
        .join_from(complaints, later, later.c.id == complaints.c.case_id)
        .where(complaints.c.about == cases.c.id, later.c.closed_at.is_(None))
    )
    return held.exists() | followed.exists() | contested.exists()


def _over(period: Period, at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Describe the cases of a period that has passed and whose part was not erased."""
    erased = select(erasures.c.case_id).where(
        erasures.c.case_id == cases.c.id, MARKS[period.part].is_not(None)
    )
    return (cases.c.definition == period.definition, period.is_over(at), ~erased.exists())


@dataclass(frozen=True, slots=True)
class Due:
    """What would go of an e-service by some instant, and what is held back."""

    eservice: str
    part: Part
    cases: int
    held: int


def due_by(connection: Connection, at: datetime) -> tuple[Due, ...]:
    """Count what the periods would erase by an instant, by e-service and part."""
    sums: dict[tuple[str, Part], tuple[int, int]] = {}
    for period in periods(connection):
        counted = select(
            func.count().filter(~_is_held()), func.count().filter(_is_held())
        ).select_from(cases)
        free, held = connection.execute(counted.where(*_over(period, at))).one()
        before = sums.get((period.eservice, period.part), (0, 0))
        sums[period.eservice, period.part] = (before[0] + free, before[1] + held)
    found = sorted(sums.items())
    return tuple(Due(*key, *counts) for key, counts in found if any(counts))


def erase_due(database: Engine, clock: Clock) -> int:
    """Erase what is over, where that was switched on; tells how many parts of cases went."""
    with database.begin() as connection:
        if not is_on(connection):
            return 0
        now, wanted = clock.now(connection), tuple(periods(connection))
    return sum(_erase_period(database, period, now) for period in wanted)


def _erase_period(database: Engine, period: Period, at: datetime) -> int:
    erased = 0
    while some := _erase_chunk(database, period, at):
        erased += some
    return erased


def _erase_chunk(database: Engine, period: Period, at: datetime) -> int:
    """Erase one part of some cases, mark them and tell it, all at once or not at all."""
    with database.begin() as connection:
        if not is_on(connection):
            # Switched off meanwhile: nothing more goes.
            return 0
        found = select(cases.c.id).where(*_over(period, at), ~_is_held()).order_by(cases.c.id)
        locked = found.limit(CHUNK).with_for_update(of=cases, skip_locked=True)
        ids = list(connection.execute(locked).scalars())
        if ids:
            ERASING[period.part](connection, ids)
            _mark(connection, period.part, ids, at)
            data = {"part": period.part, "cases": len(ids)}
            record(connection, CLOCK, What.ERASED, period.eservice, data=data)
    return len(ids)


def _mark(connection: Connection, part: Part, ids: Sequence[int], at: datetime) -> None:
    column = MARKS[part].name
    rows = insert(erasures).values([{"case_id": one, column: at} for one in ids])
    connection.execute(
        rows.on_conflict_do_update(index_elements=[erasures.c.case_id], set_={column: at})
    )
