"""The dates that are announced are right nine times out of ten, in peaks too."""

from bisect import bisect_right
from collections import defaultdict
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from tests.workflows.estimates.worlds import Life, World, live
from workflows.calendars import HOUR, WorkingTime
from workflows.estimates.conformal import Levels, Outcome, share_within
from workflows.estimates.expectation import (
    DEPARTURES,
    PACE_DAYS,
    Learnt,
    Past,
    Range,
    expectation,
    length_of,
    outcome_of,
    wait_of,
)
from workflows.opening_hours import Calendar

DAY = 8 * HOUR
OPEN = ((time(8), time(12)), (time(14), time(18)))
WORKING = WorkingTime(Calendar(ZoneInfo("Africa/Porto-Novo"), (OPEN,) * 5 + ((), ()), frozenset()))
BEGINNING = datetime(2026, 1, 5, 7, tzinfo=UTC)
SEEDS = (0, 1, 2)

WORLDS = {
    "as many as can be treated": World(per_day=46),
    "less than can be treated": World(per_day=20),
    "three times as many for six days": World(surge=(60, 66, 3)),
    "three times as many, and help comes": World(surge=(60, 66, 3), help=(66, 80, 2)),
    "eight times as many for six days": World(surge=(60, 66, 8), days=260),
    "eight times as many, and help comes": World(surge=(60, 66, 8), help=(70, 110, 3)),
    "twenty times as many for two days": World(surge=(60, 62, 20), help=(70, 110, 3)),
}


class Office:
    """Announces a range for each case of a world when it comes, and learns from what happened."""

    def __init__(self, lives: list[Life]) -> None:
        self.lives = lives
        self.came = sorted(one.came for one in lives)
        self.taken = sorted(one.taken for one in lives)
        self.done = sorted(one.done for one in lives)
        self.past: list[Past] = []
        self.by_length: dict[int, list[Past]] = defaultdict(list)
        self.levels: dict[int, Levels] = defaultdict(Levels)
        self.awaited: dict[int, int] = defaultdict(int)
        self.announced: dict[int, tuple[int, int, datetime, Range | None]] = {}
        self.outcomes: list[Outcome] = []

    def play(self) -> float:
        moments = [(one.came, 0, number) for number, one in enumerate(self.lives)]
        moments += [(one.decided, 1, number) for number, one in enumerate(self.lives)]
        for now, ended, number in sorted(moments):
            (self.learn if ended else self.announce)(number, now)
        return share_within(self.outcomes) or 0

    def announce(self, number: int, now: float) -> None:
        ahead = max(bisect_right(self.came, now) - 1 - bisect_right(self.taken, now), 0)
        for days in PACE_DAYS:
            start = max(0.0, now - days * 8)
            departures = bisect_right(self.done, now) - bisect_right(self.done, start)
            if departures >= DEPARTURES:
                break
        wait = wait_of(ahead, departures, int((now - start) * HOUR))
        if wait is None:
            return
        expected = expectation(wait, self.past)
        since, length = WORKING.add(BEGINNING, int(now * HOUR) + 1), length_of(expected)
        learnt = Learnt(self.by_length[length], self.levels[length])
        told = learnt.range(expected, since, WORKING, known=len(self.past))
        self.awaited[length] += told is not None
        self.announced[number] = wait, expected, since, told

    def learn(self, number: int, _now: float) -> None:
        if number not in self.announced:
            return
        wait, expected, since, told = self.announced[number]
        life, length = self.lives[number], length_of(expected)
        past = Past(wait, expected, int((life.decided - life.came) * HOUR))
        self.past.append(past)
        self.by_length[length].append(past)
        if told is not None:
            self.awaited[length] -= 1
            outcome = outcome_of(told, past.took, since, WORKING)
            self.levels[length] = self.levels[length].after(outcome, self.awaited[length])
            self.outcomes.append(outcome)


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_nine_ranges_of_ten_contain_the_day_of_the_decision(world: World) -> None:
    shares = [Office(live(world, seed)).play() for seed in SEEDS]

    assert 0.87 <= sum(shares) / len(shares) <= 0.93, shares
