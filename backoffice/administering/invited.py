"""The link of an invitation: whoever it was given to chooses a password that nobody else knows."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backoffice.choosing import NotChosen, chosen_password
from backoffice.exchange import services
from workflows.accounts import PasswordHash
from workflows.administering import invitations
from workflows.administering.invitations import Invitation, InvitationRefused, Refusal
from workflows.passwords import LONGEST_PASSWORD


def invitation_form(token: str) -> ResponseReturnValue:
    """Ask for the password, and for the code where there is one."""
    with services().engine.begin() as connection:
        found = invitations.find(connection, token, at=services().clock.now(connection))
    return _over() if found is None else _page(found)


def _over() -> ResponseReturnValue:
    return render_template("invitation_over.html"), 404


def _page(found: Invitation, problem: str = "") -> ResponseReturnValue:
    page = render_template(
        "invitation.html",
        invitation=found,
        problem=problem,
        longest=LONGEST_PASSWORD,
    )
    return page, 422 if problem else 200


def accept_invitation(token: str) -> ResponseReturnValue:
    """Keep the password that was chosen; the link is used up."""
    with services().engine.begin() as connection:
        found = invitations.find(connection, token, at=services().clock.now(connection))
    if found is None:
        return _over()
    try:
        hashed = chosen_password((found.login, found.name))
    except NotChosen as refused:
        return _page(found, str(refused))
    return _accepted(token, found, hashed)


def _accepted(token: str, found: Invitation, hashed: PasswordHash) -> ResponseReturnValue:
    refusal: Refusal | None = None
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        try:
            found = invitations.check_code(connection, token, request.form.get("code", ""), at=now)
        except InvitationRefused as refused:
            refusal = refused.refusal
        else:
            invitations.accept(connection, token, found, hashed, at=now)
    if refusal is Refusal.OVER:
        return _over()
    if refusal is Refusal.CODE:
        said = gettext("This is not the code. After five wrong ones the link opens nothing.")
        return _page(found, said)
    flash(gettext("Your password is kept. Sign in with it."))
    return redirect(url_for("entrance.sign_in_form"), 303)
