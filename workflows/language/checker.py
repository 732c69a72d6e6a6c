"""The check of expressions before anybody applies: what exists, of which type, with which options.

A loop over a repeated group is checked by
its parts: its body with the fields of an item, and what stands around it with the kind of value
that it gives. Both keep their places in the text.
"""

from collections.abc import Collection, Mapping
from functools import cache, cached_property
from types import MappingProxyType

from workflows.language.aggregates import Aggregate, aggregates, without
from workflows.language.conditions import (
    BOOLEAN,
    Condition,
    Environment,
    compile_condition,
    compiled,
    type_of,
    typed_environment,
)
from workflows.language.lexicon import (
    ITEM,
    OPINIONS,
    ExpressionError,
    Fault,
    Kind,
    Token,
    comparisons,
    field_places,
    tokens,
    unquoted,
)
from workflows.language.procedure import Result
from workflows.language.values import ValueType

#: Words that stand for a day or take one.
DAYS = frozenset({"today", "date", "years_between", "days_after"})
RESULTS_OF_OPINIONS = frozenset(Result)
#: The types of the fields of repeated groups, by group.
Groups = Mapping[str, Mapping[str, ValueType]]
NO_GROUPS: Groups = MappingProxyType({})

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
    """Checks the expressions of one form: which fields exist, of which type, with which options.

    `opinions` names those that the expressions may read besides; `groups` gives the fields of
    repeated groups, whose options are known as `group.field`. Within a group, `item` may be read.
    """

    def __init__(
        self,
        fields: Mapping[str, ValueType],
        options: Mapping[str, frozenset[str]],
        opinions: Collection[str] = (),
        groups: Groups = NO_GROUPS,
        *,
        group: str | None = None,
    ) -> None:
        self.fields = fields
        self.options = options
        self.opinions = opinions
        self.groups = groups
        self.group = group
        self._inner: dict[str, Checker] = {}

    def within(self, group: str) -> "Checker":
        """Give the checker of what is written about one item of a group."""
        if group not in self._inner:
            known = (self.fields, self.options, self.opinions, self.groups)
            self._inner[group] = Checker(*known, group=group)
        return self._inner[group]

    def check(self, source: str, result: ValueType) -> Condition:
        """Compile an expression and prove its types; raise ExpressionError at the first fault."""
        condition = compile_condition(source)
        found = tokens(source)
        loops = aggregates(found)
        if loops:
            self._check_loops(source, loops, result)
            return condition
        self._refuse_unknown_fields(found)
        self._refuse_unknown_options(found)
        kinds = (
            *(self.fields[name] for name in condition.reads),
            *(self._items[name] for name in condition.items),
        )
        if (source, kinds, result) not in _proved():
            self._prove(condition, found, result, kinds)
            _remember(source, kinds, result)
        return condition

    @property
    def _items(self) -> Mapping[str, ValueType]:
        return {} if self.group is None else self.groups[self.group]

    def _check_loops(self, source: str, loops: tuple[Aggregate, ...], result: ValueType) -> None:
        for loop in loops:
            if loop.group not in self.groups:
                known = loop.group in self.fields
                fault = Fault.AGGREGATE if known else Fault.UNKNOWN_FIELD
                raise ExpressionError(fault, offset=loop.named_at, name=loop.group)
            if loop.body is not None:
                self.within(loop.group).check(loop.body_of(source), loop.kind.gives)
        self.check(without(source, loops), result)

    def _prove(
        self,
        condition: Condition,
        found: tuple[Token, ...],
        result: ValueType,
        kinds: Collection[ValueType],
    ) -> None:
        given = compiled(self._as_moments, condition.source, found).return_type().name()
        if _handles_days(found) or ValueType.DATE in kinds:
            compiled(self._as_texts, condition.source, found)
        if given != RESULTS[result]:
            raise ExpressionError(Fault.RESULT, wanted=result, given=given)
        if condition.program.return_type().name() == "DYN" and result is ValueType.TRUTH:
            raise ExpressionError(Fault.BARE, expression=condition.source.strip())

    @cached_property
    def _as_moments(self) -> Environment:
        return self._typed(0)

    @cached_property
    def _as_texts(self) -> Environment:
        return self._typed(1)

    def _typed(self, reading: int) -> Environment:
        variables = {
            f"answers.{name}": type_of(NULLABLE[kind][reading])
            for name, kind in self.fields.items()
        }
        variables |= {
            f"{ITEM}.{name}": type_of(NULLABLE[kind][reading]) for name, kind in self._items.items()
        }
        opinion = type_of(NULLABLE[ValueType.TEXT][reading])
        variables |= {f"opinions.{name}": opinion for name in self.opinions}
        day = (type_of.TIMESTAMP, type_of.STRING)[reading]
        return typed_environment(variables, day)

    def _refuse_unknown_fields(self, found: tuple[Token, ...]) -> None:
        for place, name in field_places(found):
            if name in self.groups:
                raise ExpressionError(Fault.AGGREGATE, offset=place, name=name)
            if name not in self.fields:
                raise ExpressionError(Fault.UNKNOWN_FIELD, offset=place, name=name)
        for place, name in field_places(found, OPINIONS):
            if name not in self.opinions:
                raise ExpressionError(Fault.UNKNOWN_OPINION, offset=place, name=name)

        self._refuse_unknown_items(found)

    def _refuse_unknown_items(self, found: tuple[Token, ...]) -> None:
        for place, name in field_places(found, ITEM):
            if self.group is None:
                raise ExpressionError(Fault.UNKNOWN_WORD, offset=place, word=ITEM)
            if name not in self._items:
                raise ExpressionError(
                    Fault.UNKNOWN_FIELD, offset=place, name=f"{self.group}.{name}"
                )

    def _refuse_unknown_options(self, found: tuple[Token, ...]) -> None:
        for root, name, literal in comparisons(found):
            field = f"{self.group}.{name}" if root == ITEM else name
            known = RESULTS_OF_OPINIONS if root == OPINIONS else self.options.get(field)
            if known is not None and unquoted(literal) not in known:
                raise ExpressionError(
                    Fault.UNKNOWN_OPTION, offset=literal.start, field=field, value=unquoted(literal)
                )


def _handles_days(found: tuple[Token, ...]) -> bool:
    """Tell whether days come from elsewhere than answers: else both readings are the same."""
    return any(token.kind is Kind.WORD and token.text in DAYS for token in found)


def _remember(source: str, kinds: tuple[ValueType, ...], result: ValueType) -> None:
    if len(_proved()) >= MOST_PROOFS:
        _proved().clear()
    _proved().add((source, kinds, result))
