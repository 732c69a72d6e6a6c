"""Properties of overflows: they lead to people who can do the work, and in no circle."""

from collections.abc import Iterator
from dataclasses import dataclass

from eservices.definition import rules_of_overflow as rules
from eservices.definition.model import EService
from eservices.definition.outcome import written
from eservices.definition.people import Place, can_fire, holders, places
from eservices.definition.rules import ONE_PERSON
from eservices.definition.samples import sample_answers
from eservices.definition.subjects import subject_of
from eservices.definition.surroundings import Surroundings
from eservices.definition.truths import SOME_DAY, Answers
from workflows.actors import TREATING
from workflows.language.conditions import compile_condition
from workflows.language.procedure import Overflow, State
from workflows.verifier.flaws import Flaw, Subject, state_at
from workflows.verifier.promise import elapsed_hours


@dataclass(frozen=True, slots=True)
class Leg:
    """One way that a waiting case can go: by which overflow of its state, to which office."""

    place: int
    office: str
    #: Elapsed hours that it waits at most before it goes.
    wait: float


@dataclass(frozen=True, slots=True)
class Course:
    """Where a case of a state can come to wait, one office after another."""

    legs: tuple[Leg, ...]
    #: It ends where it began, or at an office that it has passed.
    is_circle: bool = False


def every_office_is_named(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Whatever is answered, a formula for an office names one: no case is routed by its silence."""
    for place in places(eservice):
        answers = None if place.office is None else _naming_none(eservice, place)
        if answers is not None:
            values = {
                "state": place.state,
                "answers": written(answers),
                "office": eservice.office,
            }
            yield Flaw(rules.NO_OFFICE_NAMED, (*place.at, "office"), values)


def _naming_none(eservice: EService, place: Place) -> Answers | None:
    """Give answers for which a formula names no office; none where the condition shuts them out."""
    formula = compile_condition(place.office or "")
    gates = [] if place.when is None else [place.when]
    for answers in sample_answers(eservice.form, [formula.source, *gates]):
        meant = all(compile_condition(gate).holds(answers, SOME_DAY) for gate in gates)
        if meant and not formula.evaluate(answers, SOME_DAY):
            return answers
    return None


def overflows_lead_to_offices(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """Every office to which cases overflow exists, and has a pool for their agent queue."""
    told = set()
    for name, state, answers in _sampled(eservice):
        for place, one in enumerate(state.overflow):
            office = _named(one, answers)
            if office is None or (name, place, office) in told:
                continue
            told.add((name, place, office))
            at = (*state_at(name, "overflow"), place, "office")
            values = {"state": name, "office": office, "queue": state.queue or ""}
            if office not in surroundings.offices:
                yield Flaw(rules.OVERFLOW_NOWHERE, at, {**values, "answers": written(answers)})
            elif _is_nobodys(surroundings, state, office):
                yield Flaw(rules.OVERFLOW_UNTREATED, at, values)


def _is_nobodys(surroundings: Surroundings, state: State, office: str) -> bool:
    """Tell whether an office has no pool for an agent queue that is treated somewhere."""
    treating = {at for at, queue in surroundings.desks if queue == state.queue}
    return bool(treating) and office not in treating


def overflows_lead_to_people(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """Where cases overflow, somebody can do all that is done in the state, under four eyes too."""
    for name, place, office in sorted(_takers(eservice)):
        state, at = eservice.procedure.states[name], (*state_at(name, "overflow"), place)
        desk = surroundings.desks.get((office, state.queue or ""))
        if desk is None:
            continue
        moves = [one for one in eservice.procedure.transitions if name in one.origins]
        for role in sorted({one.by for one in moves} & TREATING):
            if not holders(desk, role):
                values = {"state": name, "office": office, "role": role}
                yield Flaw(rules.OVERFLOW_NOBODY, (*at, "office"), values)
        for one in moves:
            people = holders(desk, one.by)
            for other in one.distinct_from:
                if len(people) == 1 and people <= can_fire(eservice, surroundings, other):
                    values = {"office": office, "fire": one.fire, "other": other}
                    yield Flaw(ONE_PERSON, (*at, "office"), values)


def overflows_lead_in_no_circle(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """No case comes back to an office that it left because it waited there too long."""
    told = set()
    for name, _state, answers in _sampled(eservice):
        for course in courses(eservice, surroundings, name, answers):
            if course.is_circle and name not in told:
                told.add(name)
                values = {"state": name, "answers": written(answers)}
                first = _start(eservice, surroundings, name, answers)
                path = (first, *(f"[overflow] {leg.office}" for leg in course.legs))
                at = (*state_at(name, "overflow"), course.legs[-1].place)
                yield Flaw(rules.OVERFLOW_CIRCLE, at, values, path)


def overflows_relieve_somebody(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """Every overflow is taken by some case of its state."""
    taken = {
        (name, leg.place)
        for name, _state, answers in _sampled(eservice)
        for course in courses(eservice, surroundings, name, answers)
        for leg in course.legs
    }
    for name, state in eservice.procedure.states.items():
        for place in range(len(state.overflow)):
            if (name, place) not in taken:
                at = (*state_at(name, "overflow"), place)
                yield Flaw(rules.OVERFLOW_IDLE, at, {"state": name})


def waits_added(
    eservice: EService, surroundings: Surroundings, answers: Answers
) -> frozenset[tuple[str, float]]:
    """Tell by how many elapsed hours overflowing can lengthen each state, for some answers."""
    longest = {
        name: max((sum(leg.wait for leg in course.legs) for course in found), default=0.0)
        for name, state in eservice.procedure.states.items()
        if state.overflow and (found := list(courses(eservice, surroundings, name, answers)))
    }
    return frozenset((name, hours) for name, hours in longest.items() if hours)


def courses(
    eservice: EService, surroundings: Surroundings, name: str, answers: Answers
) -> Iterator[Course]:
    """Yield every way that a case of a state can go from office to office, longest ones last."""
    state = eservice.procedure.states[name]
    subject = subject_of(eservice, surroundings)
    start = _start(eservice, surroundings, name, answers)
    waiting: list[tuple[tuple[str, ...], tuple[Leg, ...]]] = [((start,), ())]
    for passed, legs in waiting:
        for leg in _onward(state, subject, surroundings, passed[-1], answers):
            yield Course((*legs, leg), is_circle=leg.office in passed)
            if leg.office not in passed:
                waiting.append(((*passed, leg.office), (*legs, leg)))


def _onward(
    state: State, subject: Subject, surroundings: Surroundings, here: str, answers: Answers
) -> Iterator[Leg]:
    for place, one in enumerate(state.overflow):
        named = _named(one, answers)
        office = surroundings.moved.get((named or "", state.queue or ""), named)
        relieves = not one.origins or here in one.origins
        if office is not None and office != here and relieves:
            wait = 0.0 if one.after is None else elapsed_hours(one.after, subject)
            yield Leg(place, office, wait)


def _start(eservice: EService, surroundings: Surroundings, name: str, answers: Answers) -> str:
    """Name the office in which a state's cases first wait."""
    state = eservice.procedure.states[name]
    named = None if state.office is None else compile_condition(state.office)
    office = named.evaluate(answers, SOME_DAY) if named is not None else None
    own = str(office) if office else eservice.office
    return surroundings.moved.get((own, state.queue or ""), own)


def _named(one: Overflow, answers: Answers) -> str | None:
    """Name the office to which an overflow leads for some answers; none where it does not hold."""
    if one.when is not None and not compile_condition(one.when).holds(answers, SOME_DAY):
        return None
    office = compile_condition(one.office).evaluate(answers, SOME_DAY)
    return str(office) if office else None


def _sampled(eservice: EService) -> Iterator[tuple[str, State, Answers]]:
    """Yield each state whose cases overflow, with answers that stand for all answers."""
    for name, state in eservice.procedure.states.items():
        if state.overflow:
            for answers in sample_answers(eservice.form, overflow_texts(state)):
                yield name, state, answers


def overflow_texts(state: State) -> tuple[str, ...]:
    """List the expressions that decide where the cases of a state overflow."""
    if not state.overflow:
        return ()
    asked = (state.office, *(text for one in state.overflow for text in (one.office, one.when)))
    return tuple(text for text in asked if text is not None)


def _takers(eservice: EService) -> set[tuple[str, int, str]]:
    """List the offices to which each overflow can lead, by state and place."""
    return {
        (name, place, office)
        for name, state, answers in _sampled(eservice)
        for place, one in enumerate(state.overflow)
        if (office := _named(one, answers)) is not None
    }
