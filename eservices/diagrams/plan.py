"""Where everything of a diagram is drawn, in units of the drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from eservices.diagrams.arrows import Arrow, arrows
from eservices.diagrams.layers import Layers, layers
from workflows.language.procedure import Procedure

BOX_WIDTH, BOX_HEIGHT = 190.0, 54.0
#: An empty place, through which an arrow passes by the boxes of a row.
PASSAGE = 30.0
APART = 34.0
MARGIN = 24.0
#: Between two rows: room for one line of words for each arrow that starts its way there.
LEAST_GAP, LINE = 44.0, 17.0
LETTERS_IN_BOX = 26
SELF_LOOP = 26.0
#: How far an arrow that leads back stands beside one that leads on between the same states.
ASIDE = 14.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A state: its name, the middle of its box, and the lines of its label."""

    name: str
    middle: Point
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow: the points it passes, and where its words are written."""

    arrow: Arrow
    points: tuple[Point, ...]
    words_at: Point


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole drawing."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def plan(procedure: Procedure, language: str) -> Plan:
    """Place the states of a procedure and its arrows."""
    drawn = arrows(procedure, language)
    laid = layers(
        tuple(procedure.states), procedure.initial, [(one.origin, one.to) for one in drawn]
    )
    turns = _turns(laid, drawn)
    middles, width, height = _middles(laid, procedure, turns)
    boxes = tuple(
        Box(name, middles[name], tuple(wrap(state.label.in_language(language), LETTERS_IN_BOX)[:3]))
        for name, state in procedure.states.items()
    )
    lines = tuple(
        _line(one, laid.ways.get((one.origin, one.to), ()), middles, turns) for one in drawn
    )
    return Plan(width, height, boxes, lines)


def _row_of(laid: Layers) -> dict[str, int]:
    return {name: at for at, row in enumerate(laid.rows) for name in row}


def _turns(laid: Layers, drawn: Sequence[Arrow]) -> Mapping[tuple[str, str], tuple[int, int]]:
    """Give each arrow the gap in which its words stand, and its turn among those of the gap."""
    row_of = _row_of(laid)
    taken: dict[int, int] = {}
    turns: dict[tuple[str, str], tuple[int, int]] = {}
    for one in drawn:
        way = laid.ways.get((one.origin, one.to))
        if way is not None:
            gap = min(row_of[way[0]], row_of[way[1]])
            turns[one.origin, one.to] = (gap, taken.get(gap, 0))
            taken[gap] = taken.get(gap, 0) + 1
    return turns


def _middles(
    laid: Layers, procedure: Procedure, turns: Mapping[tuple[str, str], tuple[int, int]]
) -> tuple[dict[str, Point], float, float]:
    sizes = [
        [BOX_WIDTH if name in procedure.states else PASSAGE for name in row] for row in laid.rows
    ]
    widths = [sum(row) + APART * (len(row) - 1) for row in sizes]
    whole = max(widths) + 2 * MARGIN + SELF_LOOP
    middles: dict[str, Point] = {}
    top = MARGIN
    for at, row in enumerate(laid.rows):
        left = (whole - widths[at]) / 2
        for name, size in zip(row, sizes[at], strict=True):
            middles[name] = (left + size / 2, top + BOX_HEIGHT / 2)
            left += size + APART
        lines = sum(gap == at for gap, _turn in turns.values())
        top += BOX_HEIGHT + LEAST_GAP + LINE * lines
    return middles, whole, top - LEAST_GAP + MARGIN


def _line(
    arrow: Arrow,
    way: Sequence[str],
    middles: Mapping[str, Point],
    turns: Mapping[tuple[str, str], tuple[int, int]],
) -> Line:
    if not way:
        return _loop(arrow, middles[arrow.origin])
    down = 1 if middles[way[0]][1] < middles[way[-1]][1] else -1
    aside = 0.0 if down > 0 else ASIDE
    near, far = -down * BOX_HEIGHT / 2, down * BOX_HEIGHT / 2
    passed = [(middles[name][0] + aside, middles[name][1]) for name in way]
    # By the boxes of a row an arrow goes straight, so that it crosses none of them.
    beside = [(x, y + off) for x, y in passed for off in (near, far)]
    points = beside[1:-1]
    gap_top = min(points[0][1], points[1][1])
    _gap, turn = turns[arrow.origin, arrow.to]
    height = gap_top + LEAST_GAP / 2 + LINE * turn
    return Line(arrow, tuple(points), (_across(points[0], points[1], height), height))


def _across(start: Point, end: Point, height: float) -> float:
    """Tell where a straight line is at a height."""
    share = (height - start[1]) / (end[1] - start[1])
    return start[0] + (end[0] - start[0]) * min(max(share, 0.0), 1.0)


def _loop(arrow: Arrow, middle: Point) -> Line:
    right, height = middle[0] + BOX_WIDTH / 2, middle[1]
    points = (
        (right, height - 12),
        (right + SELF_LOOP, height - 12),
        (right + SELF_LOOP, height + 12),
        (right, height + 12),
    )
    return Line(arrow, points, (right, height - BOX_HEIGHT / 2 - 4))
