"""The invented administration at work: examiners, then signatories, over some days."""

import heapq
import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.builders.insiders.people import APPETITE, Examiner, Vice
from tests.builders.insiders.queue import Queue
from tests.builders.insiders.records import (
    ANSWER,
    APPROVE,
    ASK,
    REFUSE,
    SIGN,
    WORKDAY,
    Item,
    Move,
    Records,
)

#: Minutes a case may lie idle in somebody's hands.
LEASE = 30.0
#: Minutes in which the job that routes a case does so.
ROUTING = 0.2
#: Share of cases that are honestly refused.
REFUSED = 0.05
#: Median minutes of a signature.
SIGNING = 1.2
#: A friend's case waits at least so many places behind the oldest.
BEHIND = 40


@dataclass(slots=True)
class Signatory:
    """Somebody who signs; an accomplice looks for the cases of one examiner."""

    account_id: int
    accomplice_of: int | None = None


@dataclass(slots=True)
class Deed:
    """A dishonest act: who, what, when, and on which case."""

    account_id: int
    vice: Vice
    at: float
    case_id: int


@dataclass(slots=True)
class Office:
    """The office as a simulation: two queues, their people, and what they leave behind."""

    chance: random.Random
    examiners: Mapping[int, Examiner]
    signatories: Mapping[int, Signatory]
    pools: tuple[int, int]
    records: Records = field(default_factory=Records)
    deeds: list[Deed] = field(default_factory=list)
    desk: Queue = field(default_factory=Queue)
    signature: Queue = field(default_factory=Queue)
    agenda: list[tuple[float, int]] = field(default_factory=list)

    def receive(self, count: int, *, backlog: int, until: float) -> None:
        """Let cases come: some wait already, the others spread over the time."""
        for number in range(1, count + 1):
            waits = number <= backlog
            at = -self.chance.uniform(1, 300) if waits else self.chance.uniform(0, until)
            item = Item(number, at - 5, at, self.pools[0], max(at, -300) + ROUTING)
            self.records.lodged(item)
            self.desk.put(item)

    def work(self, until: float) -> None:
        """Let everybody work until a time."""
        everybody = [*self.examiners, *self.signatories]
        self.agenda = [(self.chance.uniform(0, 10), who) for who in everybody]
        heapq.heapify(self.agenda)
        while self.agenda and self.agenda[0][0] < until:
            now, who = heapq.heappop(self.agenda)
            heapq.heappush(self.agenda, (self._free_after(who, now), who))
        self._leave_waiting()

    def _free_after(self, who: int, now: float) -> float:
        examiner = self.examiners.get(who)
        absent = examiner is not None and int(now // WORKDAY) in examiner.leave
        # Nobody begins a case that would lie in their hands overnight.
        if absent or now % WORKDAY > WORKDAY - LEASE - 1:
            return (now // WORKDAY + 1) * WORKDAY + self.chance.uniform(0, 10)
        if examiner is None:
            return self._sign(self.signatories[who], now)
        return self._examine(examiner, now)

    def _examine(self, who: Examiner, now: float) -> float:
        self.desk.arrive(now)
        self._look_around(who, now)
        item = self._friend(who, now) or self.desk.take(now)
        if item is None:
            return now + 3.0
        if who.vice is Vice.SLOW_WALK and self._tempted(who.vice):
            return self._drag(who, item, now)
        away = self.chance.random() < who.called_away
        idle = self.chance.uniform(5, 45) if away else 0.0
        if idle >= LEASE:
            return self._lose(who, item, now, idle)
        return self._decide(who, item, now, now + idle + who.minutes(self.chance))

    def _drag(self, who: Examiner, item: Item, now: float) -> float:
        """Open a case, leave it, and finish it in no time before it is taken away."""
        self._deed(who, item, now)
        self.records.opened(item, who.account_id, now + 0.1)
        end = now + self.chance.uniform(24, LEASE - 1)
        self.records.opened(item, who.account_id, end - 0.5)
        return self._close(who, item, now, end)

    def _lose(self, who: Examiner, item: Item, now: float, idle: float) -> float:
        """Be away so long that the case goes back to its place."""
        self.records.opened(item, who.account_id, now + 0.1)
        lost = now + LEASE + self.chance.uniform(0.0, 0.1)
        self.records.held(item, who.account_id, now, lost, "expired")
        # It never left the queue's ledger: what ended is the claim.
        self.desk.items[item.id] = item
        heapq.heappush(self.desk.coming, (lost, item.id))
        return now + idle

    def _decide(self, who: Examiner, item: Item, now: float, end: float) -> float:
        for share in (0.01, self.chance.uniform(0.1, 0.5), self.chance.uniform(0.4, 0.9)):
            self.records.opened(item, who.account_id, now + share * (end - now))
        return self._close(who, item, now, end)

    def _close(self, who: Examiner, item: Item, now: float, end: float) -> float:
        self.records.held(item, who.account_id, now, end, "moved")
        self.records.stayed(item, end)
        move = self._verdict(who, item, end)
        self.records.moved(item, ("agent", who.account_id), move, end)
        if move is APPROVE:
            item.examiner, item.pool = who.account_id, self.pools[1]
            item.routed = end + self.chance.uniform(0.01, ROUTING)
            self.signature.put(item)
        elif move is ASK:
            self._answer(item, end)
        return end + self.chance.uniform(0.05, 0.5)

    def _verdict(self, who: Examiner, item: Item, at: float) -> Move:
        if who.vice is Vice.PIECES and self._tempted(who.vice):
            self._deed(who, item, at)
            return ASK
        draw = self.chance.random()
        return ASK if draw < who.asks else REFUSE if draw < who.asks + REFUSED else APPROVE

    def _answer(self, item: Item, asked: float) -> None:
        """Let the applicant answer later; the case comes back with a new place."""
        at = asked + self.chance.uniform(60, 900)
        self.records.moved(item, ("applicant", None), ANSWER, at)
        item.eligible, item.routed = at, at + ROUTING
        self.desk.put(item)

    def _friend(self, who: Examiner, now: float) -> Item | None:
        """Favour a friend's case, for those who do."""
        if who.vice not in {Vice.JUMP, Vice.PLACE} or not self._tempted(who.vice):
            return None
        item = self.desk.somebody(self.chance, BEHIND)
        if item is None:
            return None
        self._deed(who, item, now)
        self.desk.pick(item)
        if who.vice is Vice.PLACE:
            self.records.stayed(item, now)
            oldest = min(place for place, _ in self.desk.waiting)[0]
            item.eligible, item.routed = oldest - 1.0, now
        return item

    def _look_around(self, who: Examiner, now: float) -> None:
        if who.vice is Vice.LOOK and self._tempted(who.vice):
            item = self.desk.somebody(self.chance, BEHIND)
            if item is not None:
                self._deed(who, item, now)
                self.records.opened(item, who.account_id, now)

    def _sign(self, who: Signatory, now: float) -> float:
        self.signature.arrive(now)
        item = self._accomplice(who, now) or self.signature.take(now)
        if item is None:
            return now + 1.0
        end = now + max(self.chance.lognormvariate(0, 0.5) * SIGNING, 0.3)
        self.records.opened(item, who.account_id, now + 0.02)
        self.records.held(item, who.account_id, now, end, "moved")
        self.records.stayed(item, end)
        self.records.moved(item, ("signatory", who.account_id), SIGN, end)
        return end + 0.05

    def _accomplice(self, who: Signatory, now: float) -> Item | None:
        if who.accomplice_of is None or not self._tempted(Vice.PAIR):
            return None
        item = self.signature.examined_by(who.accomplice_of)
        if item is None:
            return None
        self._deed(self.examiners[who.accomplice_of], item, now)
        return self.signature.pick(item)

    def _tempted(self, vice: Vice) -> bool:
        return self.chance.random() < APPETITE[vice]

    def _deed(self, who: Examiner, item: Item, at: float) -> None:
        if who.vice is not None:
            self.deeds.append(Deed(who.account_id, who.vice, at, item.id))

    def _leave_waiting(self) -> None:
        for queue in (self.desk, self.signature):
            for item in queue.items.values():
                self.records.waits(item)
