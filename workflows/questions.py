"""Questions on a case: the applicant asks, the office answers; both stand in the journal.

The journal says that it happened, the text stands here only. A question waits for the pool that
holds the case, else for the one that held it last, else for the first of its procedure.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from workflows.accounts import Account
from workflows.actors import Actor
from workflows.cases import Case, lock_case_now
from workflows.engine import Engine
from workflows.happenings import Occurrence, record
from workflows.interpreter import interpreter
from workflows.journal import ON_BEHALF, Happening
from workflows.offices import office_named
from workflows.organisations import Pool, find_pool, pool_for, successor_of
from workflows.tables import cases, question_claims, questions, queue_stays

LONGEST = 2000
#: A case has at most so many questions without an answer.
MOST_WAITING = 3
#: How long a closed case can still be asked about.
AFTER_CLOSING = timedelta(days=60)


class Asked(StrEnum):
    """What became of a question that somebody sent."""

    KEPT = "kept"
    TOO_MANY = "too_many"
    CLOSED = "closed"


class Given(StrEnum):
    """What became of an answer that somebody sent."""

    KEPT = "kept"
    #: Somebody else was first; what was typed is given back.
    ANSWERED_BEFORE = "answered_before"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and, once there is one, its answer."""

    id: int
    case_id: int
    asked_at: datetime
    on_behalf: bool
    text: str
    claimed_by: int | None
    claimed_until: datetime | None
    answer: str | None
    answered_at: datetime | None
    answered_by: int | None
    office: str | None


COLUMNS = tuple(questions.c[name] for name in Question.__dataclass_fields__)
UNANSWERED = questions.c.answered_at.is_(None)


def question_of(row: Row[*tuple[Any, ...]]) -> Question:
    """Make a question of a row that holds its columns."""
    return Question(**row._mapping)


def thread(connection: Connection, case_id: int) -> tuple[Question, ...]:
    """Read the questions of a case with their answers, oldest first."""
    of_case = select(*COLUMNS).where(questions.c.case_id == case_id)
    rows = connection.execute(of_case.order_by(questions.c.asked_at, questions.c.id))
    return tuple(question_of(row) for row in rows)


def may_be_asked(case: Case, *, at: datetime) -> bool:
    """Tell whether a question can be asked on a case, which may have ended not long ago."""
    return case.closed_at is None or at < case.closed_at + AFTER_CLOSING


def ask(
    connection: Connection, engine: Engine, case_id: int, actor: Actor, *, text: str, key: str
) -> Asked:
    """Keep a question once, however often its form is sent; two forms cannot pass the bound.

    Raises UnknownCase, and NoPool where nobody treats such cases.
    """
    case, instant = lock_case_now(connection, case_id)
    now = engine.clock.told(instant)
    known = thread_keys(connection, case_id)
    if key in known:
        return Asked.KEPT
    if not may_be_asked(case, at=now):
        return Asked.CLOSED
    if sum(answered is None for answered in known.values()) >= MOST_WAITING:
        return Asked.TOO_MANY
    pool = _pool_of(connection, engine, case)
    values = {"case_id": case_id, "key": key, "text": text, "asked_at": now, "pool_id": pool.id}
    kept = insert(questions).values(values | {"on_behalf": actor.on_behalf})
    number = connection.execute(kept.returning(questions.c.id)).scalar_one()
    data = {"question": number, **(ON_BEHALF if actor.on_behalf else {})}
    record(connection, engine, case_id, Occurrence(Happening.QUESTION_ASKED, actor, data))
    return Asked.KEPT


def thread_keys(connection: Connection, case_id: int) -> dict[str, datetime | None]:
    """Give when each question of a case was answered, by the key of its form."""
    found = select(questions.c.key, questions.c.answered_at).where(questions.c.case_id == case_id)
    return {row.key: row.answered_at for row in connection.execute(found)}


def _pool_of(connection: Connection, engine: Engine, case: Case) -> Pool:
    """Find who holds the case, else who held it last, else whose it would be first."""
    stays = select(queue_stays.c.pool_id).where(queue_stays.c.case_id == case.id)
    last = connection.execute(stays.order_by(queue_stays.c.since.desc()).limit(1)).scalar()
    held = case.pool_id or last
    pool = _first_pool(connection, case) if held is None else find_pool(connection, held)
    return successor_of(connection, pool, on=engine.clock.now(connection).date())


def _first_pool(connection: Connection, case: Case) -> Pool:
    compiled = interpreter(connection, case.definition).compiled
    states = compiled.procedure.states.values()
    queue, office = next((s.queue, s.office) for s in states if s.queue is not None)
    default = compiled.calendar_office
    where = office_named(office, case, default=default)
    return pool_for(connection, queue=queue, office=where)


def answer(
    connection: Connection, engine: Engine, question: Question, actor: Actor, *, text: str
) -> Given:
    """Answer a question once, for whoever holds its case; a second click is no second answer."""
    case, instant = lock_case_now(connection, question.case_id)
    now = engine.clock.told(instant)
    asked = find(connection, question.id)
    if asked.answered_at is not None:
        is_echo = asked.answered_by == actor.account_id and asked.answer == text
        return Given.KEPT if is_echo else Given.ANSWERED_BEFORE
    pool_id = select(func.coalesce(cases.c.pool_id, questions.c.pool_id)).join_from(
        questions, cases
    )
    found = connection.execute(pool_id.where(questions.c.id == asked.id)).scalar_one()
    given = {"answer": text, "answered_at": now, "answered_by": actor.account_id}
    office = {"office": find_pool(connection, found).office}
    free = {"claimed_by": None, "claimed_until": None}
    own = questions.c.id == asked.id
    connection.execute(update(questions).where(own).values(given | office | free))
    occurrence = Occurrence(Happening.QUESTION_ANSWERED, actor, {"question": asked.id})
    record(connection, engine, case.id, occurrence)
    return Given.KEPT


def answer_held(
    connection: Connection, engine: Engine, question: Question, actor: Actor, *, text: str
) -> Given:
    """Answer a question that was pulled: by whoever was given it last, even a little late."""
    lock_case_now(connection, question.case_id)
    asked = find(connection, question.id)
    if asked.answered_at is None and asked.claimed_by != actor.account_id:
        return Given.NOT_HELD
    return answer(connection, engine, asked, actor, text=text)


def find(connection: Connection, question_id: int) -> Question:
    """Read a question by its identifier, which must be one."""
    row = connection.execute(select(*COLUMNS).where(questions.c.id == question_id)).one()
    return question_of(row)


def was_given_to(connection: Connection, question_id: int, account: Account) -> Question | None:
    """Read a question that this account was given once; None for any other."""
    taken = (
        select(question_claims.c.id)
        .where(question_claims.c.question_id == questions.c.id)
        .where(question_claims.c.account_id == account.id)
        .exists()
    )
    found = select(*COLUMNS).where(questions.c.id == question_id, taken)
    row = connection.execute(found).one_or_none()
    return None if row is None else question_of(row)
