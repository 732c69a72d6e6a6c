"""Properties of opinions: where they are asked for, that they are gathered, and who reads them."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from workflows.language.conditions import compile_condition
from workflows.language.lexicon import ExpressionError
from workflows.language.procedure import OPINIONS_GATHERED, Procedure, Stage
from workflows.verifier import rules
from workflows.verifier.flaws import Flaw, Subject, state_at, transition_at
from workflows.verifier.graph import Edge, Graph
from workflows.verifier.structure import Property

#: The stages whose cases are put in agent queues.
ROUTED = (Stage.SUBMITTED, Stage.REVIEW)


def queues_are_routed(subject: Subject) -> Iterator[Flaw]:
    """Every agent queue that a state declares can hold its cases."""
    for name, state in subject.procedure.states.items():
        if state.queue is not None and state.stage not in ROUTED:
            values = {"state": name, "stage": state.stage}
            yield Flaw(rules.NEVER_ROUTED, state_at(name, "queue"), values)


def opinions_are_asked_in_examination(subject: Subject) -> Iterator[Flaw]:
    """Opinions are asked for in the stage of examination."""
    for name, state in subject.procedure.states.items():
        if state.consults and state.stage is not Stage.REVIEW:
            values = {"state": name, "stage": state.stage}
            yield Flaw(rules.OPINIONS_ELSEWHERE, state_at(name, "consults"), values)


def opinions_are_asked_alone(subject: Subject) -> Iterator[Flaw]:
    """Nobody holds the case itself while opinions on it are awaited."""
    for name, state in subject.procedure.states.items():
        if state.consults and (state.queue or state.deadline):
            at = state_at(name, "queue" if state.queue else "deadline")
            yield Flaw(rules.OPINIONS_AND_QUEUE, at, {"state": name})


def opinions_lead_on(subject: Subject) -> Iterator[Flaw]:
    """Opinions that are all there move the case."""
    graph = subject.graph
    for name, state in graph.states.items():
        fired = {edge.transition.fire for edge in graph.outgoing[name]}
        if state.consults and OPINIONS_GATHERED not in fired:
            yield Flaw(rules.NOT_GATHERED, state_at(name), {"state": name})


def opinions_have_names_of_their_own(subject: Subject) -> Iterator[Flaw]:
    """An opinion is named once, and like no trigger: the journal and four eyes tell them apart."""
    states = subject.procedure.states
    named = Counter(name for state in states.values() for name in state.consults)
    triggers = {transition.fire for transition in subject.procedure.transitions}
    for state_name, state in states.items():
        for name in state.consults:
            if named[name] > 1 or name in triggers:
                at = state_at(state_name, "consults", name)
                yield Flaw(rules.OPINION_NAMED_TWICE, at, {"name": name})


def opinions_are_heard_before_they_are_read(subject: Subject) -> Iterator[Flaw]:
    """Whatever branch was taken, an opinion that a condition reads has been asked for."""
    graph = subject.graph
    for edge in graph.edges:
        for name in opinions_read(edge.transition.when):
            asking = asking_state(subject.procedure, name)
            if asking is None or asking == edge.origin:
                continue
            path = way_without(graph, asking, edge.origin)
            if path:
                at = transition_at(edge.position, "when")
                values = {"name": name, "state": edge.origin}
                yield Flaw(rules.OPINION_UNHEARD, at, values, path)


def opinions_read(condition: str | None) -> tuple[str, ...]:
    """List the opinions that a condition reads; none where it is no expression, told elsewhere."""
    if condition is None:
        return ()
    try:
        return compile_condition(condition).opinions
    except ExpressionError:
        return ()


def asking_state(procedure: Procedure, opinion: str) -> str | None:
    """Name the state that asks for an opinion."""
    asking = (name for name, state in procedure.states.items() if opinion in state.consults)
    return next(asking, None)


def gathers(asking: str, edge: Edge) -> bool:
    """Tell whether a move leaves a state because its opinions are there."""
    return edge.origin == asking and edge.transition.fire == OPINIONS_GATHERED


def way_without(graph: Graph, asking: str, goal: str) -> tuple[str, ...]:
    """Give the shortest path to a state on which no opinion was gathered, or nothing."""
    return graph.route_avoiding(partial(gathers, asking), partial(str.__eq__, goal))


OPINIONS: tuple[Property, ...] = (
    queues_are_routed,
    opinions_are_asked_in_examination,
    opinions_are_asked_alone,
    opinions_lead_on,
    opinions_have_names_of_their_own,
    opinions_are_heard_before_they_are_read,
)
