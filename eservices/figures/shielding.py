"""Counts so small that a person could be recognised are not published, nor what would tell them.

A count from one to four is hidden. Where a line of counts adds up to something that is known, one
hidden count alone could be computed: more counts of its line are then kept back, until at least
two are hidden and together they are at least five.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

#: The least count that is published.
LEAST = 5
#: Of the hidden counts of a line.
TWO = 2

Cell = tuple[int, int]


class Hidden(StrEnum):
    """Stands where a count is not published."""

    #: From one to four.
    FEW = "<5"
    #: Five or more, or none: it would tell another one that is hidden.
    KEPT_BACK = "*"


Shown = int | Hidden


def shown(count: int) -> Shown:
    """Publish a count that adds up to nothing, such as a total."""
    return Hidden.FEW if 0 < count < LEAST else count


def shield(counts: Sequence[int]) -> tuple[Shown, ...]:
    """Publish a line of counts whose sum may be known."""
    return shield_grid([counts])[0]


def shield_grid(
    rows: Sequence[Sequence[int]], *, closed: Iterable[int] = ()
) -> tuple[tuple[Shown, ...], ...]:
    """Publish rows of counts whose sums, and those of whose columns, may be known.

    `closed` are the columns whose sum is hidden itself: nothing of them is published.
    """
    width = range(len(rows[0]) if rows else 0)
    grid = {(row, column): rows[row][column] for row in range(len(rows)) for column in width}
    hidden = {cell for cell, count in grid.items() if 0 < count < LEAST}
    hidden |= {cell for cell in grid if cell[1] in set(closed)}
    lines = [[(row, column) for column in width] for row in range(len(rows))]
    if len(rows) > 1:
        lines += [[(row, column) for row in range(len(rows))] for column in width]
    while any(_keep_back(line, grid, hidden) for line in lines):
        pass
    return tuple(
        tuple(_written(grid[row, column], is_hidden=(row, column) in hidden) for column in width)
        for row in range(len(rows))
    )


def _keep_back(line: Sequence[Cell], grid: dict[Cell, int], hidden: set[Cell]) -> bool:
    """Hide one count more of a line that needs it; tells whether it did."""
    away = [cell for cell in line if cell in hidden]
    if not away or (len(away) >= TWO and sum(grid[cell] for cell in away) >= LEAST):
        return False
    left = [cell for cell in line if cell not in hidden]
    if not left:
        # The sum itself is too small to be published.
        return False
    hidden.add(min(left, key=lambda cell: (grid[cell] == 0, grid[cell])))
    return True


def _written(count: int, *, is_hidden: bool) -> Shown:
    if not is_hidden:
        return count
    return Hidden.FEW if 0 < count < LEAST else Hidden.KEPT_BACK
