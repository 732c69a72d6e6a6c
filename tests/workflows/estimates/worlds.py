"""Offices that never existed: arrivals, agents who work in order, and what follows their work.

Instants are working hours since an opening; they know nothing of how dates are estimated.
"""

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass

DAY = 8.0


@dataclass(frozen=True)
class World:
    """What an office lives through."""

    days: int = 160
    per_day: float = 40
    #: Days on which so many times as many applications come.
    surge: tuple[int, int, float] = (0, 0, 1)
    agents: int = 5
    #: Days on which so many more agents help, of which nobody was told.
    help: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True)
class Life:
    """One case: when it came, when somebody took it, when they were done, when it was decided."""

    came: float
    taken: float
    done: float
    decided: float


def live(world: World, seed: int) -> list[Life]:
    """Live through the world: first come, first served, by whoever is free first."""
    chance = random.Random(seed)
    free = [0.0] * world.agents
    return [_serve(came, free, world, chance) for came in _arrivals(world, chance)]


def _arrivals(world: World, chance: random.Random) -> Iterator[float]:
    first, last, factor = world.surge
    for day in range(world.days):
        mean = world.per_day * (factor if first <= day < last else 1)
        mean *= chance.lognormvariate(-0.02, 0.2)
        count = max(int(chance.gauss(mean, mean**0.5)), 0)
        yield from sorted((day + chance.random()) * DAY for _ in range(count))


def _serve(came: float, free: list[float], world: World, chance: random.Random) -> Life:
    _staff(free, world, max(came, free[0]))
    taken = max(came, heapq.heappop(free))
    done = taken + chance.lognormvariate(0, 0.6) * 0.7
    heapq.heappush(free, done)
    asked_elsewhere = chance.expovariate(1 / DAY) if chance.random() < 0.2 else 0
    return Life(came, taken, done, done + asked_elsewhere + chance.uniform(1, 6))


def _staff(free: list[float], world: World, now: float) -> None:
    first, last, more = world.help
    wanted = world.agents + (more if first <= now / DAY < last else 0)
    while len(free) < wanted:
        heapq.heappush(free, now)
    while len(free) > wanted:
        heapq.heappop(free)
