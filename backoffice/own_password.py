"""Changing one's own password, under one's own name."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _

from backoffice.choosing import CHOSEN, PRESENT, NotChosen, chosen_password
from backoffice.exchange import services, session_token, staff
from workflows.accounts import PasswordHash
from workflows.passwords import LONGEST_PASSWORD
from workflows.proofs.own_password import Change, change_password
from workflows.sign_in import Refusal

REFUSALS: Mapping[Refusal, tuple[LazyString, int]] = {
    Refusal.WRONG: (_("This is not your present password."), 422),
    Refusal.TOO_MANY: (_("Too many failed attempts. Wait 15 minutes, then try again."), 429),
}


def show_password() -> ResponseReturnValue:
    """Ask for the present password and for another one."""
    return _page()


def _page(problem: str = "", status: int = 422) -> ResponseReturnValue:
    page = render_template("own_password.html", problem=problem, longest=LONGEST_PASSWORD)
    return page, status if problem else 200


def change_own() -> ResponseReturnValue:
    """Keep the new password, end every other session, and say so."""
    present = request.form.get(PRESENT, "")
    if not present:
        return _page(gettext("Type your present password."))
    wanted = request.form.get(CHOSEN[0], "")
    if present == wanted:
        return _page(gettext("This is the password that you have. Choose another."))
    try:
        # Judging and hashing take a moment: with nothing open.
        hashed = chosen_password((staff().login, staff().name))
    except NotChosen as refused:
        return _page(str(refused))
    done = _changed(present, wanted, hashed)
    if isinstance(done, Refusal):
        problem, status = REFUSALS[done]
        return _page(str(problem), status)
    ended = ngettext(
        "%(num)d other session of yours is signed out.",
        "%(num)d other sessions of yours are signed out.",
        done,
    )
    changed = gettext("Your password is changed.")
    flash(f"{changed} {ended}" if done else changed)
    return redirect(url_for("security.show"), 303)


def _changed(present: str, wanted: str, hashed: PasswordHash) -> int | Refusal:
    with services().engine.begin() as connection:
        change = Change(
            account=staff(),
            token=session_token(),
            present=present,
            wanted=wanted,
            hashed=hashed,
            address=request.remote_addr or "",
            at=services().clock.now(connection),
        )
        return change_password(connection, change)
