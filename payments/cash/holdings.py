"""What an office holds in cash that is not deposited yet, and for how long.

What a session was counted to hold beyond its opening sum goes into the safe when it is closed; what
came into a till that is still open lies there. Sums that tills are opened with are an advance that
returns to itself: they are never deposited.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, func, select, text

from payments.cash.tables import cash_deposits, till_entries, till_sessions, tills
from payments.money import Money

CLOSED = till_sessions.c.closed_at.is_not(None)


@dataclass(frozen=True, slots=True)
class Holding:
    """Cash of an office that waits to be deposited."""

    office: str
    money: Money
    #: The day on which the oldest franc of it came, by the order in which money comes and goes.
    since: date | None

    def is_beyond(self, ceiling: Money | None, longest: int, *, today: date) -> bool:
        """Tell whether it is more than may lie there, or lies there for more days than it may."""
        same = ceiling is not None and ceiling.currency == self.money.currency
        if ceiling is not None and same and ceiling < self.money:
            return True
        return self.since is not None and (today - self.since).days > longest


def in_safe(connection: Connection, office: str, currency: str) -> int:
    """Compute what the safe of an office holds."""
    brought = (
        select(func.coalesce(func.sum(till_sessions.c.counted - till_sessions.c.opening), 0))
        .join_from(till_sessions, tills)
        .where(tills.c.office == office, till_sessions.c.currency == currency, CLOSED)
    )
    taken = select(func.coalesce(func.sum(cash_deposits.c.amount), 0)).where(
        cash_deposits.c.office == office,
        cash_deposits.c.currency == currency,
        cash_deposits.c.entry_id.is_(None),
    )
    both = select(brought.scalar_subquery() - taken.scalar_subquery())
    return int(connection.execute(both).scalar_one())


def _in_open_tills() -> Select[tuple[str, str, int]]:
    """Add up what came into tills that are not closed yet."""
    amount: ColumnElement[int] = func.coalesce(func.sum(till_entries.c.amount), 0)
    return (
        select(tills.c.office, till_sessions.c.currency, amount.label("amount"))
        .join_from(till_sessions, tills)
        .join(till_entries, till_entries.c.session_id == till_sessions.c.id)
        .where(~CLOSED)
        .group_by(tills.c.office, till_sessions.c.currency)
    )


def holdings(connection: Connection, *, zone: ZoneInfo) -> tuple[Holding, ...]:
    """List what each office holds, by its name; offices that never took cash are left out."""
    open_tills = {
        (row.office, row.currency): int(row.amount) for row in connection.execute(_in_open_tills())
    }
    used = (
        select(tills.c.office, till_sessions.c.currency)
        .join_from(till_sessions, tills)
        .distinct()
        .order_by(tills.c.office, till_sessions.c.currency)
    )
    return tuple(
        _holding(connection, row.office, row.currency, open_tills, zone)
        for row in connection.execute(used).all()
    )


def _holding(
    connection: Connection,
    office: str,
    currency: str,
    open_tills: Mapping[tuple[str, str], int],
    zone: ZoneInfo,
) -> Holding:
    amount = in_safe(connection, office, currency) + open_tills.get((office, currency), 0)
    since = _since(connection, office, currency, amount, zone) if amount > 0 else None
    return Holding(office, Money(amount, currency), since)


#: What came in each day, the latest day first, with all that came from that day on.
COMING = text(
    """
    SELECT day, sum(amount) OVER (ORDER BY day DESC) AS came FROM (
      SELECT (e.at AT TIME ZONE :zone)::date AS day, sum(e.amount) AS amount
      FROM till_entries e JOIN till_sessions s ON s.id = e.session_id
      JOIN tills t ON t.id = s.till_id
      WHERE t.office = :office AND s.currency = :currency AND e.kind <> 'deposit'
      GROUP BY day) days
    ORDER BY day DESC LIMIT 400
    """
)


def _since(
    connection: Connection, office: str, currency: str, amount: int, zone: ZoneInfo
) -> date | None:
    """Find the day of the oldest money: the first that came is the first that went."""
    told = {"zone": zone.key, "office": office, "currency": currency}
    oldest: date | None = None
    for row in connection.execute(COMING, told):
        oldest = row.day
        if row.came >= amount:
            break
    return oldest


def midnight(at: datetime, zone: ZoneInfo) -> datetime:
    """Give the instant at which the day of another began."""
    return at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def left_open(connection: Connection, *, at: datetime, zone: ZoneInfo) -> int:
    """Count the sessions that were opened before today and are not closed."""
    forgotten = select(func.count()).where(~CLOSED, till_sessions.c.opened_at < midnight(at, zone))
    return int(connection.execute(forgotten).scalar_one())


def differences(connection: Connection, office: str, currency: str) -> int:
    """Add up by how much closed sessions held more or less than they should."""
    differing = (
        select(func.coalesce(func.sum(till_sessions.c.counted - till_sessions.c.expected), 0))
        .join_from(till_sessions, tills)
        .where(tills.c.office == office, till_sessions.c.currency == currency, CLOSED)
    )
    return int(connection.execute(differing).scalar_one())
