"""From what pydantic refuses to findings with a place, a rule and a repair."""

import re
from collections.abc import Callable, Iterable
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from workflows.language import grammar_rules as rules
from workflows.language.findings import Finding, Rule, closest
from workflows.language.source import Source, ValuePath
from workflows.language.values import Name, Slug, Text
from workflows.language.walking import MOST_MISTAKES

LONGEST_QUOTE = 60
#: Which rule explains a written form, by the key that holds it.
WRITTEN_FORMS: dict[str, Rule] = {
    "within": rules.SPAN,
    "after": rules.SPAN,
    "deadline": rules.SPAN,
    "valid_for": rules.SPAN,
    "answers": rules.SPAN,
    "attachments": rules.SPAN,
    "act": rules.SPAN,
    "amount": rules.AMOUNT,
    "minimum": rules.AMOUNT,
    "maximum": rules.AMOUNT,
    "tariff": rules.PRICE,
    "number": rules.ACT_NUMBER,
    "statements": rules.STATEMENT,
}
PATTERNS = {
    get_args(Name)[1].pattern: rules.NAME,
    get_args(Slug)[1].pattern: rules.SLUG,
}


def mistakes(error: ValidationError, source: Source, model: type[BaseModel]) -> tuple[Finding, ...]:
    """Explain every error of a validation, each place once for each rule."""
    found: dict[tuple[ValuePath, str], Finding] = {}
    for details in error.errors(include_url=False)[:MOST_MISTAKES]:
        finding = _explain(details, source, model)
        found.setdefault((source.known(details["loc"]), finding.code + _extra(details)), finding)
    return tuple(found.values())


def _extra(details: ErrorDetails) -> str:
    """Keep apart the keys missing or unknown in one group."""
    return str(details["loc"][-1]) if details["type"] in {"missing", "extra_forbidden"} else ""


def _explain(details: ErrorDetails, source: Source, model: type[BaseModel]) -> Finding:
    kind, path = details["type"], details["loc"]
    explain = next((how for ending, how in EXPLANATIONS if re.fullmatch(ending, kind)), _other)
    rule, values = explain(details, model)
    place = source.key_place(path) if kind in KEY_PLACED else source.place(path)
    return Finding(rule, place, {"value": _quoted(details["input"]), **values})


Explained = tuple[Rule, dict[str, str]]
KEY_PLACED = frozenset({"extra_forbidden"})


def _missing(details: ErrorDetails, _model: type[BaseModel]) -> Explained:
    return rules.MISSING, {"key": str(details["loc"][-1])}


def _unknown_key(details: ErrorDetails, model: type[BaseModel]) -> Explained:
    key = str(details["loc"][-1])
    known = known_keys(model, details["loc"][:-1])
    return rules.UNKNOWN_KEY, {"key": key, "near": closest(key, known), "known": ", ".join(known)}


def allowed_words(details: ErrorDetails) -> tuple[str, ...]:
    """List the words that may stand where another one does."""
    return tuple(re.findall(r"'([^']*)'", str(details.get("ctx", {}).get("expected", ""))))


def _not_allowed(details: ErrorDetails, _model: type[BaseModel]) -> Explained:
    known = allowed_words(details)
    near = closest(str(details["input"]), known)
    return rules.NOT_ALLOWED, {"near": near, "known": ", ".join(known)}


def _pattern(details: ErrorDetails, _model: type[BaseModel]) -> Explained:
    form = str(details.get("ctx", {}).get("pattern", ""))
    return PATTERNS.get(form, rules.FORM), {"form": form}


def _length(details: ErrorDetails, _model: type[BaseModel]) -> Explained:
    return rules.LENGTH, {"problem": details["msg"]}


def _bounds(details: ErrorDetails, _model: type[BaseModel]) -> Explained:
    return rules.BOUNDS, {"problem": details["msg"]}


def _kind(details: ErrorDetails, model: type[BaseModel]) -> Explained:
    if annotation_at(model, details["loc"]) is Text:
        return rules.TEXT, {}
    expected = details["type"].split("_")[0]
    if expected not in rules.KINDS:
        return _other(details, model)
    return rules.KIND, {"expected": rules.KINDS[expected]}


def _written(details: ErrorDetails, model: type[BaseModel]) -> Explained:
    names = [part for part in details["loc"] if isinstance(part, str)]
    rule = next((WRITTEN_FORMS[name] for name in reversed(names) if name in WRITTEN_FORMS), None)
    if rule is None:
        return _other(details, model)
    return rule, {"problem": str(details.get("ctx", {}).get("error", details["msg"]))}


def _other(details: ErrorDetails, _model: type[BaseModel]) -> Explained:
    return rules.OTHER, {"problem": details["msg"]}


EXPLANATIONS: tuple[tuple[str, Callable[[ErrorDetails, type[BaseModel]], Explained]], ...] = (
    ("missing", _missing),
    ("extra_forbidden", _unknown_key),
    ("enum|literal_error", _not_allowed),
    ("string_pattern_mismatch", _pattern),
    ("(string_)?too_(short|long)", _length),
    ("(greater|less)_than(_equal)?", _bounds),
    ("value_error", _written),
    (".*_(type|parsing|from_date_parsing|from_float)", _kind),
)


def _quoted(value: Any) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"


def known_keys(model: type[BaseModel], path: Iterable[str | int]) -> tuple[str, ...]:
    """List the keys that the grammar knows in the group at a path, as they are written."""
    group = annotation_at(model, path)
    if not (isinstance(group, type) and issubclass(group, BaseModel)):
        return ()
    return tuple(field.alias or name for name, field in group.model_fields.items())


def annotation_at(model: Any, path: Iterable[str | int]) -> Any:
    """Give the type that the grammar expects at a path, or None where it expects nothing."""
    current = model
    for part in path:
        current = _within(_plain_type(current), part)
    return _plain_type(current)


def _plain_type(annotation: Any) -> Any:
    """Take off what is around a type: annotations, and the None of an optional value."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in {Union, UnionType}:
            others = [one for one in get_args(annotation) if one is not type(None)]
            if len(others) != 1:
                return annotation
            annotation = others[0]
        else:
            return annotation


def _within(annotation: Any, part: str | int) -> Any:
    if get_origin(annotation) in {tuple, list}:
        return get_args(annotation)[0]
    if get_origin(annotation) is dict:
        return get_args(annotation)[1]
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        return _within(_plain_type(annotation.model_fields["root"].annotation), part)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields.items()
        return next((one.annotation for name, one in fields if part in {name, one.alias}), None)
    return None
