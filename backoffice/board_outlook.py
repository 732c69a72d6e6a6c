"""Each pool's queue against its pace: backlog in working days, and promises about to break."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from flask_babel import format_date, format_decimal, gettext, ngettext
from sqlalchemy import Connection

from backoffice.board_names import Names
from backoffice.exchange import services
from workflows import board
from workflows.board import Cell, Pace
from workflows.board.breaches import Breach, Outlook, outlook
from workflows.board.reading import PACED_OVER
from workflows.calendars import working_time_of

#: So many days on which promises break are said for each pool; the rest is in their sum.
SAID = 3
HOUR = timedelta(hours=1)
#: Working time is counted in these, of which an hour has so many.
MICROSECONDS = 3_600_000_000


@dataclass(frozen=True, slots=True)
class PoolOutlook:
    """A pool's outlook, named and in words."""

    pool: str
    office: str
    outlook: Outlook
    warnings: tuple[str, ...]


def outlooks(connection: Connection, called: Names, *, now: datetime) -> tuple[PoolOutlook, ...]:
    """Look ahead for each pool in whose queue something waits."""
    paces = board.paces(connection, at=now)
    return tuple(
        _outlook(connection, called, tuple(cells), pace=paces.get(pool_id), now=now)
        for pool_id, cells in groupby(board.queues(connection), key=lambda cell: cell.pool_id)
    )


def _outlook(
    connection: Connection,
    called: Names,
    cells: tuple[Cell, ...],
    *,
    pace: Pace | None,
    now: datetime,
) -> PoolOutlook:
    pool = called.pools[cells[0].pool_id]
    working = working_time_of(connection, pool.office)
    today = now.astimezone(services().zone).date()
    worked = working.working_days(today - PACED_OVER, today) or 1
    hours = working.between(now - PACED_OVER, now) / MICROSECONDS
    seen = outlook(
        cells,
        pace=(pace.decided if pace else 0) / worked,
        today=today,
        working_days=working.working_days,
    )
    return PoolOutlook(
        pool=called.pool(pool.id),
        office=called.office(pool.office),
        outlook=seen,
        warnings=tuple(
            warning(breach, seen.pace, today) + _people(breach, pace, hours / worked)
            for breach in seen.breaches[:SAID]
        ),
    )


def gravest(looked: tuple[PoolOutlook, ...]) -> PoolOutlook | None:
    """Give the queue in which most promises are about to break; None when none is."""
    about = [one for one in looked if one.warnings]
    return max(about, key=lambda one: one.outlook.late, default=None)


def _people(breach: Breach, pace: Pace | None, hours_by_day: float) -> str:
    """Say how many more agents that is; nothing where those who are there have the time."""
    more = 0 if pace is None else more_people(breach, pace, hours_by_day)
    if more < 1:
        return ""
    said: str = ngettext(
        "By the time that a case takes, that is work for %(num)d more agent.",
        "By the time that a case takes, that is work for %(num)d more agents.",
        more,
    )
    return f" {said}"


def more_people(breach: Breach, pace: Pace, hours_by_day: float) -> int:
    """Count the people who are missing, if a case takes each as long as it did lately.

    By the time of a case, and not by how many each decided: a quiet queue lets nobody decide much.
    """
    if not hours_by_day:
        return 0
    needed = breach.needed * (pace.held / HOUR) / hours_by_day
    return max(math.ceil(needed) - pace.people, 0)


def warning(breach: Breach, pace: float, today: date) -> str:
    """Say what will be late, and what would prevent it."""
    told: Mapping[str, str] = {
        "day": gettext("today") if breach.day == today else format_date(breach.day, "EEEE d MMMM"),
        "needed": str(breach.needed),
        # One digit behind the comma: “2 instead of 2” would be told of 1.6.
        "pace": format_decimal(round(pace, 1)),
    }
    said: str = ngettext(
        "%(num)d case will be late after %(day)s, unless %(needed)s are decided by working day "
        "instead of %(pace)s.",
        "%(num)d cases will be late after %(day)s, unless %(needed)s are decided by working day "
        "instead of %(pace)s.",
        breach.count,
        **told,
    )
    return said
