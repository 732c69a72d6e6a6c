"""Properties of representatives: known by name, reached, proved, and one at a time."""

from collections.abc import Iterator

from eservices.definition import rules, rules_of_forms
from eservices.definition.form import FieldType, Representing
from eservices.definition.model import EService
from eservices.definition.outcome import written
from eservices.definition.samples import sample_answers
from eservices.definition.surroundings import Surroundings
from eservices.definition.truths import SOME_DAY, Answers
from workflows.language.conditions import compile_condition
from workflows.language.findings import closest
from workflows.language.source import ValuePath
from workflows.verifier.flaws import Flaw


def representatives_name_fields(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """The fields that name, reach and prove a representative exist and are of the right type."""
    known = [field.id for field in eservice.form.fields()]
    for place, one in enumerate(eservice.form.representatives):
        for key, name, wanted in _named(one):
            field, at = eservice.form.field(name), (*_at(place), key)
            if field is None:
                near = closest(name, known)
                yield Flaw(rules.UNKNOWN_CONTACT, at, {"name": name, "near": near})
            elif wanted is not None and field.type is not wanted:
                yield Flaw(rules.CONTACT_KIND, at, {"name": name, "wanted": wanted})


def representatives_are_somebody_else(
    eservice: EService, _surroundings: Surroundings
) -> Iterator[Flaw]:
    """A representative has fields of their own, and a name that no other bears."""
    contact, seen = eservice.form.contact, set[str]()
    own = {contact.mail, contact.phone, *contact.name} - {None}
    for place, one in enumerate(eservice.form.representatives):
        for name in sorted(own & {one.mail, one.phone, *one.name} - {None}, key=str):
            yield Flaw(rules_of_forms.SAME_PERSON, _at(place), {"name": str(name)})
        if one.representative in seen:
            at = (*_at(place), "representative")
            yield Flaw(rules.DUPLICATE_NAME, at, {"name": one.representative})
        seen.add(one.representative)


def representatives_can_be_reached(
    eservice: EService, _surroundings: Surroundings
) -> Iterator[Flaw]:
    """Whenever somebody acts, their name, a way to reach them and the proof were answered."""
    for place, one in enumerate(eservice.form.representatives):
        # Each on its own: together they would make more combinations than can be tried.
        for wanted in ((one.name[0],), (one.proof,), _ways(one)):
            answers = _acting_without(eservice, one, wanted)
            if answers is not None:
                values = {"name": (*wanted, "mail")[0], "answers": written(answers)}
                told = {"representative": one.representative, **values}
                yield Flaw(rules_of_forms.REPRESENTATIVE_UNKNOWN, _at(place), told)


def one_representative_acts(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """For no answers do two representatives act at once."""
    declared = eservice.form.representatives
    for place, one in enumerate(declared):
        for other in declared[:place]:
            for answers in sample_answers(eservice.form, [one.when, other.when]):
                both = (compile_condition(text) for text in (one.when, other.when))
                if all(condition.holds(answers, SOME_DAY) for condition in both):
                    values = {"one": other.representative, "other": one.representative}
                    told = {**values, "answers": written(answers)}
                    yield Flaw(rules_of_forms.TWO_REPRESENTATIVES, (*_at(place), "when"), told)
                    break


def _named(one: Representing) -> Iterator[tuple[str, str, FieldType | None]]:
    yield from (("name", name, None) for name in one.name)
    if one.mail is not None:
        yield "mail", one.mail, FieldType.MAIL
    if one.phone is not None:
        yield "phone", one.phone, FieldType.PHONE
    yield "proof", one.proof, FieldType.FILE


def _ways(one: Representing) -> tuple[str, ...]:
    """List the fields by which a representative can be reached."""
    return tuple(way for way in (one.mail, one.phone) if way is not None)


def _acting_without(
    eservice: EService, one: Representing, wanted: tuple[str, ...]
) -> Answers | None:
    """Find answers for which a representative acts while none of these fields is answered."""
    acts = compile_condition(one.when)
    read = [one.when, *(f"answers.{name} == null" for name in wanted)]
    for answers in sample_answers(eservice.form, read):
        if acts.holds(answers, SOME_DAY) and all(answers.get(name) is None for name in wanted):
            return answers
    return None


def _at(place: int) -> ValuePath:
    return ("form", "representatives", place)
