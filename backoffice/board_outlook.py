"""Each pool's queue against its pace: backlog in working days, and promises about to break."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from flask_babel import format_date, gettext, ngettext
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
        warnings=tuple(warning(breach, seen.pace, today) for breach in seen.breaches[:SAID]),
    )


def warning(breach: Breach, pace: float, today: date) -> str:
    """Say what will be late, and what would prevent it."""
    told: Mapping[str, str] = {
        "day": gettext("today") if breach.day == today else format_date(breach.day, "EEEE d MMMM"),
        "needed": str(breach.needed),
        "pace": f"{pace:.0f}",
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
