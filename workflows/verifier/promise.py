"""The promise: the offices' own deadlines, along the longest path, must fit in it.

Each state counts once on a path: states that can reach each other (a consultation and its
return, a correction and its answer) form a group whose deadlines are added up once. Of opinions
asked for side by side, the longest counts. Working time is turned into elapsed time by the
office's week: an hour of a 40-hour week is 168/40 hours. What silence of the law brings about after
the promise has passed is no part of a path that keeps it.

Where cases overflow, the wait before it counts, and then the deadline of who takes over.

Where answers decide, each way that answers open is measured against what those answers are
promised (`Circumstances`). A condition that reads opinions may always turn out either way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workflows.language.procedure import Promise, State
from workflows.language.source import ValuePath
from workflows.language.values import Span, Unit
from workflows.verifier import rules
from workflows.verifier.flaws import Flaw, Subject, state_at
from workflows.verifier.graph import LODGED, Graph
from workflows.verifier.structure import Property

HOURS_A_WEEK, HOURS_A_DAY = 168.0, 24.0


@dataclass(frozen=True, slots=True)
class Longest:
    """The longest path up to a group: the hours it takes and the states that take them."""

    hours: float = 0.0
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What some answers lead to: the delay promised, and the moves and opinions shut out."""

    promised: Span
    #: Where the delay stands in the definition.
    at: ValuePath = ("promise", "within")
    #: Transitions that are not open, by their place in the file, and opinions not asked for.
    shut: frozenset[int] = frozenset()
    unasked: frozenset[str] = frozenset()
    #: The elapsed hours that overflowing adds to the deadline of a state.
    waits: frozenset[tuple[str, float]] = frozenset()


def deadlines_fit_in_the_promise(subject: Subject) -> Iterator[Flaw]:
    """The deadlines along the longest path fit in the promise, where no answer changes either."""
    if subject.promise is not None and not depends_on_answers(subject):
        yield from misfit(subject, Circumstances(subject.promise.within))


def depends_on_answers(subject: Subject) -> bool:
    """Tell whether the promise, the moves, opinions or offices are not the same for all answers."""
    procedure, promise = subject.procedure, subject.promise
    conditions = [one.when for one in procedure.transitions]
    conditions += [one.when for one in procedure.consultations().values()]
    overflows = any(state.overflow for state in procedure.states.values())
    return bool(promise and promise.variants) or any(conditions) or overflows


def misfit(subject: Subject, found: Circumstances, answers: str = "") -> Iterator[Flaw]:
    """Find whether the longest path under some circumstances is longer than what is promised."""
    promised = elapsed_hours(found.promised, subject)
    longest = longest_path(subject, found)
    if longest.hours > promised:
        values = {"needed": f"{longest.hours:.0f}", "promised": f"{promised:.0f}"}
        start = f"{LODGED} ({answers})" if answers else LODGED
        late = _state_that_overflows_late(subject, found, promised)
        if late is None:
            yield Flaw(rules.PROMISE_TOO_SHORT, found.at, values, (start, *longest.states))
            return
        at = state_at(late, "overflow")
        values["state"] = late
        yield Flaw(rules.OVERFLOW_TOO_LATE, at, values, (start, *longest.states))


def _state_that_overflows_late(
    subject: Subject, found: Circumstances, promised: float
) -> str | None:
    """Name a state but for whose overflow the promise would be kept, if it is for that."""
    without = longest_path(subject, replace(found, waits=frozenset()))
    waits = [name for name, _hours in sorted(found.waits)]
    return waits[0] if waits and without.hours <= promised else None


def longest_path(subject: Subject, found: Circumstances | None = None) -> Longest:
    """Add up the deadlines along the path that takes the offices longest, in elapsed hours."""
    found = found or Circumstances(Span(count=0, unit=Unit.HOURS))
    graph = _open_part(subject, found)
    anew = frozenset(subject.promise.restarts) if subject.promise else frozenset[str]()
    best: dict[frozenset[str], Longest] = {}
    for group in graph.groups:
        if not group & graph.routes.keys():
            continue
        before = max(
            (best[other] for other in best if _leads(graph, other, group, anew)),
            key=lambda path: path.hours,
            default=Longest(),
        )
        timed = _timed(subject, graph, group, found)
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


def _open_part(subject: Subject, found: Circumstances) -> Graph:
    late = _fired_too_late(subject, found)
    if not found.shut and late is None:
        return subject.graph
    moves = enumerate(subject.procedure.transitions)
    opened = tuple(
        one
        for place, one in moves
        if place not in found.shut and (late is None or one.fire != late)
    )
    return Graph(subject.procedure.model_copy(update={"transitions": opened}))


def _fired_too_late(subject: Subject, found: Circumstances) -> str | None:
    """Name what the law's silence fires when the promise has been broken already."""
    silence = subject.procedure.silence
    if silence is None or elapsed_hours(silence.after, subject) < elapsed_hours(
        found.promised, subject
    ):
        return None
    return silence.fire


def _timed(
    subject: Subject, graph: Graph, group: frozenset[str], found: Circumstances
) -> list[tuple[str, float]]:
    paused = subject.promise.pauses if subject.promise else ()
    counted = [
        (name, _spans(state, found.unasked))
        for name, state in graph.states.items()
        if name in group and state.stage not in paused
    ]
    waits = dict(found.waits)
    return [
        (name, max(elapsed_hours(span, subject) for span in spans) + waits.get(name, 0.0))
        for name, spans in counted
        if spans
    ]


def _spans(state: State, unasked: frozenset[str]) -> list[Span]:
    """List the deadlines that run side by side in a state."""
    asked = [one.deadline for name, one in state.consults.items() if name not in unasked]
    return asked + ([state.deadline] if state.deadline else [])


def _leads(
    graph: Graph, before: frozenset[str], after: frozenset[str], anew: frozenset[str]
) -> bool:
    """Tell whether a move leads on while the delay runs on, and not from where it runs anew."""
    return any(
        edge.origin in before and edge.to in after and edge.transition.fire not in anew
        for edge in graph.edges
    )


def promised_spans(promise: Promise) -> Iterator[tuple[ValuePath, Span]]:
    """List the delays that a promise may give, with their places, the variants first."""
    for position, variant in enumerate(promise.variants):
        yield ("promise", "variants", position, "within"), variant.within
    yield ("promise", "within"), promise.within


PROMISE: tuple[Property, ...] = (deadlines_fit_in_the_promise,)
