"""Opening hours: the week of an office, the weeks that follow it, and the days off."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Years laid out in advance: wide enough for any deadline, small enough to build in milliseconds.
FIRST_YEAR, LAST_YEAR = 2015, 2045
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

#: For Monday to Sunday, the opening stretches of the day, in order and apart.
Week = tuple[tuple[tuple[time, time], ...], ...]
#: A week as it is stored: by weekday, the stretches of the day as `08:00`.
StoredWeek = Mapping[str, Sequence[Sequence[str]]]


def read_week(stored: StoredWeek) -> Week:
    """Read the opening hours of a week; a weekday that is not named is a day off."""
    return tuple(
        tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in stored.get(day, ()))
        for day in WEEKDAYS
    )


@dataclass(frozen=True, slots=True)
class Calendar:
    """An office's opening hours in local time and the days on which it stays closed."""

    zone: ZoneInfo
    week: Week
    holidays: frozenset[date]
    #: The weeks that follow, each with the day from which it holds, in order.
    later: tuple[tuple[date, Week], ...] = ()

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> "Calendar":
        """Read the stored form: `timezone`, `week` by weekday, `holidays` by date."""
        return cls(
            zone=ZoneInfo(content["timezone"]),
            week=read_week(content["week"]),
            holidays=frozenset(date.fromisoformat(day) for day in content.get("holidays", ())),
        )

    def week_on(self, day: date) -> Week:
        """Give the week whose hours are in force on a day."""
        begun = bisect_right(self.later, day, key=lambda one: one[0])
        return self.later[begun - 1][1] if begun else self.week

    def openings(self) -> Iterator[tuple[date, int, int]]:
        """Yield each opening stretch of every year laid out, in order: its day, start and end."""
        day = date(FIRST_YEAR, 1, 1)
        while day.year <= LAST_YEAR:
            if day not in self.holidays:
                for opens, closes in self.week_on(day)[day.weekday()]:
                    yield day, self._instant(day, opens), self._instant(day, closes)
            day += timedelta(days=1)

    def _instant(self, day: date, at: time) -> int:
        return to_microseconds(datetime.combine(day, at, tzinfo=self.zone))


def to_microseconds(instant: datetime) -> int:
    """Give an instant as whole microseconds since the epoch."""
    return (instant - EPOCH) // MICROSECOND


def to_instant(microseconds: int) -> datetime:
    """Give back the instant of a number of microseconds since the epoch."""
    return EPOCH + timedelta(microseconds=microseconds)
