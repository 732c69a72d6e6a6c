"""Conditions and formulas: CEL over `answers` and `today`, compiled, evaluated and type-checked.

The only importer of the CEL package (see docs/adr). The rules that a reader must know:

* Only `answers.<field>` and `today` are visible. An answer that was not given is null.
* All numbers are of one kind, as in JSON; dates are compared as dates.
* A condition that needs an answer that was not given does not hold: `answers.age >= 18` is
  false without an age, and so is `!(answers.age >= 18)`.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import Any

from cel_expr_python import cel

from workflows.language import days
from workflows.language.lexicon import (
    ExpressionError,
    Fault,
    Kind,
    Token,
    comparisons,
    field_places,
    fields_read,
    original_offset,
    tokens,
    unquoted,
    with_one_kind_of_number,
)
from workflows.language.values import ValueType

type_of = cel.Type

#: `ERROR: <input>:1:18: found no matching overload for '_==_' applied to '(a, b)'`
COMPLAINT = re.compile(r"<input>:1:(?P<column>[0-9]+): (?P<text>[^\n]*)")
OVERLOAD = re.compile(r"overload for '(?P<operator>[^']*)' applied to '(?P<types>[^']*)'")
BOOLEAN = "BOOL"
#: Words that stand for a day or take one.
DAYS = frozenset({"today", "date", "years_between", "days_after"})

Value = bool | int | Decimal | str | None


class UnusableExpression(Exception):
    """An expression failed although every answer it reads was given."""

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = reason
        super().__init__(f"{source!r}: {reason}")


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled expression and the answers it reads."""

    source: str
    reads: tuple[str, ...]
    program: cel.Expression

    def names(self) -> tuple[str, ...]:
        """List the fields of `answers` it reads."""
        return self.reads

    def evaluate(self, answers: Mapping[str, Any], today: date) -> Value:
        """Compute the value: whole numbers as int, others as Decimal.

        Where an answer it reads was not given and nothing can be computed without it, the value
        is False for a condition and None for a formula. Raises UnusableExpression otherwise.
        """
        given = {name: _plain(answers.get(name)) for name in self.reads}
        result = self.program.eval(data={"answers": given, "today": today.isoformat()})
        value = result.value()
        if result.type() == type_of.ERROR:
            return self._unknown(given, str(value))
        return self._number(value) if isinstance(value, float) else value

    def holds(self, answers: Mapping[str, Any], today: date) -> bool:
        """Tell whether the condition is true."""
        return self.evaluate(answers, today) is True

    def _unknown(self, given: Mapping[str, Any], reason: str) -> Value:
        if all(value is not None for value in given.values()):
            raise UnusableExpression(self.source, reason)
        return False if self.program.return_type().name() == BOOLEAN else None

    def _number(self, value: float) -> int | Decimal:
        if not math.isfinite(value):
            raise UnusableExpression(self.source, "no finite number")
        return int(value) if value.is_integer() else Decimal(repr(value))


@lru_cache(maxsize=16_384)
def compile_condition(source: str) -> Condition:
    """Compile an expression; raise ExpressionError when it is none or reads what it may not."""
    found = tokens(source)
    program = _compiled(_environment(), source, found)
    return Condition(source, fields_read(found), program)


def _compiled(environment: cel.Env, source: str, found: tuple[Token, ...]) -> cel.Expression:
    try:
        return environment.compile(with_one_kind_of_number(source, found))
    except RuntimeError as error:
        raise _understood(str(error), found) from None


def _understood(complaint: str, found: tuple[Token, ...]) -> ExpressionError:
    """Turn the compiler's complaint into a fault with a place in the text as written."""
    match = COMPLAINT.search(complaint)
    offset = original_offset(found, int(match["column"]) - 1) if match else 0
    overload = OVERLOAD.search(complaint)
    if overload is None:
        return ExpressionError(Fault.UNREADABLE, offset=offset, near="")
    return ExpressionError(
        Fault.MISMATCH,
        offset=offset,
        operator=overload["operator"].strip("_").replace("_", " ").replace("@", ""),
        types=overload["types"].strip("()"),
    )


def _plain(answer: Any) -> Any:
    """Give an answer as expressions see it."""
    if answer is None or isinstance(answer, bool | str):
        return answer
    if isinstance(answer, int | float | Decimal):
        return float(answer)
    if isinstance(answer, date):
        return answer.isoformat()
    return str(answer) if answer else None


def _functions(day: cel.Type) -> list[cel.FunctionDecl]:
    text, number = type_of.STRING, type_of.DOUBLE
    return [
        _function("years_between", number, [day, day], days.years_between),
        _function("days_after", day, [day, number], days.days_after),
        _function("date", day, [text], days.written_day),
    ]


def _function(
    name: str, result: cel.Type, parameters: list[cel.Type], run: Callable[..., Any]
) -> cel.FunctionDecl:
    overload = cel.Overload(
        f"{name}_of", return_type=result, parameters=parameters, is_member=False, impl=run
    )
    return cel.FunctionDecl(name, [overload])


@cache
def _environment() -> cel.Env:
    """Build the one environment in which expressions run: answers of any type, dates as texts."""
    return cel.NewEnv(
        variables={
            "answers": type_of.Map(type_of.STRING, type_of.DYN),
            "today": type_of.STRING,
        },
        functions=_functions(type_of.STRING),
    )


#: Every answer may be missing, hence the nullable wrappers; a date is a moment to the checker
#: the first time and a text the second, so that only what works for both is accepted.
NULLABLE: Mapping[ValueType, tuple[str, str]] = {
    ValueType.TEXT: ("google.protobuf.StringValue", "google.protobuf.StringValue"),
    ValueType.NUMBER: ("google.protobuf.DoubleValue", "google.protobuf.DoubleValue"),
    ValueType.TRUTH: ("google.protobuf.BoolValue", "google.protobuf.BoolValue"),
    ValueType.DATE: ("google.protobuf.Timestamp", "google.protobuf.StringValue"),
    ValueType.FILE: ("google.protobuf.BytesValue", "google.protobuf.BytesValue"),
}
RESULTS: Mapping[ValueType, str] = {
    ValueType.TEXT: "STRING",
    ValueType.NUMBER: "DOUBLE",
    ValueType.TRUTH: BOOLEAN,
    ValueType.DATE: "TIMESTAMP",
}


@cache
def _proved() -> set[tuple[str, tuple[ValueType, ...], ValueType]]:
    """Remember what was proved: an expression, the types of the answers it reads, its result."""
    return set()


#: More proofs than this are forgotten, all at once: they only save time.
MOST_PROOFS = 50_000


class Checker:
    """Checks the expressions of one form: which fields exist, of which type, with which options."""

    def __init__(
        self, fields: Mapping[str, ValueType], options: Mapping[str, frozenset[str]]
    ) -> None:
        self.fields = fields
        self.options = options

    def check(self, source: str, result: ValueType) -> Condition:
        """Compile an expression and prove its types; raise ExpressionError at the first fault."""
        condition = compile_condition(source)
        found = tokens(source)
        self._refuse_unknown_fields(found)
        self._refuse_unknown_options(found)
        kinds = tuple(self.fields[name] for name in condition.reads)
        if (source, kinds, result) not in _proved():
            self._prove(condition, found, result)
            _remember(source, kinds, result)
        return condition

    def _prove(self, condition: Condition, found: tuple[Token, ...], result: ValueType) -> None:
        given = _compiled(self._as_moments, condition.source, found).return_type().name()
        if _handles_days(found) or ValueType.DATE in map(self.fields.get, condition.reads):
            _compiled(self._as_texts, condition.source, found)
        if given != RESULTS[result]:
            raise ExpressionError(Fault.RESULT, wanted=result, given=given)
        if condition.program.return_type().name() == "DYN" and result is ValueType.TRUTH:
            raise ExpressionError(Fault.BARE, expression=condition.source)

    @cached_property
    def _as_moments(self) -> cel.Env:
        return self._typed(0)

    @cached_property
    def _as_texts(self) -> cel.Env:
        return self._typed(1)

    def _typed(self, reading: int) -> cel.Env:
        variables = {
            f"answers.{name}": type_of(NULLABLE[kind][reading])
            for name, kind in self.fields.items()
        }
        day = (type_of.TIMESTAMP, type_of.STRING)[reading]
        return cel.NewEnv(variables={**variables, "today": day}, functions=_functions(day))

    def _refuse_unknown_fields(self, found: tuple[Token, ...]) -> None:
        for place, name in field_places(found):
            if name not in self.fields:
                raise ExpressionError(Fault.UNKNOWN_FIELD, offset=place, name=name)

    def _refuse_unknown_options(self, found: tuple[Token, ...]) -> None:
        for name, literal in comparisons(found):
            known = self.options.get(name)
            if known is not None and unquoted(literal) not in known:
                raise ExpressionError(
                    Fault.UNKNOWN_OPTION, offset=literal.start, field=name, value=unquoted(literal)
                )


def _handles_days(found: tuple[Token, ...]) -> bool:
    """Tell whether days come from elsewhere than answers: else both readings are the same."""
    return any(token.kind is Kind.WORD and token.text in DAYS for token in found)


def _remember(source: str, kinds: tuple[ValueType, ...], result: ValueType) -> None:
    if len(_proved()) >= MOST_PROOFS:
        _proved().clear()
    _proved().add((source, kinds, result))
