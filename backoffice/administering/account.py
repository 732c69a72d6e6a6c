"""One account, for administrators: what it may do, what was done to it, and changes of it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backoffice.administering.accounts import now_and_quarter, people
from backoffice.administering.accounts_asked import asked_order, ordered
from backoffice.administering.journal import Asked, latest
from backoffice.administering.places import places
from backoffice.administering.telling import lines
from backoffice.administering.words import KINDS
from backoffice.exchange import services, staff
from backoffice.languages import LANGUAGES
from backoffice.story import ROLES
from workflows.administering import asking, roll
from workflows.administering.changes import POWER, STAFF, Kind
from workflows.administering.keeping import kept_account

#: So many entries of an account's story are shown; the journal has them all.
SHOWN = 20


def account(login: str) -> ResponseReturnValue:
    """Show an account, open or closed, and offer what may be done to it."""
    return _page(login)


def _page(login: str, problem: str = "") -> ResponseReturnValue:
    with services().engine.begin() as connection:
        now, _quarter = now_and_quarter(connection)
        enrolled = roll.enrolled(connection, login)
        kept = kept_account(connection, login)
        if enrolled is None or kept is None:
            return unknown()
        known = places(connection)
        person = people(connection, [enrolled], known, now)[0]
        waiting = [one for one in asking.waiting(connection, at=now) if one.order.login == login]
        story = latest(connection, Asked(subject=login, exactly=True), limit=SHOWN)
        told = lines(story, known)
    form = request.form
    chosen = {name: form.getlist(name) for name in ("roles", "pools")}
    written = {**kept.access.written(), **form.to_dict(), **chosen} if form else None
    page = render_template(
        "account.html",
        person=person,
        is_self=kept.id == staff().id,
        active=kept.active,
        written=written or kept.access.written(),
        waiting=waiting,
        kinds=KINDS,
        has_power=bool(kept.access.roles & POWER),
        places=known,
        roles={role: ROLES[role] for role in STAFF},
        power=POWER,
        languages=LANGUAGES,
        lines=told,
        problem=problem,
        tried=form.get("kind", ""),
    )
    return page, 422 if problem else 200


def unknown() -> ResponseReturnValue:
    """Go back to the accounts where none has the login."""
    flash(gettext("No account has this login."))
    return redirect(url_for("administration.accounts"), 303)


def change_account(login: str) -> ResponseReturnValue:
    """Change, close or open an account again, or make a new link for its password."""
    kind = request.form.get("kind", "")
    if kind not in set(Kind) - {Kind.OPEN}:
        return redirect(url_for("administration.account", login=login), 303)
    return ordered(lambda: asked_order(Kind(kind), login), lambda problem: _page(login, problem))
