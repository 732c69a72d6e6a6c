"""Where the time comes from: the database's clock, or a clock that tests and walks can turn."""

import time
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, func, select

from workflows.database import Instant

NOW: ColumnElement[datetime] = func.clock_timestamp(type_=Instant)
ASK = select(NOW)
#: Seconds for which a process counts on from the database's answer.
COUNTED = 1.0


class Clock(Protocol):
    """Tells the present instant, as aware UTC."""

    def now(self, connection: Connection) -> datetime:
        """Tell the present instant."""

    def told(self, instant: datetime) -> datetime:
        """Turn the database's present instant, read with something else, into this clock's."""


class DatabaseClock:
    """The clock of record: every process, on any machine, goes by the same one.

    The database is asked once a second; in between, this process counts on from its answer. So an
    instant is never ahead of the database's, and behind it by no more than the answer's way here.
    """

    def __init__(self) -> None:
        self._answer: tuple[datetime, float] | None = None

    def now(self, connection: Connection) -> datetime:
        """Tell what time it is in the database."""
        answer = self._answer
        if answer is None or time.monotonic() - answer[1] > COUNTED:
            answer = self._answer = (connection.execute(ASK).scalar_one(), time.monotonic())
        return answer[0] + timedelta(seconds=time.monotonic() - answer[1])

    def told(self, instant: datetime) -> datetime:
        """Give the database's instant as it is."""
        return instant


class ShiftedClock:
    """The database's clock moved by an offset that can grow, to live through weeks in a second."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def advance(self, by: timedelta) -> None:
        """Move the clock forward."""
        self.offset += by

    def now(self, connection: Connection) -> datetime:
        """Ask the database what time it is and add the offset."""
        return self.told(connection.execute(ASK).scalar_one())

    def told(self, instant: datetime) -> datetime:
        """Add the offset to the database's instant."""
        return instant + self.offset
