"""Processor time of trees of processes, so that a figure can say what was spent and by whom."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

DATABASE, BROKER = "postgres", "redis-server"


def tree(pid: int) -> tuple[psutil.Process, ...]:
    """Give a process and all below it."""
    root = psutil.Process(pid)
    return (root, *root.children(recursive=True))


def spent(pid: int) -> dict[str, float]:
    """Sum the seconds spent so far below a process: `database`, `broker` and `application`."""
    sums = {"database": 0.0, "broker": 0.0, "application": 0.0}
    for process in tree(pid):
        try:
            kind = _kind(process)
            # What a process that ended has spent is with whoever collected it.
            sums[kind] += sum(process.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue
    return sums


def _kind(process: psutil.Process) -> str:
    name = process.name()
    if name.startswith(DATABASE):
        return "database"
    return "broker" if name.startswith(BROKER) else "application"


@dataclass(slots=True)
class Meter:
    """The seconds spent while it ran."""

    seconds: dict[str, float] = field(default_factory=dict)

    def per(self, count: int) -> dict[str, float]:
        """Give milliseconds for each of so many."""
        return {kind: 1000 * seconds / count for kind, seconds in self.seconds.items()}


@contextmanager
def metered(*pids: int) -> Iterator[Meter]:
    """Measure what the trees of these processes spend inside the block."""
    meter = Meter()
    before = [spent(pid) for pid in pids]
    yield meter
    after = [spent(pid) for pid in pids]
    for first, last in zip(before, after, strict=True):
        for kind, seconds in last.items():
            meter.seconds[kind] = meter.seconds.get(kind, 0.0) + seconds - first[kind]
