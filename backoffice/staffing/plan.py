"""What is simulated: steps with their delays, work and exits; pools with their agents and hours."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backoffice.staffing.hours import Hours, Opening

#: The length of a slice of time: within it no returning case overtakes, and staff stays the same.
SLICE = 4.0
DAY = 24.0

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Step:
    """A state of the procedure as it is lived: how long it waits, what work it takes, what follows.

    Delays and work are samples that were measured, in hours; each visit draws one of each.
    """

    name: str
    #: Index of the pool that works on it; None where nobody does, such as a payment awaited.
    pool: int | None
    delays: Hours
    services: Hours
    #: The chance of each step to be next; what is left over ends the case.
    exits: Hours
    #: Whether the promise's clock stands still meanwhile, and whether it only starts afterwards.
    pauses: bool = False
    starts_promise: bool = False


@dataclass(frozen=True, slots=True)
class Spill:
    """Where the cases of a pool go that waited so many hours: to a pool further on in the order."""

    after: float
    to: int


@dataclass(frozen=True, slots=True)
class Crew:
    """The agents of a pool: how many from which hour on, and when they work."""

    name: str
    opening: Opening
    #: Hours from the start and the number of agents from then on; the first is at hour 0.
    agents: tuple[tuple[float, int], ...]
    #: What becomes of those who waited too long, asked at the start of each slice.
    spill: Spill | None = None

    def at(self, hour: float) -> int:
        """Give how many agents there are at an hour."""
        return [count for since, count in self.agents if since <= hour][-1]

    @property
    def most(self) -> int:
        """Give how many agents there ever are."""
        return max(count for _since, count in self.agents)


def in_slices(slices: Numbers, end: int) -> Numbers:
    """Order by slice; those of later slices than the last come behind, as one."""
    # In 16 bits the sort is one of digits, whose time grows with the number alone.
    order: Numbers = np.argsort(np.minimum(slices, end).astype(np.int16), kind="stable")
    return order


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Cases that come or are there: the replication, the hour lodged, the step entered."""

    replication: Numbers
    hour: Hours
    #: The hour from which the case waits at its step: later than lodged for those under way.
    ready: Hours
    step: Numbers
    urgent: NDArray[np.bool_]

    def only(self, low: int, high: int, slices: int) -> "Arrivals":
        """Give those of some replications, counted from the first of them, slice by slice."""
        order = in_slices(np.maximum(self.ready // SLICE, 0), slices)
        mine = self.replication.take(order)
        taken = self._taken(order.take(np.flatnonzero((mine >= low) & (mine < high))))
        return replace(taken, replication=taken.replication - low)

    def _taken(self, which: Numbers) -> "Arrivals":
        return Arrivals(
            self.replication.take(which),
            self.hour.take(which),
            self.ready.take(which),
            self.step.take(which),
            self.urgent.take(which),
        )


@dataclass(frozen=True, slots=True)
class Promised:
    """The promise: hours, or working days, of its own clock."""

    within: float
    clock: Opening


@dataclass(frozen=True, slots=True)
class Plan:
    """A procedure, its people, and how long to look."""

    steps: tuple[Step, ...]
    crews: tuple[Crew, ...]
    horizon: float
    promise: Promised | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the replications showed; instants are hours from the start."""

    #: For each finished case: its replication, when it was lodged, when it ended, whether late.
    replication: Numbers
    lodged: Hours
    ended: Hours
    late: NDArray[np.bool_]
    #: Hours waited before each piece of work, by pool.
    waits: Mapping[str, Hours]
    #: Cases waiting at the end of each slice, by pool: slices by replications.
    waiting: Mapping[str, NDArray[np.int64]]
    #: Share of the agents' open hours that was worked, by pool.
    busy: Mapping[str, float]
    #: For each replication, when the last case that was there at the start ended; infinite if not.
    cleared: Hours
    replications: int
    #: Cases still open at the end of the horizon though their promise was over, and all still open.
    overdue: int = 0
    still_open: int = 0

    @property
    def late_share(self) -> float:
        """Give the share late among the cases that ended or whose promise is over."""
        counted = len(self.late) + self.overdue
        return (int(self.late.sum()) + self.overdue) / counted if counted else 0.0
