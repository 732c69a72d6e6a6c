"""Properties of branches: whatever is answered and whatever opinions come, one way leads on."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from eservices.definition import rules_of_branches as rules
from eservices.definition.combinations import MOST
from eservices.definition.model import EService
from eservices.definition.outcome import written
from eservices.definition.overflowing import overflow_texts, waits_added
from eservices.definition.samples import sample_answers
from eservices.definition.subjects import subject_of
from eservices.definition.surroundings import Surroundings
from eservices.definition.truths import Answers, Opinions, Truths
from workflows.actors import Role
from workflows.language.conditions import compile_condition
from workflows.language.procedure import Procedure, Promise, Result, Stage, Transition
from workflows.verifier.flaws import Flaw, state_at, transition_at
from workflows.verifier.graph import Edge, Graph
from workflows.verifier.promise import Circumstances, depends_on_answers, misfit, promised_spans

#: What overflowing adds to the deadlines of states.
Waits = frozenset[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Situation:
    """Some answers and opinions, and the transitions that they open, by their place in the file."""

    answers: Answers
    opinions: Opinions
    opened: frozenset[int]

    def words(self) -> str:
        """Write it as a counter-example."""
        return written(
            {**self.answers, **{f"opinions.{one}": r for one, r in self.opinions.items()}}
        )


def every_branch_leads_on(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Whatever is known, the system has one way on, no trigger has two, and an end is in reach."""
    procedure = eservice.procedure
    if not any(one.when for one in procedure.transitions):
        return
    graph, told = Graph(procedure), set()
    for situation in situations(eservice):
        for flaw in (*_ways(procedure, situation), *_dead_ends(graph, situation)):
            if (flaw.rule, flaw.at) not in told:
                told.add((flaw.rule, flaw.at))
                yield flaw


def _ways(procedure: Procedure, situation: Situation) -> Iterator[Flaw]:
    open_ways = Counter(
        (origin, one.fire)
        for place, one in enumerate(procedure.transitions)
        for origin in one.origins
        if place in situation.opened
    )
    for place, one in enumerate(procedure.transitions):
        for origin in one.origins:
            ways = open_ways[origin, one.fire]
            values = {"fire": one.fire, "state": origin, "known": situation.words()}
            if ways > 1 and place in situation.opened:
                yield Flaw(rules.TWO_WAYS, transition_at(place, "when"), values)
            if ways == 0 and one.by is Role.SYSTEM:
                yield Flaw(rules.NO_WAY, transition_at(place, "when"), values)


def silence_is_told(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """What silence decided is told in words of its own, not in those of another decision."""
    procedure = eservice.procedure
    for one in procedure.transitions:
        decided = [o for o in one.origins if _by_silence(procedure, o, one)]
        # A notice that bears the name of a stage is written for all that ends so.
        if decided and one.to not in eservice.notices.keys() - set(Stage):
            yield Flaw(rules.SILENCE_UNTOLD, state_at(one.to), {"state": one.to})


def _by_silence(procedure: Procedure, origin: str, move: Transition) -> bool:
    known = origin in procedure.states and move.by is Role.SYSTEM
    return known and procedure.means_by_silence(origin, move.fire) is not None


def _dead_ends(graph: Graph, situation: Situation) -> Iterator[Flaw]:
    opened = [edge for edge in graph.edges if edge.position in situation.opened]
    for name, path in _stuck(graph, opened):
        values = {"state": name, "known": situation.words()}
        yield Flaw(rules.STUCK_BRANCH, state_at(name), values, path)


def _stuck(graph: Graph, opened: list[Edge]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find where cases stay for ever: the last states on the way, or a loop's first."""
    reached = graph.explore(opened)
    stuck = [
        name
        for name in reached
        if not any(graph.closed(end) for end in graph.explore(opened, name))
    ]
    onward = {edge.origin for edge in opened if edge.to in stuck and edge.to != edge.origin}
    last = [name for name in stuck if name not in onward]
    yield from ((name, reached[name]) for name in last or stuck[:1])


def deadlines_fit_whatever_is_answered(
    eservice: EService, surroundings: Surroundings
) -> Iterator[Flaw]:
    """Where answers decide, the deadlines along each way that they open fit in their promise."""
    subject, promise = subject_of(eservice, surroundings), eservice.promise
    if promise is None or not depends_on_answers(subject):
        return
    told = set()
    for circumstances, answers in _circumstances(eservice, surroundings, promise).items():
        for flaw in misfit(subject, circumstances, written(answers)):
            if flaw.at not in told:
                told.add(flaw.at)
                yield flaw


def _circumstances(
    eservice: EService, surroundings: Surroundings, promise: Promise
) -> dict[Circumstances, Answers]:
    """Give the circumstances that answers can lead to, each with the first answers that do."""
    procedure, truths = eservice.procedure, Truths()
    variants = [variant.when for variant in promise.variants]
    read = dict.fromkeys([*_conditions(procedure), *variants])
    conditions = [one for one in read if not compile_condition(one).opinions]
    overflows = [text for state in procedure.states.values() for text in overflow_texts(state)]
    told: dict[tuple[tuple[bool, ...], Waits], Answers] = {}
    for answers in sample_answers(eservice.form, [*conditions, *overflows]):
        waits = waits_added(eservice, surroundings, answers) if overflows else Waits()
        told.setdefault((tuple(truths.holds(one, answers) for one in conditions), waits), answers)
    found: dict[Circumstances, Answers] = {}
    for (_truths, waits), answers in told.items():
        one = _circumstance(procedure, promise, answers, truths)
        found.setdefault(replace(one, waits=waits), answers)
    return found


def _circumstance(
    procedure: Procedure, promise: Promise, answers: Answers, truths: Truths
) -> Circumstances:
    shut = frozenset(
        place
        for place, one in enumerate(procedure.transitions)
        if not _reads_opinions(one) and not truths.holds(one.when, answers)
    )
    unasked = frozenset(
        name
        for name, one in procedure.consultations().items()
        if not truths.holds(one.when, answers)
    )
    variants = [variant.when for variant in promise.variants]
    at, span = next(
        placed
        for placed, when in zip(promised_spans(promise), (*variants, None), strict=True)
        if truths.holds(when, answers)
    )
    return Circumstances(span, at, shut, unasked)


def situations(eservice: EService) -> Iterator[Situation]:
    """Yield what can be known when a move is made, once for each set of moves that it opens."""
    procedure, truths = eservice.procedure, Truths()
    hearing, plain = _parted(enumerate(procedure.transitions))
    seen_answers, seen_moves = set(), set()
    for answers in sample_answers(eservice.form, _conditions(procedure)):
        always = frozenset(place for place, one in plain.items() if truths.holds(one.when, answers))
        read = tuple(answers.get(name) for one in hearing.values() for name in _answers_read(one))
        due = _due(procedure, answers, truths)
        if (always, read, due) in seen_answers:
            continue
        seen_answers.add((always, read, due))
        for opinions in _outcomes(due):
            opened = always.union(
                place for place, one in hearing.items() if truths.holds(one.when, answers, opinions)
            )
            if opened not in seen_moves:
                seen_moves.add(opened)
                yield Situation(answers, opinions, opened)


Moves = dict[int, Transition]


def _parted(moves: Iterable[tuple[int, Transition]]) -> tuple[Moves, Moves]:
    """Part the transitions whose conditions read opinions from the others."""
    parted: tuple[Moves, Moves] = ({}, {})
    for place, one in moves:
        parted[not _reads_opinions(one)][place] = one
    return parted


def _due(procedure: Procedure, answers: Answers, truths: Truths) -> tuple[str, ...]:
    """Name the opinions that conditions read and these answers call for."""
    asked = procedure.consultations()
    conditions = [compile_condition(one.when) for one in procedure.transitions if one.when]
    read = dict.fromkeys(name for one in conditions for name in one.opinions)
    return tuple(name for name in read if name in asked and truths.holds(asked[name].when, answers))


def opinions_that_may_come(procedure: Procedure, answers: Answers) -> Iterator[Opinions]:
    """Yield every outcome of the opinions that conditions read and these answers call for."""
    return _outcomes(_due(procedure, answers, Truths()))


def _outcomes(due: tuple[str, ...]) -> Iterator[Opinions]:
    for results in islice(product(Result, repeat=len(due)), MOST):
        yield dict(zip(due, (result.value for result in results), strict=True))


def _answers_read(transition: Transition) -> tuple[str, ...]:
    return compile_condition(transition.when).names() if transition.when else ()


def _conditions(procedure: Procedure) -> list[str]:
    conditions = [one.when for one in procedure.transitions]
    conditions += [one.when for one in procedure.consultations().values()]
    return [condition for condition in conditions if condition is not None]


def _reads_opinions(transition: Transition) -> bool:
    return transition.when is not None and bool(compile_condition(transition.when).opinions)
