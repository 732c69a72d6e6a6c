"""Counting money by hand: notes and coins, what was handed over, and the change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

#: Nothing larger is ever counted into a till at once, in minor units.
MOST = 10**12
#: Nobody counts more pieces of one kind.
MOST_PIECES = 100_000

Pieces = Mapping[int, int]


class Miscounted(StrEnum):
    """Why what was typed is no sum of money."""

    MISSING = "missing"
    NO_NUMBER = "no_number"
    DISAGREES = "disagrees"
    NO_COIN = "no_coin"
    TOO_MUCH = "too_much"


class CountRefused(Exception):
    """What was typed cannot be believed to be counted."""

    def __init__(self, why: Miscounted) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Count:
    """A sum that somebody counted; without `pieces`, its total was typed alone."""

    total: int
    pieces: Pieces | None = None


@dataclass(frozen=True, slots=True)
class Coinage:
    """The notes and coins of a currency that are in use, largest first, in minor units."""

    pieces: tuple[int, ...]

    @property
    def smallest(self) -> int:
        """Give the smallest coin: a sum that is no multiple of it cannot be paid."""
        return min(self.pieces)

    @property
    def largest(self) -> int:
        """Give the largest note: nobody is given that much change."""
        return max(self.pieces)

    def can_pay(self, amount: int) -> bool:
        """Tell whether a sum can be laid on a counter."""
        return amount % self.smallest == 0

    def laid_out(self, amount: int) -> tuple[tuple[int, int], ...]:
        """Say which pieces make a sum, largest first, as (piece, how many)."""
        laid, left = [], amount
        for piece in sorted(self.pieces, reverse=True):
            number, left = divmod(left, piece)
            if number:
                laid.append((piece, number))
        return tuple(laid)


def read_count(total: str, pieces: Mapping[int, str], coinage: Coinage) -> Count:
    """Read what was typed: a total, or how many of each piece, or both that agree.

    Raises CountRefused.
    """
    typed = {piece: number_in(text, most=MOST_PIECES) for piece, text in pieces.items() if text}
    known = {piece: number for piece, number in typed.items() if piece in coinage.pieces}
    stated = number_in(total, most=MOST) if total.strip() else None
    if not known:
        if stated is None:
            raise CountRefused(Miscounted.MISSING)
        return Count(_coins(stated, coinage))
    added = sum(piece * number for piece, number in known.items())
    if stated is not None and stated != added:
        raise CountRefused(Miscounted.DISAGREES)
    return Count(added, known)


def _coins(amount: int, coinage: Coinage) -> int:
    if not coinage.can_pay(amount):
        raise CountRefused(Miscounted.NO_COIN)
    return amount


def number_in(typed: str, *, most: int = MOST) -> int:
    """Read a whole number as people write one, `12 500` or `12.500`; raises CountRefused."""
    figures = "".join(typed.replace(".", "").replace(",", "").split())
    if not (figures.isascii() and figures.isdigit()):
        raise CountRefused(Miscounted.NO_NUMBER)
    if len(figures) > len(str(most)) or int(figures) > most:
        raise CountRefused(Miscounted.TOO_MUCH)
    return int(figures)


def shown(pieces: Pieces | None) -> Sequence[tuple[int, int]]:
    """List counted pieces, largest first."""
    return sorted((pieces or {}).items(), reverse=True)
