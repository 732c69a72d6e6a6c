"""What belongs to the exchange at hand: the services of this application and who is signed in."""

from typing import cast

from flask import current_app, g, request

from backoffice.services import BackofficeServices
from workflows.accounts import Account
from workflows.database import single_statements
from workflows.sign_in import session_account

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


def signed_in() -> Account | None:
    """Find who is signed in, once in an exchange, and note that the session is in use."""
    if "account" not in g:
        g.account = _read_account(session_token())
    return cast("Account | None", g.account)


def _read_account(token: str) -> Account | None:
    if not token:
        return None
    with single_statements(services().engine) as connection:
        return session_account(connection, token, at=services().clock.now(connection))


def known_account() -> Account | None:
    """Give who is signed in if that was found out already; never asks the database.

    Error pages are made with this: they must still come when the database does not answer.
    """
    return cast("Account | None", g.get("account"))


def staff() -> Account:
    """Give the account that the guard has let in."""
    account = signed_in()
    if account is None:
        msg = "a view that needs an account was reached without a guard"
        raise RuntimeError(msg)
    return account
