"""One pool at work, slice by slice, in every replication at once.

Each piece of work is begun by the agent who is free first, in the order urgent before ordinary and
then by waiting: the recursion of Kiefer and Wolfowitz. Several places of the line are served in one
step, in all replications together: as many as certainly begin before any of them ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backoffice.staffing.hours import Hours
from backoffice.staffing.line import AHEAD, Line, LongLine, concatenated
from backoffice.staffing.plan import Crew, Numbers

#: Hours for which a case is on its way to another office: within them its age tells its place.
ON_THE_WAY = 1e-3
#: Pieces of work looked at together before asking whether anybody is free still.
BLOCK = 256
#: Places of the line that are served in one step: how many are tried first, and at most.
FIRST_TRY, MOST_AT_ONCE = 8, 64

#: By step, the durations measured, in hours.
Samples = Sequence[Hours]


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
        self.line = LongLine(replications)
        self.worked = 0.0
        self._replications = replications
        self._free = np.full((replications, max(crew.most, 1)), np.inf)
        self._present = 0

    def waiting(self) -> Numbers:
        """Count who waits in each replication."""
        return self.line.counts.copy()

    def spill(self, to: "CrewAtWork", now: float, after: float) -> Line | None:
        """Let those who have been waiting longest go, if for so many hours, to a pool that helps.

        It takes as many as make both lines as long, for each agent; they keep their order.
        """
        helping, here = to.crew.at(now), self.crew.at(now)
        whole = (self.waiting() + to.waiting()) * helping / max(helping + here, 1)
        wanted = np.ceil(whole).astype(np.int64) - to.waiting()
        self.line.put_in_order()
        if not self.line.has_in_front(wanted):
            self.line.draw_near(int(wanted.max()))
        front = self.line.front
        old = np.flatnonzero(front.ready < now - after)
        of = front.replication.take(old)
        firsts = np.searchsorted(of, np.arange(self._replications))
        going = old.take(np.flatnonzero(np.arange(len(old)) - firsts[of] < wanted[of]))
        if not len(going):
            return None
        gone = self.line.without(going)
        # Nobody there can have begun with them before they came.
        return replace(gone, ready=np.maximum(now + ON_THE_WAY + (gone.ready - now) / AHEAD, now))

    def work(
        self, start: float, end: float, services: Samples, random: np.random.Generator
    ) -> Served | None:
        """Begin what can be begun in a slice; None when nothing could."""
        opening = self.crew.opening
        begins, closes = opening.to_work(np.array([start, end]))
        self._staff(self.crew.at(start), float(begins))
        if closes <= begins or not self.line.counts.any() or not self._present:
            return None
        self.line.put_in_order()
        until = float(opening.to_instants(np.array([closes]))[0])
        found, near = [], 0
        while True:
            places, began, durations = self._begin(services, random, float(closes))
            if len(places):
                found.append((self.line.without(places), began, durations))
            if not self.line.runs_short(until):
                break
            near = self.line.draw_near(2 * near)
        if not found:
            return None
        lines, starts, lengths = zip(*found, strict=True)
        served, began, durations = concatenated(list(lines)), _joined(starts), _joined(lengths)
        self.worked += float(durations.sum())
        waits = np.maximum(opening.to_instants(began) - served.ready, 0.0)
        return Served(served, opening.to_instants(began + durations), waits)

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
    ) -> tuple[Numbers, Hours, Hours]:
        """Give who is begun with by the place in the line, when in working hours, and how long."""
        line, opening = self.line.front, self.crew.opening
        # Who comes when the pool has closed does not stand in the way of those who were there.
        able = np.flatnonzero(line.ready < opening.to_instants(np.array([closes]))[0])
        counts = np.bincount(line.replication.take(able), minlength=self._replications)
        firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        free = np.sort(self._free[:, : self._present], axis=1)
        found, most = [], int(counts.max())
        for first in range(0, most, BLOCK):
            span = np.arange(first, min(first + BLOCK, most))
            there = span < counts[:, None]
            at = able.take(np.where(there, firsts[:, None] + span, 0))
            took = _drawn(line.step.take(at), services, random)
            ready = np.where(there, opening.to_work(line.ready.take(at)), np.inf)
            starts = _started(ready, took, free=free, closes=closes)
            begun = np.flatnonzero(np.isfinite(starts))
            found.append((at.take(begun), starts.take(begun), took.take(begun)))
            if not np.isfinite(starts[:, -1]).any():
                break
        self._free[:, : self._present] = free
        places, began, durations = zip(*found, strict=True) if found else ((), (), ())
        return _joined(places).astype(np.int64), _joined(began), _joined(durations)


def _joined(pieces: "Sequence[NDArray[Any]]") -> "NDArray[Any]":
    return np.concatenate(pieces) if pieces else np.zeros(0)


def _started(ready: Hours, durations: Hours, *, free: Hours, closes: float) -> Hours:
    """Give when each place's work begins, replications by places, and move the agents on.

    `free` is when each agent is, in order. The first places of a line get the agents who are free
    first, in this order, up to the one who is free only after some work just begun has ended.
    """
    agents, width = free.shape[1], ready.shape[1] + MOST_AT_ONCE
    waiting = np.pad(ready, ((0, 0), (0, MOST_AT_ONCE)), constant_values=np.inf)
    lasting = np.pad(durations, ((0, 0), (0, MOST_AT_ONCE)))
    starts = np.full(waiting.shape, np.inf)
    place = np.arange(len(ready)) * width
    most = min(agents, MOST_AT_ONCE)
    span = np.arange(min(FIRST_TRY, most))
    while True:
        at = place[:, None] + span
        freed = free[:, : len(span)]
        start = np.maximum(freed, waiting.take(at))
        end = start + lasting.take(at)
        begins = start < closes
        begins[:, 1:] &= np.minimum.accumulate(end[:, :-1], axis=1) >= freed[:, 1:]
        np.logical_and.accumulate(begins, axis=1, out=begins)
        many = begins.sum(axis=1)
        served = float(many.max())
        if not served:
            return starts[:, : ready.shape[1]]
        starts.put(at, np.where(begins, start, np.inf))
        free[:, : len(span)] = np.where(begins, end, freed)
        free.sort(axis=1)
        place += many
        span = _span(len(span), float(many.mean()), most)


def _span(tried: int, served: float, most: int) -> Numbers:
    """Try more places at once where nearly all were served, and fewer where few were."""
    if 4 * served > 3 * tried:
        return np.arange(min(2 * tried, most))
    return np.arange(max(tried // 2, 1)) if 4 * served < tried else np.arange(tried)


def _drawn(steps: Numbers, services: Samples, random: np.random.Generator) -> Hours:
    """Draw for each visit one of the samples of its step."""
    found = np.flatnonzero(np.bincount(steps.reshape(-1)))
    if len(found) == 1:
        return random.choice(services[int(found[0])], steps.shape)
    drawn = np.zeros(steps.shape)
    for step in found:
        mine = np.flatnonzero(steps == step)
        drawn.put(mine, random.choice(services[int(step)], len(mine)))
    return drawn
