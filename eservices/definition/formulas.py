"""Every expression of a definition: where it stands, what it must give, and what it may read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eservices.definition import rules
from eservices.definition.form import FieldType, Form
from eservices.definition.model import EService
from eservices.definition.surroundings import Surroundings
from workflows.language.conditions import Checker, compile_condition
from workflows.language.findings import closest
from workflows.language.lexicon import ExpressionError, Fault
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


def expressions_are_sound(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Every expression reads fields that exist, with the right types and options."""
    fields = eservice.form.fields()
    checker = Checker(
        {field.id: VALUE_TYPES[field.type] for field in fields},
        {
            field.id: frozenset(option.value for option in field.options)
            for field in fields
            if field.type is FieldType.CHOICE
        },
    )
    for formula in formulas(eservice):
        try:
            checker.check(formula.source, formula.gives)
        except ExpressionError as error:
            yield _explained(error, formula, eservice)


def questions_are_asked_in_order(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """A condition of the form reads only answers given before it."""
    every = frozenset(field.id for field in eservice.form.fields())
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
    for position, transition in enumerate(eservice.procedure.transitions):
        if transition.when is not None:
            yield Formula(transition.when, transition_at(position, "when"))


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
            asked.add(field.id)


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
        return frozenset(compile_condition(formula.source).names())
    except ExpressionError:
        return frozenset()


def _explained(error: ExpressionError, formula: Formula, eservice: EService) -> Flaw:
    values = {**error.values, "character": str(error.offset + 1)}
    for name in ("types", "given"):
        if name in values:
            values[name] = _in_plain_words(values[name])
    if error.fault is Fault.UNKNOWN_FIELD:
        values["near"] = closest(values["name"], (one.id for one in eservice.form.fields()))
    if error.fault is Fault.UNKNOWN_OPTION:
        field = eservice.form.field(values["field"])
        known = [option.value for option in field.options] if field else []
        values |= {"known": ", ".join(known), "near": closest(values["value"], known)}
    return Flaw(rules.FAULTS[error.fault], formula.at, values, offset=error.offset)


def _in_plain_words(types: str) -> str:
    for pattern, words in TYPE_NAMES:
        types = pattern.sub(words, types)
    return types.lower()
