"""The words an expression may use: a closed list, so that nothing else can be reached or run.

Expressions are CEL, evaluated by a package (see `conditions`). Before the package sees a text,
it is cut into tokens here and every word must be one of this page: fields of `answers`, names of
`opinions`, `today`, literals, operators and a few functions. The only loops are those over the
items of a repeated group, whose form `aggregates` bounds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflows.language.days import written_day

MAX_LENGTH = 500


class Kind(StrEnum):
    """The kinds of token."""

    STRING = "string"
    NUMBER = "number"
    WORD = "word"
    SYMBOL = "symbol"


TOKEN = re.compile(
    r"""\s*(?:
    (?P<string>"(?:[^"\\\n]|\\["\\])*"|'(?:[^'\\\n]|\\['\\])*')
    |(?P<number>[0-9]+(?:\.[0-9]+)?)(?![A-Za-z_0-9])
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*)(?!["'])
    |(?P<symbol>&&|\|\||==|!=|<=|>=|[<>!?:()\[\],.+*-]|/(?!/))
    )""",
    re.VERBOSE,
)

ANSWERS = "answers"
OPINIONS = "opinions"
#: What is read as `root.name`.
ITEM = "item"
ROOTS = (ANSWERS, OPINIONS, ITEM)
#: What stands for a value.
VALUES = frozenset({"today", "true", "false", "null"})
#: What is called as `name(…)`.
FUNCTIONS = frozenset({"date", "years_between", "days_after", "count", "sum"})
#: What is called on a text, as `answers.place.startsWith("…")`.
METHODS = frozenset({"startsWith", "endsWith", "contains"})
#: What is called on a repeated group, as `answers.owners.exists(item, …)`.
LOOPS = frozenset({"exists", "all", "map"})


class Fault(StrEnum):
    """What may be wrong with an expression."""

    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    UNKNOWN_WORD = "unknown_word"
    WHOLE_ANSWERS = "whole_answers"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_OPINION = "unknown_opinion"
    MISMATCH = "mismatch"
    RESULT = "result"
    BARE = "bare"
    UNKNOWN_OPTION = "unknown_option"
    DIVISION = "division"
    NOT_A_DATE = "not_a_date"
    AGGREGATE = "aggregate"
    NESTED = "nested"


class ExpressionError(ValueError):
    """An expression that cannot be accepted: the fault, the character it stands at, and details."""

    def __init__(self, fault: Fault, *, offset: int = 0, **values: str) -> None:
        self.fault = fault
        self.offset = offset
        self.values = values
        details = ", ".join(f"{name} {value!r}" for name, value in values.items())
        super().__init__(f"{fault.value} at character {offset + 1}" + (details and f": {details}"))


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression: its kind, its text as written, and where it starts."""

    kind: Kind
    text: str
    start: int


def tokens(source: str) -> tuple[Token, ...]:
    """Cut an expression into tokens; raise ExpressionError on anything outside the lexicon."""
    if len(source) > MAX_LENGTH:
        raise ExpressionError(Fault.TOO_LONG, length=str(len(source)), most=str(MAX_LENGTH))
    found = tuple(_cut(source))
    for position, token in enumerate(found):
        if token.kind is Kind.WORD:
            _admit(found, position)
        _refuse_what_may_fail(token, found[position + 1 : position + 3])
    return found


def field_places(found: tuple[Token, ...], root: str = ANSWERS) -> tuple[tuple[int, str], ...]:
    """List where names of a root, such as fields of `answers`, are read, and which."""
    return tuple(
        (found[position + 2].start, found[position + 2].text)
        for position, token in enumerate(found)
        if token.text == root and token.kind is Kind.WORD and _is_field(found, position + 2)
    )


def fields_read(found: tuple[Token, ...], root: str = ANSWERS) -> tuple[str, ...]:
    """List the names of a root that the tokens read, each once, in order."""
    return tuple(dict.fromkeys(name for _place, name in field_places(found, root)))


def comparisons(found: tuple[Token, ...]) -> Iterator[tuple[str, str, Token]]:
    """List the texts that names of a root are compared with, by `==`, `!=` or `in [...]`."""
    for position, token in enumerate(found):
        if token.text in {"==", "!="}:
            yield from _compared(found, position)
        elif token.text == "in" and token.kind is Kind.WORD and _ends_field(found, position):
            yield from _listed(found, position)


def _compared(found: tuple[Token, ...], position: int) -> Iterator[tuple[str, str, Token]]:
    before = found[position - 1]
    after = found[position + 1] if position + 1 < len(found) else before
    if _ends_field(found, position) and after.kind is Kind.STRING:
        yield found[position - 3].text, before.text, after
    elif before.kind is Kind.STRING and _is_field(found, position + 3):
        yield found[position + 1].text, found[position + 3].text, before


def _listed(found: tuple[Token, ...], position: int) -> Iterator[tuple[str, str, Token]]:
    for token in found[position + 2 :]:
        if token.text == "]":
            return
        if token.kind is Kind.STRING:
            yield found[position - 3].text, found[position - 1].text, token


def _ends_field(found: tuple[Token, ...], position: int) -> bool:
    """Tell whether `answers.field` stands just before a position."""
    return _is_field(found, position - 1)


def with_one_kind_of_number(source: str, found: tuple[Token, ...]) -> str:
    """Write every number with a point: CEL keeps whole and decimal numbers apart, people do not."""
    pieces, end = [], 0
    for token in found:
        if token.kind is Kind.NUMBER and "." not in token.text:
            after = token.start + len(token.text)
            pieces += [source[end:after], ".0"]
            end = after
    return "".join([*pieces, source[end:]])


def original_offset(found: tuple[Token, ...], offset: int) -> int:
    """Take an offset in the text with points back to the text as written."""
    for token in found:
        if token.start >= offset:
            break
        if token.kind is Kind.NUMBER and "." not in token.text:
            offset -= min(2, offset - token.start)
    return offset


def unquoted(token: Token) -> str:
    """Give the text that a string token stands for."""
    return re.sub(r"\\(.)", r"\1", token.text[1:-1])


def _cut(source: str) -> Iterator[Token]:
    position = 0
    end = len(source.rstrip())
    while position < end:
        match = TOKEN.match(source, position)
        if match is None or match.lastgroup is None:
            at = position + len(source[position:]) - len(source[position:].lstrip())
            raise ExpressionError(Fault.UNREADABLE, offset=at, near=source[at : at + 12])
        yield Token(Kind(match.lastgroup), match[match.lastgroup], match.start(match.lastgroup))
        position = match.end()


def _admit(found: tuple[Token, ...], position: int) -> None:
    word = found[position]
    before = found[position - 1].text if position else ""
    after = found[position + 1].text if position + 1 < len(found) else ""
    if word.text in ROOTS and before != ".":
        if word.text == ITEM and (before, after) == ("(", ","):
            return
        if not (after == "." and _is_field(found, position + 2)):
            raise ExpressionError(Fault.WHOLE_ANSWERS, offset=word.start, root=word.text)
        return
    known = (
        _is_field(found, position) or (word.text in METHODS | LOOPS and after == "(")
        if before == "."
        else word.text in VALUES or word.text == "in" or (word.text in FUNCTIONS and after == "(")
    )
    if not known:
        raise ExpressionError(Fault.UNKNOWN_WORD, offset=word.start, word=word.text)


def _refuse_what_may_fail(token: Token, after: tuple[Token, ...]) -> None:
    """Refuse a division that may be by zero and a date that may be none: both fail at run time."""
    if token.text == "/" and not (
        after and after[0].kind is Kind.NUMBER and float(after[0].text) > 0
    ):
        raise ExpressionError(Fault.DIVISION, offset=token.start)
    if token.text == "date" and token.kind is Kind.WORD and not _is_written_day(after):
        raise ExpressionError(Fault.NOT_A_DATE, offset=token.start)


def _is_written_day(after: tuple[Token, ...]) -> bool:
    if [token.kind for token in after] != [Kind.SYMBOL, Kind.STRING]:
        return False
    try:
        return bool(written_day(unquoted(after[1])))
    except ValueError:
        return False


def _is_field(found: tuple[Token, ...], position: int) -> bool:
    """Tell whether the word at a position is the name of `root.name`, and nothing deeper."""
    before = [token.text for token in found[max(position - 3, 0) : position]]
    return (
        position < len(found)
        and found[position].kind is Kind.WORD
        and before[-1:] == ["."]
        and any(before[-2:-1] == [root] for root in ROOTS)
        and before[:-2] != ["."]
    )
