"""Plots as accessible SVG, drawn by the plotting library: the only module that imports it.

Every plot is drawn by the job that made its figures and kept with them, so that no web process
loads the library. Colours leave as classes: the page's own tokens paint them, by day and by night,
and no style stands in the SVG, which the pages' security policy would refuse.
"""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import matplotlib as mpl
from lxml import etree
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

SVG = "{http://www.w3.org/2000/svg}"
#: Inches of 72 points: the plot's own size, which the page scales.
SIZE = (8.4, 3.2)
#: Letters that a row of the legend holds, what each sign takes of them, and inches for a row more.
LEGEND_WIDTH, LEGEND_SIGN, LEGEND_ROW = 104, 8, 0.2
MOST_COLUMNS = 4
#: What each colour stands for; they never reach the page.
PAINTS = {
    "#010101": "p-ink",
    "#020202": "p-dim",
    "#030303": "p-line",
    "#040404": "p-known",
    "#050505": "p-expected",
    "#060606": "p-range",
    "#070707": "p-naive",
    "#080808": "p-limit",
}
INK, DIM, LINE, KNOWN, EXPECTED, RANGE, NAIVE, LIMIT = PAINTS
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": DIM,
    "axes.labelcolor": DIM,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": DIM,
    "ytick.color": DIM,
    "grid.color": LINE,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "legend.frameon": False,
}
#: Attributes that point to something else within the drawing.
POINTERS = re.compile(r"#([\w-]+)")


@dataclass(frozen=True, slots=True)
class Caption:
    """What a plot is called and what it says, for whoever does not see it."""

    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of figures drawn as a line."""

    label: str
    places: Sequence[int]
    values: Sequence[float]
    paint: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A range drawn as an area."""

    label: str
    places: Sequence[int]
    low: Sequence[float]
    high: Sequence[float]


def line_plot(
    name: str,
    caption: Caption,
    *,
    labels: Sequence[str],
    lines: Sequence[Line],
    bands: Sequence[Band] = (),
    unit: str,
) -> str:
    """Draw lines and ranges over labelled places; gives the SVG."""

    def draw(axes: Axes) -> None:
        for band in bands:
            axes.fill_between(
                band.places, band.low, band.high, color=RANGE, label=band.label, linewidth=0
            )
        for line in lines:
            style = "--" if line.dashed else "-"
            axes.plot(
                line.places,
                line.values,
                color=line.paint,
                label=line.label,
                linestyle=style,
                marker="o",
                markersize=3,
            )
        _label(axes, labels, unit)
        _explain(axes, [*(band.label for band in bands), *(line.label for line in lines)])

    return _drawn(name, caption, draw)


def _explain(axes: Axes, labels: Sequence[str]) -> None:
    """Put the legend above the lines, in as many columns as its words leave room for."""
    columns = max(min(LEGEND_WIDTH // (max(map(len, labels)) + LEGEND_SIGN), MOST_COLUMNS), 1)
    rows = -(-len(labels) // columns)
    figure = axes.get_figure(root=True)
    if figure is not None:
        figure.set_size_inches(SIZE[0], SIZE[1] + LEGEND_ROW * (rows - 1))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.01), ncols=columns)


def bar_plot(
    name: str, caption: Caption, *, labels: Sequence[str], values: Sequence[float], unit: str
) -> str:
    """Draw bars over labelled places; gives the SVG."""

    def draw(axes: Axes) -> None:
        axes.bar(range(len(values)), values, color=KNOWN)
        _label(axes, labels, unit)

    return _drawn(name, caption, draw)


def _label(axes: Axes, labels: Sequence[str], unit: str) -> None:
    step = max(len(labels) // 12, 1)
    places = list(range(0, len(labels), step))
    axes.set_xticks(places, [labels[place] for place in places])
    axes.set_ylabel(unit)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.set_axisbelow(True)


def _drawn(name: str, caption: Caption, draw: Callable[[Axes], None]) -> str:
    with mpl.rc_context({**STYLE, "svg.hashsalt": name}):
        figure = Figure(figsize=SIZE, layout="constrained")
        draw(figure.add_subplot())
        buffer = io.BytesIO()
        FigureCanvasSVG(figure).print_svg(  # type: ignore[no-untyped-call]  # the library types most of itself, not this
            buffer, metadata={"Date": None, "Creator": None}
        )
    return _for_page(buffer.getvalue(), name, caption)


def _for_page(drawing: bytes, name: str, caption: Caption) -> str:
    """Make the library's file a part of a page: named, without styles, with ids of its own."""
    root = etree.fromstring(drawing, etree.XMLParser(load_dtd=False, resolve_entities=False))
    for unwanted in list(root.iter(f"{SVG}metadata", f"{SVG}style", f"{SVG}title", etree.Comment)):
        parent = unwanted.getparent()
        if parent is not None:
            parent.remove(unwanted)
    for element in root.iter(etree.Element):
        _restyle(element)
        _rename(element, name)
    _caption(root, name, caption)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["xlink"])
    return etree.tostring(root, encoding="unicode")


def _restyle(element: etree._Element) -> None:
    """Turn the style attribute into attributes of their own, and colours into classes."""
    classes = []
    for rule in (element.attrib.pop("style", None) or "").split(";"):
        key, colon, value = (part.strip() for part in rule.partition(":"))
        if not colon or key.startswith("font"):
            continue
        if value in PAINTS:
            classes.append(f"{PAINTS[value]}-{key}")
        else:
            element.set(key, value)
    if classes:
        element.set("class", " ".join(sorted(classes)))


def _rename(element: etree._Element, name: str) -> None:
    for key, value in element.attrib.items():
        if key == "id":
            element.set(key, f"{name}-{value}")
        elif value.startswith(("#", "url(#")):
            element.set(key, POINTERS.sub(rf"#{name}-\1", value))


def _caption(root: etree._Element, name: str, caption: Caption) -> None:
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.set("role", "img")
    root.set("class", "plot")
    root.set("aria-labelledby", f"{name}-title {name}-description")
    for at, (tag, words) in zip(
        count(), (("title", caption.title), ("desc", caption.description)), strict=False
    ):
        part = etree.Element(f"{SVG}{tag}", {"id": f"{name}-{'description' if at else tag}"})
        part.text = words
        root.insert(at, part)
