"""Properties of safety: money, signatures, reasons and the promise made to the citizen."""

from collections.abc import Iterator
from functools import partial

from workflows.actors import TREATING, Role
from workflows.language.procedure import ISSUED, PAYMENT_CLEARED, Question, Stage
from workflows.verifier import rules
from workflows.verifier.exemptions import SERVED, clears, serves
from workflows.verifier.flaws import Flaw, Subject, state_at, transition_at
from workflows.verifier.graph import Edge, Graph
from workflows.verifier.opinions import asking_state, gathers
from workflows.verifier.structure import Property

ENDED = (Stage.REFUSED, Stage.WITHDRAWN)
TELLING = frozenset({Question.FIELDS_TO_CORRECT, Question.REASON, Question.MESSAGE})


def nothing_is_issued_unpaid(subject: Subject) -> Iterator[Flaw]:
    """No path reaches issuance or delivery with a due charge uncleared."""
    graph = subject.graph
    for item in sorted(subject.items):
        path = graph.route_avoiding(partial(clears, graph, item), partial(serves, graph))
        if path:
            yield Flaw(rules.NOT_CLEARED, ("procedure", "transitions"), {"item": item}, path)


def nothing_is_issued_unsigned(subject: Subject) -> Iterator[Flaw]:
    """No path reaches issuance without the signature that the act declares."""
    graph, queue = subject.graph, subject.signed_by
    if queue is None:
        return
    path = graph.route_avoiding(partial(_signs, graph, queue), partial(serves, graph))
    if path:
        yield Flaw(rules.NOT_SIGNED, ("procedure", "transitions"), {"queue": queue}, path)


def four_eyes_are_not_avoided(subject: Subject) -> Iterator[Flaw]:
    """What must be done by another person has been done on every path."""
    graph = subject.graph
    for edge in graph.edges:
        for other in edge.transition.distinct_from:
            asking = asking_state(subject.procedure, other)
            done = partial(_fires, other) if asking is None else partial(gathers, asking)
            path = graph.route_avoiding(done, partial(str.__eq__, edge.origin))
            if path:
                fire = edge.transition.fire
                at = transition_at(edge.position, "distinct_from")
                values = {"fire": fire, "other": other}
                yield Flaw(rules.EYES_MISSED, at, values, (*path, f"[{fire}] {edge.to}"))


def signatures_take_two_people(subject: Subject) -> Iterator[Flaw]:
    """Whoever signs the act is not who prepared it, where the offices prepare it at all."""
    graph, queue = subject.graph, subject.signed_by
    for edge in graph.edges if queue is not None else ():
        before = _prepares(graph, edge.origin)
        kept_apart = edge.transition.distinct_from
        serves = graph.states[edge.to].stage in (*SERVED, Stage.PAYMENT)
        if _signs(graph, queue or "", edge) and serves and before and not kept_apart:
            values = {"fire": edge.transition.fire, "before": before}
            yield Flaw(rules.ONE_PAIR_OF_EYES, transition_at(edge.position), values)


def four_eyes_are_peoples(subject: Subject) -> Iterator[Flaw]:
    """What is kept apart from a transition is done by people of the offices alone."""
    transitions = subject.procedure.transitions
    elsewhere = {one.fire for one in transitions if one.by in {Role.APPLICANT, Role.SYSTEM}}
    for position, transition in enumerate(transitions):
        for other in sorted(elsewhere & set(transition.distinct_from)):
            at = transition_at(position, "distinct_from")
            yield Flaw(rules.NOBODYS_EYES, at, {"fire": transition.fire, "other": other})


def money_is_not_forgotten(subject: Subject) -> Iterator[Flaw]:
    """Every refusal or withdrawal after a payment says what happens to the money."""
    graph = subject.graph
    paid = _routes_after_payment(graph)
    for edge in graph.edges:
        ends = graph.states[edge.to].stage in ENDED
        if ends and edge.origin in paid and edge.transition.refunds is None:
            fire = edge.transition.fire
            path = (*paid[edge.origin], f"[{fire}] {edge.to}")
            yield Flaw(rules.NO_REFUND_RULE, transition_at(edge.position), {"fire": fire}, path)


def payment_states_collect(subject: Subject) -> Iterator[Flaw]:
    """Every payment state collects something."""
    for name in subject.graph.in_stage(Stage.PAYMENT):
        if not subject.procedure.states[name].collects:
            yield Flaw(rules.COLLECTS_NOTHING, state_at(name), {"state": name})


def payments_lead_on(subject: Subject) -> Iterator[Flaw]:
    """A payment received moves the case."""
    graph = subject.graph
    for name in graph.in_stage(Stage.PAYMENT):
        if not any(edge.transition.fire == PAYMENT_CLEARED for edge in graph.outgoing[name]):
            yield Flaw(rules.NO_CLEARING, state_at(name), {"state": name})


def issuance_leads_on(subject: Subject) -> Iterator[Flaw]:
    """An act registered moves the case."""
    graph = subject.graph
    for name in graph.in_stage(Stage.ISSUANCE):
        if not any(edge.transition.fire == ISSUED for edge in graph.outgoing[name]):
            yield Flaw(rules.NO_ISSUED, state_at(name), {"state": name})


def refusals_give_a_reason(subject: Subject) -> Iterator[Flaw]:
    """Whoever refuses says why."""
    for position, transition in enumerate(subject.procedure.transitions):
        refuses = subject.procedure.states[transition.to].stage is Stage.REFUSED
        by_person = transition.by is not Role.SYSTEM
        if refuses and by_person and Question.REASON not in transition.asks:
            yield Flaw(rules.NO_REASON, transition_at(position), {"fire": transition.fire})


def reasons_are_at_hand(subject: Subject) -> Iterator[Flaw]:
    """Where a reason is asked for, there are reasons."""
    for position, transition in enumerate(subject.procedure.transitions):
        if Question.REASON in transition.asks and not subject.reasons:
            at = transition_at(position, "asks")
            yield Flaw(rules.NO_REASONS, at, {"fire": transition.fire})


def reasons_are_used(subject: Subject) -> Iterator[Flaw]:
    """Every reason can be given by some transition."""
    asking = [one for one in subject.procedure.transitions if Question.REASON in one.asks]
    if any(not one.reasons for one in asking):
        return
    used = {reason for one in asking for reason in one.reasons}
    for reason in sorted(subject.reasons - used):
        yield Flaw(rules.UNUSED_REASON, ("reasons", reason), {"reason": reason})


def applicants_are_told_what_to_do(subject: Subject) -> Iterator[Flaw]:
    """Whoever sends a case to the applicant says what is expected."""
    for position, transition in enumerate(subject.procedure.transitions):
        awaits = subject.procedure.states[transition.to].stage is Stage.APPLICANT
        by_person = transition.by not in {Role.SYSTEM, Role.APPLICANT}
        if awaits and by_person and not TELLING & set(transition.asks):
            at = transition_at(position)
            yield Flaw(rules.NOTHING_TO_CORRECT, at, {"fire": transition.fire})


def _signs(graph: Graph, queue: str, edge: Edge) -> bool:
    return edge.transition.by is Role.SIGNATORY and graph.states[edge.origin].queue == queue


def _fires(trigger: str, edge: Edge) -> bool:
    return edge.transition.fire == trigger


def _prepares(graph: Graph, state: str) -> str:
    """Name what people of the offices do to bring a case to a state, or nothing."""
    leading = (edge for edge in graph.edges if edge.to == state != edge.origin)
    return next((one.transition.fire for one in leading if one.transition.by in TREATING), "")


def _routes_after_payment(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Give, for each state that a paid case can be in, a path that pays and leads there."""
    found: dict[str, tuple[str, ...]] = {}
    for edge in graph.edges:
        before = graph.routes.get(edge.origin)
        if edge.transition.fire == PAYMENT_CLEARED and before is not None:
            paid = f"[{PAYMENT_CLEARED}] {edge.to}"
            for name, after in graph.explore(graph.edges, edge.to).items():
                found.setdefault(name, (*before, paid, *after[1:]))
    return found


SAFETY: tuple[Property, ...] = (
    nothing_is_issued_unpaid,
    nothing_is_issued_unsigned,
    four_eyes_are_not_avoided,
    signatures_take_two_people,
    four_eyes_are_peoples,
    money_is_not_forgotten,
    payment_states_collect,
    payments_lead_on,
    issuance_leads_on,
    refusals_give_a_reason,
    reasons_are_at_hand,
    reasons_are_used,
    applicants_are_told_what_to_do,
)
