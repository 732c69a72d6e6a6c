"""How much is measured: all of it, or just enough to see that the measuring works."""

from dataclasses import dataclass

from tests.builders.insiders.judging import Scale


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
    #: Acts signed in one sitting.
    sitting: int
    definitions: int
    #: Open cases from which the next one is taken, more each time.
    queues: tuple[int, ...]
    next_cases: int
    #: Seconds of even load while routing is measured.
    routing_seconds: float
    #: People at each desk, and as many citizens.
    seats: int
    #: Cases under the board's page, and how often the page is opened.
    board_cases: int
    board_pages: int
    #: Open cases of an office that is closed in haste.
    closings: int
    #: Sheets in the catalogue, and how often each phrasing is searched for.
    sheets: int
    searches: int
    #: Invented offices, and how much happens in each.
    seeds: int
    insiders: Scale

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
    sitting=50,
    definitions=1_000,
    queues=(10_000, 1_000_000, 5_000_000),
    next_cases=400,
    routing_seconds=20.0,
    seats=4,
    board_cases=5_000_000,
    board_pages=60,
    closings=100_000,
    sheets=5_000,
    searches=3,
    seeds=30,
    insiders=Scale(
        honest=40, most_of_a_kind=4, signatories=6, cases=10_000, backlog=1_500, days=3.6
    ),
)
TINY = Size(
    rounds=1,
    round_seconds=1.0,
    cases=6,
    lodgings=4,
    acts=2,
    sitting=3,
    definitions=6,
    queues=(100, 200),
    next_cases=5,
    routing_seconds=1.0,
    seats=1,
    board_cases=300,
    board_pages=2,
    closings=100,
    sheets=60,
    searches=1,
    seeds=1,
    insiders=Scale(honest=12, most_of_a_kind=1, signatories=3, cases=600, backlog=200, days=0.6),
)
