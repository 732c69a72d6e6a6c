"""What a report says, before it is worded: every figure, and the names that were in use."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import Field

from workflows.language.values import Part

#: The names of something in each language.
Named = dict[str, str]


class Scope(StrEnum):
    """What part of the administration a report is about."""

    ALL = "all"
    ORGANISATION = "organisation"
    OFFICE = "office"
    ESERVICE = "eservice"


class Line(Part):
    """The cases of one e-service, office or organisation, or of all together."""

    eservice: str = ""
    office: str = ""
    received: int = 0
    delivered: int = 0
    refused: int = 0
    withdrawn: int = 0
    #: Of the cases that ended, those whose promise was kept, and broken.
    in_time: int = 0
    late: int = 0
    #: Open at the end of the last day counted.
    open_after: int = 0
    #: Calendar days from lodging to decision; None where nothing was decided.
    median: int | None = None
    ninetieth: int | None = None

    @property
    def share(self) -> int | None:
        """Give the share kept in time, in whole per cent rounded down, as the board does."""
        counted = self.in_time + self.late
        return self.in_time * 100 // counted if counted else None


class Refused(Part):
    """Refusals of an e-service for one reason."""

    eservice: str
    reason: str
    count: int


class Money(Part):
    """Money of an e-service: what happened to it, through which means, in which currency."""

    eservice: str
    figure: str
    kind: str
    currency: str
    count: int
    amount: int


class Counted(Part):
    """Something else that is counted of an e-service, by kind."""

    eservice: str
    kind: str
    count: int


class Moment(Part):
    """What came and ended on a day or in a month of the period."""

    day: date
    received: int
    ended: int


class Former(Part):
    """The same figures of an earlier period."""

    first: date
    last: date
    line: Line
    received: dict[str, int]


class Figures(Part):
    """The figures of a period: the same period gives the same figures, and the same digest."""

    period: str
    scope: Scope
    part: str
    first: date
    #: The last day that is counted; before the period's own end while it is under way.
    last: date
    under_way: bool
    total: Line
    by_eservice: tuple[Line, ...]
    by_office: tuple[Line, ...]
    #: The organisation's slug stands where an office's does.
    by_organisation: tuple[Line, ...]
    lines: tuple[Line, ...]
    refusals: tuple[Refused, ...]
    course: tuple[Moment, ...]
    money: tuple[Money, ...]
    out_of_turn: tuple[Counted, ...]
    represented: tuple[Counted, ...]
    counter: tuple[Counted, ...] = ()
    complaints: tuple[Counted, ...]
    problems: tuple[Counted, ...]
    former: Former
    year_before: Former

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the figures in canonical form."""
        content = self.model_dump(mode="json")
        written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()


class Why(StrEnum):
    """Why an e-service does not work for citizens, or hardly."""

    DRAFT = "draft"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    IDLE = "idle"
    NOBODY = "nobody"


class Stalled(Part):
    """An e-service that is not operational, as found when the report was made."""

    eservice: str
    why: Why
    since: date | None = None
    #: What applicants are told, or which pool has nobody.
    said: Named = Field(default_factory=dict)


class Names(Part):
    """What things were called when the report was made."""

    eservices: dict[str, Named]
    offices: dict[str, Named]
    organisations: dict[str, Named]
    #: By `eservice/reason` and `eservice/state`.
    reasons: dict[str, Named]
    states: dict[str, Named]


class Content(Part):
    """A whole report."""

    figures: Figures
    names: Names
    stalled: tuple[Stalled, ...]


def summed(lines: Iterable[Line]) -> Line:
    """Add up lines; what is no sum, such as a median, is left out."""
    listed = tuple(lines)
    return Line(**{name: sum(getattr(line, name) for line in listed) for name in SUMS})


SUMS = ("received", "delivered", "refused", "withdrawn", "in_time", "late", "open_after")
