"""The journal of the administration as a page and a file: for administrators, and inspectors."""

from datetime import date, datetime, time, timedelta

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from backoffice.administering.journal import Area, Asked, latest
from backoffice.administering.places import places
from backoffice.administering.spreadsheet import csv_file
from backoffice.administering.telling import AREAS, Line, lines
from backoffice.exchange import services

PAGE = 100
#: A file holds no more lines: whoever wants more asks for one part after the other.
LARGEST_FILE = 20_000
LONGEST_SEARCH = 80
FIELDS = ("area", "who", "subject", "since", "until")


def deeds() -> ResponseReturnValue:
    """Show who changed what in the administration."""
    number = max(request.args.get("page", 1, type=int), 1)
    found = _found(PAGE + 1, (number - 1) * PAGE)
    return render_template(
        "deeds.html",
        lines=found[:PAGE],
        areas=AREAS,
        asked={name: request.args.get(name, "") for name in FIELDS},
        number=number,
        has_more=len(found) > PAGE,
    )


def deeds_file() -> Response:
    """Give the same as a file."""
    heads = (_("When"), _("Part"), _("What"), _("Who"), _("To what"), _("Why"), _("Details"))
    rows = (
        (
            line.at.isoformat(timespec="seconds"),
            line.area,
            line.what,
            line.by,
            line.subject,
            line.reason,
            "; ".join(line.details),
        )
        for line in _found(LARGEST_FILE, 0)
    )
    return csv_file("administration", heads, rows)


def _found(limit: int, offset: int) -> tuple[Line, ...]:
    with services().engine.begin() as connection:
        found = latest(connection, _asked(), limit=limit, offset=offset)
        return lines(found, places(connection))


def _asked() -> Asked:
    """Read what is looked for; what cannot be read is not looked for."""
    given = request.args
    area, last = given.get("area", ""), _day("until")
    return Asked(
        area=Area(area) if area in set(Area) else None,
        who=given.get("who", "").strip()[:LONGEST_SEARCH],
        subject=given.get("subject", "").strip()[:LONGEST_SEARCH],
        since=_midnight(_day("since")),
        until=None if last is None else _midnight(last + timedelta(days=1)),
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), services().zone)
