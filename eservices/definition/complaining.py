"""Properties of complaints: kept from the people concerned, answered, reopened once, counted."""

from collections.abc import Iterator

from eservices.definition import rules_of_complaints as rules
from eservices.definition.form import FieldType
from eservices.definition.model import EService
from eservices.definition.outcome import written
from eservices.definition.people import places
from eservices.definition.samples import sample_answers
from eservices.definition.surroundings import Surroundings
from eservices.definition.truths import SOME_DAY
from workflows.actors import TREATING, Role
from workflows.language.conditions import compile_condition
from workflows.language.procedure import Complaint, Stage
from workflows.verifier.flaws import Flaw, state_at, transition_at
from workflows.verifier.graph import Graph

COMPLAINT = ("complaint",)
#: Who may have a hand in what is confidential.
DISCREET = frozenset({Role.INSPECTOR, Role.APPLICANT, Role.SYSTEM})
NONE = Complaint()


def complaints_are_counted_by_choices(
    eservice: EService, _surroundings: Surroundings
) -> Iterator[Flaw]:
    """What the published figures count by is a choice of the form."""
    for position, name in enumerate((eservice.complaint or NONE).counted_by):
        field = eservice.form.field(name)
        if field is None or field.type is not FieldType.CHOICE:
            yield Flaw(
                rules.COUNTED_BY_NOTHING, (*COMPLAINT, "counted_by", position), {"field": name}
            )


def satisfaction_is_asked(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Whoever complained says while the answer waits for them whether it is enough."""
    complaint = eservice.complaint or NONE
    for key in ("satisfied", "unsatisfied"):
        fire = getattr(complaint, key)
        moves = [one for one in eservice.procedure.transitions if one.fire == fire]
        states = [eservice.procedure.states[name] for one in moves for name in one.origins]
        asked = bool(moves) and all(one.by is Role.APPLICANT for one in moves)
        if fire and not (asked and [one.stage for one in states] == [Stage.APPLICANT]):
            yield Flaw(rules.NOT_SAID_BY_APPLICANT, (*COMPLAINT, key), {"fire": fire})


def complaints_are_reopened_once(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """What was opened again cannot be opened again."""
    complaint = eservice.complaint or NONE
    graph, fire = Graph(eservice.procedure), complaint.unsatisfied
    for edge in graph.edges:
        if fire is None or edge.transition.fire != fire:
            continue
        way = graph.explore(graph.edges, edge.to)
        if edge.origin in way:
            at = transition_at(edge.position)
            yield Flaw(
                rules.REOPENED_FOR_EVER, at, {"fire": fire}, (edge.origin, *way[edge.origin])
            )


def second_answers_have_a_delay(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """What was opened again has a promised delay of its own."""
    fire, promise = (eservice.complaint or NONE).unsatisfied, eservice.promise
    if fire is not None and promise is not None and fire not in promise.restarts:
        yield Flaw(rules.REOPENED_WITHOUT_CLOCK, (*COMPLAINT, "unsatisfied"), {"fire": fire})


def second_answers_come_from_others(
    eservice: EService, _surroundings: Surroundings
) -> Iterator[Flaw]:
    """What was opened again is not answered again by whoever answered first."""
    graph, fire = Graph(eservice.procedure), (eservice.complaint or NONE).unsatisfied
    reopening = [edge for edge in graph.edges if fire is not None and edge.transition.fire == fire]
    for again in reopening:
        first = {one.transition.fire for one in graph.edges if one.to == again.origin}
        after = graph.explore(graph.edges, again.to)
        for edge in graph.edges:
            treats = edge.transition.by in TREATING and edge.origin in after
            if treats and graph.closed(edge.to) and not first & set(edge.transition.distinct_from):
                at = transition_at(edge.position)
                yield Flaw(rules.ANSWERED_BY_THE_SAME, at, {"fire": edge.transition.fire})


def promises_run_anew_from_something(
    eservice: EService, _surroundings: Surroundings
) -> Iterator[Flaw]:
    """What a promise runs anew from is a trigger of the procedure."""
    known = {one.fire for one in eservice.procedure.transitions}
    for position, fire in enumerate(eservice.promise.restarts if eservice.promise else ()):
        if fire not in known:
            at = ("promise", "restarts", position)
            yield Flaw(rules.RESTARTS_NOTHING, at, {"fire": fire})


def complaints_consult_nobody(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """No office that may be the one concerned is asked for its opinion on a complaint."""
    if eservice.complaint is not None:
        for name, state in eservice.procedure.states.items():
            if state.consults:
                yield Flaw(rules.COMPLAINT_CONSULTS, state_at(name, "consults"))


def inspectors_alone_see_what_is_confidential(
    eservice: EService, _surroundings: Surroundings
) -> Iterator[Flaw]:
    """Inspectors treat what is confidential, alone, and nothing else."""
    confidential = (eservice.complaint or NONE).confidential
    for position, move in enumerate(eservice.procedure.transitions):
        at, values = transition_at(position, "by"), {"fire": move.fire}
        if confidential and move.by not in DISCREET:
            yield Flaw(rules.SEEN_BY_OTHERS, at, {**values, "role": move.by})
        if not confidential and move.by is Role.INSPECTOR:
            yield Flaw(rules.INSPECTOR_IN_THE_OPEN, at, values)


def members_are_inspectors(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """Nobody but inspectors is in a pool to which confidential reports come."""
    if not (eservice.complaint or NONE).confidential:
        return
    queues = {place.queue: place.at for place in places(eservice) if place.queue}
    for (_office, queue), people in sorted(surroundings.desks.items()):
        for person in sorted(people, key=lambda one: one.login):
            if queue in queues and Role.INSPECTOR not in person.roles:
                values = {"login": person.login, "queue": queue}
                yield Flaw(rules.MEMBER_IS_NO_INSPECTOR, (*queues[queue], "queue"), values)


def offices_concerned_do_not_treat(
    eservice: EService, surroundings: Surroundings
) -> Iterator[Flaw]:
    """Whatever is answered, the office that a complaint concerns is not the one that treats it."""
    concerns = (eservice.complaint or NONE).concerns
    if concerns is None:
        return
    named = compile_condition(concerns)
    for place in places(eservice):
        if place.queue is None:
            continue
        read = [concerns] + ([place.office] if place.office else [])
        for answers in sample_answers(eservice.form, read):
            going = (
                compile_condition(place.office).evaluate(answers, SOME_DAY)
                if place.office
                else None
            )
            office = str(going) if going else eservice.office
            office = surroundings.moved.get((office, place.queue), office)
            if named.evaluate(answers, SOME_DAY) == office:
                values = {"office": office, "answers": written(answers)}
                yield Flaw(rules.TREATED_BY_CONCERNED, (*place.at, "queue"), values)
                break
