"""People who prove who they are: a telephone that shows codes, and what they type."""

from datetime import timedelta

import pyotp
from werkzeug.test import TestResponse

from tests.builders.backoffice import Backoffice, Browser
from tests.builders.kernel import PASSWORD
from workflows.accounts import Account
from workflows.proofs import entries, factors, recovery
from workflows.proofs.factors import New
from workflows.proofs.proving import owner_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LATER = timedelta(minutes=11)


def code_now(office: Backoffice, *, steps: int = 0) -> str:
    """Give the code that the telephone shows, or will show some steps later."""
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
    return pyotp.TOTP(SECRET).at(now + steps * timedelta(seconds=30))


def enrol(office: Backoffice, account: Account) -> tuple[str, ...]:
    """Give an account an application on the telephone, and recovery codes."""
    means = office.app.extensions["backoffice"].means
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        locked = means.locker.lock(SECRET.encode(), owner_of(account.id))
        factors.enrol_app(connection, New(account.id, "Téléphone", now), locked=locked, step=0)
        return recovery.renew(connection, account.id, at=now)


def sign_in(office: Backoffice, account: Account) -> Browser:
    """Sign in with the password."""
    browser = office.browser()
    browser.post("/sign-in", {"login": account.login, "password": PASSWORD})
    return browser


def prove(browser: Browser, code: str, **more: str) -> TestResponse:
    """Type a code on the page that asks for it."""
    return browser.post("/confirm", {"proof_code": code, **more})


def happened(office: Backoffice, account: Account) -> list[str]:
    """List what the journal of proofs says of an account, newest first."""
    with office.engine.begin() as connection:
        return [entry.what for entry in entries.latest(connection, account.id)]
