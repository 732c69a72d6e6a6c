"""Changes that wait for a second administrator: listed, confirmed, declined or taken back."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.administering.accounts_asked import told
from backoffice.administering.places import Places, places
from backoffice.administering.telling import differences
from backoffice.administering.words import KINDS, refused_because
from backoffice.exchange import services, staff
from workflows.accounts import names_of
from workflows.administering import asking
from workflows.administering.asking import Proposed
from workflows.administering.changes import ChangeRefused


@dataclass(frozen=True, slots=True)
class Line:
    """A change that waits, as its second administrator reads it."""

    proposed: Proposed
    what: str
    by: str
    is_own: bool
    differences: tuple[str, ...]


def waiting() -> ResponseReturnValue:
    """List what waits for a second administrator."""
    return _page()


def _page(problem: str = "") -> ResponseReturnValue:
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        found = asking.waiting(connection, at=now)
        lines = _lines(connection, found, places(connection))
    page = render_template("waiting.html", lines=lines, days=asking.WAITS_FOR.days, problem=problem)
    return page, 422 if problem else 200


def _lines(connection: Connection, found: tuple[Proposed, ...], known: Places) -> tuple[Line, ...]:
    who = names_of(connection, {one.order.by for one in found if one.order.by}) if found else {}
    return tuple(
        Line(
            proposed=one,
            what=str(KINDS[one.order.kind]),
            by=who[one.order.by or 0],
            is_own=one.order.by == staff().id,
            differences=differences(
                one.before, one.order.access.written() if one.order.access else None, known
            ),
        )
        for one in found
    )


def settle(change: int) -> ResponseReturnValue:
    """Confirm, decline or take back a change."""
    try:
        return _settled(change, request.form.get("step", ""))
    except ChangeRefused as refused:
        return _page(refused_because(refused))


def _settled(change: int, step: str) -> ResponseReturnValue:
    if step == "confirm":
        with services().engine.begin() as connection:
            now = services().clock.now(connection)
            proposed = asking.find_proposed(connection, change, at=now)
            answer = asking.confirm(connection, change, by=staff().id, at=now)
        if proposed is not None:
            return told(proposed.order, answer)
    elif step == "decline":
        with services().engine.begin() as connection:
            now = services().clock.now(connection)
            asking.decline(connection, change, by=staff().id, at=now)
        flash(gettext("It will not be done."))
    return redirect(url_for("administration.waiting"), 303)
