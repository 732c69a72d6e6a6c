"""One pool at work, slice by slice, in every replication at once.

Each piece of work is begun by the agent who is free first, in the order urgent before ordinary and
then by waiting: the recursion of Kiefer and Wolfowitz, one step for all replications together. So
the time it takes depends on the cases of one replication, and hardly on their number or the agents.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backoffice.staffing.hours import Hours
from backoffice.staffing.plan import Crew, Numbers

#: Urgent cases stand so many hours before all others in the order: longer than any simulation.
AHEAD = 1e6
#: Between two replications in the order, larger than any place within one.
APART = 1e7
#: Pieces of work looked at together before asking whether anybody is free still.
BLOCK = 256

#: By step, the durations measured, in hours.
Samples = Sequence[Hours]


@dataclass(frozen=True, slots=True)
class Line:
    """Cases that wait for a pool: replication, case, step, ready since, and their place."""

    replication: Numbers
    case: Numbers
    step: Numbers
    ready: Hours
    urgent: NDArray[np.bool_]

    @property
    def place(self) -> Hours:
        """Give what the line is ordered by: first the replication, then the order within it."""
        return self.replication * APART + self.ready + np.where(self.urgent, 0.0, AHEAD)

    def take(self, which: NDArray[np.bool_] | Numbers) -> "Line":
        """Give some of them, in this order."""
        return Line(
            self.replication[which],
            self.case[which],
            self.step[which],
            self.ready[which],
            self.urgent[which],
        )

    def by_slice(self, slices: Numbers, end: int) -> "Iterator[tuple[int, Line]]":
        """Part them by the slice in which each joins; those of later slices are left out."""
        # In 16 bits the sort is one of digits, whose time grows with the number alone.
        order = np.argsort(np.minimum(slices, end).astype(np.int16), kind="stable")
        counts = np.bincount(np.minimum(slices, end), minlength=end)[:end]
        last = np.cumsum(counts)
        for when in np.flatnonzero(counts):
            yield int(when), self.take(order[last[when] - counts[when] : last[when]])

    def joined(self, others: "list[Line]") -> "Line":
        """Let others join, everybody at their place."""
        new = others[0] if len(others) == 1 else _concatenated(others)
        new = new.take(np.argsort(new.place, kind="stable"))
        whole = _concatenated([self, new])
        return whole.take(np.argsort(whole.place, kind="stable"))


def _concatenated(lines: "list[Line]") -> Line:
    return Line(
        np.concatenate([line.replication for line in lines]),
        np.concatenate([line.case for line in lines]),
        np.concatenate([line.step for line in lines]),
        np.concatenate([line.ready for line in lines]),
        np.concatenate([line.urgent for line in lines]),
    )


def nobody() -> Line:
    """Give an empty line."""
    none = np.zeros(0, dtype=np.int64)
    return Line(none, none, none, np.zeros(0), np.zeros(0, dtype=bool))


@dataclass(frozen=True, slots=True)
class Served:
    """Pieces of work that were begun: for whom, when they end and how long they had waited."""

    line: Line
    ends: Hours
    waits: Hours


class CrewAtWork:
    """The agents of a pool in every replication: when each is free, and who waits for them."""

    def __init__(self, crew: Crew, replications: int) -> None:
        self.crew = crew
        self.line = nobody()
        self.worked = 0.0
        #: Who came since the line was last put in order: while a pool is closed, nobody sorts it.
        self._come: list[Line] = []
        self._counts = np.zeros(replications, dtype=np.int64)
        self._replications = replications
        self._free = np.full((replications, max(crew.most, 1)), np.inf)
        self._present = 0

    def waiting(self) -> Numbers:
        """Count who waits in each replication."""
        return self._counts.copy()

    def welcome(self, lines: list[Line]) -> None:
        """Let cases come to wait."""
        self._come += lines
        for line in lines:
            self._counts += np.bincount(line.replication, minlength=self._replications)

    def work(
        self, start: float, end: float, services: Samples, random: np.random.Generator
    ) -> Served | None:
        """Begin what can be begun in a slice; None when nothing could."""
        opening = self.crew.opening
        begins, closes = opening.to_work(np.array([start, end]))
        self._staff(self.crew.at(start), float(begins))
        if closes <= begins or not self._counts.any() or not self._present:
            return None
        if self._come:
            self.line, self._come = self.line.joined(self._come), []
        began, durations = self._begin(services, random, float(closes))
        taken = np.isfinite(began)
        if not taken.any():
            return None
        served, self.line = self.line.take(taken), self.line.take(~taken)
        self._counts -= np.bincount(served.replication, minlength=self._replications)
        begun_at, spent = began[taken], durations[taken]
        self.worked += float(spent.sum())
        waits = np.maximum(opening.to_instants(begun_at) - served.ready, 0.0)
        return Served(served, opening.to_instants(begun_at + spent), waits)

    def _staff(self, count: int, now: float) -> None:
        """Let agents come or go; who goes finishes what is begun."""
        if count == self._present:
            return
        self._free.sort(axis=1)
        self._free[:, count:] = np.inf
        self._free[:, self._present : count] = now
        self._present = count

    def _begin(
        self, services: Samples, random: np.random.Generator, closes: float
    ) -> tuple[Hours, Hours]:
        """Give when each piece of work begins, in working hours, and how long it takes.

        It begins at no time when not in this slice.
        """
        line, to_work = self.line, self.crew.opening.to_work
        began, durations = np.full(len(line.ready), np.inf), np.zeros(len(line.ready))
        counts = self.waiting()
        firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        free = np.ascontiguousarray(self._free[:, : self._present])
        for first in range(0, int(counts.max()), BLOCK):
            places = np.arange(first, min(first + BLOCK, int(counts.max())))
            there = places[:, None] < counts
            at = np.where(there, firsts + places[:, None], 0)
            took = _drawn(line.step[at], services, random)
            ready = np.where(there, to_work(line.ready[at]), np.inf)
            starts = _started(ready, took, free=free, closes=closes)
            begun = starts < closes
            began[at[begun]], durations[at[begun]] = starts[begun], took[begun]
            if not begun[-1].any():
                break
        self._free[:, : self._present] = free
        return began, durations


def _started(ready: Hours, durations: Hours, *, free: Hours, closes: float) -> Hours:
    """Give when each place's work begins, places by replications, and move the agents on.

    This is the inmost loop, run once for each case of a replication: no call more than needed.
    """
    starts = np.full(ready.shape, np.inf)
    flat, agents = free.reshape(-1), free.shape[1]
    rows = np.arange(free.shape[0]) * agents
    for place in range(len(ready)):
        agent = free.argmin(axis=1)
        agent += rows
        freed = flat[agent]
        start = np.maximum(freed, ready[place], out=starts[place])
        can = start < closes
        if not can.any():
            break
        flat[agent] = np.where(can, start + durations[place], freed)
    return starts


def _drawn(steps: Numbers, services: Samples, random: np.random.Generator) -> Hours:
    """Draw for each visit one of the samples of its step."""
    drawn = np.zeros(steps.shape)
    for step in np.flatnonzero(np.bincount(steps.reshape(-1))):
        mine = steps == step
        drawn[mine] = random.choice(services[int(step)], np.count_nonzero(mine))
    return drawn
