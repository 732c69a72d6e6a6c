"""Properties of movement: nothing gets stuck, waits for ever or turns round alone."""

from collections.abc import Iterator

from workflows.actors import TREATING, Role
from workflows.language.procedure import (
    CLOSED,
    ISSUED,
    OPINIONS_GATHERED,
    PAYMENT_CLEARED,
    Stage,
)
from workflows.verifier import rules
from workflows.verifier.flaws import Flaw, Subject, state_at, transition_at
from workflows.verifier.graph import Edge, Graph
from workflows.verifier.structure import Property

#: Which stage a system trigger of another trade belongs to.
FIRED_IN = {PAYMENT_CLEARED: Stage.PAYMENT, ISSUED: Stage.ISSUANCE}
OF_THE_SYSTEM = frozenset({*FIRED_IN, OPINIONS_GATHERED})
WAITS = (Stage.APPLICANT, Stage.PAYMENT)


def every_state_is_reachable(subject: Subject) -> Iterator[Flaw]:
    """Some path leads to every state."""
    graph = subject.graph
    for name in graph.states.keys() - graph.routes.keys():
        yield Flaw(rules.UNREACHABLE, state_at(name), {"state": name})


def every_state_leads_to_an_end(subject: Subject) -> Iterator[Flaw]:
    """From every state that can be reached, a final one can be reached."""
    graph = subject.graph
    for name, route in graph.routes.items():
        if not any(graph.closed(end) for end in graph.explore(graph.edges, name)):
            yield Flaw(rules.NO_END, state_at(name), {"state": name}, route)


def delivery_is_possible(subject: Subject) -> Iterator[Flaw]:
    """Some path serves the applicant, without anybody letting the time of the law pass."""
    graph, procedure = subject.graph, subject.procedure
    decided = (
        edge
        for edge in graph.edges
        if procedure.means_by_silence(edge.origin, edge.transition.fire) is None
    )
    if not set(graph.in_stage(Stage.DELIVERED)) & graph.explore(decided).keys():
        yield Flaw(rules.NO_DELIVERY, ("procedure", "states"))


def system_does_not_turn_alone(subject: Subject) -> Iterator[Flaw]:
    """No loop is made of the system's transitions only, except through the passing of time."""
    graph = subject.graph
    alone = tuple(edge for edge in graph.edges if edge.transition.by is Role.SYSTEM)
    for edge in alone:
        back = graph.explore(alone, edge.to).get(edge.origin)
        if back is not None:
            first = f"[{edge.transition.fire}] {back[0]}"
            yield Flaw(
                rules.SYSTEM_LOOP, transition_at(edge.position), {}, (edge.origin, first, *back[1:])
            )
            return


def ends_are_final(subject: Subject) -> Iterator[Flaw]:
    """A state is final exactly when its stage ends the case."""
    for name, state in subject.procedure.states.items():
        if state.final != (state.stage in CLOSED):
            yield Flaw(rules.FINAL_STAGE, state_at(name), {"state": name})


def ends_are_not_left(subject: Subject) -> Iterator[Flaw]:
    """No transition leaves a final state."""
    graph = subject.graph
    for edge in graph.edges:
        if graph.closed(edge.origin):
            values = {"fire": edge.transition.fire, "state": edge.origin}
            yield Flaw(rules.LEAVES_END, transition_at(edge.position, "from"), values)


def waits_expire(subject: Subject) -> Iterator[Flaw]:
    """Every wait for the applicant or for money comes to an end by itself."""
    for name in subject.graph.in_stage(*WAITS):
        if subject.procedure.states[name].expires is None:
            yield Flaw(rules.NO_EXPIRY, state_at(name), {"state": name}, _way_to(subject, name))


def expiries_fire_something(subject: Subject) -> Iterator[Flaw]:
    """What an expiry fires is a transition of the system from that state."""
    graph = subject.graph
    for name, state in graph.states.items():
        if state.expires is not None and not _fires(graph, name, state.expires.fire):
            values = {"state": name, "fire": state.expires.fire}
            yield Flaw(rules.EXPIRY_FIRES_NOTHING, state_at(name, "expires"), values)


def system_transitions_are_fired(subject: Subject) -> Iterator[Flaw]:
    """Every transition of the system is fired by a payment, an act, opinions or time."""
    graph = subject.graph
    for edge in graph.edges:
        if edge.transition.by is Role.SYSTEM and not _has_cause(graph, edge):
            values = {"fire": edge.transition.fire, "state": edge.origin}
            yield Flaw(rules.NEVER_FIRED, transition_at(edge.position), values)


def system_triggers_are_the_systems(subject: Subject) -> Iterator[Flaw]:
    """Nobody but the system says that a payment, an act or the opinions are there."""
    for position, transition in enumerate(subject.procedure.transitions):
        if transition.fire in OF_THE_SYSTEM and transition.by is not Role.SYSTEM:
            values = {"fire": transition.fire, "role": transition.by}
            yield Flaw(rules.NOT_FOR_PEOPLE, transition_at(position, "by"), values)


def awaited_applicant_can_answer(subject: Subject) -> Iterator[Flaw]:
    """Where the applicant is awaited, they can act, and something but giving up leads on."""
    graph = subject.graph
    for name in graph.in_stage(Stage.APPLICANT):
        leaving = graph.outgoing[name]
        acts = any(edge.transition.by is Role.APPLICANT for edge in leaving)
        if not acts or not any(_leads_on(graph, edge) for edge in leaving):
            yield Flaw(rules.NO_ANSWER, state_at(name), {"state": name}, _way_to(subject, name))


def one_way_for_each_trigger(subject: Subject) -> Iterator[Flaw]:
    """From one state, two transitions of the same trigger each have a condition."""
    graph = subject.graph
    for name, edges in graph.outgoing.items():
        triggers = [edge.transition.fire for edge in edges]
        for edge in edges:
            fire = edge.transition.fire
            if triggers.count(fire) > 1 and edge.transition.when is None:
                yield Flaw(
                    rules.AMBIGUOUS, transition_at(edge.position), {"fire": fire, "state": name}
                )


def agents_have_a_queue(subject: Subject) -> Iterator[Flaw]:
    """Every state in which agents or signatories act has an agent queue."""
    for name in subject.procedure.states:
        if _is_treated(subject, name) and subject.procedure.states[name].queue is None:
            yield Flaw(rules.NO_QUEUE, state_at(name), {"state": name})


def agents_have_a_deadline(subject: Subject) -> Iterator[Flaw]:
    """Every state in which agents or signatories act has a deadline."""
    for name in subject.procedure.states:
        if _is_treated(subject, name) and subject.procedure.states[name].deadline is None:
            yield Flaw(rules.NO_DEADLINE, state_at(name), {"state": name})


def queues_have_work(subject: Subject) -> Iterator[Flaw]:
    """In every state with an agent queue, somebody of the queue can act."""
    for name, state in subject.procedure.states.items():
        if state.queue is not None and not _is_acted_in(subject, name):
            yield Flaw(rules.IDLE_QUEUE, state_at(name, "queue"), {"state": name})


def _way_to(subject: Subject, name: str) -> tuple[str, ...]:
    return subject.graph.routes.get(name, ())


def _fires(graph: Graph, name: str, trigger: str) -> bool:
    return any(
        edge.transition.fire == trigger and edge.transition.by is Role.SYSTEM
        for edge in graph.outgoing[name]
    )


def _has_cause(graph: Graph, edge: Edge) -> bool:
    origin, fire = graph.states[edge.origin], edge.transition.fire
    expiry = origin.expires.fire if origin.expires else None
    if fire == OPINIONS_GATHERED:
        return bool(origin.consults)
    silence = graph.procedure.silence
    if silence is not None and fire == silence.fire:
        return True
    return fire == expiry or origin.stage is FIRED_IN.get(fire)


def _leads_on(graph: Graph, edge: Edge) -> bool:
    """Tell whether somebody takes the case further than to where it stands or to its end."""
    by_person = edge.transition.by is not Role.SYSTEM
    return by_person and edge.to != edge.origin and not graph.closed(edge.to)


def _is_acted_in(subject: Subject, name: str) -> bool:
    return any(edge.transition.by in TREATING for edge in subject.graph.outgoing[name])


def _is_treated(subject: Subject, name: str) -> bool:
    state = subject.procedure.states[name]
    examined = state.stage is Stage.REVIEW and not state.consults
    return examined or _is_acted_in(subject, name)


MOVEMENT: tuple[Property, ...] = (
    every_state_is_reachable,
    every_state_leads_to_an_end,
    delivery_is_possible,
    system_does_not_turn_alone,
    ends_are_final,
    ends_are_not_left,
    waits_expire,
    expiries_fire_something,
    system_transitions_are_fired,
    system_triggers_are_the_systems,
    awaited_applicant_can_answer,
    one_way_for_each_trigger,
    agents_have_a_queue,
    agents_have_a_deadline,
    queues_have_work,
)
