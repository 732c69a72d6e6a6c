"""What a pack says of cash: coins, tills, and how much may lie in an office."""

from typing import Annotated

from pydantic import Field as Declared

from payments.money import WrittenMoney
from workflows.language.values import Part, Slug, Text

#: Days for which cash may wait for its deposit, where the pack does not say otherwise.
LONGEST = 3

Piece = Annotated[int, Declared(ge=1, le=1_000_000)]


class Till(Part):
    """A till of an office, and the e-services whose money it takes."""

    slug: Slug
    office: Slug
    name: Text
    eservices: Annotated[tuple[Slug, ...], Declared(min_length=1)]


class Cash(Part):
    """Where cash is taken, in which notes and coins, and how much may wait for its deposit."""

    #: Notes and coins in use; the smallest is what every sum must be a multiple of.
    pieces: Annotated[tuple[Piece, ...], Declared(min_length=1)]
    tills: Annotated[tuple[Till, ...], Declared(min_length=1)]
    #: What an office may hold before it must be deposited.
    ceiling: WrittenMoney | None = None
    #: Days for which money may lie there before it must be deposited.
    longest: Annotated[int, Declared(ge=1, le=31)] = LONGEST
