"""Questions of applicants: pulled like cases, oldest first, and answered with the file beside."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.answers import Given as Shown
from backoffice.answers import Section, sections
from backoffice.exchange import services, staff
from backoffice.kept import Why, explain
from backoffice.languages import words
from backoffice.openings import Purpose, record
from eservices.correcting import service_of
from workflows.accounts import Account
from workflows.actors import TREATING, Actor
from workflows.attachments import attachments_of_case
from workflows.cases import Case, find_case
from workflows.question_queue import current_question, next_question, release_question
from workflows.questions import (
    LONGEST,
    Given,
    Question,
    answer,
    answer_held,
    thread,
    was_given_to,
)

#: What kept an answer from being sent.
WHYS = {Given.ANSWERED_BEFORE: Why.ANSWERED_BEFORE, Given.NOT_HELD: Why.QUESTION_LOST}


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A question in hand, with the answers of its case to read and what was asked before."""

    asked: Question
    case: Case
    title: str
    state: str
    sections: tuple[Section, ...]
    thread: tuple[Question, ...]
    typed: str = ""
    problem: str = ""


def take_question() -> ResponseReturnValue:
    """Give the question in hand, else the oldest of this account's pools."""
    given = services()
    with given.engine.begin() as connection:
        found = next_question(connection, account=staff(), clock=given.clock, lease=given.lease)
    if found is None:
        flash(gettext("No question is waiting for you now."))
        return redirect(url_for("desk.home"), 303)
    return redirect(url_for("questions.read_question"), 303)


def read_question() -> ResponseReturnValue:
    """Show the question in hand."""
    return _show()


def _show(typed: str = "", problem: str = "") -> ResponseReturnValue:
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        asked = current_question(connection, staff(), at=now)
        page = None if asked is None else _page(connection, asked, typed, problem)
    if page is None:
        return explain(Why.QUESTION_LOST) if typed else redirect(url_for("desk.home"), 303)
    return render_template("question.html", page=page, longest=LONGEST), 422 if problem else 200


def _page(connection: Connection, asked: Question, typed: str, problem: str) -> QuestionPage:
    """Record that the account looks into the case, then read what the page shows of it."""
    case = find_case(connection, asked.case_id)
    record(connection, case, staff(), Purpose.QUESTION)
    eservice = service_of(connection, case)
    return QuestionPage(
        asked=asked,
        case=case,
        title=words(eservice.title),
        state=words(eservice.procedure.states[case.state].label),
        sections=sections(eservice, Shown(case.answers, attachments_of_case(connection, case.id))),
        thread=thread(connection, case.id),
        typed=typed,
        problem=problem,
    )


def answer_question() -> ResponseReturnValue:
    """Send the answer to the question that the page showed."""
    text = typed_answer()
    problem = problem_of(text)
    if problem:
        return _show(text, problem)
    with services().engine.begin() as connection:
        number = request.form.get("question", 0, type=int)
        asked = was_given_to(connection, number, staff())
        actor = acting(staff())
        given = (
            Given.NOT_HELD
            if asked is None
            else answer_held(connection, services().workflow, asked, actor, text=text)
        )
    if given in WHYS:
        return explain(WHYS[given])
    flash(gettext("Your answer was sent to the applicant."))
    return redirect(url_for("desk.home"), 303)


def give_back() -> ResponseReturnValue:
    """Give the question in hand back to its place."""
    with services().engine.begin() as connection:
        release_question(connection, staff(), at=services().clock.now(connection))
    flash(gettext("The question went back to its place in the queue."))
    return redirect(url_for("desk.home"), 303)


def answer_on_case(case: Case, question: int) -> ResponseReturnValue:
    """Send the answer of whoever holds the case, from the case's own page."""
    text = typed_answer()
    with services().engine.begin() as connection:
        asked = next((one for one in thread(connection, case.id) if one.id == question), None)
    if asked is None:
        return explain(Why.UNAVAILABLE)
    if problem_of(text):
        return _again(case, asked, text)
    with services().engine.begin() as connection:
        given = answer(connection, services().workflow, asked, acting(staff()), text=text)
    if given in WHYS:
        return explain(WHYS[given])
    flash(gettext("Your answer was sent to the applicant."))
    return redirect(f"{url_for('cases.read', reference=case.reference)}#questions", 303)


def _again(case: Case, asked: Question, text: str) -> ResponseReturnValue:
    """Show the form of one question alone, with what was typed and what is wrong with it."""
    if asked.answered_at is not None:
        abort(409)
    page = render_template(
        "answer_again.html",
        case=case,
        asked=asked,
        typed=text,
        problem=problem_of(text),
        longest=LONGEST,
    )
    return page, 422


def typed_answer() -> str:
    """Give what was typed, as it is kept: PostgreSQL has no text with NUL in it."""
    return request.form.get("answer", "").replace("\r\n", "\n").replace("\x00", "").strip()


def problem_of(text: str) -> str:
    """Say what is wrong with an answer; nothing where it can be sent."""
    if not text:
        return str(gettext("Write your answer."))
    if len(text) > LONGEST:
        told = {"most": LONGEST, "now": len(text)}
        return str(gettext("Write %(most)s characters at most: there are %(now)s.", **told))
    return ""


def acting(account: Account) -> Actor:
    """Give the actor that somebody who treats cases is."""
    return Actor(min(TREATING & account.roles), account.id)
