"""The promise: the offices' own deadlines, along the longest path, must fit in it.

Each state counts once on a path: states that can reach each other (a consultation and its
return, a correction and its answer) form a group whose deadlines are added up once. Working time
is turned into elapsed time by the office's week: an hour of a 40-hour week is 168/40 hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.language.procedure import Promise
from workflows.language.source import ValuePath
from workflows.language.values import Span, Unit
from workflows.verifier import rules
from workflows.verifier.flaws import Flaw, Subject
from workflows.verifier.graph import LODGED, Graph
from workflows.verifier.structure import Property

HOURS_A_WEEK, HOURS_A_DAY = 168.0, 24.0


@dataclass(frozen=True, slots=True)
class Longest:
    """The longest path up to a group: the hours it takes and the states that take them."""

    hours: float = 0.0
    states: tuple[str, ...] = ()


def deadlines_fit_in_the_promise(subject: Subject) -> Iterator[Flaw]:
    """The deadlines along the longest path fit in the promise and in each of its variants."""
    if subject.promise is None:
        return
    longest = longest_path(subject)
    for at, span in _spans(subject.promise):
        promised = elapsed_hours(span, subject)
        if longest.hours > promised:
            values = {"needed": f"{longest.hours:.0f}", "promised": f"{promised:.0f}"}
            yield Flaw(rules.PROMISE_TOO_SHORT, at, values, (LODGED, *longest.states))


def longest_path(subject: Subject) -> Longest:
    """Add up the deadlines along the path that takes the offices longest, in elapsed hours."""
    graph = subject.graph
    groups = graph.groups()
    best: dict[frozenset[str], Longest] = {}
    for group in groups:
        before = max(
            (best[other] for other in best if _leads(graph, other, group)),
            key=lambda path: path.hours,
            default=Longest(),
        )
        timed = _timed(subject, graph, group)
        best[group] = Longest(
            before.hours + sum(hours for _name, hours in timed),
            (*before.states, *(f"{name} ({hours:.0f} h)" for name, hours in timed)),
        )
    return max(best.values(), key=lambda path: path.hours, default=Longest())


def elapsed_hours(span: Span, subject: Subject) -> float:
    """Turn a span into elapsed hours by the office's week; a month is counted short."""
    hours = {
        Unit.HOURS: 1.0,
        Unit.DAYS: HOURS_A_DAY,
        Unit.MONTHS: 28 * HOURS_A_DAY,
        Unit.YEARS: 365 * HOURS_A_DAY,
        Unit.WORKING_HOURS: HOURS_A_WEEK / subject.hours_a_week,
        Unit.WORKING_DAYS: HOURS_A_WEEK / subject.days_a_week,
    }
    return span.count * hours[span.unit]


def _timed(subject: Subject, graph: Graph, group: frozenset[str]) -> list[tuple[str, float]]:
    paused = subject.promise.pauses if subject.promise else ()
    return [
        (name, elapsed_hours(state.deadline, subject))
        for name, state in graph.states.items()
        if name in group and state.deadline is not None and state.stage not in paused
    ]


def _leads(graph: Graph, before: frozenset[str], after: frozenset[str]) -> bool:
    return any(edge.origin in before and edge.to in after for edge in graph.edges)


def _spans(promise: Promise) -> Iterator[tuple[ValuePath, Span]]:
    yield ("promise", "within"), promise.within
    for position, variant in enumerate(promise.variants):
        yield ("promise", "variants", position, "within"), variant.within


PROMISE: tuple[Property, ...] = (deadlines_fit_in_the_promise,)
