"""Problems: told from the desk or the case, read and answered by supervisors, without names."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.board_names import Names, names
from backoffice.exchange import services, staff
from backoffice.languages import words
from backoffice.voice import telling
from backoffice.voice.telling import (
    Kind,
    MovedOn,
    NothingSaid,
    NotThere,
    Standing,
    Step,
    Told,
)
from workflows.cases import Case
from workflows.errors import WorkflowError

KINDS: Mapping[Kind, LazyString] = {
    Kind.STEP: _("The step: what it asks, its order, its rules"),
    Kind.SCAN: _("A document: badly scanned or photographed"),
    Kind.TOOL: _("The tool: this application, the network, the machine"),
}
STANDINGS: Mapping[Standing, LazyString] = {
    Standing.OPEN: _("Waits for an answer"),
    Standing.ANSWERED: _("Answered"),
    Standing.CLOSED: _("Closed"),
}
STEPS: Mapping[Step, LazyString] = {
    Step.REPORT: _("Told"),
    Step.ANSWER: _("Answered"),
    Step.CLOSE: _("Closed"),
    Step.REOPEN: _("Told again"),
}
REFUSALS: Mapping[type[WorkflowError], LazyString] = {
    NothingSaid: _("Choose a kind and say it in a few words, 2,000 characters at most."),
    NotThere: _("This is not there any more."),
    MovedOn: _("Somebody took a step meanwhile. Nothing was changed."),
}
#: Steps of supervisors.
THEIRS = frozenset({Step.ANSWER, Step.CLOSE})
WORDS = {"kinds": KINDS, "standings": STANDINGS, "steps": STEPS}


def mine() -> ResponseReturnValue:
    """Show whoever treats cases what they told, and what was answered."""
    return _mine()


def _mine(problem: str = "", *, status: int = 200) -> tuple[str, int]:
    with services().engine.begin() as connection:
        told = telling.told_by(connection, staff().id)
        telling.look(connection, staff().id, at=services().clock.now(connection))
        known = names(connection)
    page = render_template(
        "my_problems.html",
        told=told,
        place=lambda one: place(known, one.eservice, one.state),
        problem=problem,
        given=request.form,
        **WORDS,
    )
    return page, status


def report() -> ResponseReturnValue:
    """Report a problem from the desk, or say that an old one still hinders."""
    number = request.form.get("problem", type=int)
    try:
        with services().engine.begin() as connection:
            if number is None:
                _tell(connection, None)
            else:
                _go_on(connection, number, Step.REOPEN)
    except WorkflowError as refused:
        return _mine(str(REFUSALS[type(refused)]), status=422)
    flash(gettext("Told. A supervisor reads it and answers; your name is not shown."))
    return redirect(url_for("problems.mine"), 303)


def report_with_case(case: Case) -> ResponseReturnValue:
    """Report a problem with the case in hand, and go back to it."""
    try:
        with services().engine.begin() as connection:
            _tell(connection, case)
    except NothingSaid as refused:
        return _mine(str(REFUSALS[type(refused)]), status=422)
    flash(gettext("Told. A supervisor reads it and answers; your name is not shown."))
    return redirect(url_for("desk.home"), 303)


def _tell(connection: Connection, case: Case | None) -> None:
    asked = request.form.get("kind", "")
    if asked not in set(Kind):
        raise NothingSaid
    told = Told(Kind(asked), request.form.get("words", ""), staff().id, case)
    telling.tell(connection, told, at=services().clock.now(connection))


def _go_on(connection: Connection, number: int, step: Step) -> None:
    said, now = request.form.get("words", ""), services().clock.now(connection)
    telling.go_on(connection, number, step, said, by=staff().id, at=now)


def listed() -> ResponseReturnValue:
    """List what was told, for supervisors."""
    with services().engine.begin() as connection:
        told = telling.latest(connection)
        known = names(connection)
    return render_template(
        "problems.html", told=told, place=lambda one: place(known, one.eservice, one.state), **WORDS
    )


def problem(problem: int) -> ResponseReturnValue:
    """Show a problem and all that was said about it."""
    return _problem(problem)


def _problem(number: int, refusal: str = "", *, status: int = 200) -> ResponseReturnValue:
    with services().engine.begin() as connection:
        found = telling.find(connection, number)
        known = names(connection)
    if found is None:
        flash(str(REFUSALS[NotThere]))
        return redirect(url_for("problems.listed"), 303)
    page = render_template(
        "problem_told.html",
        told=found,
        place=place(known, found.eservice, found.state),
        refusal=refusal,
        given=request.form,
        **WORDS,
    )
    return page, status


def take_step(problem: int) -> ResponseReturnValue:
    """Answer or close a problem."""
    asked = request.form.get("step", "")
    if asked not in THEIRS:
        return _problem(problem, str(REFUSALS[NothingSaid]), status=422)
    try:
        with services().engine.begin() as connection:
            _go_on(connection, problem, Step(asked))
    except WorkflowError as refused:
        return _problem(problem, str(REFUSALS[type(refused)]), status=409)
    flash(gettext("Sent: whoever told it reads your words."))
    return redirect(url_for("problems.listed"), 303)


def place(known: Names, eservice: str, state: str) -> str:
    """Name where a problem stands in the way: an e-service and its step, or the desk."""
    if not eservice:
        return str(gettext("At the desk"))
    found = known.services.get(eservice)
    step = found.procedure.states.get(state) if found else None
    return f"{known.eservice(eservice)} › {words(step.label) if step else state}"
