"""Properties of who does what where: offices, pools, routing, and four eyes."""

from collections.abc import Iterator

from eservices.definition import rules
from eservices.definition.model import EService
from eservices.definition.outcome import written
from eservices.definition.samples import SOME_DAY, Answers, sample_answers
from eservices.definition.surroundings import Person, Surroundings
from workflows.actors import TREATING, Role
from workflows.language.conditions import compile_condition
from workflows.language.findings import closest
from workflows.language.procedure import State, Transition
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


def every_answer_is_routed(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """Whatever is answered, each state's cases reach an office that exists."""
    for name, state in eservice.procedure.states.items():
        for office, answers in offices_of(eservice, state).items():
            if state.office is not None and office not in surroundings.offices:
                values = {"state": name, "office": office, "answers": written(answers)}
                yield Flaw(rules.ROUTED_NOWHERE, state_at(name, "office"), values)


def every_queue_has_a_pool(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """In every office that a state's cases can reach, a pool treats its agent queue."""
    for name, state in eservice.procedure.states.items():
        for office in offices_of(eservice, state) if state.queue else ():
            known = office in surroundings.offices
            if known and (office, state.queue) not in surroundings.desks:
                values = {"queue": state.queue or "", "office": office}
                yield Flaw(rules.NO_POOL, state_at(name, "queue"), values)


def every_role_is_held(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """In every pool concerned, somebody has the role that each transition needs."""
    told = set()
    for position, transition in enumerate(eservice.procedure.transitions):
        for queue, office in _desks(eservice, transition) if transition.by in TREATING else ():
            missing = (office, queue, transition.by)
            desk = surroundings.desks.get((office, queue))
            if desk is not None and not _holders(desk, transition.by) and missing not in told:
                told.add(missing)
                values = {"queue": queue, "office": office, "role": transition.by}
                yield Flaw(rules.NOBODY, transition_at(position, "by"), values)


def four_eyes_can_be_had(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """What two people must do can be done by two people of the pack."""
    for position, transition in enumerate(eservice.procedure.transitions):
        for other in transition.distinct_from:
            before = [one for one in eservice.procedure.transitions if one.fire == other]
            for queue, office in _desks(eservice, transition):
                people = _holders(surroundings.desks.get((office, queue)), transition.by)
                others = _all_holders(eservice, surroundings, before)
                if people and others and len(people | others) == 1:
                    values = {"office": office, "fire": transition.fire, "other": other}
                    at = transition_at(position, "distinct_from")
                    yield Flaw(rules.ONE_PERSON, at, values)


def offices_of(eservice: EService, state: State) -> dict[str, Answers]:
    """Give the offices that a state's cases can reach, each with answers that lead there."""
    if state.office is None:
        return {eservice.office: {}}
    condition = compile_condition(state.office)
    reached: dict[str, Answers] = {}
    for answers in sample_answers(eservice.form, [state.office]):
        named = condition.evaluate(answers, SOME_DAY)
        # As routing does: where the answers name none, the e-service's own office takes the case.
        reached.setdefault(str(named) if named else eservice.office, answers)
    return reached


def _desks(eservice: EService, transition: Transition) -> Iterator[tuple[str, str]]:
    for origin in transition.origins:
        state = eservice.procedure.states[origin]
        if state.queue is not None:
            yield from ((state.queue, office) for office in offices_of(eservice, state))


def _holders(desk: frozenset[Person] | None, role: Role) -> frozenset[str]:
    return frozenset(person.login for person in desk or () if role in person.roles)


def _all_holders(
    eservice: EService, surroundings: Surroundings, transitions: list[Transition]
) -> frozenset[str]:
    return frozenset(
        login
        for transition in transitions
        for queue, office in _desks(eservice, transition)
        for login in _holders(surroundings.desks.get((office, queue)), transition.by)
    )
