"""The case screen: read it, decide, or give the case back to its queue."""

from collections.abc import Mapping
from contextlib import suppress

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backoffice import desk
from backoffice.case_page import offered, open_case
from backoffice.case_writing import take_draft, with_block
from backoffice.checklist import KEEP_TICKS, is_of_this_stay, keep_ticks
from backoffice.decisions import CHECKLIST, NOTHING_TYPED, Typed, meant, own_part, read_data
from backoffice.exchange import services, staff
from backoffice.kept import Why
from backoffice.languages import words
from backoffice.lost import answer_refused
from backoffice.proof import demanded
from payments.waivers import reject_waivers
from workflows import agent_queues, unfinished
from workflows.actors import Actor, Role
from workflows.agent_queues import Handed
from workflows.approvals import AFTER_SIGNING
from workflows.cases import Case
from workflows.errors import (
    CaseNotClaimed,
    ChecklistUnticked,
    FourEyesRefused,
    InvalidMoveData,
    MoveRefused,
    StaleCase,
)
from workflows.interpreter import interpreter
from workflows.language.procedure import Stage, Transition
from workflows.questions import LONGEST

#: Why the kernel refused a move, as the page explains it; any other refusal was not on offer.
WHYS: Mapping[type[MoveRefused], Why] = {
    StaleCase: Why.MOVED,
    CaseNotClaimed: Why.NO_LONGER_HELD,
    FourEyesRefused: Why.FOUR_EYES,
}
#: Never a version: a form without one is treated as one from another time.
NO_VERSION = -1


def read(case: Case) -> ResponseReturnValue:
    """Show the case in hand."""
    return _show(case, NOTHING_TYPED)


def _show(case: Case, typed: Typed) -> ResponseReturnValue:
    with services().engine.begin() as connection:
        page = open_case(connection, case, staff(), typed)
    status = 422 if typed.problems else 200
    onward = desk.goes_onward()
    return render_template("case.html", page=page, onward=onward, longest=LONGEST), status


def decide(case: Case) -> ResponseReturnValue:
    """Fire the chosen transition once, on the version of the case that the page showed."""
    _keep_ticks(case)
    if request.form.get("draft") == KEEP_TICKS:
        return _ticks_kept(case)
    transition, signs = _chosen(case)
    if transition is None:
        return answer_refused(case, Why.UNAVAILABLE if _is_current(case) else Why.MOVED)
    return _instead(case, transition, signs=signs) or _decided(case, transition)


def _decided(case: Case, transition: Transition) -> ResponseReturnValue:
    data = read_data(transition.asks, own_part(request.form, transition.fire))
    try:
        after = _fire(case, transition, data)
    except InvalidMoveData as refused:
        return _show(case, Typed(transition.fire, data, refused.problems))
    except ChecklistUnticked:
        return _show(case, Typed(transition.fire, data, {CHECKLIST: "unticked"}))
    except MoveRefused as refused:
        return answer_refused(case, WHYS.get(type(refused), Why.UNAVAILABLE))
    action = words(transition.label) or transition.fire
    flash(gettext("Done. %(reference)s: %(action)s", reference=case.reference, action=action))
    return desk.opened(after)


def _keep_ticks(case: Case) -> None:
    """Keep what was ticked before anything else: whatever comes of the decision, it stays."""
    if "listed" in request.form:
        with services().engine.begin() as connection:
            keep_ticks(connection, case)


def _ticks_kept(case: Case) -> ResponseReturnValue:
    if not is_of_this_stay(case):
        return answer_refused(case, Why.MOVED)
    flash(gettext("Your ticks are kept. Only you see them; nothing was decided."))
    return redirect(url_for("cases.read", reference=case.reference), 303)


def _instead(case: Case, transition: Transition, *, signs: bool) -> ResponseReturnValue | None:
    """Do what is asked for instead of a decision, or what must come before it."""
    if "draft" in request.form:
        return take_draft(case, transition)
    if "insert" in request.form:
        return _show(case, with_block(case, transition))
    if transition.by is Role.SIGNATORY and case.pool_id not in staff().pools:
        # Taken in the place of somebody who is back, or whose delegation has ended.
        return answer_refused(case, Why.NO_LONGER_HELD)
    return demanded() if signs else None


def _version() -> int:
    return request.form.get("version", NO_VERSION, type=int)


def _is_current(case: Case) -> bool:
    return _version() == case.version


def _chosen(case: Case) -> tuple[Transition | None, bool]:
    """Find the transition that was chosen, and tell whether it signs or lets an act be issued."""
    trigger = meant(request.form)
    with services().engine.begin() as connection:
        on_offer = offered(connection, case, staff())
        states = interpreter(connection, case.definition).compiled.procedure.states
    chosen = next((transition for transition in on_offer if transition.fire == trigger), None)
    return chosen, chosen is not None and _signs(chosen, states[chosen.to].stage)


def _signs(chosen: Transition, target: Stage) -> bool:
    is_signature = chosen.by is Role.SIGNATORY and target in AFTER_SIGNING
    return is_signature or target is Stage.ISSUANCE


def _fire(case: Case, transition: Transition, data: Mapping[str, object]) -> Handed | None:
    """Fire a transition, and give the case that follows where the next one is wanted at once."""
    account = staff()
    actor = Actor(transition.by, account.id, delegation=account.delegation_for(case.pool_id))
    with services().engine.begin() as connection:
        services().workflow.fire(
            connection,
            case.id,
            transition.fire,
            actor=actor,
            data=data,
            expected_version=_version(),
        )
        if {"kept", "listed"} & request.form.keys():
            unfinished.forget(connection, case.id, account.id)
        if transition.rejects_exemptions:
            reject_waivers(connection, case.id)
        return desk.following(connection) if desk.goes_onward() else None


def release(case: Case) -> ResponseReturnValue:
    """Give the case back to its place in the queue."""
    # Two clicks at the same instant want the same thing: that the case be given back.
    with suppress(CaseNotClaimed), services().engine.begin() as connection:
        agent_queues.release(connection, case.id, staff(), clock=services().clock)
    flash(gettext("%(reference)s went back to its place in the queue.", reference=case.reference))
    return redirect(url_for("desk.home"), 303)
