"""Properties of what comes after an act: what follows it, corrects it, takes it back."""

from collections.abc import Iterator

from delivery.validity import ADDITIONS
from eservices.definition import rules_after as rules
from eservices.definition.aftermath import ACT_ISSUED_ON, ANSWERS, CASE_OFFICE, Follows
from eservices.definition.form import Field, FieldType
from eservices.definition.model import EService
from eservices.definition.people import offices_of
from eservices.definition.surroundings import Surroundings
from workflows.journal import Happening
from workflows.language.findings import closest
from workflows.language.procedure import Stage
from workflows.verifier.flaws import Flaw, transition_at

FOLLOWS = ("follows",)
REVOCATION = ("revocation",)
#: What is written in a number, a reference or the name of an office.
WRITTEN = frozenset({FieldType.TEXT, FieldType.CHOICE, FieldType.PERSON_NAME})


def moves_have_names_of_their_own(
    eservice: EService, _surroundings: Surroundings
) -> Iterator[Flaw]:
    """No transition is called as something that happens to a case."""
    for position, transition in enumerate(eservice.procedure.transitions):
        if transition.fire in set(Happening):
            yield Flaw(rules.NAME_TAKEN, transition_at(position), {"fire": transition.fire})


def what_is_followed_exists(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """Each e-service followed is another one of the pack, and can be delivered."""
    follows = eservice.follows
    for position, name in enumerate(follows.eservices if follows else ()):
        other = None if name == eservice.eservice else surroundings.sibling(name)
        if other is None or not _can_be_delivered(other):
            at = (*FOLLOWS, "eservices", position)
            yield Flaw(rules.UNKNOWN_FOLLOWED, at, {"name": name})


def what_is_taken_over_fits(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """What is taken over is there, goes into a field that exists, and is of its kind."""
    follows = eservice.follows
    for name, source in (follows.takes if follows else {}).items():
        at = (*FOLLOWS, "takes", name)
        field = eservice.form.field(name)
        if field is None or field.type is FieldType.FILE:
            known = [one.id for one in eservice.form.fields()]
            yield Flaw(rules.TAKEN_INTO_NOTHING, at, {"field": name, "near": closest(name, known)})
            continue
        for other in _followed(eservice, surroundings):
            values = {"source": source, "eservice": other.eservice, "field": name}
            if not _has(other, source):
                yield Flaw(rules.TAKEN_FROM_NOTHING, at, values)
            elif not _fits(field, other, source):
                yield Flaw(rules.TAKEN_DIFFERS, at, values)


def offices_taken_over_can_be_answered(
    eservice: EService, surroundings: Surroundings
) -> Iterator[Flaw]:
    """A choice that takes over an office has every office that can sign as an option."""
    takes = eservice.follows.takes if eservice.follows else {}
    fields = [name for name, source in takes.items() if source == CASE_OFFICE]
    for name in fields:
        field = eservice.form.field(name)
        for other in _followed(eservice, surroundings) if field and field.options else ():
            missing = [
                one
                for one in signing_offices(other, surroundings)
                if field and not field.option(one)
            ]
            if missing:
                values = {"source": CASE_OFFICE, "eservice": other.eservice, "field": name}
                yield Flaw(rules.TAKEN_DIFFERS, (*FOLLOWS, "takes", name), values)


def what_may_be_changed_is_taken_over(
    eservice: EService, _surroundings: Surroundings
) -> Iterator[Flaw]:
    """Only what is taken over can be named as what the applicant may change."""
    follows = eservice.follows or Follows(eservices=("none",))
    for position, name in enumerate(follows.editable):
        if name not in follows.takes:
            yield Flaw(rules.NOT_TAKEN, (*FOLLOWS, "editable", position), {"field": name})


def following_is_bounded_in_days(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """The time within which a case can be followed is counted to the end of a day."""
    within = eservice.follows.within if eservice.follows else None
    if within is not None and within.unit not in ADDITIONS:
        yield Flaw(rules.NOT_IN_DAYS, (*FOLLOWS, "within"))


def corrections_replace_an_act(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """What corrects follows e-services that issue an act, and has none of its own."""
    if eservice.corrects is None:
        return
    followed = list(_followed(eservice, surroundings))
    lacks = [other for other in followed if other.act is None]
    if eservice.act is not None or lacks or eservice.follows is None:
        yield Flaw(rules.CORRECTS_NOTHING, ("corrects",))


def revocations_have_an_act(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """What can be taken back is an act of the e-service."""
    if eservice.revocation is not None and eservice.act is None:
        yield Flaw(rules.REVOKES_NOTHING, REVOCATION)


def revocations_are_told(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Whoever had the act hears that it was taken back."""
    if eservice.revocation is not None and Happening.ACT_REVOKED not in eservice.notices:
        yield Flaw(rules.REVOCATION_UNTOLD, REVOCATION)


def revocations_take_two_people(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """In every office that signs the act, one can propose to take it back and another confirm."""
    revocation = eservice.revocation
    if revocation is None:
        return
    queues = {"proposed_by": revocation.proposed_by, "confirmed_by": revocation.confirmed_by}
    for office in signing_offices(eservice, surroundings):
        desks = {key: surroundings.desks.get((office, queue)) for key, queue in queues.items()}
        for key in (key for key, desk in desks.items() if desk is None):
            values = {"queue": queues[key], "office": office}
            yield Flaw(rules.NOBODY_REVOKES, (*REVOCATION, key), values)
        people = {person.login for desk in desks.values() for person in desk or ()}
        if all(desks.values()) and len(people) == 1:
            yield Flaw(rules.ONE_REVOKES, REVOCATION, {"office": office})


def signing_offices(eservice: EService, surroundings: Surroundings) -> tuple[str, ...]:
    """Name the offices in which what an e-service issues can be signed."""
    queue, moved = eservice.signed_by, surroundings.moved
    for state in eservice.procedure.states.values():
        if queue is not None and state.queue == queue:
            named = (moved.get((one, queue), one) for one in offices_of(eservice, state))
            return tuple(dict.fromkeys(named))
    return (eservice.office,)


def _followed(eservice: EService, surroundings: Surroundings) -> Iterator[EService]:
    for name in eservice.follows.eservices if eservice.follows else ():
        other = surroundings.sibling(name)
        if other is not None:
            yield other


def _can_be_delivered(eservice: EService) -> bool:
    states = eservice.procedure.states.values()
    return any(state.stage is Stage.DELIVERED for state in states)


def _has(other: EService, source: str) -> bool:
    if source.startswith(ANSWERS):
        field = other.form.field(source.removeprefix(ANSWERS))
        return field is not None and field.type is not FieldType.FILE
    return not source.startswith("act.") or other.act is not None


def _fits(field: Field, other: EService, source: str) -> bool:
    if source == ACT_ISSUED_ON:
        return field.type is FieldType.DATE
    if not source.startswith(ANSWERS):
        return field.type in WRITTEN
    theirs = other.form.field(source.removeprefix(ANSWERS))
    if theirs is None or theirs.type is not field.type:
        return False
    return {option.value for option in theirs.options} <= {one.value for one in field.options}
