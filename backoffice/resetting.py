"""An administrator takes away the second factors of somebody who lost them, for a reason."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from backoffice.security import WHATS
from workflows.accounts import Account, UnknownAccount, find_account
from workflows.proofs import entries
from workflows.proofs.factors import factors_of
from workflows.proofs.factors import reset as reset_factors

LONGEST_REASON = 500


def factors(login: str) -> ResponseReturnValue:
    """Show what somebody proves themselves with, and what happened to it."""
    return _page(login)


def _page(login: str, problem: str = "") -> ResponseReturnValue:
    with services().engine.begin() as connection:
        person = _person(connection, login)
        if person is None:
            return _unknown()
        held = factors_of(connection, person.id)
        happened = entries.latest(connection, person.id)
    page = render_template(
        "factors.html",
        person=person,
        is_self=person.id == staff().id,
        factors=held,
        happened=happened,
        whats=WHATS,
        problem=problem,
    )
    return page, 422 if problem else 200


def _person(connection: Connection, login: str) -> Account | None:
    try:
        return find_account(connection, login)
    except UnknownAccount:
        return None


def _unknown() -> ResponseReturnValue:
    flash(gettext("No open account has this login."))
    return redirect(url_for("administration.accounts"), 303)


def reset(login: str) -> ResponseReturnValue:
    """Take everything away by which somebody else proves themselves, and end their sessions."""
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    with services().engine.begin() as connection:
        person = _person(connection, login)
        if person is None:
            return _unknown()
        is_self = person.id == staff().id
        if reason and not is_self:
            now = services().clock.now(connection)
            reset_factors(connection, person.id, reason=reason, by=staff().id, at=now)
    if is_self:
        return _page(login, gettext("Another administrator must do this for you."))
    if not reason:
        return _page(login, gettext("Say why: it is kept in the journal."))
    flash(
        gettext("%(name)s signs in with the password alone, and is signed out.", name=person.name)
    )
    return redirect(url_for("administration.accounts"), 303)
