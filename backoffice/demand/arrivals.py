"""What arrived: applications by day and by hour of the week, ours and the former system's."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Integer, Select, cast, extract, func, select, union_all

from backoffice.demand.model import DAYS_OF_WEEK, HOURS_OF_DAY, History
from workflows.complaints import CONFIDENTIAL
from workflows.database import Instant
from workflows.tables import cases, definitions, history_cases, publications

#: Over how many weeks the hours of the week are counted.
HOURS_WEEKS = 26

Week = tuple[tuple[int, ...], ...]


def eservices_with_a_past(connection: Connection) -> tuple[str, ...]:
    """Name the e-services that are offered, or of which a history was imported.

    Confidential ones are left out: the arrivals of a day would tell that somebody has spoken.
    """
    offered = select(publications.c.eservice).where(
        publications.c.live.is_not(None), publications.c.live.not_in(CONFIDENTIAL)
    )
    imported = select(history_cases.c.eservice)
    rows = connection.execute(offered.union(imported))
    return tuple(sorted(row.eservice for row in rows))


def daily_arrivals(
    connection: Connection, eservice: str, *, zone: ZoneInfo, now: datetime
) -> History:
    """Count the applications of each whole day up to yesterday, days of local time."""
    today = now.astimezone(zone).date()
    lodged = _lodged(eservice, before=datetime.combine(today, time(), tzinfo=zone)).subquery()
    day = func.date(func.timezone(str(zone), lodged.c.lodged_at))
    rows = connection.execute(select(day, func.count()).group_by(day)).all()
    counted = {row[0]: row[1] for row in rows}
    if not counted:
        return History(today, ())
    first = min(counted)
    days = [first + timedelta(days=at) for at in range((today - first).days)]
    return History(first, tuple(counted.get(one, 0) for one in days))


def hours_of_week(connection: Connection, eservice: str, *, zone: ZoneInfo, now: datetime) -> Week:
    """Count the applications of the last half year by weekday and hour of local time."""
    since = now - timedelta(weeks=HOURS_WEEKS)
    lodged = _lodged(eservice, before=now).subquery()
    local = func.timezone(str(zone), lodged.c.lodged_at)
    weekday = cast(extract("isodow", local), Integer)
    hour = cast(extract("hour", local), Integer)
    rows = connection.execute(
        select(weekday, hour, func.count())
        .where(lodged.c.lodged_at >= since)
        .group_by(weekday, hour)
    )
    counted = {(row[0] - 1, row[1]): row[2] for row in rows}
    return tuple(
        tuple(counted.get((weekday, hour), 0) for hour in range(HOURS_OF_DAY))
        for weekday in range(DAYS_OF_WEEK)
    )


def _lodged(eservice: str, *, before: datetime) -> Select[tuple[datetime]]:
    both = union_all(
        *(
            select(table.c.lodged_at).where(
                table.c.eservice == eservice, table.c.lodged_at < before
            )
            for table in (cases, history_cases)
        )
    ).subquery()
    return select(func.coalesce(both.c.lodged_at, type_=Instant).label("lodged_at"))


def weekly(history: History, weeks: int) -> Sequence[tuple[date, int]]:
    """Add up the last whole weeks of a history, counted back from its end, oldest first."""
    count = min(len(history.counts) // DAYS_OF_WEEK, weeks)
    first = len(history.counts) - count * DAYS_OF_WEEK
    return [
        (
            history.first_day + timedelta(days=at),
            sum(history.counts[at : at + DAYS_OF_WEEK]),
        )
        for at in range(first, len(history.counts), DAYS_OF_WEEK)
    ]


def office_of(connection: Connection, eservice: str) -> str | None:
    """Name the office by whose calendar an e-service's days are closed; None if never offered."""
    row = connection.execute(
        select(definitions.c.compiled)
        .join(publications, publications.c.live == definitions.c.checksum)
        .where(publications.c.eservice == eservice)
    ).one_or_none()
    return None if row is None else str(row.compiled["calendar_office"])
