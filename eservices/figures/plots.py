"""Small plots by month as SVG: bars and lines, drawn without a library, painted by the page.

No style stands in the drawing: classes are painted by the page's own tokens, by day and by night.
Series differ in their pattern as well as in their colour. A month of which nothing is published
shows a mark, so that it does not look like none.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from xml.etree.ElementTree import Element, SubElement, tostring

WIDTH, HEIGHT = 720.0, 250.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 12.0, 34.0, 28.0
#: Share of a month's room that its bars take.
FILLED = 0.7
#: The steps in which an axis may count, times a power of ten.
STEPS = (1, 2, 5, 10)
TICKS = 4
UNKNOWN = "?"
DOT = "3.5"


class Shape(StrEnum):
    """How a plot shows its series."""

    BARS = "bars"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Series:
    """A row of figures; None where a month's is not published."""

    label: str
    values: Sequence[int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What is drawn, and what is said to whoever does not see it."""

    #: Tells this drawing from the others of its page.
    name: str
    title: str
    description: str
    shape: Shape
    #: Below each month; some may be empty.
    labels: Sequence[str]
    series: Sequence[Series]
    #: The top of the axis, where it is fixed.
    top: int | None = None


def draw(plot: Plot) -> str:
    """Draw a plot."""
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "plot",
            "role": "img",
            "viewBox": f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
            "aria-labelledby": f"{plot.name}-title {plot.name}-said",
        },
    )
    SubElement(root, "title", id=f"{plot.name}-title").text = plot.title
    SubElement(root, "desc", id=f"{plot.name}-said").text = plot.description
    _draw_legend(root, plot)
    step = step_of(plot.top or _greatest(plot))
    top = plot.top or step * TICKS
    _draw_axis(root, top, step)
    _draw_months(root, plot)
    SHAPES[plot.shape](root, plot, top)
    return tostring(root, encoding="unicode")


def step_of(greatest: int) -> int:
    """Choose a round step so that a few of them reach the greatest value."""
    power = 1
    while True:
        for step in STEPS:
            if step * power * TICKS >= greatest:
                return step * power
        power *= 10


def _greatest(plot: Plot) -> int:
    return max((value for one in plot.series for value in one.values if value), default=1)


def _room(plot: Plot) -> float:
    return (WIDTH - LEFT - RIGHT) / max(len(plot.labels), 1)


def _middle(plot: Plot, at: int) -> float:
    return LEFT + _room(plot) * (at + 0.5)


def _height(value: float, top: int) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top


def _draw_axis(root: Element, top: int, step: int) -> None:
    for value in range(0, top + 1, step):
        y = _height(value, top)
        _line(root, (LEFT, y), (WIDTH - RIGHT, y), "grid" if value else "base")
        _words(root, str(value), (LEFT - 6, y + 4), anchor="end")


def _draw_months(root: Element, plot: Plot) -> None:
    for at, label in enumerate(plot.labels):
        _words(root, label, (_middle(plot, at), HEIGHT - 8))


def _draw_legend(root: Element, plot: Plot) -> None:
    x = LEFT
    for number, series in enumerate(plot.series):
        box = {"x": f"{x:.1f}", "y": "8", "width": "14", "height": "12", "class": f"s{number}"}
        SubElement(root, "rect", box)
        _words(root, series.label, (x + 20, 19), anchor="start")
        x += 44 + 7.5 * len(series.label)


def _draw_bars(root: Element, plot: Plot, top: int) -> None:
    width = _room(plot) * FILLED / max(len(plot.series), 1)
    for number, series in enumerate(plot.series):
        for at, value in enumerate(series.values):
            left = _middle(plot, at) + width * (number - len(plot.series) / 2)
            if value is None:
                _unknown(root, left + width / 2)
            elif value:
                _bar(root, (left, _height(value, top)), width, f"s{number}")


def _bar(root: Element, corner: tuple[float, float], width: float, kind: str) -> None:
    left, top = corner
    box = {
        "x": f"{left:.1f}",
        "y": f"{top:.1f}",
        "width": f"{width:.1f}",
        "height": f"{HEIGHT - BOTTOM - top:.1f}",
        "class": kind,
    }
    SubElement(root, "rect", box)


def _draw_lines(root: Element, plot: Plot, top: int) -> None:
    for number, series in enumerate(plot.series):
        for piece in _pieces(series.values):
            points = [(_middle(plot, at), _height(value, top)) for at, value in piece]
            joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            SubElement(root, "polyline", {"points": joined, "class": f"line s{number}"})
            for x, y in points:
                dot = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": DOT, "class": f"s{number}"}
                SubElement(root, "circle", dot)
    for at in range(len(plot.labels)):
        if all(series.values[at] is None for series in plot.series):
            _unknown(root, _middle(plot, at))


def _pieces(values: Sequence[int | None]) -> Iterator[list[tuple[int, int]]]:
    """Cut a line where nothing is published."""
    piece: list[tuple[int, int]] = []
    for at, value in enumerate(values):
        if value is not None:
            piece.append((at, value))
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _unknown(root: Element, x: float) -> None:
    _words(root, UNKNOWN, (x, HEIGHT - BOTTOM - 5))


def _line(root: Element, start: tuple[float, float], end: tuple[float, float], kind: str) -> None:
    ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    SubElement(
        root, "line", {"class": kind, **{name: f"{value:.1f}" for name, value in ends.items()}}
    )


def _words(root: Element, words: str, at: tuple[float, float], *, anchor: str = "middle") -> None:
    place = {"x": f"{at[0]:.1f}", "y": f"{at[1]:.1f}", "text-anchor": anchor}
    SubElement(root, "text", place).text = words


SHAPES: dict[Shape, Callable[[Element, Plot, int], None]] = {
    Shape.BARS: _draw_bars,
    Shape.LINES: _draw_lines,
}
