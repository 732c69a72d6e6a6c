"""Visits: each stay of a case at a step, read from the journal and claims, or from a history."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, and_, func, select

from workflows.claims import Ending
from workflows.tables import cases, claims, history_cases, history_events, journal_entries

#: How far back is measured, and how many moves at most: what is older was another office.
WEEKS = 52
MOST = 200_000
#: A piece of work goes on no longer than this without a trace; beyond, somebody went home.
LONGEST_WORK = 4.0
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay at a step: its hours, the hours somebody worked on it, who, and what came next."""

    step: str
    hours: float
    #: None when nobody was seen at work on it.
    worked: float | None
    pool: str | None
    #: None when the case ended there.
    next_step: str | None


def journal_visits(connection: Connection, eservice: str, *, now: datetime) -> list[Visit]:
    """Read the stays of an e-service's cases, with the work that their claims show."""
    entries = journal_entries.c
    case, place = entries.case_id, entries.position
    left = func.lead(entries.at).over(partition_by=case, order_by=place)
    following = func.lead(entries.to_state).over(partition_by=case, order_by=place)
    stays = (
        select(
            entries.case_id,
            entries.to_state.label("step"),
            entries.at.label("entered"),
            left.label("left"),
            following.label("next_step"),
        )
        .join_from(journal_entries, cases)
        .where(
            cases.c.eservice == eservice,
            cases.c.lodged_at >= now - timedelta(weeks=WEEKS),
            # What moved nothing, such as a transfer, does not part a stay in two.
            entries.from_state.is_distinct_from(entries.to_state),
        )
        .subquery()
    )
    held = and_(
        claims.c.case_id == stays.c.case_id,
        claims.c.ending == Ending.MOVED,
        claims.c.at >= stays.c.entered,
        claims.c.at < stays.c.left,
    )
    rows = connection.execute(
        select(stays, claims.c.at.label("begun"), claims.c.ended_at, claims.c.pool_id)
        .outerjoin_from(stays, claims, held)
        .where(stays.c.left.is_not(None))
        .limit(MOST)
    )
    return [_of_journal(row) for row in rows]


def _of_journal(row: Any) -> Visit:
    return Visit(
        step=row.step,
        hours=(row.left - row.entered) / HOUR,
        worked=None if row.ended_at is None else max((row.ended_at - row.begun) / HOUR, 0.0),
        pool=None if row.pool_id is None else str(row.pool_id),
        next_step=row.next_step,
    )


@dataclass(frozen=True, slots=True)
class Done:
    """An event of a history: what was done in which case, by whom."""

    case: int
    at: datetime
    step: str
    worker: str | None
    unit: str | None


def history_visits(connection: Connection, eservice: str) -> list[Visit]:
    """Read the stays of a former system's cases.

    Such a log says when work was done and not when it was begun. The work is taken to have begun
    when the case came or when the same person ended the work before, whichever was later.
    """
    events = history_events.c
    rows = connection.execute(
        select(
            events.case_id.label("case"),
            events.at,
            func.coalesce(events.state, events.activity).label("step"),
            events.resource.label("worker"),
            events.unit,
        )
        .join_from(history_events, history_cases)
        .where(history_cases.c.eservice == eservice)
        .order_by(events.at, events.id)
        .limit(MOST)
    )
    return list(visits_of([Done(**row._mapping) for row in rows]))


def visits_of(done: Iterable[Done]) -> Iterator[Visit]:
    """Make stays of events, which come in the order of time."""
    worked = list(_with_work(done))
    worked.sort(key=lambda pair: pair[0].case)
    for _case, pairs in groupby(worked, key=lambda pair: pair[0].case):
        of_case = list(pairs)
        before = of_case[0][0].at
        for index, (event, work) in enumerate(of_case):
            following = of_case[index + 1][0].step if index + 1 < len(of_case) else None
            hours = (event.at - before) / HOUR
            spent = None if work is None else min(work, hours)
            yield Visit(event.step, hours, spent, event.unit, following)
            before = event.at


def _with_work(done: Iterable[Done]) -> Iterator[tuple[Done, float | None]]:
    last: dict[str, datetime] = {}
    for event in done:
        worker = event.worker
        since = None if worker is None else last.get(worker)
        if worker is not None:
            last[worker] = event.at
        yield event, None if since is None else min((event.at - since) / HOUR, LONGEST_WORK)
