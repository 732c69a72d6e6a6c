"""A procedure as an SVG image, drawn here: no network, no script, words for those who cannot see.

Colours are those of the text around the image, so that it reads on light and dark; where it
stands alone, its own style gives both. Nothing is told by colour: the system's arrows are dashed,
ends have a second border, the beginning a thick one.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from eservices.diagrams.plan import BOX_HEIGHT, BOX_WIDTH, Box, Line, Plan, plan
from workflows.language.procedure import Procedure

STYLE = (
    ".eservice-diagram{color:#1b1b1b;background:#ffffff}"
    "@media (prefers-color-scheme: dark){.eservice-diagram{color:#f2f2f2;background:#161616}}"
    ".eservice-diagram .words{paint-order:stroke;stroke-width:4px;stroke:#ffffff}"
    "@media (prefers-color-scheme: dark){.eservice-diagram .words{stroke:#161616}}"
)
FONT = "system-ui, sans-serif"
LINE_HEIGHT = 15.0
INNER = 4.0


def as_svg(procedure: Procedure, *, title: str, language: str) -> str:
    """Draw a procedure; its description lists every arrow in words."""
    drawing = plan(procedure, language)
    root = _root(drawing, language)
    SubElement(root, "title", id="diagram-title").text = title
    SubElement(root, "desc", id="diagram-words").text = " ".join(_said(drawing))
    SubElement(root, "style").text = STYLE
    _arrow_head(root)
    for line in drawing.lines:
        _draw_line(root, line)
    for box in drawing.boxes:
        _draw_box(root, box, procedure)
    for line in drawing.lines:
        _write(root, line.arrow.label, line.words_at, size="11", kind="words")
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def _root(drawing: Plan, language: str) -> Element:
    return Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "eservice-diagram",
            "role": "img",
            "lang": language,
            "aria-labelledby": "diagram-title diagram-words",
            "viewBox": f"0 0 {drawing.width:.0f} {drawing.height:.0f}",
            "width": f"{drawing.width:.0f}",
            "height": f"{drawing.height:.0f}",
            "font-family": FONT,
            "fill": "none",
            "stroke": "none",
        },
    )


def _said(drawing: Plan) -> Iterator[str]:
    labels = {box.name: " ".join(box.lines) for box in drawing.boxes}
    for line in drawing.lines:
        arrow = line.arrow
        yield f"{labels[arrow.origin]} → {labels[arrow.to]} ({arrow.label})."


def _arrow_head(root: Element) -> None:
    marker = SubElement(
        SubElement(root, "defs"),
        "marker",
        id="arrow-head",
        viewBox="0 0 10 10",
        refX="9",
        refY="5",
        markerWidth="8",
        markerHeight="8",
        orient="auto",
    )
    SubElement(marker, "path", d="M 0 0 L 10 5 L 0 10 z", fill="currentColor")


def _draw_line(root: Element, line: Line) -> None:
    drawn = {
        "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in line.points),
        "stroke": "currentColor",
        "stroke-linejoin": "round",
        "marker-end": "url(#arrow-head)",
    }
    if line.arrow.alone:
        drawn["stroke-dasharray"] = "5 4"
    SubElement(root, "polyline", drawn)


def _draw_box(root: Element, box: Box, procedure: Procedure) -> None:
    begins = box.name == procedure.initial
    _border(root, box, inner=0.0, thickness="3" if begins else "1.5")
    if procedure.states[box.name].final:
        _border(root, box, inner=INNER, thickness="1")
    first = box.middle[1] - LINE_HEIGHT * (len(box.lines) - 1) / 2 + LINE_HEIGHT / 3
    for number, words in enumerate(box.lines):
        _write(root, words, (box.middle[0], first + LINE_HEIGHT * number), size="13", kind="state")


def _border(root: Element, box: Box, *, inner: float, thickness: str) -> None:
    x, y = box.middle
    SubElement(
        root,
        "rect",
        {
            "x": f"{x - BOX_WIDTH / 2 + inner:.1f}",
            "y": f"{y - BOX_HEIGHT / 2 + inner:.1f}",
            "width": f"{BOX_WIDTH - 2 * inner:.1f}",
            "height": f"{BOX_HEIGHT - 2 * inner:.1f}",
            "rx": "8",
            "stroke": "currentColor",
            "stroke-width": thickness,
        },
    )


def _write(root: Element, words: str, at: tuple[float, float], *, size: str, kind: str) -> None:
    placed = {
        "class": kind,
        "x": f"{at[0]:.1f}",
        "y": f"{at[1]:.1f}",
        "font-size": size,
        "text-anchor": "middle",
        "fill": "currentColor",
    }
    SubElement(root, "text", placed).text = words
