"""The opening hours of offices, which administrators change from a day on."""

from collections.abc import Iterator, Mapping
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
from backoffice.administering.places import Places, places
from backoffice.administering.week_form import as_typed, read_typed, rows
from backoffice.exchange import services, staff
from backoffice.languages import LANGUAGES, words_of
from eservices.catalogue.opening import Week, open_offices, read_hours
from workflows.accounts import names_of
from workflows.administering.entries import What, record
from workflows.changed_calendars import Change, changes_of
from workflows.life_cycle import Author
from workflows.office_hours import (
    FURTHEST,
    NewHours,
    OfficeHours,
    hours_set,
    set_hours,
    take_back,
    that_count,
)
from workflows.opening_hours import WEEKDAYS, StoredWeek

#: Hours that were taken back or followed by others are shown for so long after their day.
SHOWN = timedelta(days=90)
TOMORROW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """Hours that were set, as administrators read them."""

    hours: OfficeHours
    office: str
    week: Week
    reason: str
    by: str
    can_end: bool
    #: Whether they are in force today.
    holds: bool
    #: Whether others were set for the same day later.
    replaced: bool
    #: How far the clocks that they concern were moved.
    change: Change


def hours_lines(connection: Connection, known: Places, day: date) -> tuple[Line, ...]:
    """List the hours that were set, those to come and in force and what lately came of others."""
    found = hours_set(connection)
    counting = that_count(found)
    holding = {one.id for hours in counting.values() for one in _holding(hours, day)}
    kept = {one.id for hours in counting.values() for one in hours}
    shown = [one for one in found if one.id in holding or one.from_day >= day - SHOWN]
    changes = changes_of(connection, {one.last_change for one in shown})
    people = names_of(connection, {one.set_by for one in shown})
    return tuple(
        Line(
            hours=one,
            office=known.office(one.office),
            week=read_hours(one.week),
            reason=words_of(one.reason),
            by=people[one.set_by],
            can_end=one.end_change_id is None and one.from_day > day,
            holds=one.id in holding,
            replaced=one.end_change_id is None and one.id not in kept,
            change=changes[one.last_change],
        )
        for one in shown
    )


def _holding(hours: tuple[OfficeHours, ...], day: date) -> Iterator[OfficeHours]:
    yield from [one for one in hours if one.from_day <= day][-1:]


def hours() -> ResponseReturnValue:
    """Ask for the hours of offices from a day on, beginning with those of one of them."""
    with services().engine.begin() as connection:
        first = today(connection) + TOMORROW
        asked = request.args.get("office", "")
        kept = {one.slug: one.week for one in open_offices(connection, first)}
    if asked not in kept:
        return _page({}, ())
    week = dict(zip(WEEKDAYS, kept[asked], strict=True))
    return _page(as_typed(week), (asked,))


def _page(
    typed: Mapping[str, str], chosen: tuple[str, ...], problem: str = ""
) -> ResponseReturnValue:
    with services().engine.begin() as connection:
        first, known = today(connection) + TOMORROW, places(connection)
    page = render_template(
        "office_hours.html",
        rows=rows(typed),
        places=known,
        chosen=chosen,
        typed=typed,
        languages=LANGUAGES,
        first=first,
        last=first - TOMORROW + FURTHEST,
        problem=problem,
    )
    return page, 422 if problem else 200


def change_hours() -> ResponseReturnValue:
    """Change the hours of offices from a day on; a job moves the clocks of open cases."""
    try:
        with services().engine.begin() as connection:
            _change(connection)
    except Incomplete as refused:
        return _page(request.form, tuple(request.form.getlist("offices")), str(refused))
    flash(gettext("Announced. Deadlines are being moved: below stands how far."))
    return redirect(url_for("administration.offices"), 303)


def _change(connection: Connection) -> None:
    what = _typed(places(connection), today(connection))
    changed = set_hours(connection, outbox(), what, at=services().clock.now(connection))
    if not changed:
        raise Incomplete(gettext("From that day on, these are their hours already."))
    for office in changed:
        _note(connection, What.HOURS_SET, office, what.from_day, what.week)


def _typed(known: Places, day: date) -> NewHours:
    chosen, begins = offices_ticked(known.offices), day_typed("from_day")
    if begins is None or not day < begins <= day + FURTHEST:
        raise Incomplete(gettext("Choose a day from tomorrow on, within a year."))
    return NewHours(
        offices=chosen,
        from_day=begins,
        week=read_typed(request.form),
        reason=reasons_typed(),
        by=staff().id,
    )


def take_hours_back(hours: int) -> ResponseReturnValue:
    """Take hours back that have not begun."""
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        ended = take_back(connection, outbox(), hours, today=today(connection), at=now)
        if ended is not None:
            _note(connection, What.HOURS_TAKEN_BACK, ended.office, ended.from_day, ended.week)
    flash(gettext("Taken back.") if ended else gettext("They have begun, or were taken back."))
    return redirect(url_for("administration.offices"), 303)


def _note(
    connection: Connection, what: What, office: str, from_day: date, week: StoredWeek
) -> None:
    reason = request.form.get("reason_fr", "")
    data = {"from_day": from_day.isoformat(), "hours": _in_short(week)}
    record(connection, Author(staff().id), what, office, reason=reason, data=data)


def _in_short(week: StoredWeek) -> str:
    """Write a week for the journal, such as `mon 08:00-12:00 14:00-17:00, tue 08:00-12:00`."""
    days = ((day, week[day]) for day in WEEKDAYS if week.get(day))
    return ", ".join(" ".join([day, *("-".join(one) for one in some)]) for day, some in days)
