"""The QR code of a document, as runs of dark modules."""

from itertools import groupby

import segno

from delivery.drawing import Squares

#: Choosing the best of the eight masks costs more than all the rest of the page; any of them is
#: valid, and readers do not care.
MASK = 2


def qr_code(text: str, *, x: float, y: float, side: float) -> Squares:
    """Draw a text as a QR code that survives a fold or a stain (level M)."""
    matrix = segno.make(text, error="m", mask=MASK, micro=False, boost_error=False).matrix
    runs = tuple(
        (row, column, length)
        for row, modules in enumerate(matrix)
        for column, length in _dark_runs(modules)
    )
    return Squares(x=x, y=y, side=side, count=len(matrix), runs=runs)


def _dark_runs(modules: bytearray) -> list[tuple[int, int]]:
    runs = []
    column = 0
    for dark, group in groupby(modules):
        length = sum(1 for _ in group)
        if dark:
            runs.append((column, length))
        column += length
    return runs
