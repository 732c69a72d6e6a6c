"""An agent queue as the simulator keeps it: oldest place first, with ways around it."""

import heapq
import random
from dataclasses import dataclass, field

from tests.builders.insiders.records import Item

#: Minutes from coming into the queue until somebody may be given the case.
SEEN_AFTER = 0.04


@dataclass(slots=True)
class Queue:
    """Cases that wait in a pool, and those on their way there."""

    waiting: list[tuple[tuple[int, int], int]] = field(default_factory=list)
    coming: list[tuple[float, int]] = field(default_factory=list)
    items: dict[int, Item] = field(default_factory=dict)

    def put(self, item: Item) -> None:
        """Let a case come into the queue at the time it is routed."""
        self.items[item.id] = item
        heapq.heappush(self.coming, (item.routed + SEEN_AFTER, item.id))

    def arrive(self, now: float) -> None:
        """Let those come in whose time it is."""
        while self.coming and self.coming[0][0] <= now:
            item = self.items[heapq.heappop(self.coming)[1]]
            heapq.heappush(self.waiting, (item.place, item.id))

    def take(self, now: float) -> Item | None:
        """Give the oldest, if any waits."""
        self.arrive(now)
        if not self.waiting:
            return None
        return self.items.pop(heapq.heappop(self.waiting)[1])

    def pick(self, chosen: Item) -> Item:
        """Take a case out of the middle."""
        self.waiting.remove((chosen.place, chosen.id))
        heapq.heapify(self.waiting)
        return self.items.pop(chosen.id)

    def somebody(self, chance: random.Random, beyond: int) -> Item | None:
        """Find a case that waits well behind the oldest, if the queue is that long."""
        if len(self.waiting) <= beyond:
            return None
        return self.items[chance.choice(sorted(self.waiting)[beyond:])[1]]

    def examined_by(self, account: int) -> Item | None:
        """Find the oldest case that this person examined."""
        for _, number in sorted(self.waiting):
            if self.items[number].examiner == account:
                return self.items[number]
        return None

    def next_arrival(self) -> float | None:
        """Tell when the next case comes in."""
        return self.coming[0][0] if self.coming else None
