"""Delegations of signature, for administrators: confirmed, declined or ended."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backoffice.absence import REFUSALS
from backoffice.exchange import services, staff
from workflows import delegations
from workflows.accounts import names_of
from workflows.errors import WorkflowError


def listed() -> ResponseReturnValue:
    """List who signs for whom, what waits for a second person first."""
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        found = delegations.latest(connection)
        people = {one.delegator for one in found} | {one.substitute for one in found}
        who = names_of(connection, people | {one.settled_by or 0 for one in found})
    return render_template("delegations.html", found=found, who=who, now=now)


def settle(delegation: int) -> ResponseReturnValue:
    """Confirm, decline or end a delegation, as somebody who is neither of the two."""
    wanted = request.form.get("decision")
    try:
        with services().engine.begin() as connection:
            now = services().clock.now(connection)
            if wanted == "end":
                delegations.end(connection, delegation, by=staff().id, at=now)
            else:
                yes = wanted == "confirm"
                delegations.settle(connection, delegation, confirmed=yes, by=staff().id, at=now)
    except WorkflowError as refused:
        flash(str(REFUSALS[type(refused)]))
        return redirect(url_for("delegations.listed"), 303)
    flash(gettext("Done."))
    return redirect(url_for("delegations.listed"), 303)
