"""Coming in and going out: sign-in, sign-out, and the language of the pages."""

from collections.abc import Mapping

from flask import Response, make_response, redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.browsers import browser_of
from backoffice.exchange import cookie_name, present, services, session_token
from backoffice.languages import LANGUAGES, remember
from backoffice.security import must_have_factor
from workflows.accounts import Account, set_language
from workflows.proofs.factors import has_factor
from workflows.sessions import Seat, Standing, close_session, open_session
from workflows.sign_in import Refusal
from workflows.sign_in import sign_in as check_credentials

#: The same words whether the login is unknown, closed, or the password wrong.
REFUSALS: Mapping[Refusal, tuple[LazyString, int]] = {
    Refusal.WRONG: (_("Login or password not recognised."), 422),
    Refusal.TOO_MANY: (_("Too many failed attempts. Wait 15 minutes, then try again."), 429),
}


def sign_in_form() -> ResponseReturnValue:
    """Show the sign-in page, or the desk to who is signed in already."""
    if present() is not None:
        return redirect(url_for("desk.home"))
    return render_template("sign_in.html", problem=None, login="")


def sign_in() -> ResponseReturnValue:
    """Check login and password, and open a session on the server."""
    login = request.form.get("login", "").strip()
    with services().engine.begin() as connection:
        found = check_credentials(
            connection,
            login=login,
            password=request.form.get("password", ""),
            address=request.remote_addr or "",
            at=services().clock.now(connection),
        )
    if isinstance(found, Refusal):
        problem, status = REFUSALS[found]
        return render_template("sign_in.html", problem=problem, login=login), status
    return _welcome(found)


def _welcome(account: Account) -> Response:
    """Open a session, as far as a password alone leads, and go on from there."""
    # A form token from before sign-in may be known to somebody else: it is not carried over.
    form_session.clear()
    with services().engine.begin() as connection:
        token = open_session(
            connection,
            account.id,
            at=services().clock.now(connection),
            standing=_standing(connection, account),
            seat=Seat(request.remote_addr or "", browser_of(request.user_agent.string)),
        )
    response = make_response(redirect(url_for("desk.home"), 303))
    response.set_cookie(
        cookie_name(), token, secure=services().secure, httponly=True, samesite="Strict"
    )
    return response


def _standing(connection: Connection, account: Account) -> Standing:
    if has_factor(connection, account.id):
        return Standing.HALF_OPEN
    return Standing.ENROLLING if must_have_factor(account) else Standing.OPEN


def sign_out() -> ResponseReturnValue:
    """Close the session on the server and forget the cookie."""
    with services().engine.begin() as connection:
        close_session(connection, session_token())
    form_session.clear()
    response = make_response(redirect(url_for("entrance.sign_in_form"), 303))
    response.delete_cookie(
        cookie_name(), secure=services().secure, httponly=True, samesite="Strict"
    )
    return response


def choose_language() -> ResponseReturnValue:
    """Change the language of the pages, for good where somebody is signed in."""
    chosen = request.form.get("language", "")
    response = make_response(redirect(url_for("desk.home"), 303))
    if chosen not in LANGUAGES:
        return response
    session = present()
    if session is not None:
        with services().engine.begin() as connection:
            set_language(connection, session.account.id, chosen)
    return remember(response, chosen)
