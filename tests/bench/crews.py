"""Work shared by threads: each turn waits for what comes before it and lets the next one begin."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock, Semaphore

#: Seconds after which a turn that is not let begin means that another one failed.
PATIENCE = 60.0


class Stalled(Exception):
    """What a turn waits for does not come."""


@dataclass(slots=True)
class Turns:
    """So many turns, taken by whoever is free."""

    left: int
    _lock: Lock = field(default_factory=Lock)

    def take(self) -> bool:
        """Take a turn, if one is left."""
        with self._lock:
            self.left -= 1
            return self.left >= 0


def stay() -> None:
    """Leave nothing behind when the turns are over."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes turns, and what they do when there are none left."""

    act: Callable[[], object]
    leave: Callable[[], object] = stay


@dataclass(frozen=True, slots=True)
class Crew:
    """People who share the turns of one kind of work."""

    people: Sequence[Person]
    turns: Turns
    before: Semaphore
    after: Semaphore

    def work(self, person: Person) -> None:
        """Take turns until none is left."""
        while self.turns.take():
            if not self.before.acquire(timeout=PATIENCE):
                raise Stalled
            person.act()
            self.after.release()
        person.leave()


def run(crews: Sequence[Crew]) -> float:
    """Let every crew work side by side, one thread a person; gives the seconds it took."""
    places = [(crew, person) for crew in crews for person in crew.people]
    with ThreadPoolExecutor(len(places)) as pool:
        started = time.monotonic()
        for done in [pool.submit(crew.work, person) for crew, person in places]:
            done.result()
        return time.monotonic() - started


def share(people: Sequence[Callable[[], object]], times: int) -> float:
    """Let people share so many turns that wait for nothing; gives the seconds it took."""
    free, after = Semaphore(times), Semaphore()
    return run([Crew([Person(act) for act in people], Turns(times), free, after)])


def chain(stages: Sequence[Sequence[Person]], times: int, *, room: int) -> float:
    """Let each stage follow the one before, so many times, with so many under way at once."""
    gates = [Semaphore(room), *(Semaphore(0) for _ in stages[1:])]
    afters = [*gates[1:], gates[0]]
    crews = [
        Crew(people, Turns(times), before, after)
        for people, before, after in zip(stages, gates, afters, strict=True)
    ]
    return run(crews)
