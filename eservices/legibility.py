"""Legibility: what an agent would say of a photograph, said while its owner can take it again.

A photograph is judged at one working size, as its paper would lie on a screen, and only for what
its pixels can honestly tell. It is never refused for it: its owner is warned, and may keep it.

Blur is measured by the variance of the Laplacian, as is usual, but tile by tile and divided by the
variance of the greys of the same tile: text then counts the same in a bright photograph and in a
dim one, and an empty margin counts for nothing. What the emptiest tiles show is the sensor's noise,
which is taken off first: it would pass for sharpness.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, product

from PIL import Image, ImageFilter, ImageStat

#: The long side, in pixels, at which photographs are judged: about 100 points per inch of A4.
WORKING_SIDE = 1200
#: Fewer on the long side are about 85 points per inch of A4: small print cannot be read.
LEAST_LONG_SIDE = 1000
TILE = 48
#: Variance of the greys of a tile that holds something: ink, a line, a face.
LEAST_CONTRAST = 90.0
#: Fewer tiles with something in them than this make a blank page.
LEAST_TILES = 3
#: Share of the tiles at whose Laplacian the noise is read.
EMPTIEST = 0.1
#: What lies nearer to the border than this share of the picture may be the table, not the page.
BORDER = 0.08
#: The sharpest quarter of the tiles decides: the rest may be a table, a wall, a shaded border.
SHARPEST = 4
#: Variance of the Laplacian over the variance of the greys; print in focus has
#: more than 0.3, print of ten points that can no longer be read less than 0.06.
LEAST_SHARPNESS = 0.07
#: Greys from 0 (black) to 255: the brightest hundredth of a dark photograph is below this.
DARKEST_PAPER = 105
#: The darkest thousandth of an over-exposed one is above this: ink has turned to pale grey.
PALEST_INK = 165
#: How far under the paper a grey is ink.
INK_DEPTH = 70
#: Share of an edge's strip, in its thousandths, which text running off the picture covers.
EDGE_INK = (15, 500)
#: Changes between paper and ink along an edge that letters make and a shadow or a line does not.
EDGE_CHANGES = 12
#: Greys this far under the paper, give or take, are the slope between paper and ink.
SLOPE, SLOPE_WIDTH = 52, 18
#: Width in pixels of the strip along each edge.
EDGE = 6
LAPLACIAN = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=2, offset=128)
#: The kernel's scale, squared: it keeps strong edges from being clipped.
RESTORED = 4.0

Box = tuple[int, int, int, int]


class Flaw(StrEnum):
    """What may keep an agent from reading a photograph."""

    SMALL = "small"
    BLANK = "blank"
    DARK = "dark"
    WASHED_OUT = "washed-out"
    BLURRED = "blurred"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured on a photograph."""

    long_side: int
    #: Greys under which lie one thousandth of the pixels, and 99 hundredths.
    darkest: int
    brightest: int
    #: Tiles with something in them, and how sharp the sharpest quarter of them is.
    tiles: int
    sharpness: float
    #: Edges off which text runs.
    cut_edges: int


def flaws_of(image: Image.Image) -> tuple[Flaw, ...]:
    """Tell what may keep an agent from reading a photograph."""
    return judge(measure(image))


def judge(measured: Measures) -> tuple[Flaw, ...]:
    """Compare what was measured with the thresholds.

    A blank or dark photograph says no more: its blur and its edges mean nothing.
    """
    small = (Flaw.SMALL,) if measured.long_side < LEAST_LONG_SIDE else ()
    if measured.brightest < DARKEST_PAPER:
        return (Flaw.DARK,)
    if measured.tiles < LEAST_TILES:
        return (Flaw.BLANK,)
    is_blurred = measured.sharpness < LEAST_SHARPNESS
    found = {
        Flaw.BLURRED: is_blurred,
        # Blur alone makes ink pale: saying both would send its owner after the wrong remedy.
        Flaw.WASHED_OUT: measured.darkest > PALEST_INK and not is_blurred,
        Flaw.CUT: measured.cut_edges > 0,
    }
    return (*small, *(flaw for flaw, is_found in found.items() if is_found))


def measure(image: Image.Image) -> Measures:
    """Measure a photograph at the working size."""
    grey = image.convert("L")
    grey.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BOX, reducing_gap=None)
    greys = grey.histogram()
    brightest = _grey_at(greys, 0.99)
    tiles = _sharpness_of_tiles(grey)
    sharpest = sorted(tiles, reverse=True)[: -(-len(tiles) // SHARPEST)]
    return Measures(
        long_side=max(image.size),
        darkest=_grey_at(greys, 0.001),
        brightest=brightest,
        tiles=len(tiles),
        sharpness=sum(sharpest) / len(sharpest) if sharpest else 0.0,
        cut_edges=sum(_text_runs_off(strip, brightest) for strip in _edges(grey)),
    )


def _grey_at(greys: list[int], share: float) -> int:
    """Give the grey under which lies this share of the pixels."""
    wanted, passed = share * sum(greys), 0
    for grey, count in enumerate(greys):
        passed += count
        if passed >= wanted:
            return grey
    return len(greys) - 1


def _sharpness_of_tiles(grey: Image.Image) -> list[float]:
    """Give the sharpness of each tile that holds something, away from the border."""
    edges = grey.filter(LAPLACIAN)
    boxes = tuple(_boxes(*grey.size))
    contrasts = [_variance(grey, box) for box in boxes]
    laplacians = [_variance(edges, box) * RESTORED for box in boxes]
    noise = sorted(laplacians)[int(len(boxes) * EMPTIEST)] if boxes else 0.0
    return [
        max(laplacian - noise, 0.0) / contrast
        for contrast, laplacian in zip(contrasts, laplacians, strict=True)
        if contrast >= LEAST_CONTRAST
    ]


def _boxes(width: int, height: int) -> Iterator[Box]:
    aside, above = round(width * BORDER), round(height * BORDER)
    lefts = range(aside, width - aside - TILE + 1, TILE)
    tops = range(above, height - above - TILE + 1, TILE)
    return ((left, top, left + TILE, top + TILE) for left, top in product(lefts, tops))


def _variance(image: Image.Image, box: Box) -> float:
    return float(ImageStat.Stat(image.crop(box)).var[0])


def _edges(grey: Image.Image) -> tuple[Image.Image, ...]:
    """Give the strip along each edge, lying."""
    width, height = grey.size
    boxes = (
        (0, 0, width, EDGE),
        (0, height - EDGE, width, height),
        (0, 0, EDGE, height),
        (width - EDGE, 0, width, height),
    )
    upright = (grey.crop(box) for box in boxes)
    return tuple(
        strip if strip.width >= strip.height else strip.transpose(Image.Transpose.ROTATE_90)
        for strip in upright
    )


def _text_runs_off(strip: Image.Image, paper: int) -> bool:
    """Tell whether letters stand in an edge's strip: only then is the page surely cut there.

    A strip that is not mostly paper shows what the page lies on, and says nothing.
    """
    greys = strip.histogram()
    here = _grey_at(greys, 0.9)
    if here < paper - INK_DEPTH or _grey_at(greys, 0.5) < here - INK_DEPTH:
        return False
    ink = 1000 * sum(greys[: max(here - INK_DEPTH, 0)]) // sum(greys)
    line = strip.resize((strip.width, 1), Image.Resampling.BOX).tobytes()
    return EDGE_INK[0] <= ink <= EDGE_INK[1] and _changes(line, here) >= EDGE_CHANGES


def _changes(line: bytes, paper: int) -> int:
    """Count the changes between ink and paper along a line; greys between the two change nothing.

    Otherwise the noise on a shadow's slope would count as letters.
    """
    told = [grey < paper - INK_DEPTH for grey in line if abs(paper - grey - SLOPE) > SLOPE_WIDTH]
    return sum(one != other for one, other in pairwise(told))
