"""What offices took over from each other, in the words of the board."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.board_names import Names
from workflows import board
from workflows.handing_over import Why

LATELY = timedelta(days=7)
WHYS: Mapping[Why, LazyString] = {
    Why.WAITED: _("Nobody had taken them in time"),
    Why.BACKLOG: _("The queue was too long"),
    Why.OPENED: _("A supervisor opened an overflow"),
    Why.REBALANCED: _("A supervisor shared the queue out"),
    Why.PASSED_ON: _("Whoever held them passed them on"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """Cases that went from one office to another for the same reason."""

    former: str
    office: str
    queue: str
    why: str
    count: int


def lately(connection: Connection, called: Names, *, now: datetime) -> tuple[Line, ...]:
    """List what was taken over in the last seven days, the most first."""
    return tuple(
        Line(
            former=called.office(called.pools[one.from_pool].office),
            office=called.office(called.pools[one.pool].office),
            queue=called.pool(one.pool),
            why=str(WHYS[one.why]),
            count=one.count,
        )
        for one in board.takeovers(connection, since=now - LATELY)
    )
