"""Bars: figures as lengths, for drawings that stand beside the table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

#: The longest bar, in the units of the drawing.
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure, what it is of, and how long it is drawn."""

    label: str
    count: int
    length: float


def bars(labels: Sequence[str], counts: Sequence[int]) -> tuple[Bar, ...]:
    """Draw figures on one scale, the largest as the longest."""
    largest = max([*counts, 1])
    return tuple(
        Bar(label, count, round(LONGEST * count / largest, 1))
        for label, count in zip(labels, counts, strict=True)
    )
