"""The words that documents share: roles, questions, and what becomes of the money."""

from collections.abc import Mapping

from eservices.durations import span_in_words
from eservices.texts import mark, translate
from workflows.actors import Role
from workflows.language.procedure import (
    Decides,
    LegalSilence,
    Overflow,
    Question,
    Refunds,
    Silence,
    State,
)

ROLES: Mapping[Role, str] = {
    Role.APPLICANT: mark("the applicant"),
    Role.AGENT: mark("an agent"),
    Role.SIGNATORY: mark("a signatory"),
    Role.CASHIER: mark("a cashier"),
    Role.COUNTER_AGENT: mark("a counter agent"),
    Role.SUPERVISOR: mark("a supervisor"),
    Role.INSPECTOR: mark("an inspector"),
    Role.ADMINISTRATOR: mark("an administrator"),
    Role.SYSTEM: mark("the system"),
}
QUESTIONS: Mapping[str, str] = {
    Question.REASON: mark("a reason"),
    Question.FIELDS_TO_CORRECT: mark("the answers to correct"),
    Question.OPINION: mark("an opinion"),
    Question.MESSAGE: mark("a message"),
    Question.NOTE: mark("a note"),
}
REFUNDS: Mapping[str, str] = {
    Refunds.NEVER: mark("What was paid is kept."),
    Refunds.FULL: mark("What was paid is given back."),
}


SILENCES: Mapping[Silence, str] = {
    Silence.FAVOURABLE: mark("Silence counts as favourable."),
    Silence.UNFAVOURABLE: mark("Silence counts as unfavourable."),
    Silence.WAITS: mark("Without it, the case waits."),
}


def silence_words(silence: Silence, language: str) -> str:
    """Say what it means that an office does not answer in time."""
    return translate(SILENCES[silence], language)


DECIDED: Mapping[Decides, str] = {
    Decides.ACCEPT: mark("Without a decision after %(span)s, the application is accepted by law."),
    Decides.REFUSE: mark("Without a decision after %(span)s, the application is refused by law."),
}


def silence_of_law(silence: LegalSilence, language: str) -> str:
    """Say what the law takes the administration's silence for."""
    span = span_in_words(silence.after, language)
    return translate(DECIDED[silence.decides], language, span=span)


def role_words(role: Role, language: str) -> str:
    """Name who does something."""
    return translate(ROLES[role], language)


def question_words(question: str, language: str) -> str:
    """Name what is asked; a question that has no words here keeps its name."""
    words = QUESTIONS.get(question)
    return str(question) if words is None else translate(words, language)


def refund_words(refunds: str | None, language: str) -> str:
    """Say what becomes of the money, if anything is said of it."""
    words = REFUNDS.get(refunds or "")
    return "" if words is None else translate(words, language)


OVERFLOWS = mark("Cases that nobody holds go to the office %(office)s: %(when)s.")
RELIEVED = mark(
    "Cases of the office %(former)s that nobody holds go to the office %(office)s: %(when)s."
)
WAITED = mark("after %(span)s")
BEYOND = mark("beyond the first %(above)s")
IF = mark("when %(condition)s")


def overflow_words(overflow: Overflow, language: str) -> str:
    """Say where cases go that wait too long, and when."""
    told = []
    if overflow.after is not None:
        told.append(translate(WAITED, language, span=span_in_words(overflow.after, language)))
    if overflow.above is not None:
        told.append(translate(BEYOND, language, above=overflow.above))
    if overflow.when is not None:
        told.append(translate(IF, language, condition=overflow.when))
    values = {"office": overflow.office.strip('"'), "when": ", ".join(told)}
    if not overflow.origins:
        return translate(OVERFLOWS, language, **values)
    return translate(RELIEVED, language, former=", ".join(overflow.origins), **values)


def overflows_in_words(state: State, language: str) -> tuple[str, ...]:
    """Say of each overflow of a state where it leads, and when."""
    return tuple(overflow_words(one, language) for one in state.overflow)
