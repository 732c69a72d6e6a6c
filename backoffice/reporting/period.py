"""The period of a report: a day, a month or a year, and the days with which it is compared."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workflows.board.reading import Grain

ONE_DAY = timedelta(days=1)
WRITTEN = re.compile(r"^(2[0-9]{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?\Z", re.ASCII)


class Length(StrEnum):
    """How long a period is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Unfit(StrEnum):
    """Why no report of a period can be made."""

    UNREADABLE = "unreadable"
    NOT_BEGUN = "not_begun"


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both counted."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a month or a year of the calendar."""

    written: str
    length: Length
    first: date
    last: date

    def counted(self, today: date) -> Days | Unfit:
        """Give the days that are over and can be counted: all of them, or those before today."""
        last = min(self.last, today - ONE_DAY)
        return Days(self.first, last) if last >= self.first else Unfit.NOT_BEGUN

    @property
    def grain(self) -> Grain | None:
        """Give the steps in which its course is told; a day has none."""
        return {Length.MONTH: Grain.DAY, Length.YEAR: Grain.MONTH}.get(self.length)

    @property
    def former(self) -> "Period":
        """Give the day, month or year before."""
        return of_length(self.length, self.first - ONE_DAY)

    @property
    def year_before(self) -> "Period":
        """Give the same day, month or year of the year before; 29 February becomes the 28th."""
        years, first = self.first.year - 1, self.first
        day = min(first.day, calendar.monthrange(years, first.month)[1])
        return of_length(self.length, date(years, first.month, day))

    def like(self, counted: Days, whole: "Period") -> Days:
        """Give as much of this period as was counted of another, day for day.

        Of an unfinished month only as many days are compared; of an unfinished year, the days up
        to the same date.
        """
        if counted.last == whole.last:
            return Days(self.first, self.last)
        month = counted.last.month if self.length is Length.YEAR else self.first.month
        day = min(counted.last.day, calendar.monthrange(self.first.year, month)[1])
        return Days(self.first, date(self.first.year, month, day))


def of_length(length: Length, day: date) -> Period:
    """Give the period of a length in which a day lies."""
    written = day.isoformat()
    if length is Length.DAY:
        return Period(written, length, day, day)
    if length is Length.MONTH:
        last = calendar.monthrange(day.year, day.month)[1]
        return Period(written[:7], length, day.replace(day=1), day.replace(day=last))
    return Period(written[:4], length, date(day.year, 1, 1), date(day.year, 12, 31))


def read_period(written: str) -> Period | Unfit:
    """Read `2026`, `2026-10` or `2026-10-05`."""
    found = WRITTEN.match(written.strip())
    if found is None:
        return Unfit.UNREADABLE
    year, month, day = found.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return Unfit.UNREADABLE
    length = Length.DAY if day else Length.MONTH if month else Length.YEAR
    return of_length(length, first)
