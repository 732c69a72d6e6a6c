"""Enrolling a second factor: an application that shows codes, or a security key."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

import segno
from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy import Connection

from backoffice.exchange import (
    read_session_again,
    services,
    session_token,
    staff,
    staff_session,
)
from backoffice.headers import with_scripts
from backoffice.languages import words
from backoffice.security import codes_shown
from workflows.proofs import codes, factors, recovery
from workflows.proofs.factors import LONGEST_NAME, New
from workflows.proofs.keys import KeyRefused, ask_to_enrol, enrolled
from workflows.proofs.locker import Unreadable
from workflows.proofs.proving import keep_challenge, owner_of, take_challenge
from workflows.sessions import Standing, close_others, open_wide

#: A secret that is shown and not yet enrolled travels in the form, locked for its owner.
OFFERED = "offered to "


def app_form() -> ResponseReturnValue:
    """Show a new secret, as a QR code and in letters."""
    return _app_page(codes.new_secret())


def _app_page(secret: str, problem: str = "") -> Response:
    locked = services().means.locker.lock(secret.encode(), OFFERED + owner_of(staff().id))
    issuer = words(services().installation)
    address = codes.address_of(secret, login=staff().login, issuer=issuer)
    page = render_template(
        "enrol_app.html",
        picture=_drawn(address),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        locked=urlsafe_b64encode(locked).decode(),
        name=_name(gettext("Telephone")),
        problem=problem,
    )
    return make_response(page, 422 if problem else 200)


def _drawn(address: str) -> Markup:
    drawn = segno.make(address, error="m").svg_inline(
        scale=5, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    return Markup(drawn)  # noqa: S704 - drawn here, of squares


def enrol_app() -> ResponseReturnValue:
    """Enrol the application whose first code this is."""
    secret = _offered()
    if secret is None:
        return _app_page(codes.new_secret(), gettext("That page was too old. Scan this new code."))
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        code = "".join(request.form.get("code", "").split())
        step = codes.step_of(secret, code, at=now, after=0)
        if step is not None:
            locked = services().means.locker.lock(secret.encode(), owner_of(staff().id))
            new = New(staff().id, _name(gettext("Telephone")), now)
            factors.enrol_app(connection, new, locked=locked, step=step)
            shown = _finish(connection, new)
    if step is not None:
        return _welcome(shown)
    return _app_page(
        secret, gettext("This code does not fit. Check the clock of your telephone and try again.")
    )


def _offered() -> str | None:
    """Read the secret that the page showed; None when it was locked for somebody else."""
    try:
        locked = urlsafe_b64decode(request.form.get("locked", ""))
        owner = OFFERED + owner_of(staff().id)
        return services().means.locker.unlock(locked, owner).decode()
    except (Unreadable, ValueError):
        return None


def key_form() -> ResponseReturnValue:
    """Ask the browser for a security key."""
    return _key_page()


def _key_page(problem: str = "") -> Response:
    account = staff()
    with services().engine.begin() as connection:
        known = factors.credentials(factors.known_keys(connection, account.id))
        question = ask_to_enrol(
            services().means.site, account_id=account.id, login=account.login, known=known
        )
        keep_challenge(connection, session_token(), question)
    page = render_template(
        "enrol_key.html",
        options=question.options,
        name=_name(gettext("Security key")),
        problem=problem,
    )
    return with_scripts(make_response(page, 422 if problem else 200))


def enrol_key() -> ResponseReturnValue:
    """Enrol the security key that answered; what was asked of it is asked once."""
    with services().engine.begin() as connection:
        challenge = take_challenge(connection, session_token())
    try:
        with services().engine.begin() as connection:
            shown = _enrol_key(connection, challenge or b"")
    except KeyRefused:
        return _key_page(
            gettext("This key did not answer as it should. Try again, or take another.")
        )
    return _welcome(shown)


def _enrol_key(connection: Connection, challenge: bytes) -> Sequence[str]:
    key = enrolled(services().means.site, request.form.get("answer", ""), challenge)
    now = services().clock.now(connection)
    new = New(staff().id, _name(gettext("Security key")), now)
    factors.enrol_key(connection, new, key)
    return _finish(connection, new)


def _finish(connection: Connection, new: New) -> Sequence[str]:
    """Give recovery codes with the first factor, end sessions opened without it, and go on."""
    is_first = len(factors.factors_of(connection, new.account_id)) == 1
    if is_first:
        close_others(connection, new.account_id, session_token())
    if staff_session().standing is Standing.ENROLLING:
        open_wide(connection, session_token(), at=new.at)
    return recovery.renew(connection, new.account_id, at=new.at) if is_first else ()


def _welcome(shown: Sequence[str]) -> ResponseReturnValue:
    read_session_again()
    return codes_shown(shown)


def _name(otherwise: str) -> str:
    return request.form.get("name", "").strip()[:LONGEST_NAME] or otherwise
