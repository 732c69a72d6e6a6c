"""The conversation on a case as its applicant reads it, with the form that asks."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from sqlalchemy import Connection

from eservices.portal.exchange import services
from eservices.portal.templating import named
from eservices.portal.visits import CaseVisit
from workflows.organisations import all_offices
from workflows.questions import LONGEST, MOST_WAITING, Asked, Question, may_be_asked, thread


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A question and its answer, by the name of an office and of nobody."""

    text: str
    asked_at: datetime
    on_behalf: bool
    answer: str | None
    answered_at: datetime | None
    office: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that was asked and answered, and the form where something can be asked."""

    exchanged: tuple[Exchanged, ...]
    is_open: bool
    #: Too many wait: the next one can be asked when one was answered.
    is_full: bool
    within: int
    #: Goes with the form, so that a second click finds the first one's question.
    key: str
    longest: int = LONGEST
    typed: str = ""
    problem: str = ""

    @property
    def takes_questions(self) -> bool:
        """Tell whether the form is shown; what was typed always is."""
        return (self.is_open and not self.is_full) or bool(self.typed)


def conversation(
    connection: Connection, visit: CaseVisit, *, typed: str = "", problem: str = "", key: str = ""
) -> Conversation:
    """Read what was asked and answered on the visited case."""
    asked = thread(connection, visit.case.id)
    return Conversation(
        exchanged=_exchanged(connection, asked),
        is_open=may_be_asked(visit.case, at=visit.now) and is_treated(visit),
        is_full=sum(one.answered_at is None for one in asked) >= MOST_WAITING,
        within=services().answers_within,
        key=key or secrets.token_urlsafe(16),
        typed=typed,
        problem=problem,
    )


def is_treated(visit: CaseVisit) -> bool:
    """Tell whether questions about such cases reach people who may answer them.

    Nobody treats some cases. On complaints none are asked: they wait for whoever treats the pool,
    who may be concerned, or may not even know that there is a confidential report.
    """
    if visit.service.complaint is not None:
        return False
    states = visit.service.procedure.states.values()
    return any(state.queue is not None for state in states)


def _exchanged(connection: Connection, asked: Sequence[Question]) -> tuple[Exchanged, ...]:
    answered = any(one.office for one in asked)
    offices = all_offices(connection) if answered else ()
    names = {office.slug: named(office.name) for office in offices}
    return tuple(
        Exchanged(
            text=one.text,
            asked_at=one.asked_at,
            on_behalf=one.on_behalf,
            answer=one.answer,
            answered_at=one.answered_at,
            office=names.get(one.office or "", ""),
        )
        for one in asked
    )


def problem_with(text: str) -> str:
    """Say what is wrong with a question; nothing where it can be asked."""
    if not text:
        return str(gettext("Write your question."))
    if len(text) > LONGEST:
        told = {"most": LONGEST, "now": len(text)}
        return str(gettext("Write %(most)s characters at most: there are %(now)s.", **told))
    return ""


def refusal(asked: Asked) -> str:
    """Say why a question was not kept; nothing where it was."""
    if asked is Asked.TOO_MANY:
        told = gettext(
            "%(most)s questions already wait for an answer. Ask again when one was answered.",
            most=MOST_WAITING,
        )
        return str(told)
    if asked is Asked.CLOSED:
        return str(gettext("No question can be asked about this application any more."))
    return ""
