"""A bound on the short messages of a day: each costs money, and whoever asks for them pays none.

When it is reached, nothing more is handed over until the next day (UTC) or until an administrator
raises the bound for the day: what was to be said goes by mail where there is an address, and waits
where there is none (`delivery.room`).
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.dialects.postgresql import insert

from delivery.sms import Report, Sms, SmsPort, SmsProblem, SmsRefused
from delivery.tables import sms_days
from workflows.administering.entries import CLOCK, What, record
from workflows.clock import Clock
from workflows.life_cycle import Author

LOG = logging.getLogger(__name__)
#: To what the journal says that it was stopped.
SUBJECT = "sms"


@dataclass(frozen=True, slots=True)
class SmsDay:
    """How many short messages a day saw, and since when no more go."""

    day: date
    sent: int
    stopped_at: datetime | None
    #: The bound, where it was raised for this day.
    most: int | None = None

    def bound(self, per_day: int) -> int:
        """Tell how many may go on this day, where so many may on any."""
        return max(per_day, self.most or 0)

    def room(self, per_day: int) -> int:
        """Tell how many may still go."""
        return max(self.bound(per_day) - self.sent, 0)


@dataclass(frozen=True, slots=True)
class RationedSms:
    """A provider of short messages, asked so often in a day and no more."""

    port: SmsPort
    engine: Engine
    clock: Clock
    per_day: int

    @property
    def name(self) -> str:
        """Name the provider in the address of its reports."""
        return self.port.name

    def send(self, sms: Sms) -> str:
        """Hand over a message; raises SmsRefused when the day's are used up, or as the provider.

        It is counted before it goes, and stays counted where the provider failed: the bound holds.
        """
        with self.engine.begin() as connection:
            now = self.clock.now(connection)
            is_left = _count(connection, now, self.per_day)
            if not is_left:
                _stop(connection, now)
        if not is_left:
            raise SmsRefused(SmsProblem.USED_UP)
        return self.port.send(sms)

    def find(self, sms: Sms) -> str | None:
        """Tell whether this very message was handed over before; that costs nothing."""
        return self.port.find(sms)

    def read_report(self, fields: Sequence[tuple[str, str]], headers: Mapping[str, str]) -> Report:
        """Read what the provider reports."""
        return self.port.read_report(fields, headers)


def _count(connection: Connection, now: datetime, per_day: int) -> bool:
    """Count one more message of the day; tells whether one was left."""
    _begin(connection, now)
    bound = func.greatest(per_day, func.coalesce(sms_days.c.most, 0))
    today = sms_days.c.day == now.date(), sms_days.c.sent < bound
    counted = update(sms_days).where(*today).values(sent=sms_days.c.sent + 1)
    return connection.execute(counted).rowcount == 1


def _begin(connection: Connection, now: datetime) -> None:
    day = insert(sms_days).values(day=now.date(), sent=0)
    connection.execute(day.on_conflict_do_nothing())


def _stop(connection: Connection, now: datetime) -> None:
    """Write once that no more go, and since when."""
    first = update(sms_days).where(sms_days.c.day == now.date(), sms_days.c.stopped_at.is_(None))
    if connection.execute(first.values(stopped_at=now)).rowcount:
        LOG.warning("sms_stopped", extra={"day": now.date().isoformat()})
        record(connection, CLOCK, What.SMS_STOPPED, SUBJECT)


@dataclass(frozen=True, slots=True)
class Raise:
    """More short messages for one day: so many in all, where so many go on any; and why."""

    most: int
    per_day: int
    reason: str


def raise_bound(connection: Connection, wanted: Raise, author: Author, *, now: datetime) -> bool:
    """Let more short messages go on this day; tells whether that raises the bound.

    Never lowers what somebody else raised in the meantime.
    """
    _begin(connection, now)
    today, most, reason = sms_days.c.day == now.date(), wanted.most, wanted.reason
    bound = func.greatest(wanted.per_day, func.coalesce(sms_days.c.most, 0))
    raised = update(sms_days).where(today, bound < most).values(most=most, stopped_at=None)
    if connection.execute(raised).rowcount != 1:
        return False
    record(connection, author, What.SMS_RAISED, SUBJECT, reason=reason, data={"most": most})
    return True


def sms_day(connection: Connection, now: datetime) -> SmsDay:
    """Read how many short messages the day of an instant saw."""
    row = connection.execute(select(sms_days).where(sms_days.c.day == now.date())).one_or_none()
    return SmsDay(now.date(), 0, None) if row is None else SmsDay(**row._mapping)
