"""One's own absence: declared, struck, ended; and, for signatories, who signs meanwhile."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from backoffice.actions import Action
from backoffice.days import read_period, today
from backoffice.exchange import services, staff
from backoffice.policy import allows
from workflows import absences, delegations
from workflows.absences import Declaring, Reason
from workflows.accounts import names_of
from workflows.delegations import Naming
from workflows.errors import WorkflowError

REASONS: Mapping[Reason, LazyString] = {
    Reason.LEAVE: _("Leave"),
    Reason.SICK: _("Sick leave"),
    Reason.TRAINING: _("Training"),
    Reason.MISSION: _("Mission elsewhere"),
    Reason.OTHER: _("Another reason"),
}
INCOMPLETE = _("Choose the first and the last day, and a reason.")
REFUSALS: Mapping[type[WorkflowError], LazyString] = {
    absences.BadPeriod: _("The last day is over, comes before the first, or is a year away."),
    absences.Overlaps: _("An absence is declared already for a part of these days."),
    delegations.BadPeriod: _("The last day is over, comes before the first, or is a year away."),
    delegations.Overlaps: _("Somebody is named already for a part of these days."),
    delegations.NotAllowed: _("Choose somebody who signs in your organisation."),
    delegations.NotOpen: _("This was settled meanwhile. Nothing was changed."),
    delegations.SamePerson: _("Neither of the two people concerned confirms it."),
}


def mine() -> ResponseReturnValue:
    """Show the absences of whoever reads, and who stands in for them or for whom they do."""
    return _mine(200)


def _mine(status: int) -> ResponseReturnValue:
    account = staff()
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        ahead = absences.ahead(
            connection, at=now, until=now + absences.LONGEST, account_id=account.id
        )
        named = delegations.latest(connection, delegations.between(account.id))
        ids = {one.delegator for one in named} | {one.substitute for one in named}
        signs = allows(account.roles, Action.NAME_SUBSTITUTE)
        page = render_template(
            "absence.html",
            ahead=ahead,
            named=named,
            who=names_of(connection, ids),
            allowed=delegations.allowed(connection, account) if signs else {},
            signs=signs,
            reasons=REASONS,
            now=now,
            today=today(now),
            typed=request.form,
        )
    return page, status


def declare() -> ResponseReturnValue:
    """Declare one's own absence: what is in hand goes back at once where it begins now."""
    return declare_for(staff().id, "absence.mine", lambda: _mine(422))


def declare_for(
    account_id: int,
    onward: str,
    again: Callable[[], ResponseReturnValue],
    **where: Any,
) -> ResponseReturnValue:
    """Declare somebody's absence as the form says it, and go on."""
    period, reason = read_period(), request.form.get("reason")
    if period is None or reason not in set(Reason):
        flash(str(INCOMPLETE))
        return again()
    asked = Declaring(account_id, *period, Reason(reason or ""), staff().id)
    try:
        with services().engine.begin() as connection:
            now = services().clock.now(connection)
            back = absences.declare(connection, asked, at=now)
    except WorkflowError as refused:
        flash(str(REFUSALS[type(refused)]))
        return again()
    flash(gettext("Declared."))
    if back:
        flash(gettext("What was in hand has gone back to its place in the queue."))
    return redirect(url_for(onward, **where), 303)


def come_back() -> ResponseReturnValue:
    """End the absence that runs, by the one click at the desk."""
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        ended = absences.come_back(connection, staff().id, by=staff().id, at=now)
    flash(gettext("Welcome back.") if ended else gettext("You were not declared absent."))
    return redirect(url_for("desk.home"), 303)


def strike(absence: int) -> ResponseReturnValue:
    """Strike an absence of one's own that is not over."""
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        struck = absences.strike(connection, absence, by=staff().id, at=now, own=staff().id)
    flash(gettext("Struck.") if struck else gettext("It was over already."))
    return redirect(url_for("absence.mine"), 303)


def name_substitute() -> ResponseReturnValue:
    """Name who signs in one's place, by an act of delegation; somebody else confirms it."""
    period, act = read_period(), request.form.get("act", "").strip()
    substitute = request.form.get("substitute", type=int)
    if period is None or substitute is None or not act:
        flash(gettext("Choose who, the first and the last day, and write the number of the act."))
        return _mine(422)
    try:
        with services().engine.begin() as connection:
            now = services().clock.now(connection)
            asked = Naming(staff(), substitute, *period, act)
            delegations.name(connection, asked, at=now)
    except WorkflowError as refused:
        flash(str(REFUSALS[type(refused)]))
        return _mine(422)
    flash(gettext("Asked for. An administrator confirms it before it counts."))
    return redirect(url_for("absence.mine"), 303)


def end_substitute(delegation: int) -> ResponseReturnValue:
    """End a delegation that one gave or was given."""
    try:
        with services().engine.begin() as connection:
            found = delegations.find(connection, delegation)
            if found is None or staff().id not in {found.delegator, found.substitute}:
                raise delegations.NotOpen(delegation)
            now = services().clock.now(connection)
            delegations.end(connection, delegation, by=staff().id, at=now)
    except WorkflowError as refused:
        flash(str(REFUSALS[type(refused)]))
        return redirect(url_for("absence.mine"), 303)
    flash(gettext("Ended."))
    return redirect(url_for("absence.mine"), 303)
