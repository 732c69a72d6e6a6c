"""Settling estimates: once a case is decided, what was announced is compared with what happened."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from workflows.calendars import WorkingTime, working_time_of
from workflows.estimates.conformal import Levels, Outcome
from workflows.estimates.expectation import Range, outcome_of
from workflows.journal import Entry, history, moves
from workflows.language.procedure import Stage
from workflows.tables import cases, estimate_levels, estimates, pools

#: Estimates treated in one transaction.
BATCH = 500
#: Cases that were decided so long before the last settled one may still appear: a transaction
#: writes its instant before it ends.
LOOK_BACK = timedelta(minutes=10)
#: In these stages the administration waits; what passes there is the applicant's time.
NOT_OURS = frozenset({Stage.APPLICANT, Stage.PAYMENT})


def settle_estimates(connection: Connection) -> int:
    """Settle the estimates of cases that were decided, a batch of them; tells how many."""
    rows = connection.execute(
        select(estimates, cases.c.closed_at, cases.c.stage, pools.c.office)
        .join_from(estimates, cases)
        .join(pools, pools.c.id == estimates.c.pool_id)
        .where(estimates.c.settled_at.is_(None), cases.c.closed_at >= _mark(connection))
        .order_by(cases.c.closed_at, estimates.c.stay_id)
        .limit(BATCH)
    ).all()
    for row in rows:
        _settle(connection, row)
    return len(rows)


def _mark(connection: Connection) -> Any:
    last = connection.execute(select(func.max(estimates.c.settled_at))).scalar_one()
    return func.to_timestamp(0) if last is None else last - LOOK_BACK


def _settle(connection: Connection, row: Row[*tuple[Any, ...]]) -> None:
    if row.stage == Stage.WITHDRAWN or row.expected is None:
        _record(connection, row, took=None, outcome=Outcome.VOID)
        return
    working = working_time_of(connection, row.office)
    took = held_for(history(connection, row.case_id), row.at, row.closed_at, working)
    if row.first_day is None:
        _record(connection, row, took=took, outcome=None)
        return
    told = Range(row.low, row.high, row.first_day, row.last_day)
    _record(connection, row, took=took, outcome=outcome_of(told, took, row.at, working))


def held_for(
    entries: Sequence[Entry], since: datetime, until: datetime, working: WorkingTime
) -> int:
    """Measure the working time in which the administration held a case."""
    moved = moves(entries)
    stays = [*((one, after.at) for one, after in pairwise(moved)), (moved[-1], until)]
    ours = ((one.at, end) for one, end in stays if one.to_stage not in NOT_OURS)
    return sum(
        working.between(max(start, since), min(end, until))
        for start, end in ours
        if max(start, since) < min(end, until)
    )


def _record(
    connection: Connection,
    row: Row[*tuple[Any, ...]],
    *,
    took: int | None,
    outcome: Outcome | None,
) -> None:
    done = {"took": took, "outcome": outcome, "settled_at": row.closed_at}
    connection.execute(update(estimates).where(estimates.c.stay_id == row.stay_id).values(done))
    if row.first_day is not None and outcome is not None:
        _learn(connection, row, outcome)


def _learn(connection: Connection, row: Row[*tuple[Any, ...]], outcome: Outcome) -> None:
    """Let the levels of the queue know what came of one more of its ranges."""
    where = tuple(_same(row, ("pool_id", "eservice", "state", "length")))
    found = connection.execute(select(estimate_levels).where(*where).with_for_update()).one()
    awaited = max(found.awaited - 1, 0)
    levels = Levels(found.low, found.high).after(outcome, awaited)
    changed = {"low": levels.low, "high": levels.high, "awaited": awaited}
    connection.execute(update(estimate_levels).where(*where).values(changed))


def _same(row: Row[*tuple[Any, ...]], names: Iterable[str]) -> Iterable[Any]:
    return (estimate_levels.c[name] == row._mapping[name] for name in names)
