"""Patterns of written answers: regular expressions whose search ends, whatever is typed.

Python's expressions try every way to share a text among their parts. A part repeated a variable
number of times within another one doubles the ways with each character; two such parts side by
side square them. A pattern is accepted only where the ways are few beforehand.
"""

import re
from dataclasses import dataclass

#: Ways that the longest answer may be shared; trying them takes a few hundredths of a second.
MOST_WAYS = 50_000
QUANTIFIER = re.compile(r"(?P<sign>[*+?])|\{(?P<low>[0-9]*)(?P<comma>,?)(?P<high>[0-9]*)\}")
SET = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
#: Back references, look-arounds, flags and conditions: none is needed to describe a number.
EXOTIC = re.compile(r"\\[1-9]|\(\?(?!:)")


class CostlyPattern(ValueError):
    """The search for a pattern might take for ever."""


@dataclass(slots=True)
class _Part:
    """A part of a pattern: the ways to match it, and whether there are several."""

    ways: int = 1
    is_variable: bool = False


def check_cost(pattern: str, longest: int) -> None:
    """Raise CostlyPattern unless a text of the longest length is matched in few ways.

    The pattern must be one that Python accepts.
    """
    if EXOTIC.search(pattern.replace("\\\\", "")):
        raise CostlyPattern
    whole, _end = _choice(pattern, 0, longest)
    if whole.ways > MOST_WAYS:
        raise CostlyPattern


def _choice(pattern: str, position: int, longest: int) -> tuple[_Part, int]:
    """Read what stands up to the parenthesis that closes it: sequences parted by bars."""
    part, position = _sequence(pattern, position, longest)
    while position < len(pattern) and pattern[position] == "|":
        other, position = _sequence(pattern, position + 1, longest)
        part = _Part(part.ways + other.ways, is_variable=True)
    return part, position


def _sequence(pattern: str, position: int, longest: int) -> tuple[_Part, int]:
    whole = _Part()
    while position < len(pattern) and pattern[position] not in "|)":
        atom, position = _atom(pattern, position, longest)
        atom, position = _repeated(pattern, position, atom, longest)
        whole.ways = min(whole.ways * atom.ways, MOST_WAYS + 1)
        whole.is_variable |= atom.is_variable
    return whole, position


def _atom(pattern: str, position: int, longest: int) -> tuple[_Part, int]:
    if pattern[position] == "(":
        start = position + (3 if pattern.startswith("(?:", position) else 1)
        inner, end = _choice(pattern, start, longest)
        return inner, end + 1
    found = SET.match(pattern, position)
    if found is not None:
        return _Part(), found.end()
    return _Part(), position + (2 if pattern[position] == "\\" else 1)


def _repeated(pattern: str, position: int, atom: _Part, longest: int) -> tuple[_Part, int]:
    found = QUANTIFIER.match(pattern, position)
    if found is None or found[0] == "{}":
        return atom, position
    low, high = _bounds(found, longest)
    if high > 1 and atom.is_variable:
        raise CostlyPattern
    end = found.end()
    # A second sign makes the repetition lazy or greedy for good: the ways stay the same.
    end += 1 if pattern[end : end + 1] in {"?", "+"} else 0
    counts = max(high - low + 1, 1)
    return _Part(atom.ways * counts, is_variable=atom.is_variable or counts > 1), end


def _bounds(found: re.Match[str], longest: int) -> tuple[int, int]:
    """Give the fewest and the most repetitions; no text repeats more often than it is long."""
    if found["sign"]:
        return {"?": (0, 1), "*": (0, longest), "+": (1, longest)}[found["sign"]]
    low = int(found["low"] or 0)
    high = int(found["high"]) if found["high"] else longest if found["comma"] else low
    return low, min(high, longest)
