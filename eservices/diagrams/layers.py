"""A layered drawing of a procedure: which state stands in which row, and in which place there.

As in the method of Sugiyama: arrows that lead back are turned round for the while, each state
stands below all that lead to it, arrows over several rows pass through empty places in each, and
the places of a row are sorted by those of its neighbours, so that few arrows cross.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Rounds of sorting, down and up in turn; more change nothing on procedures of this size.
ROUNDS = 4

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Layers:
    """Rows of places, and the places through which each arrow passes, its ends included."""

    rows: tuple[tuple[str, ...], ...]
    ways: Mapping[Pair, tuple[str, ...]]


def layers(states: Sequence[str], initial: str, pairs: Iterable[Pair]) -> Layers:
    """Lay states out; an arrow from a state to itself passes through no place but its own."""
    drawn = [pair for pair in pairs if pair[0] != pair[1]]
    downward = _downward(states, initial, drawn)
    row_of = _rows_of(states, downward.values())
    passing = {pair: _places(*ends, row_of) for pair, ends in downward.items()}
    rows: list[list[str]] = [[] for _ in range(max(row_of.values()) + 1)]
    for name in states:
        rows[row_of[name]].append(name)
    for way in passing.values():
        for row, place in enumerate(way[1:-1], start=row_of[way[0]] + 1):
            rows[row].append(place)
    _sort(rows, passing.values())
    ways = {pair: way if downward[pair] == pair else way[::-1] for pair, way in passing.items()}
    return Layers(tuple(tuple(row) for row in rows), ways)


def _downward(states: Sequence[str], initial: str, pairs: Sequence[Pair]) -> dict[Pair, Pair]:
    """Turn round the arrows that close a loop, as a walk in depth meets them."""
    leaving = {name: [to for origin, to in pairs if origin == name] for name in states}
    turned: set[Pair] = set()
    done: set[str] = set()
    for start in (initial, *states):
        trail = [] if start in done else [(start, iter(leaving[start]))]
        done.add(start)
        while trail:
            here, onward = trail[-1]
            to = next(onward, None)
            if to is None:
                trail.pop()
            elif any(to == above for above, _left in trail):
                turned.add((here, to))
            elif to not in done:
                done.add(to)
                trail.append((to, iter(leaving[to])))
    return {pair: pair[::-1] if pair in turned else pair for pair in pairs}


def _rows_of(states: Sequence[str], downward: Iterable[Pair]) -> dict[str, int]:
    """Give each state the row below all that lead to it."""
    pairs = tuple(downward)
    row_of = dict.fromkeys(states, 0)
    for _ in states:
        for origin, to in pairs:
            row_of[to] = max(row_of[to], row_of[origin] + 1)
    return row_of


def _places(top: str, bottom: str, row_of: Mapping[str, int]) -> tuple[str, ...]:
    """Name the places through which an arrow passes; no state is called like an empty one."""
    between = range(row_of[top] + 1, row_of[bottom])
    return (top, *(f"{top}>{bottom}>{row}" for row in between), bottom)


def _sort(rows: list[list[str]], ways: Iterable[Sequence[str]]) -> None:
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for way in ways:
        for upper, lower in pairwise(way):
            above.setdefault(lower, []).append(upper)
            below.setdefault(upper, []).append(lower)
    for _ in range(ROUNDS):
        for at in range(1, len(rows)):
            _sort_by(rows[at], rows[at - 1], above)
        for at in range(len(rows) - 2, -1, -1):
            _sort_by(rows[at], rows[at + 1], below)


def _sort_by(row: list[str], other: Sequence[str], neighbours: Mapping[str, list[str]]) -> None:
    """Sort a row by the mean place of each one's neighbours in another row."""
    place = {name: at / max(len(other) - 1, 1) for at, name in enumerate(other)}
    own = {name: at / max(len(row) - 1, 1) for at, name in enumerate(row)}

    def mean(name: str) -> float:
        near = [place[one] for one in neighbours.get(name, ()) if one in place]
        return sum(near) / len(near) if near else own[name]

    row.sort(key=mean)
