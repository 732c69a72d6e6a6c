"""An official sheet: the band, the header, the flow of text over pages, the panel to verify."""

from collections.abc import Iterable
from itertools import count

from delivery.documents import Branding, Entry, Verification
from delivery.drawing import (
    HEIGHT,
    WIDTH,
    Align,
    Box,
    Face,
    Ink,
    Mark,
    Page,
    Press,
    Type,
    Words,
)
from delivery.qr import qr_code
from delivery.text_flow import break_lines
from delivery.wording import catalogue

LEFT = 62.0
RIGHT = WIDTH - LEFT
MEASURE = RIGHT - LEFT
#: Where the text of a following page begins, and where every page's text must end.
TOP = 74.0
BOTTOM = HEIGHT - 58.0

BAND = 8.0
PANEL = 108.0
QR_SIDE = 88.0
#: The side of a QR code that stands in the text.
POINTER = 68.0

COUNTRY = Type(Face.BOLD, 13, 17)
MOTTO = Type(Face.REGULAR, 8.5, 12)
AUTHORITY = Type(Face.REGULAR, 9.5, 12.5)
AUTHORITY_NAME = Type(Face.BOLD, 10, 13)
TITLE = Type(Face.BOLD, 21, 27)
NUMBER = Type(Face.BOLD, 11.5, 15)
BODY = Type(Face.REGULAR, 11, 16.5)
STRONG = Type(Face.BOLD, 11, 16.5)
LABEL = Type(Face.REGULAR, 9.5, 16.5)
SMALL = Type(Face.REGULAR, 8, 11)
PANEL_HEADING = Type(Face.BOLD, 10, 14)
CODE = Type(Face.BOLD, 12, 20)
WATERMARK = Type(Face.BOLD, 96, 96)


class Sheet:
    """Pages being filled from top to bottom; asks for a new one when the text needs it."""

    def __init__(self, *, language: str, branding: Branding, press: Press) -> None:
        self.words = catalogue(language).gettext
        self.branding = branding
        self.press = press
        self.pages: list[list[Mark]] = []
        self.y = 0.0
        self._new_page()

    def add(self, *marks: Mark) -> None:
        """Put marks on the present page."""
        self.pages[-1].extend(marks)

    def place(
        self, text: str, type_: Type, x: float, *, ink: Ink = Ink.BLACK, align: Align = Align.LEFT
    ) -> None:
        """Put one line of words at the present height."""
        self.add(Words(self.press.clean(text), x, self.y, type_, ink=ink, align=align))

    def room(self, height: float) -> None:
        """Go to a new page unless the present one still has this height."""
        if self.y + height > BOTTOM:
            self._new_page()

    def down(self, distance: float) -> None:
        """Leave white space; at the top of a page there is enough of it already."""
        if self.y > TOP:
            self.y += distance

    def write(
        self,
        text: str,
        type_: Type,
        *,
        x: float = LEFT,
        width: float = MEASURE,
        align: Align = Align.LEFT,
        ink: Ink = Ink.BLACK,
    ) -> None:
        """Write a text line by line, over as many pages as it takes."""
        for line in break_lines(text, width=width, type_=type_, press=self.press):
            self.room(type_.leading)
            self.y += type_.leading
            self.place(line, type_, x + width * SHARES[align], ink=ink, align=align)

    def rule(self) -> None:
        """Draw a hairline under what was written."""
        self.add(Box(LEFT, self.y, MEASURE, 0.5, Ink.HAIRLINE))

    def row(self, label: str, value: str, *, label_width: float = 170.0) -> None:
        """Write a row of a table: a label, and beside it a value that may need many lines."""
        width = MEASURE - label_width
        labels = break_lines(label, width=label_width - 12, type_=LABEL, press=self.press)
        values = break_lines(value, width=width, type_=STRONG, press=self.press)
        for index in range(max(len(labels), len(values))):
            self.room(STRONG.leading)
            self.y += STRONG.leading
            self._cell(labels, index, LEFT, LABEL, Ink.GREY)
            self._cell(values, index, LEFT + label_width, STRONG, Ink.BLACK)
        self.y += 6
        self.rule()

    def block(self, title: str, entries: tuple[Entry, ...]) -> None:
        """Write rows under a small heading; nothing where there are none."""
        if not entries:
            return
        self.down(14)
        self.write(title, LABEL, ink=Ink.GREY)
        self.y += 6
        self.rule()
        for entry in entries:
            self.row(entry.label, entry.value)

    def _cell(self, lines: tuple[str, ...], index: int, x: float, type_: Type, ink: Ink) -> None:
        if index < len(lines):
            self.place(lines[index], type_, x, ink=ink)

    def header(self) -> None:
        """Write the country at the left and the issuing authority at the right."""
        half = MEASURE / 2 - 8
        self.y = 34.0
        self.write(self.branding.country.upper(), COUNTRY, width=half)
        self.write(self.branding.motto, MOTTO, width=half, ink=Ink.GREY)
        left_end, self.y = self.y, 34.0
        *above, last = self.branding.authority
        for line in above:
            self.write(line, AUTHORITY, x=RIGHT - half, width=half, align=Align.RIGHT)
        self.write(last, AUTHORITY_NAME, x=RIGHT - half, width=half, align=Align.RIGHT)
        self.y = max(self.y, left_end) + 16
        self.rule()

    def heading(self, title: str, number: str) -> None:
        """Write the document's title and number in the middle."""
        self.y += 22
        self.write(title, TITLE, align=Align.CENTRE)
        self.y += 5
        self.write(
            self.words("No. {number}").format(number=number),
            NUMBER,
            align=Align.CENTRE,
            ink=Ink.GREY,
        )
        self.y += 22

    def panel(self, verification: Verification, warning: str) -> None:
        """Put the way to verify, and what a copy is worth, at the foot of the last page."""
        self.room(PANEL + 14)
        top = BOTTOM - PANEL
        inset = (PANEL - QR_SIDE) / 2
        self.add(
            Box(LEFT, top, MEASURE, PANEL, Ink.PALE),
            Box(LEFT + inset - 5, top + inset - 5, QR_SIDE + 10, QR_SIDE + 10, "#FFFFFF"),
            qr_code(verification.url, x=LEFT + inset, y=top + inset, side=QR_SIDE),
        )
        self.y = top + 8
        for text, type_, ink in self._panel_texts(verification, warning):
            self.write(
                text,
                type_,
                x=LEFT + PANEL + 10,
                width=MEASURE - PANEL - 24,
                ink=ink,
            )

    def _panel_texts(
        self, verification: Verification, warning: str
    ) -> Iterable[tuple[str, Type, Ink]]:
        words = self.words
        opening = words("Scan the QR code, or open {page} and type this code:")
        yield words("Verify this document"), PANEL_HEADING, Ink.BLACK
        yield opening.format(page=verification.page), SMALL, Ink.GREY
        yield verification.code, CODE, Ink.BLACK
        yield warning, SMALL, Ink.GREY

    def pointer(self, url: str, heading: str, told: str) -> None:
        """Put a QR code in the text, with what it leads to beside it."""
        self.room(POINTER + 12)
        top = self.y + 12
        self.add(qr_code(url, x=LEFT, y=top, side=POINTER))
        self.y = top
        beside, width = LEFT + POINTER + 14, MEASURE - POINTER - 14
        self.write(heading, PANEL_HEADING, x=beside, width=width)
        self.write(told, SMALL, x=beside, width=width, ink=Ink.GREY)
        self.y = max(self.y, top + POINTER)

    def finish(self, number: str) -> tuple[Page, ...]:
        """Number the pages, now that it is known how many there are."""
        total = len(self.pages)
        for page, marks in zip(count(1), self.pages, strict=False):
            label = self.words("Page {page} of {pages}").format(page=page, pages=total)
            foot = HEIGHT - 34
            source = self.press.clean(f"{self.branding.country} · {number}")
            marks += [
                Words(source, LEFT, foot, SMALL, ink=Ink.GREY),
                Words(label, RIGHT, foot, SMALL, ink=Ink.GREY, align=Align.RIGHT),
            ]
        return tuple(tuple(marks) for marks in self.pages)

    def _new_page(self) -> None:
        self.pages.append([])
        self.y = TOP
        if self.branding.specimen:
            self._specimen()
        stripes = self.branding.colours
        width = WIDTH / len(stripes)
        self.add(
            *(Box(width * index, 0, width, BAND, colour) for index, colour in enumerate(stripes))
        )

    def _specimen(self) -> None:
        words = self.words
        self.add(
            Words(
                words("SPECIMEN"),
                WIDTH / 2 + 30,
                HEIGHT / 2 + 40,
                WATERMARK,
                ink=Ink.SPECIMEN,
                align=Align.CENTRE,
                turn=52,
            ),
            Words(
                words("Demonstration: this document has no legal value."),
                WIDTH / 2,
                26,
                SMALL,
                ink=Ink.GREY,
                align=Align.CENTRE,
            ),
        )


SHARES = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}
