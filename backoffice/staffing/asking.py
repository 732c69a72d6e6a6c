"""What-ifs as rows: asked by a supervisor, answered by a job, looked at meanwhile."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import Field
from sqlalchemy import (
    ColumnElement,
    Connection,
    Interval,
    func,
    insert,
    literal,
    select,
    update,
)

from backoffice.staffing.question import WEEKS, Question, Refusal
from backoffice.tables import what_ifs
from workflows.language.values import Part
from workflows.organisations import Pool
from workflows.outbox import Outbox
from workflows.tables import absences, accounts, pool_members, pools

#: How far a simulation looks ahead.
LOOKED_AT = timedelta(weeks=WEEKS)
#: Emitted when a what-if was asked; the job that follows simulates it.
WHAT_IF_ASKED = "what-if.asked"


class Spread(Part):
    """A figure over the replications: the middle, and where nine in ten lie."""

    middle: float
    low: float
    high: float


class PoolAnswer(Part):
    """What becomes of one pool."""

    pool: str
    name: dict[str, str]
    agents: int
    #: Share of the open hours that is worked, in per cent.
    busy: int
    #: Cases waiting at the end of each week.
    waiting: tuple[Spread, ...]
    #: Mean hours of waiting, nights included.
    wait: float
    #: These are agents of other offices, who take what overflows from the pool.
    helps: bool = False


class Answer(Part):
    """What the simulation showed."""

    refusal: Refusal | None = None
    replications: int = 0
    arrivals: float = 0
    finished: float = 0
    #: Per cent of the cases due in the eight weeks that are or will be late.
    late: int = 0
    #: Mean days from lodging to end.
    days: float = 0
    pools: tuple[PoolAnswer, ...] = ()
    #: The day by which all that is open today is finished: in half of the replications, in nine
    #: of ten; none when that is after the eight weeks.
    cleared: date | None = None
    cleared_surely: date | None = None
    #: Steps at which no work was measured yet, so that twenty minutes were taken.
    assumed: tuple[str, ...] = ()
    #: Open cases that could not be simulated, by the step that no case has left yet.
    unplaced: dict[str, int] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A what-if as it stands."""

    id: str
    eservice: str
    asked_by: int
    asked_at: datetime
    question: Question
    progress: int
    answered_at: datetime | None
    answer: Answer | None
    drawings: Mapping[str, Mapping[str, str]]


def ask(
    connection: Connection,
    outbox: Outbox,
    *,
    eservice: str,
    question: Question,
    account_id: int,
    at: datetime,
) -> str:
    """Put a what-if in the line of those to be simulated, and give its identifier."""
    identifier = secrets.token_urlsafe(16)
    connection.execute(
        insert(what_ifs).values(
            id=identifier,
            eservice=eservice,
            asked_by=account_id,
            asked_at=at,
            question=question.model_dump(mode="json"),
        )
    )
    outbox.emit(connection, WHAT_IF_ASKED, case_id=None, data={"what_if": identifier})
    return identifier


def find_what_if(connection: Connection, identifier: str) -> WhatIf | None:
    """Find a what-if; None when there is none."""
    row = connection.execute(select(what_ifs).where(what_ifs.c.id == identifier)).one_or_none()
    if row is None:
        return None
    values: dict[str, Any] = dict(row._mapping)
    answer = values["answer"]
    return WhatIf(
        **values
        | {
            "question": Question.model_validate(values["question"]),
            "answer": None if answer is None else Answer.model_validate(answer),
        }
    )


def tell_progress(connection: Connection, identifier: str, per_cent: int) -> None:
    """Note how much of a what-if is simulated."""
    connection.execute(
        update(what_ifs).where(what_ifs.c.id == identifier).values(progress=per_cent)
    )


def answer(
    connection: Connection,
    identifier: str,
    given: Answer,
    *,
    drawings: Mapping[str, Mapping[str, str]],
    at: datetime,
) -> None:
    """Give the answer; one that was given stays."""
    connection.execute(
        update(what_ifs)
        .where(what_ifs.c.id == identifier, what_ifs.c.answered_at.is_(None))
        .values(
            progress=100,
            answered_at=at,
            answer=given.model_dump(mode="json"),
            drawings={language: dict(plots) for language, plots in drawings.items()},
        )
    )


@dataclass(frozen=True, slots=True)
class Manned:
    """A pool and its usual number of agents."""

    pool: Pool
    agents: int


def manned_pools(connection: Connection, queues: frozenset[str], office: str) -> tuple[Manned, ...]:
    """List the pools that treat an e-service's agent queues in its office, with their agents.

    Who is declared absent for most of the eight weeks to come is not counted.
    """
    present = func.count(accounts.c.id).filter(accounts.c.active, ~_mostly_away())
    columns = [pools.c[name] for name in Pool.__dataclass_fields__]
    rows = connection.execute(
        select(*columns, present.label("present"))
        .outerjoin_from(pools, pool_members)
        .outerjoin(accounts, accounts.c.id == pool_members.c.account_id)
        .where(pools.c.queue.in_(queues), pools.c.office == office)
        .group_by(pools.c.id)
        .order_by(pools.c.slug)
    )
    found = [dict(row._mapping) for row in rows]
    return tuple(Manned(agents=one.pop("present"), pool=Pool(**one)) for one in found)


def _mostly_away() -> ColumnElement[bool]:
    """Tell of an account whether it is absent for more than half of the time looked at."""
    now = func.clock_timestamp()
    lasts = func.least(absences.c.ends_at, now + LOOKED_AT) - func.greatest(
        absences.c.starts_at, now
    )
    ahead = (absences.c.ends_at > now, absences.c.starts_at < now + LOOKED_AT)
    away = select(func.coalesce(func.sum(lasts), literal(timedelta(), Interval))).where(
        absences.c.account_id == accounts.c.id, absences.c.ended_at.is_(None), *ahead
    )
    return away.scalar_subquery() > LOOKED_AT / 2
