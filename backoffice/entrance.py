"""Coming in and going out: sign-in, sign-out, and the language of the pages."""

from collections.abc import Mapping

from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from backoffice.exchange import cookie_name, services, session_token, signed_in
from backoffice.languages import LANGUAGES, remember
from workflows.accounts import Account, set_language
from workflows.sign_in import Refusal, close_session, open_session
from workflows.sign_in import sign_in as check_credentials

#: The same words whether the login is unknown, closed, or the password wrong.
REFUSALS: Mapping[Refusal, tuple[LazyString, int]] = {
    Refusal.WRONG: (_("Login or password not recognised."), 422),
    Refusal.TOO_MANY: (_("Too many failed attempts. Wait 15 minutes, then try again."), 429),
}


def sign_in_form() -> ResponseReturnValue:
    """Show the sign-in page, or the desk to who is signed in already."""
    if signed_in() is not None:
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
    # A form token from before sign-in may be known to somebody else: it is not carried over.
    session.clear()
    with services().engine.begin() as connection:
        token = open_session(connection, account.id, at=services().clock.now(connection))
    response = make_response(redirect(url_for("desk.home"), 303))
    response.set_cookie(
        cookie_name(), token, secure=services().secure, httponly=True, samesite="Strict"
    )
    return response


def sign_out() -> ResponseReturnValue:
    """Close the session on the server and forget the cookie."""
    with services().engine.begin() as connection:
        close_session(connection, session_token())
    session.clear()
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
    account = signed_in()
    if account is not None:
        with services().engine.begin() as connection:
            set_language(connection, account.id, chosen)
    return remember(response, chosen)
