"""The last word of whoever complained: the answer is enough, or the complaint is opened again."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from eservices.complaining import Verdict, asks_message, give_verdict, verdict_on
from eservices.form.characters import storable
from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.views.corrections import LONGEST_MESSAGE, MESSAGE
from eservices.portal.visits import CaseVisit
from workflows.errors import MoveRefused
from workflows.language.procedure import Transition


def ask_verdict(visit: CaseVisit) -> ResponseReturnValue:
    """Ask whether the answer is enough; a case that asks nothing any more shows where it stands."""
    verdict = _verdict(visit)
    if verdict is None:
        return redirect(url_for("cases.tracking", **visit.address), 303)
    return render_template("verdict.html", visit=visit, verdict=verdict, mistake="", message="")


def say_verdict(visit: CaseVisit) -> ResponseReturnValue:
    """Close the complaint or open it again, once: a second click finds it done."""
    verdict = _verdict(visit)
    if verdict is None:
        return redirect(url_for("cases.tracking", **visit.address), 303)
    move = _chosen(verdict)
    message = storable(request.form.get(MESSAGE, "")).strip()
    mistake = _mistake(message) if asks_message(move) else ""
    if mistake:
        page = render_template(
            "verdict.html", visit=visit, verdict=verdict, mistake=mistake, message=message
        )
        return page, 422
    try:
        with services().engine.begin() as connection:
            workflow, actor = services().desk.workflow, visit.holder.actor
            give_verdict(connection, workflow, visit.case, move, message=message, actor=actor)
    except MoveRefused:
        # Another tab was quicker, or the time ran out: the page of the case says what came of it.
        pass
    return redirect(url_for("cases.tracking", **visit.address), 303)


def _verdict(visit: CaseVisit) -> Verdict | None:
    with services().engine.begin() as connection:
        return verdict_on(connection, services().desk.workflow, visit.case, visit.service)


def _chosen(verdict: Verdict) -> Transition:
    said = request.form.get("verdict", "")
    return next((one for one in verdict.moves if one.fire == said), None) or abort(400)


def _mistake(message: str) -> str:
    if len(message) > LONGEST_MESSAGE:
        return str(gettext("Shorten your answer: it may have 4,000 characters."))
    return "" if message else str(gettext("Write what the answer lacks."))


def blueprint() -> Blueprint:
    """Give the routes of the last word."""
    return attach(
        Blueprint("complaints", __name__, url_prefix="/track/<reference>/<secret>"),
        (
            Route("/verdict", ask_verdict, Guard.CASE_HOLDER),
            Route("/verdict", say_verdict, Guard.CASE_HOLDER, ("POST",)),
        ),
    )
