"""Files on paper between offices, as the board tells them: how many batches, and which are late."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from backoffice.board_names import Names
from eservices.counter.batches import Batch, under_way


@dataclass(frozen=True, slots=True)
class LateBatch:
    """A batch that should have been acknowledged by now."""

    batch: Batch
    office: str
    towards: str


@dataclass(frozen=True, slots=True)
class PaperUnderWay:
    """How many batches nobody has acknowledged in full, and those of them that are late."""

    count: int
    late: tuple[LateBatch, ...]


def paper_under_way(connection: Connection, called: Names, *, now: datetime) -> PaperUnderWay:
    """Tell what is on its way between offices."""
    batches = under_way(connection)
    late = (
        LateBatch(one, called.office(one.office), called.office(one.towards))
        for one in batches
        if one.is_late(now)
    )
    return PaperUnderWay(len(batches), tuple(late))
