"""From visits to steps: shares of each way on, samples of delays and of work."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from backoffice.staffing.hours import Hours
from backoffice.staffing.plan import Step
from backoffice.staffing.visits import Visit

#: Hours of work taken for a step of agents at which nobody was seen at work yet.
ASSUMED_WORK = 1 / 3


@dataclass(frozen=True, slots=True)
class Lived:
    """The steps of a procedure as they were lived, in the order of their indices."""

    steps: tuple[Step, ...]
    #: Steps whose work is assumed, because none was measured.
    assumed: tuple[str, ...]

    def index(self, name: str) -> int | None:
        """Give the index of a step; None when it was never seen."""
        return next((at for at, step in enumerate(self.steps) if step.name == name), None)

    def first(self, name: str) -> int:
        """Give the index of the step at which cases begin, or of one that none was seen to enter.

        A former system may never have known today's first step.
        """
        known = self.index(name)
        if known is not None:
            return known
        steps = range(len(self.steps))
        return next((at for at in steps if not self.entered(at)), 0)

    def entered(self, at: int) -> bool:
        """Tell whether any case was seen to come to a step from another."""
        return any(step.exits[at] > 0 for step in self.steps)


def lived(
    visits: Sequence[Visit],
    pools: Mapping[str, int],
    *,
    pausing: Collection[str] = (),
    before_promise: Collection[str] = (),
) -> Lived:
    """Measure the steps; `pools` gives the pool of each step that agents work on.

    Where agents work, waiting is simulated, so that only the work is taken from the visits; of a
    former system, where work was seen, what is left of the stay is a delay of its own kind.
    """
    names = sorted({visit.step for visit in visits} | {v.next_step for v in visits if v.next_step})
    at_step: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        at_step[visit.step].append(visit)
    steps = tuple(
        Step(
            name=name,
            pool=pools.get(name),
            delays=_delays(at_step[name], waits=name in pools),
            services=_work(at_step[name]),
            exits=_exits(at_step[name], names),
            pauses=name in pausing,
            starts_promise=name in before_promise,
        )
        for name in names
    )
    unseen = [n for n in names if n in pools and not _seen_work(at_step[n])]
    return Lived(steps, tuple(unseen))


def lived_history(visits: Sequence[Visit]) -> tuple[Lived, tuple[str, ...]]:
    """Measure a former system's steps, each unit of it a pool; give the units in their order.

    What a stay lasted beyond the work was no waiting for agents that could be told from other
    waiting, so that it stays a delay.
    """
    units = {visit.step: visit.pool for visit in visits if visit.pool}
    order = tuple(sorted({unit for unit in units.values() if unit}))
    names = sorted({visit.step for visit in visits})
    at_step: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        at_step[visit.step].append(visit)
    steps = tuple(
        Step(
            name=name,
            pool=order.index(units[name] or "") if name in units else None,
            delays=_numbers([v.hours - (v.worked or 0.0) for v in at_step[name]]),
            services=_numbers([v.worked or 0.0 for v in at_step[name]]),
            exits=_exits(at_step[name], names),
        )
        for name in names
    )
    return Lived(steps, ()), order


def _delays(visits: Sequence[Visit], *, waits: bool) -> Hours:
    return np.zeros(1) if waits else _numbers([visit.hours for visit in visits])


def _work(visits: Sequence[Visit]) -> Hours:
    seen = _seen_work(visits)
    return _numbers(seen) if seen else np.array([ASSUMED_WORK])


def _seen_work(visits: Sequence[Visit]) -> list[float]:
    return [visit.worked for visit in visits if visit.worked is not None]


def _numbers(values: Sequence[float]) -> Hours:
    return np.array(values if len(values) else [0.0], dtype=float)


def _exits(visits: Sequence[Visit], names: Sequence[str]) -> Hours:
    counted = Counter(visit.next_step for visit in visits)
    return np.array([counted[name] / max(len(visits), 1) for name in names])
