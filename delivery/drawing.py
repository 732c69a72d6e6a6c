"""The few things a page is made of; distances in points, from the top left corner of A4."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

WIDTH = 595.28
HEIGHT = 841.89


class Face(StrEnum):
    """The two weights of the embedded font."""

    REGULAR = "regular"
    BOLD = "bold"


class Ink(StrEnum):
    """The colours of print; dark enough for a photocopy."""

    BLACK = "#16181D"
    GREY = "#4A5160"
    HAIRLINE = "#B9C0CC"
    PALE = "#F3F5F8"
    SPECIMEN = "#EAEDF1"


class Align(StrEnum):
    """Which end of a line of words stands at its place."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Type:
    """A face at a size, with the distance from one line to the next."""

    face: Face
    size: float
    leading: float


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words on its base line."""

    text: str
    x: float
    y: float
    type: Type
    ink: Ink = Ink.BLACK
    align: Align = Align.LEFT
    #: Extra distance between letters.
    spacing: float = 0.0
    #: Degrees, counter-clockwise.
    turn: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle, from its top left corner; a rule is a thin one."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Squares:
    """A QR code: rows of dark modules, drawn as one shape."""

    x: float
    y: float
    side: float
    #: Modules in a row.
    count: int
    #: Runs of dark modules: row, first column, length.
    runs: tuple[tuple[int, int, int], ...]


Mark = Words | Box | Squares
Page = tuple[Mark, ...]


class Press(Protocol):
    """The fonts that will print: which characters they have and how wide a text becomes."""

    def clean(self, text: str) -> str:
        """Give the text as it can be printed, with a visible mark for what cannot."""

    def width(self, text: str, type_: Type) -> float:
        """Tell how wide a clean text is, in points."""
