"""The line before a pool, in every replication at once; a long one is kept in two parts.

A concours leaves hundreds of thousands waiting. Of these only the first of each replication can
be begun with in the hours to come, so that they alone are looked at slice by slice.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backoffice.staffing.hours import Hours
from backoffice.staffing.plan import Numbers, in_slices

#: Urgent cases stand so many hours before all others in the order: longer than any simulation.
AHEAD = 1e6
#: Between two replications in the order, larger than any place within one.
APART = 1e7
#: A line is kept whole up to so many cases of a replication, on average. Of a longer one so many
#: are in front, or such a part of it.
WHOLE, PART = 512, 24


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

    def take(self, which: Numbers) -> "Line":
        """Give some of them, in this order."""
        return Line(
            self.replication.take(which),
            self.case.take(which),
            self.step.take(which),
            self.ready.take(which),
            self.urgent.take(which),
        )

    def by_slice(self, slices: Numbers, end: int) -> "Iterator[tuple[int, Line]]":
        """Part them by the slice in which each joins; those of later slices are left out."""
        counts = np.bincount(np.minimum(slices, end), minlength=end)[:end]
        if counts.max() == len(slices):
            yield int(slices[0]), self
            return
        order = in_slices(slices, end)
        last = np.cumsum(counts)
        for when in np.flatnonzero(counts):
            yield int(when), self.take(order[last[when] - counts[when] : last[when]])

    def joined(self, others: "list[Line]") -> "Line":
        """Let others join, everybody at their place."""
        whole = concatenated([self, *others])
        # What was in order is a run already, which a stable sort only merges.
        return whole.take(np.argsort(whole.place, kind="stable"))


def concatenated(lines: "list[Line]") -> Line:
    """Put lines behind each other, out of order."""
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


class LongLine:
    """Who waits: the front in order, and behind it those whose turn is far."""

    def __init__(self, replications: int) -> None:
        self.front = nobody()
        #: Who came since the line was last put in order: while a pool is closed, nobody sorts it.
        self._come: list[Line] = []
        self._behind: list[Line] = []
        #: By replication, the last place of the front; infinite where nobody stands behind it.
        self._last = np.full(replications, np.inf)
        #: A front that grows beyond this is parted anew.
        self._most = WHOLE * replications
        self._replications = replications
        self.counts = np.zeros(replications, dtype=np.int64)

    def welcome(self, lines: list[Line]) -> None:
        """Let cases come to wait."""
        self._come += lines
        for line in lines:
            self.counts += np.bincount(line.replication, minlength=self._replications)

    def put_in_order(self) -> None:
        """Give everybody who came their place."""
        if not self._come:
            return
        come, self._come = concatenated(self._come), []
        if self._behind:
            is_far = come.place > self._last[come.replication]
            self._behind.append(come.take(np.flatnonzero(is_far)))
            come = come.take(np.flatnonzero(~is_far))
        self.front = self.front.joined([come])
        if len(self.front.ready) > self._most:
            self.draw_near(0)

    def without(self, places: Numbers) -> Line:
        """Take some of the front out of the line."""
        gone, left = self.front.take(places), np.ones(len(self.front.ready), dtype=bool)
        left[places] = False
        self.front = self.front.take(np.flatnonzero(left))
        self.counts -= np.bincount(gone.replication, minlength=self._replications)
        return gone

    def draw_near(self, least: int) -> int:
        """Part the line anew, with so many of each replication in front at least; tells how many.

        Nobody in front stands behind anybody who is not.
        """
        whole = self.front.joined(self._behind)
        counts = np.bincount(whole.replication, minlength=self._replications)
        firsts = np.cumsum(counts) - counts
        many = max(WHOLE, int(counts.max()) // PART, least)
        is_near = np.arange(len(whole.ready)) - firsts[whole.replication] < many
        self.front = whole.take(np.flatnonzero(is_near))
        rest = whole.take(np.flatnonzero(~is_near))
        self._behind = [rest] if len(rest.ready) else []
        self._most = 2 * many * self._replications
        parted = np.flatnonzero(counts > many)
        self._last[:] = np.inf
        self._last[parted] = whole.take(firsts[parted] + many - 1).place
        return many

    def runs_short(self, before: float) -> bool:
        """Tell whether a replication has nobody in front who is ready by then, but some behind."""
        if not self._behind:
            return False
        ready = self.front.replication[self.front.ready < before]
        here = np.bincount(self.front.replication, minlength=self._replications)
        able = np.bincount(ready, minlength=self._replications)
        return bool(((self.counts > here) & (able == 0)).any())

    def has_in_front(self, wanted: Numbers) -> bool:
        """Tell whether so many of each replication are in front, or all there are."""
        here = np.bincount(self.front.replication, minlength=self._replications)
        return bool((here >= np.minimum(wanted, self.counts)).all())
