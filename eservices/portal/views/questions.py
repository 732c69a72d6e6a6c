"""Asking the office something about a case: a form that loses nothing, with or without scripts."""

import re
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from eservices.portal.conversing import conversation, is_treated, problem_with, refusal
from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.visits import CaseVisit
from workflows.questions import Asked, ask

#: What this portal writes into its own forms; anything else is replaced.
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


def show_questions(visit: CaseVisit) -> ResponseReturnValue:
    """Show what was asked and answered on a page of its own."""
    return _page(visit)


def ask_question(visit: CaseVisit) -> ResponseReturnValue:
    """Keep a question; what cannot be kept is given back as it was typed."""
    typed = request.form.get("question", "").replace("\r\n", "\n").replace("\x00", "")
    key = request.form.get("key", "")
    if KEY.fullmatch(key) is None:
        key = ""
    text = typed.strip()
    problem = problem_with(text)
    if problem:
        return _page(visit, typed, problem, key), HTTPStatus.UNPROCESSABLE_ENTITY
    if not key:
        # Without the key a second click could not be told from a second question.
        again = str(gettext("This page was too old. Send your question once more."))
        return _page(visit, typed, again), HTTPStatus.UNPROCESSABLE_ENTITY
    refused = refusal(_asked(visit, text, key))
    if refused:
        return _page(visit, typed, refused, key), HTTPStatus.CONFLICT
    return redirect(f"{url_for('cases.tracking', **visit.address)}#questions", 303)


def _asked(visit: CaseVisit, text: str, key: str) -> Asked:
    if not is_treated(visit):
        return Asked.CLOSED
    actor, workflow = visit.holder.actor, services().desk.workflow
    with services().engine.begin() as connection:
        return ask(connection, workflow, visit.case.id, actor, text=text, key=key)


def _page(visit: CaseVisit, typed: str = "", problem: str = "", key: str = "") -> str:
    with services().engine.begin() as connection:
        talk = conversation(connection, visit, typed=typed, problem=problem, key=key)
    return render_template("questions.html", visit=visit, talk=talk)


def blueprint() -> Blueprint:
    """Give the routes of a case's questions."""
    return attach(
        Blueprint("questions", __name__, url_prefix="/track/<reference>/<secret>"),
        (
            Route("/questions", show_questions, Guard.CASE_HOLDER),
            Route("/questions", ask_question, Guard.CASE_HOLDER, ("POST",)),
        ),
    )
