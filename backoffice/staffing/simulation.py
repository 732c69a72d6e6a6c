"""The simulation: cases go through the steps of their procedure, wait for agents, and end.

Time goes by in slices of four hours. Within a slice each pool works through its line exactly, to
the instant; what it finishes goes on to its next step at that instant. A case that comes back to a
pool within the very slice joins the line with the next one: that is the only rounding.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backoffice.staffing.crew_at_work import CrewAtWork, Served
from backoffice.staffing.hours import Hours
from backoffice.staffing.line import Line
from backoffice.staffing.plan import SLICE, Arrivals, Numbers, Outcome, Plan

#: Replications simulated together: enough to share the cost of a step, few enough for memory.
TOGETHER = 100
#: Steps without agents that a case may go through in a row; a procedure that turns longer is wrong.
MOST_STEPS = 100

Progress = Callable[[float], None]


class EndlessProcedure(Exception):
    """Cases turn for ever between steps that nobody works on."""


def simulate(
    plan: Plan, arrivals: Arrivals, *, replications: int, seed: int, progress: Progress
) -> Outcome:
    """Simulate so many replications; progress is told as a share from 0 to 1."""
    outcomes = []
    for first in range(0, replications, TOGETHER):
        count = min(TOGETHER, replications - first)
        mine = arrivals.only(first, first + count, int(np.ceil(plan.horizon / SLICE)))

        def told(share: float, first: int = first, count: int = count) -> None:
            progress((first + share * count) / replications)

        run = Run(plan, mine, replications=count, random=np.random.default_rng([seed, first]))
        outcomes.append(run.go(told))
    return _together(outcomes)


@dataclass(slots=True)
class Ends:
    """What is known of the cases that ended, piece by piece."""

    case: list[Numbers]
    at: list[Hours]


class Run:
    """Some replications under way."""

    def __init__(
        self, plan: Plan, arrivals: Arrivals, *, replications: int, random: np.random.Generator
    ) -> None:
        self._plan, self._arrivals, self._random = plan, arrivals, random
        self._replications = replications
        self._slices = int(np.ceil(plan.horizon / SLICE))
        self._crews = [CrewAtWork(crew, replications) for crew in plan.crews]
        #: Who joins the line of a pool in a slice.
        self._joining: dict[tuple[int, int], list[Line]] = defaultdict(list)
        self._chances = np.array([np.cumsum(step.exits) for step in plan.steps])
        self._services = [step.services for step in plan.steps]
        self._paused = np.zeros(len(arrivals.hour))
        self._promised_from = arrivals.hour.copy()
        self._ends = Ends([np.zeros(0, dtype=np.int64)], [np.zeros(0)])
        self._waits: list[list[Hours]] = [[] for _ in plan.crews]
        self._waiting: list[list[Numbers]] = [[] for _ in plan.crews]

    def go(self, progress: Progress) -> Outcome:
        """Let the time go by and tell what was seen."""
        arrivals = self._arrivals
        # Slice by slice, so that what is handled at once stays small.
        slices = np.clip(arrivals.ready // SLICE, 0, self._slices).astype(np.int64)
        edges = np.cumsum(np.bincount(slices, minlength=self._slices)[: self._slices])
        first = 0
        for now, end in enumerate(edges.tolist()):
            new = slice(first, end)
            self._enter(np.arange(first, end), arrivals.step[new], arrivals.ready[new], now)
            first = end
            for pool in range(len(self._crews)):
                self._work(pool, now)
            progress((now + 1) / self._slices)
        return self._outcome()

    def _work(self, pool: int, now: int) -> None:
        crew = self._crews[pool]
        joining = self._joining.pop((pool, now), None)
        if joining:
            crew.line.welcome(joining)
        spill = crew.crew.spill
        if spill is not None:
            gone = crew.spill(self._crews[spill.to], now * SLICE, spill.after)
            self._joining[spill.to, now] += [gone] if gone else []
        served = crew.work(now * SLICE, (now + 1) * SLICE, self._services, self._random)
        self._waiting[pool].append(crew.waiting())
        if served is not None:
            self._waits[pool].append(served.waits)
            self._leave(served, pool, now)

    def _leave(self, served: Served, pool: int, now: int) -> None:
        steps = self._next(served.line.step)
        self._enter(served.line.case, steps, served.ends, now + 1, done=pool, present=now)

    def _next(self, steps: Numbers) -> Numbers:
        """Draw the next step of each; the number of steps means that the case ends."""
        draws, following = self._random.random(len(steps)), np.empty(len(steps), dtype=np.int64)
        for step, mine in _parted(steps):
            drawn = np.searchsorted(self._chances[step], draws.take(mine), side="right")
            following.put(mine, drawn)
        return following

    def _enter(
        self,
        cases: Numbers,
        steps: Numbers,
        instants: Hours,
        earliest: int,
        *,
        done: int = -1,
        present: int = 0,
    ) -> None:
        """Let cases enter steps, and go through those where nobody works."""
        for _turn in range(MOST_STEPS):
            ended = steps == len(self._plan.steps)
            if ended.any():
                over, on = np.flatnonzero(ended), np.flatnonzero(~ended)
                self._ends.case.append(cases.take(over))
                self._ends.at.append(instants.take(over))
                cases, steps, instants = cases.take(on), steps.take(on), instants.take(on)
            if not len(cases):
                return
            cases, steps, instants = self._pass(cases, steps, instants, (earliest, done, present))
        raise EndlessProcedure

    def _pass(
        self, cases: Numbers, steps: Numbers, instants: Hours, place: tuple[int, int, int]
    ) -> tuple[Numbers, Numbers, Hours]:
        """Wait where there is a delay, join the line where there are agents, else go on."""
        going: list[tuple[Numbers, Numbers, Hours]] = []
        for number, mine in _parted(steps):
            step, ones, since = self._plan.steps[number], cases.take(mine), instants.take(mine)
            until = since + self._random.choice(step.delays, len(ones))
            self._count(number, ones, since, until)
            if step.pool is not None:
                self._join(step.pool, number, ones, until, place)
            else:
                going.append((ones, self._next(steps.take(mine)), until))
        if not going:
            none = np.zeros(0, dtype=np.int64)
            return none, none, np.zeros(0)
        return (
            np.concatenate([one[0] for one in going]),
            np.concatenate([one[1] for one in going]),
            np.concatenate([one[2] for one in going]),
        )

    def _count(self, number: int, cases: Numbers, since: Hours, until: Hours) -> None:
        """Stop or start the promise's clock, where the step does."""
        step, promise = self._plan.steps[number], self._plan.promise
        if promise is None:
            return
        if step.starts_promise:
            self._promised_from[cases] = until
        elif step.pauses:
            to_work = promise.clock.to_work
            self._paused[cases] += to_work(until) - to_work(since)

    def _join(
        self,
        pool: int,
        step: int,
        cases: Numbers,
        ready: Hours,
        place: tuple[int, int, int],
    ) -> None:
        earliest, done, present = place
        # A pool further on in the order works after this one in the same slice; this one and
        # those before it have had their turn.
        first = present if pool > done >= 0 else earliest
        slices = np.maximum((ready // SLICE).astype(np.int64), first)
        line = Line(
            self._arrivals.replication.take(cases),
            cases,
            np.full(len(cases), step),
            ready,
            self._arrivals.urgent.take(cases),
        )
        for when, ones in line.by_slice(slices, self._slices):
            self._joining[pool, when].append(ones)

    def _outcome(self) -> Outcome:
        case, ended = np.concatenate(self._ends.case), np.concatenate(self._ends.at)
        within = ended <= self._plan.horizon
        arrivals, done = self._arrivals, case[within]
        is_open = np.ones(len(arrivals.hour), dtype=bool)
        is_open[done] = False
        is_open &= arrivals.hour <= self._plan.horizon
        left = np.flatnonzero(is_open)
        names = [crew.crew.name for crew in self._crews]
        return Outcome(
            replication=arrivals.replication[done],
            lodged=arrivals.hour[done],
            ended=ended[within],
            late=self._late(done, ended[within]),
            waits=dict(zip(names, map(_joined, self._waits), strict=True)),
            waiting=dict(zip(names, map(np.array, self._waiting), strict=True)),
            busy={crew.crew.name: self._busy(crew) for crew in self._crews},
            cleared=self._cleared(done, ended[within]),
            replications=self._replications,
            overdue=int(self._late(left, np.full(len(left), self._plan.horizon)).sum()),
            still_open=len(left),
        )

    def _late(self, cases: Numbers, at: Hours) -> NDArray[np.bool_]:
        promise = self._plan.promise
        if promise is None:
            return np.zeros(len(cases), dtype=bool)
        since = promise.clock.to_work(self._promised_from[cases])
        counted = promise.clock.to_work(at) - since - self._paused[cases]
        late: NDArray[np.bool_] = counted > promise.within
        return late

    def _busy(self, crew: CrewAtWork) -> float:
        edges = np.arange(0, self._slices + 1, dtype=float) * SLICE
        opened = np.diff(crew.crew.opening.to_work(edges))
        offered = sum(opened[at] * crew.crew.at(at * SLICE) for at in range(self._slices))
        return float(crew.worked / (offered * self._replications)) if offered else 0.0

    def _cleared(self, done: Numbers, ended: Hours) -> Hours:
        """Give for each replication when the last of the cases there at the start ended."""
        there = self._arrivals.hour < 0
        cleared = np.zeros(self._replications)
        mine = there[done]
        np.maximum.at(cleared, self._arrivals.replication[done[mine]], ended[mine])
        unfinished = there.copy()
        unfinished[done] = False
        cleared[self._arrivals.replication[unfinished]] = np.inf
        return cleared


def _parted(steps: Numbers) -> Iterator[tuple[int, Numbers]]:
    """Part places by the step that stands there."""
    for step in np.flatnonzero(np.bincount(steps)).tolist():
        yield step, np.flatnonzero(steps == step)


def _joined(pieces: list[Hours]) -> Hours:
    return np.concatenate(pieces) if pieces else np.zeros(0)


def _together(outcomes: list[Outcome]) -> Outcome:
    """Put the outcomes of batches of replications together."""
    sizes = [one.replications for one in outcomes]
    firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    names = list(outcomes[0].waits)
    return Outcome(
        replication=np.concatenate(
            [one.replication + at for one, at in zip(outcomes, firsts, strict=True)]
        ),
        lodged=np.concatenate([o.lodged for o in outcomes]),
        ended=np.concatenate([o.ended for o in outcomes]),
        late=np.concatenate([o.late for o in outcomes]),
        waits={name: np.concatenate([o.waits[name] for o in outcomes]) for name in names},
        waiting={
            name: np.concatenate([o.waiting[name] for o in outcomes], axis=1) for name in names
        },
        busy={
            name: float(np.average([o.busy[name] for o in outcomes], weights=sizes))
            for name in names
        },
        cleared=np.concatenate([o.cleared for o in outcomes]),
        replications=sum(sizes),
        overdue=sum(o.overdue for o in outcomes),
        still_open=sum(o.still_open for o in outcomes),
    )
