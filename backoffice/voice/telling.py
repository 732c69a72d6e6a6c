"""Problems told by those who treat cases: reported, answered, closed, opened again.

Supervisors read what hinders the work and never who said it: a report must not become a mark
against whoever made it. The journal of each problem keeps every word and every hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from backoffice.voice.tables import problem_entries, problems
from workflows.cases import Case
from workflows.errors import WorkflowError
from workflows.tables import cases

#: Characters of what is told.
LONGEST = 2000
#: The same words within this time are a second click.
SECOND_CLICK = timedelta(minutes=10)
LISTED = 100


class Kind(StrEnum):
    """What a problem is with."""

    STEP = "step"
    SCAN = "scan"
    TOOL = "tool"


class Standing(StrEnum):
    """Where a problem stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Step(StrEnum):
    """What is done with a problem, each with words."""

    REPORT = "report"
    ANSWER = "answer"
    CLOSE = "close"
    REOPEN = "reopen"


#: From which standing a step goes where.
MOVES: Mapping[Step, tuple[frozenset[Standing], Standing]] = {
    Step.ANSWER: (frozenset({Standing.OPEN, Standing.ANSWERED}), Standing.ANSWERED),
    Step.CLOSE: (frozenset({Standing.OPEN, Standing.ANSWERED}), Standing.CLOSED),
    Step.REOPEN: (frozenset({Standing.ANSWERED, Standing.CLOSED}), Standing.OPEN),
}


class NothingSaid(WorkflowError):
    """There are no words, or too many."""


class NotThere(WorkflowError):
    """There is no such problem, or it is somebody else's."""


class MovedOn(WorkflowError):
    """Somebody took another step meanwhile."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody tells."""

    kind: Kind
    words: str
    by: int
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a problem's journal, without the name of who said it."""

    at: datetime
    step: Step
    words: str
    #: True where whoever reported the problem said it.
    own: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem and all that was said about it."""

    id: int
    kind: Kind
    reference: str | None
    eservice: str
    state: str
    reported_by: int
    reported_at: datetime
    standing: Standing
    said: tuple[Said, ...]

    @property
    def words(self) -> str:
        """Give what was reported first."""
        return self.said[0].words


def tell(connection: Connection, told: Told, *, at: datetime) -> int:
    """Report a problem and give its number; a second click gives the first. Raises NothingSaid."""
    words = _checked(told.words)
    there = _just_told(connection, told, words, at)
    if there is not None:
        return there
    case = told.case
    row = {
        "kind": told.kind,
        "case_id": None if case is None else case.id,
        "eservice": "" if case is None else case.eservice,
        "state": "" if case is None else case.state,
        "reported_by": told.by,
        "reported_at": at,
    }
    made = connection.execute(insert(problems).values(row).returning(problems.c.id))
    number: int = made.scalar_one()
    _note(connection, number, Step.REPORT, words, by=told.by, at=at)
    return number


def _checked(words: str) -> str:
    said = words.strip()
    # The database keeps no NUL; no keyboard writes one.
    if not said or len(said) > LONGEST or "\x00" in said:
        raise NothingSaid
    return said


def _just_told(connection: Connection, told: Told, words: str, at: datetime) -> int | None:
    found = (
        select(problems.c.id)
        .join_from(problems, problem_entries, problem_entries.c.problem_id == problems.c.id)
        .where(
            problems.c.reported_by == told.by,
            problems.c.kind == told.kind,
            problems.c.case_id.is_not_distinct_from(told.case.id if told.case else None),
            problems.c.reported_at > at - SECOND_CLICK,
            problem_entries.c.step == Step.REPORT,
            problem_entries.c.words == words,
        )
    )
    return connection.execute(found.limit(1)).scalar_one_or_none()


def _note(
    connection: Connection, number: int, step: Step, words: str, *, by: int, at: datetime
) -> None:
    row = {"problem_id": number, "at": at, "account_id": by, "step": step, "words": words}
    connection.execute(insert(problem_entries).values(row))


def go_on(
    connection: Connection, number: int, step: Step, words: str, *, by: int, at: datetime
) -> None:
    """Answer, close or open a problem again; raises NothingSaid, NotThere or MovedOn.

    Only whoever reported it opens it again, and only somebody else answers or closes it.
    """
    said = _checked(words)
    row = connection.execute(
        select(problems.c.standing, problems.c.reported_by)
        .where(problems.c.id == number)
        .with_for_update()
    ).one_or_none()
    if row is None or (row.reported_by == by) != (step is Step.REOPEN):
        raise NotThere(number)
    allowed, after = MOVES[step]
    if row.standing not in allowed:
        raise MovedOn(number)
    connection.execute(update(problems).where(problems.c.id == number).values(standing=after))
    _note(connection, number, step, said, by=by, at=at)


SELECT = select(problems, cases.c.reference).outerjoin_from(
    problems, cases, cases.c.id == problems.c.case_id
)


def find(connection: Connection, number: int) -> Problem | None:
    """Read a problem; None when there is none."""
    row = connection.execute(SELECT.where(problems.c.id == number)).one_or_none()
    return None if row is None else _problems(connection, [row])[0]


def latest(connection: Connection) -> tuple[Problem, ...]:
    """List what was told, newest first: what waits for an answer before everything else."""
    order = ((problems.c.standing != Standing.OPEN).asc(), problems.c.id.desc())
    return _problems(connection, connection.execute(SELECT.order_by(*order).limit(LISTED)).all())


def told_by(connection: Connection, account_id: int) -> tuple[Problem, ...]:
    """List what somebody told, newest first."""
    own = SELECT.where(problems.c.reported_by == account_id)
    rows = connection.execute(own.order_by(problems.c.id.desc()).limit(LISTED)).all()
    return _problems(connection, rows)


def _problems(connection: Connection, rows: Any) -> tuple[Problem, ...]:
    said = _said(connection, {row.id: row.reported_by for row in rows})
    return tuple(_problem(row, said[row.id]) for row in rows)


def _problem(row: Row[Any], said: tuple[Said, ...]) -> Problem:
    kept = {name: row._mapping[name] for name in Problem.__dataclass_fields__ if name != "said"}
    typed = {"kind": Kind(row.kind), "standing": Standing(row.standing), "said": said}
    return Problem(**kept | typed)


def _said(connection: Connection, reporters: Mapping[int, int]) -> dict[int, tuple[Said, ...]]:
    entries = problem_entries
    rows = connection.execute(
        select(entries).where(entries.c.problem_id.in_(reporters)).order_by(entries.c.id)
    )
    said: dict[int, tuple[Said, ...]] = dict.fromkeys(reporters, ())
    for row in rows:
        own = row.account_id == reporters[row.problem_id]
        said[row.problem_id] += (Said(row.at, Step(row.step), row.words, own),)
    return said


def look(connection: Connection, account_id: int, *, at: datetime) -> None:
    """Note that somebody read the answers to what they told."""
    connection.execute(
        update(problems).where(problems.c.reported_by == account_id).values(seen_at=at)
    )


def unread(connection: Connection, account_id: int) -> int:
    """Count the problems of somebody with words that they have not read yet."""
    entries = problem_entries
    newer = (
        select(func.count(problems.c.id.distinct()))
        .join_from(problems, entries, entries.c.problem_id == problems.c.id)
        .where(
            problems.c.reported_by == account_id,
            entries.c.account_id != account_id,
            entries.c.at > func.coalesce(problems.c.seen_at, problems.c.reported_at),
        )
    )
    return connection.execute(newer).scalar_one()
