"""The placeholders that an act's texts and number may hold: read them, list them, fill them in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: What a statement may quote besides `answers.<field>`.
CASE_VALUES = frozenset({"case.reference", "case.lodged_on"})
ACT_VALUES = frozenset({"act.number", "act.issued_on", "act.valid_until"})
ANSWERS = "answers."

#: In this order: a doubled brace is a brace, then a placeholder, then a brace left alone.
TOKEN = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}]*)\}|(?P<stray>[{}])")
ANSWER = re.compile(r"^answers\.[a-z][a-z0-9_]{0,62}$")
NUMBER_PART = re.compile(r"^(?:year|serial(?::0(?P<width>[1-9]|1[0-2]))?)$")


class PlaceholderError(ValueError):
    """A text holds a placeholder that the grammar does not know, or a brace left alone."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Words printed as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name that a value replaces."""

    name: str


def parse(text: str) -> tuple[Literal | Placeholder, ...]:
    """Cut a text into words and placeholders; raise PlaceholderError on a brace left alone."""
    parts: list[Literal | Placeholder] = []
    position = 0
    for match in TOKEN.finditer(text):
        if match["stray"]:
            msg = f"a brace stands alone at character {match.start() + 1}: double it to print it"
            raise PlaceholderError(msg)
        if match.start() > position:
            parts.append(Literal(text[position : match.start()]))
        name = match["name"]
        parts.append(Literal(match[0][0]) if name is None else Placeholder(name))
        position = match.end()
    if position < len(text):
        parts.append(Literal(text[position:]))
    return tuple(parts)


def placeholders(text: str) -> tuple[str, ...]:
    """List the placeholders of a text in order, each once."""
    names = (part.name for part in parse(text) if isinstance(part, Placeholder))
    return tuple(dict.fromkeys(names))


def check_statement(text: str) -> None:
    """Raise PlaceholderError unless every placeholder of a statement is one the grammar knows."""
    for name in placeholders(text):
        if name not in CASE_VALUES | ACT_VALUES and not ANSWER.match(name):
            msg = (
                f"unknown placeholder {{{name}}}: write {{answers.<field>}} or one of "
                + ", ".join(f"{{{known}}}" for known in sorted(CASE_VALUES | ACT_VALUES))
            )
            raise PlaceholderError(msg)


def check_number(text: str) -> None:
    """Raise PlaceholderError unless an act number holds {serial} or {serial:0N}, and {year}."""
    names = placeholders(text)
    serials = [name for name in names if name != "year"]
    if any(not NUMBER_PART.match(name) for name in names):
        msg = "an act number may hold only {year} and {serial} or {serial:07}"
        raise PlaceholderError(msg)
    if "year" not in names or len(serials) != 1:
        msg = "an act number needs {year} once and {serial} once: its series restarts every year"
        raise PlaceholderError(msg)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace each placeholder by its value, as plain text; raise KeyError when one is missing."""
    return "".join(
        part.text if isinstance(part, Literal) else values[part.name] for part in parse(text)
    )


def fill_series(text: str, *, year: int) -> str:
    """Name the series that an act's number is counted in, whatever the width of its serial.

    Two e-services whose numbers look alike share a series: their acts cannot bear the same number.
    """
    values = dict.fromkeys(placeholders(text), "#") | {"year": f"{year:04}"}
    return fill(text, values)


def fill_number(text: str, *, year: int, serial: int) -> str:
    """Write an act's number from its year and its serial in that year."""
    values = {"year": f"{year:04}"}
    for name in placeholders(text):
        width = (match := NUMBER_PART.match(name)) and match["width"]
        if name != "year":
            values[name] = f"{serial:0{width or 1}}"
    return fill(text, values)
