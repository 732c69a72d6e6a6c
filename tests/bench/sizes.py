"""How much is measured: all of it, or just enough to see that the measuring works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """The size of every benchmark."""

    #: Rounds of each, ours and its floor in turn, so that a busy moment meets both.
    rounds: int
    cases: int
    lodgings: int
    acts: int
    definitions: int
    small_queue: int
    large_queue: int
    next_cases: int
    #: Seconds of even load while routing is measured.
    routing_seconds: float
    #: People at each desk, and as many citizens.
    seats: int


FULL = Size(
    rounds=3,
    cases=400,
    lodgings=300,
    acts=120,
    definitions=1_000,
    small_queue=10_000,
    large_queue=1_000_000,
    next_cases=400,
    routing_seconds=20.0,
    seats=4,
)
TINY = Size(
    rounds=1,
    cases=6,
    lodgings=4,
    acts=2,
    definitions=6,
    small_queue=50,
    large_queue=200,
    next_cases=5,
    routing_seconds=1.0,
    seats=1,
)
