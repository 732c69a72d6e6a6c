"""How much is measured: all of it, or just enough to see that the measuring works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """The size of every benchmark."""

    #: Rounds of each, ours and its floor in turn, so that a busy moment meets both.
    rounds: int
    #: Seconds that a round may take: a slow or busy machine does fewer of each.
    round_seconds: float
    #: At most so many.
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

    def planned(self, most: int, *, rate: float) -> int:
        """Say how many fit into a round at a rate by the second, and a few in any case."""
        return max(min(most, int(rate * self.round_seconds)), min(most, FEWEST))


#: Fewer would say nothing; as many are done beforehand, to warm everything up.
FEWEST = 24
FULL = Size(
    rounds=3,
    round_seconds=10.0,
    cases=600,
    lodgings=400,
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
    round_seconds=1.0,
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
