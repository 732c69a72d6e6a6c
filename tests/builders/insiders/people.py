"""Who works there: honest people of different pace and care, and a few of each kind who are not."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Vice(StrEnum):
    """What a dishonest person does."""

    #: Lets cases lie in hand until somebody pays, then finishes them at once.
    SLOW_WALK = "slow_walk"
    #: Takes a friend's case before older ones, by a way around the queue.
    JUMP = "jump"
    #: Has a friend's place in the queue changed in the database.
    PLACE = "place"
    #: Asks for one more piece, again and again.
    PIECES = "pieces"
    #: Looks into files that were not given to them.
    LOOK = "look"
    #: An examiner and a signatory who find their way to each other's cases.
    PAIR = "pair"


#: How often a dishonest person does it, where it could be done; by kind.
APPETITE: Mapping[Vice, float] = {
    Vice.SLOW_WALK: 0.25,
    Vice.JUMP: 0.06,
    Vice.PLACE: 0.06,
    Vice.PIECES: 0.35,
    Vice.LOOK: 0.08,
    Vice.PAIR: 0.5,
}


@dataclass(slots=True)
class Examiner:
    """Somebody who treats cases, at a pace and with habits of their own."""

    account_id: int
    #: Median minutes for a case; log-normal around it.
    pace: float
    #: Share of cases in which a piece is honestly missing.
    asks: float
    #: Share of cases during which they are called away.
    called_away: float
    #: Days of leave, by number.
    leave: frozenset[int]
    vice: Vice | None = None
    #: When they are free again, in minutes of working time since the beginning.
    free_at: float = field(default=0.0)

    def minutes(self, chance: random.Random) -> float:
        """Draw how long a case takes."""
        return max(chance.lognormvariate(0.0, 0.45) * self.pace, 1.0)


def staff(account_ids: list[int], days: int, chance: random.Random) -> list[Examiner]:
    """Make honest people; no two are quite alike."""
    return [
        Examiner(
            account_id=account_id,
            pace=chance.uniform(5.0, 9.0),
            asks=chance.betavariate(24, 176),
            called_away=chance.betavariate(6, 194),
            leave=frozenset(day for day in range(days) if chance.random() < LEAVE),
        )
        for account_id in account_ids
    ]


#: Share of days on which somebody is absent.
LEAVE = 0.06


def corrupt(people: list[Examiner], chance: random.Random, most: int = 4) -> dict[int, Vice]:
    """Turn one to four people of each kind dishonest; tells whom and how."""
    fallen: dict[int, Vice] = {}
    for vice in Vice:
        honest = [one for one in people if one.vice is None]
        for one in chance.sample(honest, chance.randint(1, most)):
            one.vice = fallen[one.account_id] = vice
            # Whoever is away all the time does nothing, good or bad.
            one.leave = frozenset()
    return fallen
