"""Reading the board: sums of what came and ended, of what is open, and of what queues hold."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, and_, case, func, select, true

from workflows.claims import Ending
from workflows.language.procedure import Stage
from workflows.tables import board_days, board_open, claims, offices

#: Over which time the pace of a pool is measured.
PACED_OVER = timedelta(days=14)
#: Upper ends of the classes of age, in days; the last class has none.
AGES = (3, 7, 14, 30)


class Grain(StrEnum):
    """Over what a flow is summed."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Flow:
    """How many came or ended in a way, on a day or in a month."""

    day: date
    eservice: str
    office: str
    figure: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The open cases of an e-service in an office, a pool and a stage."""

    eservice: str
    office: str
    pool_id: int | None
    stage: Stage
    count: int
    #: Of these, with a promise that is broken, and with one that holds so far.
    broken: int
    kept: int
    oldest: date
    #: By class of age since the lodging, see `AGES`.
    ages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Cases of an agent queue that became eligible on one day and are due on another."""

    pool_id: int
    eligible_on: date
    due_on: date | None
    count: int


@dataclass(frozen=True, slots=True)
class Pace:
    """What a pool decided lately: how many, how long one is held on average, and how many did."""

    pool_id: int
    decided: int
    held: timedelta
    people: int


def flows(connection: Connection, *, since: date | None) -> tuple[Flow, ...]:
    """Read what came and ended since a day, by day; or since the beginning, by month."""
    grain = Grain.MONTH if since is None else Grain.DAY
    wanted = select(*(board_days.c[name] for name in Flow.__dataclass_fields__)).where(
        board_days.c.grain == grain, board_days.c.count != 0
    )
    if since is not None:
        wanted = wanted.where(board_days.c.day >= since)
    return tuple(Flow(**row._mapping) for row in connection.execute(wanted))


def standings(connection: Connection, *, today: date) -> tuple[Standing, ...]:
    """Read what is open, by e-service, office, pool and stage."""
    total = func.sum(board_open.c.count)
    bounds = [None, *(today - timedelta(days=age) for age in AGES), None]
    ages = [
        func.coalesce(func.sum(case((_aged(youngest, oldest), board_open.c.count), else_=0)), 0)
        for youngest, oldest in pairwise(bounds)
    ]
    keys = (board_open.c.eservice, board_open.c.office, board_open.c.pool_id, board_open.c.stage)
    rows = connection.execute(
        select(
            *keys,
            total.label("count"),
            _sum_of("broken").label("broken"),
            _sum_of("kept").label("kept"),
            func.min(board_open.c.lodged_on).label("oldest"),
            *(age.label(f"age_{number}") for number, age in enumerate(ages)),
        )
        .group_by(*keys)
        .order_by(*keys)
    )
    return tuple(_standing(row._mapping) for row in rows)


def _sum_of(promise: str) -> Any:
    return func.sum(case((board_open.c.promise == promise, board_open.c.count), else_=0))


def _aged(youngest: date | None, oldest: date | None) -> Any:
    """Bound the day of lodging: before the younger end, not before the older."""
    bounds = (
        true() if oldest is None else board_open.c.lodged_on >= oldest,
        true() if youngest is None else board_open.c.lodged_on < youngest,
    )
    return and_(*bounds)


def _standing(row: Any) -> Standing:
    names = set(Standing.__dataclass_fields__) - {"ages", "stage"}
    ages = tuple(int(row[f"age_{number}"]) for number in range(len(AGES) + 1))
    return Standing(**{name: row[name] for name in names}, stage=Stage(row["stage"]), ages=ages)


def queues(connection: Connection) -> tuple[Cell, ...]:
    """Read what the agent queues hold, in the order in which it is treated."""
    keys = (board_open.c.pool_id, board_open.c.eligible_on, board_open.c.due_on)
    rows = connection.execute(
        select(*keys, func.sum(board_open.c.count).label("count"))
        .where(board_open.c.pool_id.is_not(None), board_open.c.eligible_on.is_not(None))
        .group_by(*keys)
        .order_by(*keys)
    )
    return tuple(Cell(**row._mapping) for row in rows)


def paces(connection: Connection, *, at: datetime) -> dict[int, Pace]:
    """Measure what each pool decided lately."""
    held = func.avg(claims.c.ended_at - claims.c.at)
    rows = connection.execute(
        select(
            claims.c.pool_id,
            func.count().label("decided"),
            held.label("held"),
            func.count(claims.c.account_id.distinct()).label("people"),
        )
        .where(claims.c.ended_at > at - PACED_OVER, claims.c.ending == Ending.MOVED)
        .group_by(claims.c.pool_id)
    )
    return {row.pool_id: Pace(**row._mapping) for row in rows}


def office_names(connection: Connection) -> dict[str, Any]:
    """Give the names of every office by slug."""
    rows = connection.execute(select(offices.c.slug, offices.c.name))
    return {row.slug: row.name for row in rows}
