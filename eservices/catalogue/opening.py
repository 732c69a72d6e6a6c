"""Offices as citizens find them: address, opening hours, and the days on which they stay closed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from workflows.closings import closings_since
from workflows.language.values import Text
from workflows.office_hours import OfficeHours, hours_set, that_count
from workflows.opening_hours import WEEKDAYS, StoredWeek
from workflows.tables import calendars, offices

#: How many days ahead closures are told.
AHEAD = 14
#: How long before other hours begin they are told.
COMING = timedelta(days=42)

#: From Monday to Sunday, the stretches of opening hours, as `08:00`.
Week = tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Closure:
    """A day on which an office that would be open stays closed, and why."""

    day: date
    why: Text | None


@dataclass(frozen=True, slots=True)
class OtherHours:
    """Hours that an office keeps from a day on, and why they change."""

    day: date
    week: Week
    why: Text | None


@dataclass(frozen=True, slots=True)
class OpenOffice:
    """An office as a visitor must know it."""

    slug: str
    organisation: str
    name: Text
    place: Text | None
    address: Text | None
    #: False where no visitor is received.
    counter: bool
    #: Those in force on the day asked for.
    week: Week
    #: Its hours on the day asked for; none where it is closed.
    today: tuple[tuple[str, str], ...]
    #: Closures besides the usual days off, the day asked for included.
    closures: tuple[Closure, ...]
    #: The hours that follow within some weeks, the nearest first.
    coming: tuple[OtherHours, ...]

    #: The closure of the day asked for, where that day is an exception.
    closed_today: Closure | None


def open_offices(connection: Connection, today: date) -> tuple[OpenOffice, ...]:
    """Read every office with its hours, as they are on a day."""
    rows = connection.execute(
        select(
            offices.c.slug,
            offices.c.organisation,
            offices.c.name,
            offices.c.content,
            calendars.c.content.label("calendar"),
        )
        .join_from(offices, calendars, offices.c.calendar == calendars.c.slug)
        .order_by(offices.c.slug)
    ).all()
    announced: dict[str, dict[date, Text | None]] = {}
    for closing in closings_since(connection, today):
        days = announced.setdefault(closing.office, {})
        days |= dict.fromkeys(closing.closed_days(), _text(closing.reason))
    changed = that_count(hours_set(connection))
    return tuple(
        open_office(
            row._mapping, announced.get(row.slug, {}), today, hours=changed.get(row.slug, ())
        )
        for row in rows
    )


def open_office(
    row: Mapping[Any, Any],
    announced: Mapping[date, Text | None],
    today: date,
    *,
    hours: Sequence[OfficeHours] = (),
) -> OpenOffice:
    """Read an office from its row, the content of its calendar and what was announced."""
    usual = OtherHours(date.min, read_hours(row["calendar"].get("week", {})), None)
    kept = (usual, *(OtherHours(h.from_day, read_hours(h.week), _text(h.reason)) for h in hours))
    week = _week_on(kept, today)
    closures = tuple(_closures(row["calendar"], announced, kept, today))
    closed = next((closure for closure in closures if closure.day == today), None)
    content = row["content"]
    return OpenOffice(
        slug=row["slug"],
        organisation=row["organisation"],
        name=Text(dict(row["name"])),
        place=_text(content.get("place")),
        address=_text(content.get("address")),
        counter=bool(content.get("counter", True)),
        week=week,
        today=() if closed else week[today.weekday()],
        closures=closures,
        coming=tuple(one for one in kept if today < one.day <= today + COMING),
        closed_today=closed,
    )


def read_hours(week: StoredWeek) -> Week:
    """Read a stored week as its hours are told."""
    return tuple(tuple((opens, closes) for opens, closes in week.get(day, ())) for day in WEEKDAYS)


def _week_on(kept: Iterable[OtherHours], day: date) -> Week:
    """Give the hours in force on a day, of those that follow each other."""
    *_, last = (one.week for one in kept if one.day <= day)
    return last


def _closures(
    calendar: Mapping[str, Any],
    announced: Mapping[date, Text | None],
    kept: Sequence[OtherHours],
    today: date,
) -> Iterator[Closure]:
    """List the days on which an office would be open and is not, what was announced first."""
    closed = calendar.get("holidays", {})
    for day in (today + timedelta(days=ahead) for ahead in range(AHEAD + 1)):
        names = closed.get(day.isoformat()) if isinstance(closed, dict) else None
        if not _week_on(kept, day)[day.weekday()]:
            continue
        if day in announced:
            yield Closure(day, announced[day])
        elif day.isoformat() in closed:
            yield Closure(day, _text(names))


def _text(names: Mapping[str, str] | None) -> Text | None:
    return Text(dict(names)) if names else None
