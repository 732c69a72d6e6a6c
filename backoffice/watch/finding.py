"""What a detector says: a kind, whom and what it is about, and the rows that it goes by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo


class Kind(StrEnum):
    """What may look wrong; each is a reason to look closer, and never more than that."""

    OVERTAKE = "overtake"
    PLACE_CHANGED = "place_changed"
    SLOW_FINISH = "slow_finish"
    CORRECTIONS = "corrections"
    VIEW = "view"
    PAIR = "pair"
    OVERRIDE = "override"
    SHARED_ADDRESS = "shared_address"
    CASH_RETURNS = "cash_returns"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that looks wrong, not yet recorded."""

    kind: Kind
    #: Names the thing found, so that finding it again adds nothing.
    key: str
    account_ids: tuple[int, ...]
    figures: Mapping[str, Any]
    #: Identifiers of rows by table.
    evidence: Mapping[str, Sequence[int]]
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """What a round looks at: from a little before the last one ended, until lately."""

    start: datetime
    end: datetime
    #: Where a day begins.
    zone: ZoneInfo
    #: Where the last round ended; what lies before it was looked at once already.
    seen: datetime

    def day(self) -> "Window":
        """Give the local day in which the window ends, so far."""
        local = self.end.astimezone(self.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        return Window(midnight, self.end, self.zone, midnight)

    def yesterday(self) -> "Window":
        """Give the whole local day before the one in which the window ends."""
        return self._before_midnight(days=1)

    def spans_midnight(self) -> bool:
        """Tell whether a day ended since the last round."""
        return self.seen < self.day().start

    def month(self) -> "Window":
        """Give the four weeks before the day in which the window ends."""
        return self._before_midnight(days=28)

    def _before_midnight(self, *, days: int) -> "Window":
        midnight = self.day().start
        start = midnight - timedelta(days=days)
        return Window(start, midnight, self.zone, start)

    def parameters(self) -> dict[str, datetime]:
        """Give the bounds as parameters of a statement."""
        return {"start": self.start, "end": self.end}
