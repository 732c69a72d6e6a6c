"""Reading estimates: where a case stands in its queue, and how often announced dates were right."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, select, tuple_

from workflows.agent_queues import COUNT_CAP, ORDER, WAITING
from workflows.cases import Case
from workflows.estimates.conformal import Outcome
from workflows.tables import cases, estimates, queue_stays

#: The announced dates that are looked back on.
LOOKED_BACK = timedelta(days=90)
#: A share of fewer would say nothing.
FEWEST = 20


@dataclass(frozen=True, slots=True)
class Record:
    """How many of the dates that were announced lately were right."""

    right: int
    announced: int

    @property
    def percent(self) -> int:
        """Give the share in whole per cent."""
        return round(100 * self.right / self.announced)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands in the agent queue that holds it."""

    ahead: int
    #: More are ahead than were counted.
    is_capped: bool
    #: Somebody is treating it now.
    is_held: bool
    #: The days between which it will probably be decided; null while too little is known.
    first_day: date | None
    last_day: date | None


def standing_of(connection: Connection, case: Case, *, now: datetime) -> Standing | None:
    """Tell where a case stands; None when no agent queue holds it."""
    if case.pool_id is None:
        return None
    held = case.claimed_until is not None and case.claimed_until > now
    ahead = 0 if held else _ahead(connection, case)
    days = connection.execute(
        select(estimates.c.first_day, estimates.c.last_day)
        .join_from(estimates, queue_stays)
        .where(estimates.c.case_id == case.id, queue_stays.c.until.is_(None))
    ).one_or_none()
    first_day, last_day = (None, None) if days is None else days
    return Standing(min(ahead, COUNT_CAP), ahead > COUNT_CAP, held, first_day, last_day)


def _ahead(connection: Connection, case: Case) -> int:
    mine = cases.alias("mine")
    before = (
        select(1)
        .where(
            WAITING,
            mine.c.id == case.id,
            cases.c.pool_id == mine.c.pool_id,
            tuple_(*ORDER) < tuple_(mine.c.eligible_at, mine.c.tie_break),
        )
        .limit(COUNT_CAP + 1)
        .subquery()
    )
    return connection.execute(select(func.count()).select_from(before)).scalar_one()


def record_of(connection: Connection, eservice: str, *, now: datetime) -> Record | None:
    """Tell how often the dates of an e-service were right lately; None when there are too few."""
    right = func.count().filter(estimates.c.outcome == Outcome.WITHIN)
    found = connection.execute(
        select(right.label("right"), func.count().label("announced")).where(
            estimates.c.eservice == eservice,
            estimates.c.settled_at > now - LOOKED_BACK,
            estimates.c.first_day.is_not(None),
            estimates.c.outcome != Outcome.VOID,
        )
    ).one()
    return Record(found.right, found.announced) if found.announced >= FEWEST else None
