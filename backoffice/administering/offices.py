"""Organisations, offices and calendars, for administrators; and the days closed in haste."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.administering.announcing import (
    Incomplete,
    day_typed,
    offices_ticked,
    outbox,
    reasons_typed,
    today,
)
from backoffice.administering.hours import hours_lines
from backoffice.administering.places import Places, places
from backoffice.administering.week_form import weekdays
from backoffice.exchange import services, staff
from backoffice.languages import LANGUAGES, words_of
from eservices.catalogue.opening import OpenOffice, open_offices
from workflows.administering.entries import What, record
from workflows.changed_calendars import Change, changes_of
from workflows.closings import (
    FURTHEST,
    LONGEST,
    Announced,
    Closing,
    announce,
    closings_since,
    take_back,
)
from workflows.life_cycle import Author
from workflows.organisations import organisation_names

#: Closings are shown for so long after they are over.
SHOWN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Line:
    """A closing as administrators read it."""

    closing: Closing
    office: str
    reason: str
    can_end: bool
    #: How far the clocks that it concerns were moved.
    change: Change


def offices() -> ResponseReturnValue:
    """Show the offices by organisation with their hours, and what is closed."""
    return _page()


def _page(problem: str = "") -> ResponseReturnValue:
    with services().engine.begin() as connection:
        day = today(connection)
        listed = open_offices(connection, day)
        names = organisation_names(connection)
        known = places(connection)
        found = closings_since(connection, day - SHOWN)
        hours = hours_lines(connection, known, day)
        changes = changes_of(connection, {one.last_change for one in found})
    groups: dict[str, list[OpenOffice]] = {}
    for one in listed:
        groups.setdefault(words_of(names[one.organisation]), []).append(one)
    page = render_template(
        "offices.html",
        groups=sorted(groups.items()),
        weekdays=weekdays(),
        lines=_lines(found, changes, known, day),
        hours=hours,
        places=known,
        chosen=request.form.getlist("offices"),
        typed=request.form,
        languages=LANGUAGES,
        today=day,
        furthest=day + FURTHEST,
        problem=problem,
    )
    return page, 422 if problem else 200


def _lines(
    found: Sequence[Closing], changes: Mapping[int, Change], known: Places, day: date
) -> tuple[Line, ...]:
    return tuple(
        Line(
            closing=one,
            office=known.office(one.office),
            reason=words_of(one.reason),
            can_end=one.open_from is None and one.last_day >= day,
            change=changes[one.last_change],
        )
        for one in found
    )


def close_offices() -> ResponseReturnValue:
    """Announce days on which offices stay closed; a job moves the clocks of open cases."""
    try:
        with services().engine.begin() as connection:
            what = _announced(places(connection), today(connection))
            announce(connection, outbox(), what, at=services().clock.now(connection))
            for office in what.offices:
                _note(connection, What.CLOSING_ADDED, office, what.first_day, what.last_day)
    except Incomplete as refused:
        return _page(str(refused))
    flash(gettext("Announced. Deadlines are being moved: below stands how far."))
    return redirect(url_for("administration.offices"), 303)


def _announced(known: Places, day: date) -> Announced:
    chosen, first, last = (
        offices_ticked(known.offices),
        day_typed("first_day"),
        day_typed("last_day"),
    )
    if first is None or last is None or not day <= first <= last <= first + LONGEST:
        raise Incomplete(gettext("Choose days from today on, 31 days at most."))
    if first > day + FURTHEST:
        raise Incomplete(gettext("Choose days within a year."))
    reason = reasons_typed()
    return Announced(offices=chosen, first_day=first, last_day=last, reason=reason, by=staff().id)


def _note(connection: Connection, what: What, office: str, first: date, last: date) -> None:
    reason = request.form.get("reason_fr", "")
    data = {"first_day": first.isoformat(), "last_day": last.isoformat()}
    record(connection, Author(staff().id), what, office, reason=reason, data=data)


def open_again(closing: int) -> ResponseReturnValue:
    """Take a closing back, from today on."""
    with services().engine.begin() as connection:
        day, now = today(connection), services().clock.now(connection)
        ended = take_back(connection, outbox(), closing, today=day, at=now)
        if ended is not None:
            _note(connection, What.CLOSING_ENDED, ended.office, ended.first_day, ended.last_day)
    flash(gettext("Taken back.") if ended else gettext("It had ended already."))
    return redirect(url_for("administration.offices"), 303)
