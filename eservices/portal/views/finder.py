"""The first questions: one on each page, each answer a link, so that nothing needs a script."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eservices.packs.finder import Finder, FinderAnswer
from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.views.catalogue import public
from workflows.publications import suspended


def start() -> ResponseReturnValue:
    """Go to the first question."""
    return redirect(url_for("finder.question", question=_finder().start), 302)


def question(question: str) -> ResponseReturnValue:
    """Ask a question."""
    finder = _finder()
    if question not in finder.questions:
        abort(404)
    asked = finder.questions[question]
    with services().engine.begin() as connection:
        closed = suspended(connection)
    answers = [(one.answer, address_of(one), one.eservice in closed) for one in asked.answers]
    page = render_template(
        "finder.html", asked=asked, answers=answers, first=question == finder.start
    )
    return public(page)


def address_of(answer: FinderAnswer) -> str:
    """Give the address to which an answer leads."""
    if answer.question is not None:
        return url_for("finder.question", question=answer.question)
    if answer.eservice is not None:
        return url_for("catalogue.sheet", eservice=answer.eservice, profile=answer.profile)
    if answer.procedure is not None:
        return url_for(
            "procedures.show_procedure", procedure=answer.procedure, profile=answer.profile
        )
    return str(answer.site)


def _finder() -> Finder:
    finder = services().signposts.finder
    if finder is None:
        abort(404)
    return finder


def blueprint() -> Blueprint:
    """Give the routes of the first questions."""
    return attach(
        Blueprint("finder", __name__),
        (
            Route("/find", start, Guard.PUBLIC),
            Route("/find/<question>", question, Guard.PUBLIC),
        ),
    )
