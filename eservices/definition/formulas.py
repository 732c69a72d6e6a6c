"""Every expression of a definition: where it stands, what it must give, and what it may read."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from eservices.definition import rules
from eservices.definition.form import Check, Field, FieldType, Form
from eservices.definition.model import EService
from eservices.definition.rules_of_expressions import FAULTS
from eservices.definition.surroundings import Surroundings
from workflows.language.checker import Checker
from workflows.language.conditions import compile_condition
from workflows.language.findings import closest
from workflows.language.lexicon import ExpressionError, Fault
from workflows.language.procedure import Result, State
from workflows.language.source import ValuePath
from workflows.language.values import ValueType
from workflows.verifier.flaws import Flaw, state_at, transition_at

VALUE_TYPES: dict[FieldType, ValueType] = {
    FieldType.TEXT: ValueType.TEXT,
    FieldType.LONG_TEXT: ValueType.TEXT,
    FieldType.PERSON_NAME: ValueType.TEXT,
    FieldType.NATIONAL_ID: ValueType.TEXT,
    FieldType.DATE: ValueType.DATE,
    FieldType.CHOICE: ValueType.TEXT,
    FieldType.INTEGER: ValueType.NUMBER,
    FieldType.DECIMAL: ValueType.NUMBER,
    FieldType.AREA: ValueType.NUMBER,
    FieldType.BOOLEAN: ValueType.TRUTH,
    FieldType.MAIL: ValueType.TEXT,
    FieldType.PHONE: ValueType.TEXT,
    FieldType.PLACE: ValueType.TEXT,
    FieldType.FILE: ValueType.FILE,
}
#: How the compiler calls the types, and how people do.
TYPE_NAMES = (
    (re.compile(r"wrapper\(([a-z]+)\)"), r"\1"),
    (re.compile(r"google\.protobuf\.Timestamp|timestamp"), "date"),
    (re.compile(r"double"), "number"),
    (re.compile(r"string"), "text"),
    (re.compile(r"bool"), "yes-or-no"),
    (re.compile(r"bytes"), "file"),
    (re.compile(r"dyn"), "any"),
)


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression of the definition."""

    source: str
    at: ValuePath
    gives: ValueType = ValueType.TRUTH
    #: Whether it is computed when opinions may be known.
    hears: bool = False
    #: The group of whose items it is said.
    group: str | None = None


def expressions_are_sound(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Every expression reads fields that exist, with the right types and options."""
    opinions = eservice.procedure.consultations().keys()
    checkers = {
        hears: _checker(eservice.form, opinions if hears else ()) for hears in (True, False)
    }
    for formula in formulas(eservice):
        checker = checkers[formula.hears]
        try:
            within = checker if formula.group is None else checker.within(formula.group)
            within.check(formula.source, formula.gives)
        except ExpressionError as error:
            yield _explained(error, formula, eservice)


def _checker(form: Form, opinions: Collection[str]) -> Checker:
    """Give what checks expressions over a form."""
    plain = [field for field in form.fields() if field.type is not FieldType.GROUP]
    groups = [field for field in form.fields() if field.type is FieldType.GROUP]
    named = [(field.id, field) for field in plain]
    named += [(f"{group.id}.{field.id}", field) for group in groups for field in group.fields]
    return Checker(
        types_of(plain),
        {
            name: frozenset(option.value for option in field.options)
            for name, field in named
            if field.type is FieldType.CHOICE
        },
        opinions,
        # A group in a group is refused elsewhere, and nothing can be read of it.
        {group.id: types_of(group.fields) for group in groups},
    )


def types_of(fields: Iterable[Field]) -> dict[str, ValueType]:
    """Give the kinds of value that answers to these fields have."""
    return {field.id: VALUE_TYPES[field.type] for field in fields if field.type in VALUE_TYPES}


def questions_are_asked_in_order(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """A condition of the form reads only answers given before it."""
    fields = eservice.form.fields()
    inner = {f"{group.id}.{one.id}" for group in fields for one in group.fields}
    every = frozenset({field.id for field in fields} | inner)
    for formula, asked in form_formulas(eservice.form):
        for name in sorted(_names(formula) & every - asked):
            yield Flaw(rules.ASKED_LATER, formula.at, {"field": name})


def formulas(eservice: EService) -> Iterator[Formula]:
    """List every expression of a definition."""
    yield from (formula for formula, _asked in form_formulas(eservice.form))
    yield from _tariff_formulas(eservice)
    for position, variant in enumerate(eservice.promise.variants if eservice.promise else ()):
        yield Formula(variant.when, ("promise", "variants", position, "when"))
    for name, state in eservice.procedure.states.items():
        if state.office is not None:
            yield Formula(state.office, state_at(name, "office"), ValueType.TEXT)
        yield from _formulas_of_overflows(name, state)
        yield from _formulas_of_opinions(name, state)
        yield from _formulas_of_checklist(name, state)
    if eservice.complaint is not None and eservice.complaint.concerns is not None:
        at: ValuePath = ("complaint", "concerns")
        yield Formula(eservice.complaint.concerns, at, ValueType.TEXT)
    for position, transition in enumerate(eservice.procedure.transitions):
        if transition.when is not None:
            yield Formula(transition.when, transition_at(position, "when"), hears=True)


def _formulas_of_overflows(name: str, state: State) -> Iterator[Formula]:
    for place, one in enumerate(state.overflow):
        at = (*state_at(name, "overflow"), place)
        yield Formula(one.office, (*at, "office"), ValueType.TEXT)
        if one.when is not None:
            yield Formula(one.when, (*at, "when"))


def _formulas_of_opinions(name: str, state: State) -> Iterator[Formula]:
    for opinion, asked in state.consults.items():
        at = state_at(name, "consults", opinion)
        if asked.office is not None:
            yield Formula(asked.office, (*at, "office"), ValueType.TEXT)
        if asked.when is not None:
            yield Formula(asked.when, (*at, "when"))


def _formulas_of_checklist(name: str, state: State) -> Iterator[Formula]:
    for place, item in enumerate(state.checklist):
        if item.when is not None:
            yield Formula(item.when, (*state_at(name, "checklist"), place, "when"))


def form_formulas(form: Form) -> Iterator[tuple[Formula, frozenset[str]]]:
    """List the conditions of a form, each with the fields asked before it."""
    asked: set[str] = set()
    for number, page in enumerate(form.pages):
        at: ValuePath = ("form", "pages", number)
        if page.when is not None:
            yield Formula(page.when, (*at, "when")), frozenset(asked)
        for position, field in enumerate(page.fields):
            if field.when is not None:
                yield Formula(field.when, (*at, "fields", position, "when")), frozenset(asked)
            yield from _formulas_of_items(field, (*at, "fields", position), asked)
            asked.add(field.id)
        for place, check in enumerate(page.checks):
            yield from _formulas_of_check(check, (*at, "checks", place), asked)
    for place, one in enumerate(form.representatives):
        yield Formula(one.when, ("form", "representatives", place, "when")), frozenset(asked)
    for place, check in enumerate(form.checks):
        yield from _formulas_of_check(check, ("form", "checks", place), asked)


def _formulas_of_items(
    group: Field, at: ValuePath, asked: Iterable[str]
) -> Iterator[tuple[Formula, frozenset[str]]]:
    before = set(asked)
    for place, field in enumerate(group.fields):
        if field.when is not None:
            where = (*at, "fields", place, "when")
            yield Formula(field.when, where, group=group.id), frozenset(before)
        before.add(f"{group.id}.{field.id}")


def _formulas_of_check(
    check: Check, at: ValuePath, asked: Iterable[str]
) -> Iterator[tuple[Formula, frozenset[str]]]:
    before = frozenset(asked)
    yield Formula(check.holds, (*at, "holds")), before
    if check.when is not None:
        yield Formula(check.when, (*at, "when")), before


def _tariff_formulas(eservice: EService) -> Iterator[Formula]:
    for position, line in enumerate(eservice.tariff):
        if line.when is not None:
            yield Formula(line.when, ("tariff", position, "when"))
        if line.per is not None:
            yield Formula(line.per, ("tariff", position, "per"), ValueType.NUMBER)
        for place, exemption in enumerate(line.exemptions):
            yield Formula(exemption.when, ("tariff", position, "exemptions", place, "when"))


def _names(formula: Formula) -> frozenset[str]:
    """List what a formula reads; nothing if it does not compile, which is reported elsewhere."""
    try:
        condition = compile_condition(formula.source)
    except ExpressionError:
        return frozenset()
    items = condition.items if formula.group is not None and condition.of_item else ()
    return frozenset({*condition.names(), *(f"{formula.group}.{name}" for name in items)})


def _explained(error: ExpressionError, formula: Formula, eservice: EService) -> Flaw:
    values = {**error.values, "character": str(error.offset + 1)}
    for name in ("types", "given"):
        if name in values:
            values[name] = _in_plain_words(values[name])
    if error.fault is Fault.UNKNOWN_FIELD:
        values["near"] = closest(values["name"], _known_names(eservice.form))
    if error.fault is Fault.UNKNOWN_OPINION:
        values["near"] = closest(values["name"], eservice.procedure.consultations())
    if error.fault is Fault.UNKNOWN_OPTION:
        field = _option_holder(eservice.form, values["field"])
        known = [option.value for option in field.options] if field else list(Result)
        values |= {"known": ", ".join(known), "near": closest(values["value"], known)}
    return Flaw(FAULTS[error.fault], formula.at, values, offset=error.offset)


def _known_names(form: Form) -> Iterator[str]:
    for field in form.fields():
        yield field.id
        yield from (f"{field.id}.{inner.id}" for inner in field.fields)


def _option_holder(form: Form, name: str) -> Field | None:
    group, _, inner = name.partition(".")
    field = form.field(group)
    if field is None or not inner:
        return field
    return next((one for one in field.fields if one.id == inner), None)


def _in_plain_words(types: str) -> str:
    for pattern, words in TYPE_NAMES:
        types = pattern.sub(words, types)
    return types.lower()
