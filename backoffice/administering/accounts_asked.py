"""Changes of accounts as forms ask for them, and what administrators hand over afterwards."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backoffice.administering.words import refused_because
from backoffice.exchange import services, staff
from backoffice.languages import DEFAULT, LANGUAGES
from workflows.actors import Role
from workflows.administering.asking import WAITS_FOR, Answer, ask
from workflows.administering.changes import (
    LONGEST_NAME,
    STAFF,
    Access,
    ChangeRefused,
    Kind,
    Order,
)
from workflows.administering.entries import LONGEST_REASON
from workflows.administering.invitations import GOOD_FOR


def asked_order(kind: Kind, login: str) -> Order:
    """Read a change from the form that was sent."""
    form = request.form
    return Order(
        kind=kind,
        login=login,
        by=staff().id,
        reason=form.get("reason", "").strip()[:LONGEST_REASON],
        access=_access() if kind in {Kind.OPEN, Kind.CHANGE} else None,
        resets_factors=kind is Kind.REOPEN and form.get("factors") == "reset",
    )


def _access() -> Access:
    form = request.form
    language = form.get("language", "")
    known = set(STAFF)
    return Access(
        name=" ".join(form.get("name", "").split())[:LONGEST_NAME],
        language=language if language in LANGUAGES else DEFAULT,
        roles=frozenset(Role(role) for role in form.getlist("roles") if role in known),
        office=form.get("office") or None,
        pools=frozenset(form.getlist("pools")),
    )


def ordered(
    read: Callable[[], Order], again: Callable[[str], ResponseReturnValue]
) -> ResponseReturnValue:
    """Ask for a change and tell what came of it; a refusal shows the form again."""
    order = read()
    try:
        with services().engine.begin() as connection:
            answer = ask(connection, order, at=services().clock.now(connection))
    except ChangeRefused as refused:
        return again(refused_because(refused))
    return told(order, answer)


def told(order: Order, answer: Answer) -> ResponseReturnValue:
    """Show what has to be handed over, once; else go back to the account."""
    if answer.token is None and answer.code is None:
        waits = answer.waits_as is not None
        flash(gettext("A second administrator has to confirm it.") if waits else gettext("Done."))
        return redirect(url_for("administration.account", login=order.login), 303)
    link = answer.token and url_for("entrance.invitation_form", token=answer.token, _external=True)
    return render_template(
        "handed.html",
        login=order.login,
        link=link,
        code=answer.code,
        hours=int(GOOD_FOR.total_seconds() // 3600),
        days=WAITS_FOR.days,
    )
