"""The only loops of the language: over the items of a repeated group, one deep.

A group has few items (the grammar bounds them), an expression has few characters, and no loop
stands in another: what an expression costs is bounded before it runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from workflows.language.lexicon import ANSWERS, ITEM, LOOPS, ExpressionError, Fault, Token
from workflows.language.values import ValueType


class Loop(StrEnum):
    """The ways to make one value of the items of a group."""

    COUNT = "count"
    EXISTS = "exists"
    ALL = "all"
    SUM = "sum"

    @property
    def gives(self) -> ValueType:
        """Tell which kind of value it gives, and its body too."""
        return ValueType.NUMBER if self in {Loop.COUNT, Loop.SUM} else ValueType.TRUTH


#: What stands in the place of a loop while what is around it is checked.
STANDS_FOR = {ValueType.NUMBER: "1", ValueType.TRUTH: "true"}


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A loop in a text: all places are characters of that text, the last one left out."""

    kind: Loop
    group: str
    #: Where the name of the group begins.
    named_at: int
    start: int
    end: int
    #: Where what is said of each item begins and ends; a count says nothing.
    body: tuple[int, int] | None = None

    def body_of(self, source: str) -> str:
        """Give what is said of each item, at its own place."""
        start, end = self.body or (self.end, self.end)
        return " " * start + source[start:end]


def aggregates(found: Sequence[Token]) -> tuple[Aggregate, ...]:
    """Find the loops of an expression; raise ExpressionError on one that is not as it must be."""
    loops: list[Aggregate] = []
    for position, token in enumerate(found):
        if token.text in {Loop.COUNT, Loop.SUM} and not _is_name(found, position):
            loops.append(_function(found, position))
        elif token.text in LOOPS and not _is_name(found, position):
            loops += _method(found, position)
    for before, after in pairwise(loops):
        if after.start < before.end:
            raise ExpressionError(Fault.NESTED, offset=after.start)
    return tuple(loops)


def without(source: str, loops: Sequence[Aggregate]) -> str:
    """Put a plain value of the same kind in the place of each loop; places stay as they are."""
    for loop in loops:
        length = loop.end - loop.start
        value = STANDS_FOR[loop.kind.gives].ljust(length)
        source = source[: loop.start] + value + source[loop.end :]
    return source


def _is_name(found: Sequence[Token], position: int) -> bool:
    """Tell whether the word is quoted or the name of a field, not a call."""
    after = found[position + 1].text if position + 1 < len(found) else ""
    return after != "("


def _function(found: Sequence[Token], position: int) -> Aggregate:
    """Read `count(answers.group)` or `sum(answers.group.map(item, …))`."""
    word = found[position]
    named = _group(found, position + 2)
    close = _closing(found, position + 1)
    if word.text == Loop.COUNT:
        if close != position + 5:
            raise _misshapen(word)
        return _aggregate(Loop.COUNT, found, position, named, close)
    loop = position + 6
    if [token.text for token in found[position + 5 : loop + 1]] != [".", "map"]:
        raise _misshapen(word)
    if _closing(found, loop + 1) != close - 1:
        raise _misshapen(word)
    return _aggregate(Loop.SUM, found, position, named, close, body=_body(found, loop))


def _method(found: Sequence[Token], position: int) -> list[Aggregate]:
    """Read `answers.group.exists(item, …)` or `.all(…)`; a map belongs to the sum around it."""
    word = found[position]
    start = position - 4
    if word.text == "map":
        around = [token.text for token in found[max(start - 2, 0) : max(start, 0)]]
        if around != [Loop.SUM, "("]:
            raise _misshapen(word)
        return []
    named = _group(found, start)
    close = _closing(found, position + 1)
    body = _body(found, position)
    return [_aggregate(Loop(word.text), found, start, named, close, body=body)]


def _aggregate(
    kind: Loop,
    found: Sequence[Token],
    start: int,
    named: Token,
    close: int,
    *,
    body: tuple[int, int] | None = None,
) -> Aggregate:
    end = found[close].start + 1
    return Aggregate(kind, named.text, named.start, found[start].start, end, body)


def _group(found: Sequence[Token], position: int) -> Token:
    """Give the name in `answers.name` at a position."""
    texts = [token.text for token in found[max(position, 0) : position + 2]]
    if position < 0 or texts != [ANSWERS, "."] or position + 2 >= len(found):
        raise _misshapen(found[min(max(position, 0), len(found) - 1)])
    return found[position + 2]


def _body(found: Sequence[Token], position: int) -> tuple[int, int]:
    """Give what follows `(item,` up to the parenthesis that closes the loop at a position."""
    opening = [token.text for token in found[position + 1 : position + 4]]
    close = _closing(found, position + 1)
    if opening != ["(", ITEM, ","] or close == position + 4:
        raise _misshapen(found[position])
    return found[position + 4].start, found[close].start


def _closing(found: Sequence[Token], opening: int) -> int:
    depth = 0
    for position in range(opening, len(found)):
        depth += {"(": 1, ")": -1}.get(found[position].text, 0)
        if depth == 0:
            return position
    raise ExpressionError(Fault.UNREADABLE, offset=found[opening].start, near="")


def _misshapen(word: Token) -> ExpressionError:
    return ExpressionError(Fault.AGGREGATE, offset=word.start, name=word.text)
