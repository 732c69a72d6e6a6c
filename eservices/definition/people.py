"""Properties of who does what where: offices, pools, routing, and four eyes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from eservices.definition import rules
from eservices.definition.model import EService
from eservices.definition.outcome import written
from eservices.definition.samples import sample_answers
from eservices.definition.surroundings import Desk, Person, Surroundings
from eservices.definition.truths import SOME_DAY, Answers
from workflows.actors import TREATING, Role
from workflows.language.conditions import compile_condition
from workflows.language.findings import closest
from workflows.language.procedure import State, Transition
from workflows.language.source import ValuePath
from workflows.verifier.flaws import Flaw, state_at, transition_at


def authority_exists(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """The organisation answerable is one of the pack's."""
    name = eservice.authority
    if name not in surroundings.organisations:
        near = closest(name, surroundings.organisations)
        yield Flaw(rules.UNKNOWN_ORGANISATION, ("authority",), {"name": name, "near": near})


def office_exists(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """The e-service's own office is one of the pack's."""
    name = eservice.office
    if name not in surroundings.offices:
        near = closest(name, surroundings.offices)
        yield Flaw(rules.UNKNOWN_OFFICE, ("office",), {"name": name, "near": near})


@dataclass(frozen=True, slots=True)
class Place:
    """Where cases of a state, or the opinions that it asks for, come to be treated."""

    state: str
    queue: str | None
    office: str | None
    #: Where in the definition the queue and the office stand.
    at: ValuePath
    #: The opinion that is asked for there; None where the case itself is treated.
    opinion: str | None = None
    #: The condition on which work goes there.
    when: str | None = None


def places(eservice: EService) -> Iterator[Place]:
    """List every place to which a procedure sends work."""
    for name, state in eservice.procedure.states.items():
        yield Place(name, state.queue, state.office, state_at(name))
        for opinion, asked in state.consults.items():
            at = state_at(name, "consults", opinion)
            yield Place(name, asked.queue, asked.office, at, opinion, asked.when)


def every_answer_is_routed(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """Whatever is answered, each state's cases reach an office that exists."""
    for place in places(eservice):
        for office, answers in offices_named(eservice, place.office).items():
            if place.office is not None and office not in surroundings.offices:
                values = {"state": place.state, "office": office, "answers": written(answers)}
                yield Flaw(rules.ROUTED_NOWHERE, (*place.at, "office"), values)


def every_queue_has_a_pool(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """In every office that a state's cases can reach, a pool treats its agent queue."""
    for place in places(eservice):
        for office in offices_named(eservice, place.office) if place.queue else ():
            known = office in surroundings.offices
            if known and (office, place.queue) not in surroundings.desks:
                values = {"queue": place.queue or "", "office": office}
                yield Flaw(rules.NO_POOL, (*place.at, "queue"), values)
    for name, state in eservice.procedure.states.items():
        for office, queue in product(offices_of(eservice, state), state.passes_to):
            if office in surroundings.offices and (office, queue) not in surroundings.desks:
                values = {"queue": queue, "office": office}
                yield Flaw(rules.NO_POOL, (*state_at(name), "passes_to"), values)


def every_role_is_held(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """In every pool concerned, somebody has the role that each transition or opinion needs."""
    told = set()
    for at, role, desks in _work(eservice):
        for office, queue in desks:
            missing = (office, queue, role)
            desk = surroundings.desks.get((office, queue))
            if desk is not None and not holders(desk, role) and missing not in told:
                told.add(missing)
                values = {"queue": queue, "office": office, "role": role}
                yield Flaw(rules.NOBODY, at, values)


def _work(eservice: EService) -> Iterator[tuple[ValuePath, Role, frozenset[Desk]]]:
    """List what is done in agent queues: where it stands, by whom, and in which of them."""
    for position, transition in enumerate(eservice.procedure.transitions):
        if transition.by in TREATING:
            yield transition_at(position, "by"), transition.by, _desks(eservice, transition)
    for place in places(eservice):
        if place.opinion is not None:
            yield (*place.at, "queue"), Role.AGENT, _desks_at(eservice, place)


def four_eyes_can_be_had(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """What two people must do can be done by two people of the pack."""
    for position, transition in enumerate(eservice.procedure.transitions):
        for other in transition.distinct_from:
            others = can_fire(eservice, surroundings, other)
            for office, queue in sorted(_desks(eservice, transition)):
                people = holders(surroundings.desks.get((office, queue)), transition.by)
                if people and others and len(people | others) == 1:
                    values = {"office": office, "fire": transition.fire, "other": other}
                    at = transition_at(position, "distinct_from")
                    yield Flaw(rules.ONE_PERSON, at, values)


def offices_of(eservice: EService, state: State) -> dict[str, Answers]:
    """Give the offices that a state's cases can reach, each with answers that lead there."""
    return offices_named(eservice, state.office)


def offices_named(eservice: EService, expression: str | None) -> dict[str, Answers]:
    """Give the offices that an expression can name, each with answers for which it does."""
    if expression is None:
        return {eservice.office: {}}
    condition = compile_condition(expression)
    reached: dict[str, Answers] = {}
    for answers in sample_answers(eservice.form, [expression]):
        named = condition.evaluate(answers, SOME_DAY)
        # As routing does: where the answers name none, the e-service's own office takes the case.
        reached.setdefault(str(named) if named else eservice.office, answers)
    return reached


def _desks_at(eservice: EService, place: Place) -> frozenset[Desk]:
    queue = place.queue
    if queue is None:
        return frozenset()
    return frozenset((office, queue) for office in offices_named(eservice, place.office))


def _desks(eservice: EService, transition: Transition) -> frozenset[Desk]:
    """Name the agent queues and their offices from which a transition is fired."""
    return frozenset(
        desk
        for place in places(eservice)
        if place.opinion is None and place.state in transition.origins
        for desk in _desks_at(eservice, place)
    )


def holders(desk: frozenset[Person] | None, role: Role) -> frozenset[str]:
    """Name the people of a pool who have a role."""
    return frozenset(person.login for person in desk or () if role in person.roles)


def can_fire(eservice: EService, surroundings: Surroundings, name: str) -> frozenset[str]:
    """Name whoever can do what bears this name: fire a trigger, or give an opinion."""
    fired = [
        (_desks(eservice, one), one.by)
        for one in eservice.procedure.transitions
        if one.fire == name
    ]
    given = [
        (_desks_at(eservice, place), Role.AGENT)
        for place in places(eservice)
        if place.opinion == name
    ]
    return frozenset(
        login
        for desks, role in (*fired, *given)
        for desk in desks
        for login in holders(surroundings.desks.get(desk), role)
    )
