"""What the invented administration leaves in the ledgers, row by row."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import floor
from typing import Any

#: A Monday at eight; each simulated day has eight hours of work.
BEGINNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
WORKDAY = 480.0

Row = tuple[Any, ...]


def instant(minutes: float) -> datetime:
    """Turn working minutes since the beginning into an instant."""
    day, within = divmod(minutes, WORKDAY)
    return BEGINNING + timedelta(days=int(day), minutes=within)


@dataclass(slots=True)
class Item:
    """A case as the simulator moves it."""

    id: int
    lodged: float
    #: Its place: the minute in which it was complete.
    eligible: float
    pool: int
    #: When it came into the queue where it stands.
    routed: float
    position: int = 2
    examiner: int | None = None
    stage: str = "review"
    state: str = "verification"

    @property
    def place(self) -> tuple[int, int]:
        """Give its place in the order: the minute, then a hash that nobody can aim at."""
        return floor(self.eligible), (self.id * 2_654_435_761) % 2**32


@dataclass(frozen=True, slots=True)
class Move:
    """Where a case goes, and by which trigger."""

    trigger: str
    state: str
    stage: str


ANSWER = Move("answer", "verification", "review")
ASK = Move("ask_applicant", "awaiting_applicant", "applicant")
APPROVE = Move("approve", "signature", "review")
REFUSE = Move("refuse", "refused", "refused")
SIGN = Move("sign", "issuing", "issuance")


@dataclass(slots=True)
class Records:
    """The rows, by table."""

    claims: list[Row] = field(default_factory=list)
    openings: list[Row] = field(default_factory=list)
    stays: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    items: dict[int, Item] = field(default_factory=dict)

    def lodged(self, item: Item) -> None:
        """Note a lodging and its payment."""
        self.items[item.id] = item
        at, paid = instant(item.lodged), instant(item.eligible)
        self.entries += [
            (item.id, 1, at, "applicant", None, "lodge", None, "awaiting_payment", None, "payment"),
            (
                *(item.id, 2, paid, "system", None, "payment_cleared"),
                *("awaiting_payment", "verification", "payment", "review"),
            ),
        ]

    def moved(self, item: Item, who: tuple[str, int | None], to: Move, at: float) -> None:
        """Note a move, and move the case."""
        item.position += 1
        origin = (item.state, to.state, item.stage, to.stage)
        head = (item.id, item.position, instant(at), *who, to.trigger)
        self.entries.append((*head, *origin))
        item.state, item.stage = to.state, to.stage

    def held(self, item: Item, account: int, start: float, end: float, ending: str) -> None:
        """Note a claim from beginning to end."""
        row = (item.id, account, item.pool, instant(floor(item.eligible)))
        self.claims.append((*row, instant(start), instant(end), ending))

    def stayed(self, item: Item, until: float) -> None:
        """Note that a case leaves the queue where it stands."""
        place = instant(floor(item.eligible))
        self.stays.append((item.id, item.pool, place, [], instant(item.routed), instant(until)))

    def waits(self, item: Item) -> None:
        """Note that a case still waits at the end."""
        place = instant(floor(item.eligible))
        self.stays.append((item.id, item.pool, place, [], instant(item.routed), None))

    def opened(self, item: Item, account: int, at: float, purpose: str = "treatment") -> None:
        """Note a look into a file."""
        self.openings.append((item.id, account, instant(at), purpose))
