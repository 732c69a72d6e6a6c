"""The agent's guide: for each state, what to check, by when, and what each button does."""

from collections.abc import Iterable, Iterator, Mapping

from eservices.definition.form import Field, FieldType
from eservices.definition.model import EService
from eservices.documents.model import Document, Kind, Section, Table
from eservices.documents.words import (
    overflows_in_words,
    question_words,
    refund_words,
    role_words,
    silence_words,
)
from eservices.durations import span_in_words
from eservices.texts import mark, translate
from workflows.actors import Role
from workflows.language.procedure import (
    ISSUED,
    PAYMENT_CLEARED,
    ChecklistItem,
    State,
    Transition,
)

SUBTITLE = mark("Agent’s guide. Made from the definition; number %(code)s in the catalogue.")
READS = mark("What the applicant reads meanwhile: %(text)s")
QUEUE = mark("Agent queue: %(queue)s.")
OFFICE = mark("Treated by the office that the answers name.")
DEADLINE = mark("Time for it: %(span)s; a warning comes at %(warn)s %% of it.")
OPINION = mark("Opinion asked for: “%(label)s”, of the agent queue %(queue)s, within %(span)s.")
WAITS = mark("The wait ends by itself after %(span)s: %(outcome)s.")
PIECES = mark("To check: the documents %(pieces)s, and that they agree with the answers.")
TICKED = mark("To check and tick: %(label)s.")
TICKED_WHEN = mark("To check and tick when %(condition)s: %(label)s.")
TICKED_FOR = mark("To check and tick before %(buttons)s: %(label)s.")
BUTTON, WHO, EFFECT, ASKS = (
    mark("Button"),
    mark("Who"),
    mark("What it does"),
    mark("What it asks"),
)
LEADS = mark("Leads to “%(state)s”.")
EXEMPTIONS_FALL = mark("The exemption falls: the full price is owed.")
CONDITION = mark("Only when %(condition)s.")
ANOTHER = mark("Not by who did: %(steps)s.")
ONE_OF = mark("one of: %(reasons)s")
#: What moves a case by itself in every procedure.
HAPPENS: Mapping[str, str] = {
    PAYMENT_CLEARED: mark("payment received"),
    ISSUED: mark("act sealed and registered"),
}
ASKED = mark("What the applicant was asked")
PAGE, QUESTION, NEEDED = mark("Page"), mark("Question"), mark("Must be answered")
YES, NO, WHEN = mark("yes"), mark("no"), mark("when %(condition)s")
REASONS = mark("Reasons that may be given")
CODE, TEXT = mark("Code"), mark("What the applicant reads")


def guide(eservice: EService, language: str) -> Document:
    """Make the agent's guide."""
    sections = [_state(eservice, name, language) for name in eservice.procedure.states]
    sections += [_questions(eservice, language), _reasons(eservice, language)]
    return Document(
        kind=Kind.GUIDE,
        language=language,
        title=eservice.title.in_language(language),
        subtitle=translate(SUBTITLE, language, code=eservice.code),
        sections=tuple(section for section in sections if section.says_something),
    )


def _state(eservice: EService, name: str, language: str) -> Section:
    state = eservice.procedure.states[name]
    leaving = [move for move in eservice.procedure.transitions if name in move.origins]
    head = tuple(translate(title, language) for title in (BUTTON, WHO, EFFECT, ASKS))
    rows = tuple(_button(eservice, move, language) for move in leaving)
    return Section(
        title=state.label.in_language(language),
        paragraphs=tuple(_facts(eservice, state, language)),
        tables=(Table(head, rows),) if rows else (),
    )


def _facts(eservice: EService, state: State, language: str) -> Iterator[str]:
    if state.explanation is not None:
        yield translate(READS, language, text=state.explanation.in_language(language))
    if state.queue is not None:
        yield translate(QUEUE, language, queue=state.queue)
        if state.office is not None:
            yield translate(OFFICE, language)
        pieces = _pieces(eservice, language)
        if pieces:
            yield translate(PIECES, language, pieces=pieces)
    for item in state.checklist:
        yield _item(eservice, item, language)
    if state.deadline is not None:
        span = span_in_words(state.deadline, language)
        yield translate(DEADLINE, language, span=span, warn=state.warn_at)
    yield from overflows_in_words(state, language)
    yield from _opinions(state, language)
    if state.expires is not None:
        span = span_in_words(state.expires.after, language)
        yield translate(WAITS, language, span=span, outcome=_outcome(eservice, state, language))


def _opinions(state: State, language: str) -> Iterator[str]:
    for asked in state.consults.values():
        told = {"label": asked.label.in_language(language), "queue": asked.queue}
        span = span_in_words(asked.deadline, language)
        yield translate(OPINION, language, span=span, **told)
        yield silence_words(asked.silence, language)


def _item(eservice: EService, item: ChecklistItem, language: str) -> str:
    label = item.label.in_language(language).rstrip(".")
    if item.needed_for:
        buttons = ", ".join(labels_of(eservice, item.needed_for, language))
        return translate(TICKED_FOR, language, buttons=f"“{buttons}”", label=label)
    if item.when is not None:
        return translate(TICKED_WHEN, language, condition=item.when, label=label)
    return translate(TICKED, language, label=label)


def _pieces(eservice: EService, language: str) -> str:
    files = (field for field in eservice.form.fields() if field.type is FieldType.FILE)
    return ", ".join(f"“{field.label.in_language(language)}”" for field in files)


def _outcome(eservice: EService, state: State, language: str) -> str:
    trigger = state.expires.fire if state.expires else ""
    moves = (move for move in eservice.procedure.transitions if move.fire == trigger)
    states = eservice.procedure.states
    labels = (states[move.to].label.in_language(language) for move in moves)
    return " / ".join(dict.fromkeys(labels))


def _button(eservice: EService, move: Transition, language: str) -> tuple[str, ...]:
    return (
        name_of(move, language),
        role_words(move.by, language),
        " ".join(_effect(eservice, move, language)),
        ", ".join(_asks(eservice, move, language)) or "–",
    )


def _effect(eservice: EService, move: Transition, language: str) -> Iterator[str]:
    target = eservice.procedure.states[move.to].label.in_language(language)
    yield translate(LEADS, language, state=target)
    if move.when is not None:
        yield translate(CONDITION, language, condition=move.when)
    if move.distinct_from:
        steps = ", ".join(labels_of(eservice, move.distinct_from, language))
        yield translate(ANOTHER, language, steps=steps)
    if refunds := refund_words(move.refunds, language):
        yield refunds
    if move.rejects_exemptions:
        yield translate(EXEMPTIONS_FALL, language)


def _asks(eservice: EService, move: Transition, language: str) -> Iterator[str]:
    for question in move.asks:
        words = question_words(question, language)
        if question == "reason" and move.reasons:
            told = "; ".join(eservice.reasons[code].in_language(language) for code in move.reasons)
            words = f"{words} ({translate(ONE_OF, language, reasons=told)})"
        yield words


def name_of(move: Transition, language: str) -> str:
    """Name a transition as people see it: by its button, else by what happens by itself."""
    if move.label is not None and move.by is not Role.SYSTEM:
        return move.label.in_language(language)
    known = HAPPENS.get(move.fire)
    return move.fire if known is None else translate(known, language)


def labels_of(eservice: EService, triggers: tuple[str, ...], language: str) -> list[str]:
    """Name what was done by its buttons."""
    moves = eservice.procedure.transitions
    named = {move.fire: name_of(move, language) for move in moves}
    return [named.get(trigger, trigger) for trigger in triggers]


def _questions(eservice: EService, language: str) -> Section:
    head = tuple(translate(title, language) for title in (PAGE, QUESTION, NEEDED))
    rows = tuple(
        (
            page.title.in_language(language),
            label,
            _needed(field, page.when, language),
        )
        for page in eservice.form.pages
        for label, field in _labelled(page.fields, language)
    )
    return Section(translate(ASKED, language), tables=(Table(head, rows),))


def _labelled(fields: Iterable[Field], language: str) -> Iterator[tuple[str, Field]]:
    """List questions with their labels, those of a group's items after the group's own."""
    for field in fields:
        label = field.label.in_language(language)
        yield label, field
        for one in field.fields:
            yield f"{label} – {one.label.in_language(language)}", one


def _needed(field: Field, page_when: str | None, language: str) -> str:
    condition = " && ".join(when for when in (page_when, field.when) if when is not None)
    if not field.required:
        return translate(NO, language)
    if condition:
        return translate(WHEN, language, condition=condition)
    return translate(YES, language)


def _reasons(eservice: EService, language: str) -> Section:
    head = tuple(translate(title, language) for title in (CODE, TEXT))
    rows = tuple((code, text.in_language(language)) for code, text in eservice.reasons.items())
    return Section(translate(REASONS, language), tables=(Table(head, rows),) if rows else ())
