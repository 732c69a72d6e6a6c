"""Conditions and formulas: CEL over what a case knows, compiled and evaluated.

The only importer of the CEL package (see docs/adr). What a reader must know:

* Only `answers.<field>`, `opinions.<name>` and `today` are visible. An answer that was not given
  is null, and so is an opinion that was not asked for or has not come. A repeated group is read
  by `count`, `exists`, `all` and `sum`, whose loops see each of its items as `item`.
* All numbers are of one kind, as in JSON; dates are compared as dates.
* A condition that needs an answer that was not given does not hold: `answers.age >= 18` is
  false without an age, and so is `!(answers.age >= 18)`.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, TypeAlias

from cel_expr_python import cel

from workflows.language import days
from workflows.language.aggregates import aggregates
from workflows.language.lexicon import (
    ITEM,
    OPINIONS,
    ExpressionError,
    Fault,
    Token,
    field_places,
    fields_read,
    original_offset,
    tokens,
    with_one_kind_of_number,
)

type_of = cel.Type
Environment: TypeAlias = cel.Env

#: `ERROR: <input>:1:18: found no matching overload for '_==_' applied to '(a, b)'`
COMPLAINT = re.compile(r"<input>:1:(?P<column>[0-9]+): (?P<text>[^\n]*)")
OVERLOAD = re.compile(r"overload for '(?P<operator>[^']*)' applied to '(?P<types>[^']*)'")
BOOLEAN = "BOOL"

Value = bool | int | Decimal | str | None
NONE_GIVEN: Mapping[str, Any] = MappingProxyType({})


class UnusableExpression(Exception):
    """An expression failed although every answer it reads was given."""

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = reason
        super().__init__(f"{source!r}: {reason}")


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled expression, and what it reads."""

    source: str
    reads: tuple[str, ...]
    opinions: tuple[str, ...]
    #: The fields of repeated groups that it reads, of each item.
    items: tuple[str, ...]
    #: The repeated groups among what it reads.
    groups: frozenset[str]
    #: Whether it is said of one item, and not only of items in a loop.
    of_item: bool
    program: cel.Expression

    def names(self) -> tuple[str, ...]:
        """List the fields of `answers` it reads."""
        return self.reads

    def evaluate(
        self,
        answers: Mapping[str, Any],
        today: date,
        opinions: Mapping[str, str] = NONE_GIVEN,
        item: Mapping[str, Any] = NONE_GIVEN,
    ) -> Value:
        """Compute the value: whole numbers as int, others as Decimal.

        Where an answer it reads was not given and nothing can be computed without it, the value
        is False for a condition and None for a formula. Raises UnusableExpression otherwise.
        """
        value = self._computed(answers, today, opinions, item)
        if value is None and self.program.return_type().name() == BOOLEAN:
            return False
        return value

    def holds(
        self,
        answers: Mapping[str, Any],
        today: date,
        opinions: Mapping[str, str] = NONE_GIVEN,
        item: Mapping[str, Any] = NONE_GIVEN,
    ) -> bool:
        """Tell whether the condition is true."""
        return self.evaluate(answers, today, opinions, item) is True

    def verdict(self, answers: Mapping[str, Any], today: date) -> bool | None:
        """Tell whether the condition is true or false; None where an answer is wanting."""
        value = self._computed(answers, today, NONE_GIVEN, NONE_GIVEN)
        return value if isinstance(value, bool) else None

    def _computed(
        self,
        answers: Mapping[str, Any],
        today: date,
        opinions: Mapping[str, str],
        item: Mapping[str, Any],
    ) -> Value:
        given = {name: self._seen(name, answers.get(name)) for name in self.reads}
        heard = {name: opinions.get(name) for name in self.opinions}
        known = {"answers": given, "opinions": heard, "today": today.isoformat()}
        if self.of_item:
            known[ITEM] = self._item(item)
        result = self.program.eval(data=known)
        value = result.value()
        if result.type() == type_of.ERROR:
            self._refuse_if_given((given, heard, known.get(ITEM, {})), str(value))
            return None
        return self._number(value) if isinstance(value, float) else value

    def _seen(self, name: str, answer: Any) -> Any:
        if name not in self.groups or answer is None:
            return _plain(answer)
        return [self._item(item) for item in answer]

    def _item(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return {name: _plain(item.get(name)) for name in self.items}

    def _refuse_if_given(self, read: Iterable[Any], reason: str) -> None:
        if all(_is_given(value) for value in read):
            raise UnusableExpression(self.source, reason)

    def _number(self, value: float) -> int | Decimal:
        if not math.isfinite(value):
            raise UnusableExpression(self.source, "no finite number")
        return int(value) if value.is_integer() else Decimal(repr(value))


@lru_cache(maxsize=16_384)
def compile_condition(source: str) -> Condition:
    """Compile an expression; raise ExpressionError when it is none or reads what it may not."""
    found = tokens(source)
    loops = aggregates(found)
    groups = frozenset(one.group for one in loops)
    said_of_item = any(
        not any(loop.start <= place < loop.end for loop in loops)
        for place, _name in field_places(found, ITEM)
    )
    read = (fields_read(found), fields_read(found, OPINIONS), fields_read(found, ITEM))
    program = compiled(_environment(), source, found)
    return Condition(source, *read, groups, said_of_item, program)


def compiled(environment: cel.Env, source: str, found: tuple[Token, ...]) -> cel.Expression:
    """Compile a text in an environment; raise ExpressionError with the place of a fault."""
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


def _is_given(value: Any) -> bool:
    """Tell whether an answer was given, and in a repeated group those of every item."""
    if isinstance(value, dict):
        return all(map(_is_given, value.values()))
    if isinstance(value, list):
        return all(map(_is_given, value))
    return value is not None


def functions(day: cel.Type) -> list[cel.FunctionDecl]:
    """Declare the functions of the language, for one way of writing days."""
    text, number = type_of.STRING, type_of.DOUBLE
    return [
        _function("years_between", number, [day, day], days.years_between),
        _function("days_after", day, [day, number], days.days_after),
        _function("date", day, [text], days.written_day),
        _function("count", number, [type_of.List(type_of.DYN)], _count),
        _function("sum", number, [type_of.List(number)], _sum),
    ]


def _count(items: list[Any]) -> float:
    return float(len(items))


def _sum(numbers: list[float]) -> float:
    """Add up exactly what people wrote with decimals, so that 0.1 + 0.2 makes 0.3."""
    return float(sum(Decimal(repr(number)) for number in numbers))


def _function(
    name: str, result: cel.Type, parameters: list[cel.Type], run: Callable[..., Any]
) -> cel.FunctionDecl:
    overload = cel.Overload(
        f"{name}_of", return_type=result, parameters=parameters, is_member=False, impl=run
    )
    return cel.FunctionDecl(name, [overload])


def typed_environment(variables: Mapping[str, cel.Type], day: cel.Type) -> Environment:
    """Build an environment in which types are proved; `day` is that of `today`."""
    return cel.NewEnv(variables={**variables, "today": day}, functions=functions(day))


@cache
def _environment() -> cel.Env:
    """Build the one environment in which expressions run: answers of any type, dates as texts."""
    return cel.NewEnv(
        variables={
            "answers": type_of.Map(type_of.STRING, type_of.DYN),
            "opinions": type_of.Map(type_of.STRING, type_of.DYN),
            ITEM: type_of.Map(type_of.STRING, type_of.DYN),
            "today": type_of.STRING,
        },
        functions=functions(type_of.STRING),
    )
