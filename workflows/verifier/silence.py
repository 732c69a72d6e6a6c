"""Properties of legal silence: it decides what it is said to decide, wherever it may come."""

from collections.abc import Iterator

from workflows.actors import Role
from workflows.language.procedure import (
    CLOSED,
    PAYMENT_CLEARED,
    Decides,
    LegalSilence,
    PromiseStart,
    Stage,
)
from workflows.verifier import rules
from workflows.verifier.flaws import Flaw, Subject, state_at, transition_at
from workflows.verifier.graph import Edge, Graph
from workflows.verifier.structure import Property

EXAMINED = (Stage.SUBMITTED, Stage.REVIEW)
#: The decision is taken there: the law's delay has ended.
DECIDED = frozenset({*CLOSED, Stage.ISSUANCE})


def silence_decides_wherever_it_comes(subject: Subject) -> Iterator[Flaw]:
    """In every state in which the law's delay may pass, its passing moves the case."""
    silence, graph = subject.procedure.silence, subject.graph
    if silence is None:
        return
    for name, path in _running_in(graph, silence).items():
        if not any(_is_silence(edge, silence.fire) for edge in graph.outgoing[name]):
            values = {"state": name, "fire": silence.fire}
            yield Flaw(rules.SILENCE_FIRES_NOTHING, ("procedure", "silence", "fire"), values, path)


def refusals_by_time_are_said(subject: Subject) -> Iterator[Flaw]:
    """Where the passing of time refuses what the offices hold, the definition says so."""
    graph = subject.graph
    for edge in graph.edges:
        state = graph.states[edge.origin]
        fires = state.expires is not None and state.expires.fire == edge.transition.fire
        refuses = graph.states[edge.to].stage is Stage.REFUSED
        unsaid = state.expires is not None and state.expires.decides is None
        if fires and refuses and unsaid and state.stage in EXAMINED:
            at = state_at(edge.origin, "expires")
            yield Flaw(rules.SILENCE_UNSAID, at, {"state": edge.origin})


def silence_keeps_its_word(subject: Subject) -> Iterator[Flaw]:
    """Silence that refuses leads to a refusal, and after one that accepts none can follow."""
    graph = subject.graph
    for edge in graph.edges:
        decides = subject.procedure.means_by_silence(edge.origin, edge.transition.fire)
        if decides is None or edge.transition.by is not Role.SYSTEM:
            continue
        path = _against(graph, edge, decides)
        if path:
            values = {"decides": decides, "fire": edge.transition.fire}
            yield Flaw(rules.SILENCE_BELIED, transition_at(edge.position), values, path)


def _against(graph: Graph, edge: Edge, decides: Decides) -> tuple[str, ...]:
    """Give a path on which silence does not mean what is said, or nothing."""
    stages = {name: graph.states[name].stage for name in graph.states}
    if decides is Decides.REFUSE:
        return () if stages[edge.to] is Stage.REFUSED else (edge.origin, edge.to)
    after = graph.explore(graph.edges, edge.to)
    refusing = (path for name, path in after.items() if stages[name] is Stage.REFUSED)
    served = any(stages[name] is Stage.DELIVERED for name in after)
    return next(refusing, () if served else (edge.origin, edge.to))


def _is_silence(edge: Edge, trigger: str) -> bool:
    return edge.transition.fire == trigger and edge.transition.by is Role.SYSTEM


def _running_in(graph: Graph, silence: LegalSilence) -> dict[str, tuple[str, ...]]:
    """Give the states in which the law's delay may run out, with paths that lead there."""
    before = [edge for edge in graph.edges if edge.transition.fire != silence.fire]
    starts = [graph.procedure.initial]
    if silence.starts is PromiseStart.PAID:
        starts = [edge.to for edge in before if edge.transition.fire == PAYMENT_CLEARED]
    reached: dict[str, tuple[str, ...]] = {}
    for start in starts:
        for name, path in graph.explore(before, start).items():
            reached.setdefault(name, path)
    still = {*silence.pauses, *DECIDED}
    return {name: path for name, path in reached.items() if graph.states[name].stage not in still}


SILENCE: tuple[Property, ...] = (
    silence_decides_wherever_it_comes,
    refusals_by_time_are_said,
    silence_keeps_its_word,
)
