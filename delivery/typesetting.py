"""Draw pages as PDF: the only module that imports reportlab.

Nothing here reads markup: every text, a citizen's included, is drawn as characters, so that no
unbalanced tag, link or image can be smuggled into an act or stop its production.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from operator import attrgetter
from typing import Any

import pymupdf_fonts
from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from delivery.act_layout import lay_out_act
from delivery.characters import printable, printed_truly, raised_runs
from delivery.consent_layout import lay_out_consent
from delivery.documents import (
    ActDocument,
    ConsentDocument,
    FilingDocument,
    ReceiptDocument,
    SlipDocument,
)
from delivery.drawing import (
    HEIGHT,
    WIDTH,
    Align,
    Box,
    Face,
    Ink,
    Mark,
    Page,
    Squares,
    Type,
    Words,
)
from delivery.filing_layout import lay_out_filing
from delivery.receipt_layout import lay_out_receipt
from delivery.report import BrandedReport
from delivery.report_layout import lay_out_report
from delivery.slip_layout import lay_out_slip
from delivery.wording import catalogue

Document = (
    ActDocument | ReceiptDocument | FilingDocument | ConsentDocument | SlipDocument | BrandedReport
)

#: FiraGO: covers French and the letters of Fon, Yoruba, Dendi, Fulfulde, Mooré, Dioula, Kirundi.
FONTS = {Face.REGULAR: "figo", Face.BOLD: "figbo"}
PRODUCER = "eservices"
#: How far a tone is lifted above a capital, as a share of the size: capital less small height.
LIFT = 0.165


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file says of itself to readers, screen readers and search."""

    title: str
    language: str
    author: str
    subject: str


@dataclass(frozen=True, slots=True)
class Fonts:
    """The registered fonts, and the characters that both weights print truly."""

    faces: dict[Face, TTFont]
    true: frozenset[str]

    def clean(self, text: str) -> str:
        """Give the text as it can be printed, with a visible mark for what cannot."""
        return printable(text, self.true)

    def width(self, text: str, type_: Type) -> float:
        """Tell how wide a clean text is, in points."""
        width: float = self.faces[type_.face].stringWidth(text, type_.size)
        return width


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind of document is placed on pages, and what its file is called and is about."""

    place: Callable[[Any, Fonts], tuple[Page, ...]]
    title: Callable[[Any], str]
    subject: Callable[[Any], str]


def _headed(heading: str, number: str) -> Callable[[Any], str]:
    """Call a file by its heading, in the language of the document, and its number."""
    numbered = attrgetter(number)

    def title(document: Any) -> str:
        return f"{catalogue(document.language).gettext(heading)} – {numbered(document)}"

    return title


LAYOUTS: Mapping[type[Document], Layout] = {
    ActDocument: Layout(
        lay_out_act, lambda act: f"{act.title} – {act.number}", attrgetter("reference")
    ),
    ReceiptDocument: Layout(lay_out_receipt, _headed("Receipt", "number"), attrgetter("reference")),
    FilingDocument: Layout(
        lay_out_filing, _headed("Proof of filing", "reference"), attrgetter("reference")
    ),
    ConsentDocument: Layout(
        lay_out_consent,
        _headed("Consent to an application filled in at a counter", "number"),
        attrgetter("number"),
    ),
    SlipDocument: Layout(
        lay_out_slip, _headed("Transmission slip", "number"), attrgetter("number")
    ),
    BrandedReport: Layout(
        lay_out_report, attrgetter("document.title"), attrgetter("document.about")
    ),
}


@lru_cache(maxsize=1)
def fonts() -> Fonts:
    """Parse and register the fonts once per process: it costs more than the page itself."""
    # Base 85 makes files a quarter longer and takes longer to write; nothing needs it since mail
    # carries binary files.
    rl_config.useA85 = 0
    faces = {face: _register(face, name) for face, name in FONTS.items()}
    regular, bold = (frozenset(font.face.charToGlyph) for font in faces.values())
    return Fonts(faces, printed_truly(regular & bold))


def _register(face: Face, name: str) -> TTFont:
    font = TTFont(f"act-{face}", BytesIO(pymupdf_fonts.fontbuffers[name]()))
    pdfmetrics.registerFont(font)
    return font


def typeset(document: Document) -> bytes:
    """Typeset a document as an A4 PDF with embedded fonts."""
    layout = LAYOUTS[type(document)]
    facts = FileFacts(
        title=layout.title(document),
        language=document.language,
        author=document.branding.authority[-1],
        subject=layout.subject(document),
    )
    return _draw(layout.place(document, fonts()), facts)


def _draw(pages: tuple[Page, ...], facts: FileFacts) -> bytes:
    output = BytesIO()
    canvas = _blank(output, facts)
    for page in pages:
        for mark in page:
            _mark(canvas, mark)
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def _blank(output: BytesIO, facts: FileFacts) -> Canvas:
    press = fonts()
    canvas = Canvas(
        output,
        pagesize=(WIDTH, HEIGHT),
        pageCompression=1,
        lang=facts.language,
        # Without it the file names Helvetica, which it does not embed.
        initialFontName=press.faces[Face.REGULAR].fontName,  # type: ignore[arg-type]  # stubs: float
    )
    canvas.setTitle(press.clean(facts.title))
    canvas.setAuthor(press.clean(facts.author))
    canvas.setSubject(press.clean(facts.subject))
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _mark(canvas: Canvas, mark: Mark) -> None:
    match mark:
        case Words():
            _words(canvas, mark)
        case Box():
            _box(canvas, mark)
        case Squares():
            _squares(canvas, mark)


def _words(canvas: Canvas, words: Words) -> None:
    before = fonts().width(words.text, words.type) * BEFORE[words.align]
    if not words.turn:
        _line(canvas, words, words.x - before, HEIGHT - words.y)
        return
    canvas.saveState()
    canvas.translate(words.x, HEIGHT - words.y)
    canvas.rotate(words.turn)
    _line(canvas, words, -before, 0)
    canvas.restoreState()


def _line(canvas: Canvas, words: Words, x: float, y: float) -> None:
    line = canvas.beginText(x, y)
    line.setFont(fonts().faces[words.type.face].fontName, words.type.size)
    line.setFillColor(_colour(words.ink))
    for run, lifted in raised_runs(words.text):
        line.setRise(words.type.size * LIFT if lifted else 0)
        line.textOut(run)
    canvas.drawText(line)


def _box(canvas: Canvas, box: Box) -> None:
    canvas.setFillColor(_colour(box.colour))
    canvas.rect(box.x, HEIGHT - box.y - box.height, box.width, box.height, stroke=0, fill=1)


def _squares(canvas: Canvas, squares: Squares) -> None:
    """Draw all modules as one shape, in whole numbers: a path object costs as much as the page."""
    module = squares.side / squares.count
    canvas.saveState()
    canvas.transform(module, 0, 0, -module, squares.x, HEIGHT - squares.y)
    canvas.setFillColor(_colour(Ink.BLACK))
    shape = " ".join(f"{column} {row} {length} 1 re" for row, column, length in squares.runs)
    canvas.addLiteral(f"{shape} f")
    canvas.restoreState()


@lru_cache(maxsize=64)
def _colour(written: str) -> Color:
    return HexColor(str(written))


BEFORE = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}
