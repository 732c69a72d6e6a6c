"""The test plan: one line for each transition and each refusal, with the way that leads there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from eservices.definition.model import EService
from eservices.documents.guide import labels_of, name_of
from eservices.documents.model import Document, Kind, Section, Table
from eservices.documents.words import (
    overflow_words,
    question_words,
    role_words,
    silence_of_law,
    silence_words,
)
from eservices.durations import span_in_words
from eservices.texts import mark, translate
from workflows.actors import TREATING, Role
from workflows.language.procedure import Transition
from workflows.language.values import Span
from workflows.verifier.graph import Edge, Graph

SUBTITLE = mark("Test plan. Made from the definition; number %(code)s in the catalogue.")
WAYS = mark("Every transition once")
REFUSALS = mark("Every refusal once")
CLOCKS = mark("Every clock once")
NUMBER, WAY, DO, EXPECT = mark("No."), mark("The way there"), mark("Do"), mark("Expect")
FIRE = mark("“%(button)s”, by %(who)s")
ARRIVES = mark("The case is in “%(state)s”.")
ARRIVES_CLOSED = mark("The case is in “%(state)s”, and is closed.")
REFUSED_WITHOUT = mark("“%(button)s” without %(question)s")
ASKED_AGAIN = mark("Refused: it is asked for again, and nothing typed is lost.")
REFUSED_OTHER_ROLE = mark("“%(button)s” by %(who)s who did: %(step)s")
FOUR_EYES = mark("Refused: another person must do it.")
WITH_OTHER_ANSWERS = mark("“%(button)s” with answers for which this does not hold: %(condition)s")
NOT_OFFERED = mark("The button is not offered.")
NOT_HELD = mark("“%(button)s” by somebody who does not hold the case")
NOT_FOUND = mark("The case is not found.")
LET_PASS = mark("Let %(span)s pass in “%(state)s”")
LET_ALL_PASS = mark("Let %(span)s pass before anybody decides")
EXPIRES = mark("By itself: “%(state)s”.")
LATE = mark("The case is shown as late, and the supervisor’s board counts it.")
OPINIONS = mark("Every opinion once")
GIVE = mark("Give the opinion “%(label)s”")
GATHERED = mark("It stands in the journal; the case goes on once all opinions are there.")
LODGED = mark("application")

Line = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What every line is made from."""

    eservice: EService
    graph: Graph
    #: The shortest way to each state, in words.
    ways: Mapping[str, str]
    language: str

    def label(self, state: str) -> str:
        """Name a state as people see it."""
        return self.graph.states[state].label.in_language(self.language)

    def say(self, message: str, **values: Any) -> str:
        """Write a sentence of the plan."""
        return translate(message, self.language, **values)


def plan_of_tests(eservice: EService, language: str) -> Document:
    """Make the test plan."""
    graph = Graph(eservice.procedure)
    ways = {name: _way(name, graph, language) for name in graph.states}
    plan = _Plan(eservice, graph, ways, language)
    parts = (
        (WAYS, "T", _moves),
        (OPINIONS, "O", _opinions),
        (REFUSALS, "R", _refusals),
        (CLOCKS, "C", _clocks),
    )
    return Document(
        kind=Kind.TEST_PLAN,
        language=language,
        title=eservice.title.in_language(language),
        subtitle=translate(SUBTITLE, language, code=eservice.code),
        sections=tuple(
            section
            for title, letter, lines in parts
            if (section := _section(title, letter, tuple(lines(plan)), language)).says_something
        ),
    )


def _section(title: str, letter: str, lines: tuple[Line, ...], language: str) -> Section:
    head = tuple(translate(one, language) for one in (NUMBER, WAY, DO, EXPECT))
    rows = tuple((f"{letter}{number}", *line) for number, line in enumerate(lines, start=1))
    return Section(translate(title, language), tables=(Table(head, rows),) if rows else ())


def _way(state: str, graph: Graph, language: str) -> str:
    """Tell the shortest way to a state by the buttons that lead there."""
    edges: list[Edge] = []
    here = state
    arriving = _arriving(graph)
    while here in arriving:
        edges.insert(0, arriving[here])
        here = arriving[here].origin
    named = [name_of(edge.transition, language) for edge in edges]
    return " → ".join([translate(LODGED, language), *named])


def _arriving(graph: Graph) -> Mapping[str, Edge]:
    """Give, for each state but the first, the transition by which the shortest way arrives."""
    arriving: dict[str, Edge] = {}
    waiting = [graph.procedure.initial]
    for here in waiting:
        for edge in graph.outgoing[here]:
            if edge.to not in arriving and edge.to != graph.procedure.initial:
                arriving[edge.to] = edge
                waiting.append(edge.to)
    return arriving


def _moves(plan: _Plan) -> Iterator[Line]:
    for edge in plan.graph.edges:
        move = edge.transition
        button, who = name_of(move, plan.language), role_words(move.by, plan.language)
        arrives = ARRIVES_CLOSED if plan.graph.closed(edge.to) else ARRIVES
        done = plan.say(FIRE, button=button, who=who)
        yield plan.ways[edge.origin], done, plan.say(arrives, state=plan.label(edge.to))


def _refusals(plan: _Plan) -> Iterator[Line]:
    for edge in plan.graph.edges:
        for done, expected in _refused(plan, edge.transition):
            yield plan.ways[edge.origin], done, plan.say(expected)


def _refused(plan: _Plan, move: Transition) -> Iterator[tuple[str, str]]:
    button = name_of(move, plan.language)
    for question in move.asks:
        words = question_words(question, plan.language)
        yield plan.say(REFUSED_WITHOUT, button=button, question=words), ASKED_AGAIN
    who = role_words(move.by, plan.language)
    for step in labels_of(plan.eservice, move.distinct_from, plan.language):
        yield plan.say(REFUSED_OTHER_ROLE, button=button, who=who, step=step), FOUR_EYES
    if move.when is not None and move.by is not Role.SYSTEM:
        yield plan.say(WITH_OTHER_ANSWERS, button=button, condition=move.when), NOT_OFFERED
    if move.by in TREATING:
        yield plan.say(NOT_HELD, button=button), NOT_FOUND


def _opinions(plan: _Plan) -> Iterator[Line]:
    for name, state in plan.graph.states.items():
        for asked in state.consults.values():
            label = asked.label.in_language(plan.language)
            yield plan.ways[name], plan.say(GIVE, label=label), plan.say(GATHERED)
            silent = silence_words(asked.silence, plan.language)
            yield plan.ways[name], _passing(plan, asked.deadline, name), silent


def _clocks(plan: _Plan) -> Iterator[Line]:
    for name, state in plan.graph.states.items():
        if state.expires is not None:
            leaving = plan.graph.outgoing[name]
            ends = (edge.to for edge in leaving if edge.transition.fire == state.expires.fire)
            expected = plan.say(EXPIRES, state=plan.label(next(ends, name)))
            yield plan.ways[name], _passing(plan, state.expires.after, name), expected
        if state.deadline is not None:
            yield plan.ways[name], _passing(plan, state.deadline, name), plan.say(LATE)
        for one in state.overflow:
            if one.after is not None:
                goes = overflow_words(one, plan.language)
                yield plan.ways[name], _passing(plan, one.after, name), goes
    yield from _law(plan)


def _law(plan: _Plan) -> Iterator[Line]:
    silence = plan.graph.procedure.silence
    if silence is not None:
        words = span_in_words(silence.after, plan.language)
        done = plan.say(LET_ALL_PASS, span=words)
        yield plan.say(LODGED), done, silence_of_law(silence, plan.language)


def _passing(plan: _Plan, span: Span, state: str) -> str:
    words = span_in_words(span, plan.language)
    return plan.say(LET_PASS, span=words, state=plan.label(state))
