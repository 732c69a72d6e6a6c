"""The queue of questions: people ask for the next one and get the oldest of their pools.

Nobody picks. A question given is held under a lease; when it runs out, the question is the next
one again, at its place in time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    all_,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from workflows.accounts import Account
from workflows.agent_queues import COUNT_CAP, LEASE, Waiting
from workflows.claims import NOT_HELD
from workflows.clock import Clock
from workflows.questions import COLUMNS, UNANSWERED, Question, question_of
from workflows.tables import cases, question_claims, questions

#: First key of the advisory locks that keep one account from taking two questions at once.
HOLDERS = 7204


def current_question(connection: Connection, account: Account, *, at: datetime) -> Question | None:
    """Give the question that the account holds, if any."""
    held = select(*COLUMNS).where(
        UNANSWERED, questions.c.claimed_by == account.id, questions.c.claimed_until > at
    )
    row = connection.execute(held.order_by(questions.c.id).limit(1)).one_or_none()
    return None if row is None else question_of(row)


def next_question(
    connection: Connection, *, account: Account, clock: Clock, lease: timedelta = LEASE
) -> Question | None:
    """Give the account the oldest question of its pools under a lease; None when none waits.

    Whoever already holds one gets that one again. The account is locked meanwhile, so that two
    clicks at once are one.
    """
    connection.execute(select(func.pg_advisory_xact_lock(HOLDERS, account.id)))
    now = clock.now(connection)
    held = current_question(connection, account, at=now)
    if held is not None or not account.pools:
        return held
    oldest = _waiting(account, at=now).order_by(questions.c.asked_at, questions.c.id).limit(1)
    taken = (
        update(questions)
        .where(
            questions.c.id
            == oldest.with_for_update(of=questions, skip_locked=True).scalar_subquery()
        )
        .values(claimed_by=account.id, claimed_until=now + lease)
        .returning(*COLUMNS)
    )
    row = connection.execute(taken).one_or_none()
    if row is None:
        return None
    claim = {"question_id": row.id, "account_id": account.id, "at": now, "until": now + lease}
    connection.execute(insert(question_claims).values(claim))
    return question_of(row)


def _waiting(account: Account, *, at: datetime) -> Select[tuple[int]]:
    """Find the questions that wait for an account's pools and that nobody holds."""
    return (
        select(questions.c.id)
        .join_from(questions, cases)
        .where(
            UNANSWERED,
            _free(at),
            _pool().in_(account.pools),
            literal(account.id) != all_(cases.c.recused),
            # Whoever filed a case at a counter answers nothing about it, as they treat nothing.
            cases.c.filed_by.is_distinct_from(account.id),
        )
    )


def _pool() -> ColumnElement[int]:
    """Whose a question is: of those who hold the case now, else of those found when asked."""
    return func.coalesce(cases.c.pool_id, questions.c.pool_id)


def _free(at: datetime) -> ColumnElement[bool]:
    return or_(questions.c.claimed_until.is_(None), questions.c.claimed_until <= at)


def release_question(connection: Connection, account: Account, *, at: datetime) -> None:
    """Give back whatever question the account holds to its place in time."""
    held = select(questions.c.id).where(UNANSWERED, questions.c.claimed_by == account.id)
    ids = connection.execute(held.with_for_update()).scalars().all()
    connection.execute(update(questions).where(questions.c.id.in_(ids)).values(NOT_HELD))
    connection.execute(
        update(question_claims)
        .where(question_claims.c.question_id.in_(ids), question_claims.c.account_id == account.id)
        .where(question_claims.c.until > at)
        .values(until=at)
    )


def questions_for(connection: Connection, account: Account, *, at: datetime) -> Waiting:
    """Count the questions that wait for an account, and since when the oldest waits."""
    if not account.pools:
        return Waiting(0, is_capped=False, oldest=None)
    some = _waiting(account, at=at).add_columns(questions.c.asked_at).limit(COUNT_CAP).subquery()
    counting = select(func.count(), func.min(some.c.asked_at)).select_from(some)
    count, oldest = connection.execute(counting).one()
    return Waiting(count, count == COUNT_CAP, oldest)


@dataclass(frozen=True, slots=True)
class PoolQuestions:
    """How many questions wait for a pool, and since when the oldest does."""

    pool_id: int
    count: int
    oldest: datetime


def questions_by_pool(connection: Connection) -> tuple[PoolQuestions, ...]:
    """Count the questions that nobody answered yet by pool, the longest wait first.

    Those that somebody holds count as well: they are not answered.
    """
    oldest = func.min(questions.c.asked_at)
    counted = (
        select(_pool(), func.count(), oldest)
        .join_from(questions, cases)
        .where(UNANSWERED)
        .group_by(_pool())
        .order_by(oldest)
    )
    return tuple(PoolQuestions(*row) for row in connection.execute(counted))
