"""What belongs to the exchange at hand: the services of this application and who is signed in."""

from typing import cast

from flask import current_app, g, request

from backoffice.services import BackofficeServices
from workflows.accounts import Account
from workflows.database import single_statements
from workflows.sessions import Session, live_session

EXTENSION = "backoffice"
COOKIE = "staff"


def services() -> BackofficeServices:
    """Give what this application was built with."""
    return cast("BackofficeServices", current_app.extensions[EXTENSION])


def cookie_name() -> str:
    """Name the session cookie; behind HTTPS the prefix binds it to this very host."""
    return f"__Host-{COOKIE}" if services().secure else COOKIE


def session_token() -> str:
    """Give the token that the browser presents, empty if none."""
    return request.cookies.get(cookie_name(), "")


def present() -> Session | None:
    """Find the session that the browser is in, once in an exchange, and note that it is in use."""
    if "session" not in g:
        g.session = _read_session(session_token())
    return cast("Session | None", g.session)


def read_session_again() -> None:
    """Find the session anew: this very exchange has changed it."""
    g.session = _read_session(session_token())


def _read_session(token: str) -> Session | None:
    if not token:
        return None
    with single_statements(services().engine) as connection:
        return live_session(connection, token, at=services().clock.now(connection))


def known_session() -> Session | None:
    """Give the session if it was found out already; never asks the database.

    Error pages are made with this: they must still come when the database does not answer.
    """
    return cast("Session | None", g.get("session"))


def known_account() -> Account | None:
    """Give who is signed in if that was found out already; never asks the database."""
    session = known_session()
    return None if session is None else session.account


def staff_session() -> Session:
    """Give the session that the guard has let in."""
    session = present()
    if session is None:
        msg = "a view that needs an account was reached without a guard"
        raise RuntimeError(msg)
    return session


def staff() -> Account:
    """Give the account that the guard has let in."""
    return staff_session().account
