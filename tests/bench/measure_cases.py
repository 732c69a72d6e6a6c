"""Cases a second: lodged, reviewed, marked as paid and done over HTTP, beside the raw floor."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.bench.crews import Person, chain, share
from tests.bench.figures import Figure, Kind, median
from tests.bench.floor import Floor, floor_database, serving, take_a_case_through
from tests.bench.people import Pages
from tests.bench.processor import metered
from tests.bench.settling import settle
from tests.bench.sizes import FEWEST
from tests.bench.stage import Stage

#: Cases between lodging and their end at once.
UNDER_WAY = 48


@dataclass(frozen=True, slots=True)
class Round:
    """What one round gave: cases a second, and milliseconds of processor a case."""

    rate: float
    application: float
    database: float


def cases_per_second(stage: Stage) -> list[Figure]:
    """Take cases through the real applications and through the floor, in turn."""
    with floor_database(stage.installation) as conninfo, serving(conninfo) as floor:
        posts, pages = _through_the_faces(stage, Pages.NONE), _through_the_faces(stage, Pages.ALL)
        rough = _through_the_floor(stage, floor)
        rounds = [(rough(), posts(), pages()) for _ in range(stage.size.rounds)]
    raw, ours, read = ([one[at] for one in rounds] for at in range(3))
    ratio = median(mine.rate / theirs.rate for theirs, mine, _ in rounds)
    return [
        *_figures("", ours, "goal", "forms only, as the peers were measured"),
        Figure("cases_per_floor_case", ratio, "", Kind.RATIO, "≥ 0.5", "same client and machine"),
        *_figures("_with_pages", read, "", "every page read, each opening of a case recorded"),
        Figure("floor_cases_per_second", median(one.rate for one in raw), "1/s", Kind.FLOOR),
        Figure("floor_cpu_ms_per_case", median(one.application for one in raw), "ms", Kind.FLOOR),
        Figure("floor_database_cpu_ms_per_case", median(r.database for r in raw), "ms", Kind.FLOOR),
    ]


def _figures(suffix: str, rounds: list[Round], goal: str, note: str) -> list[Figure]:
    goals = ("≥ 120", "< 10") if goal else ("", "")
    return [
        Figure(
            f"cases_per_second{suffix}", _middle(rounds, "rate"), "1/s", goal=goals[0], note=note
        ),
        Figure(
            f"cpu_ms_per_case{suffix}",
            _middle(rounds, "application"),
            "ms",
            goal=goals[1],
            note="two web processes, relay, clock, workers, sealer",
        ),
        Figure(f"database_cpu_ms_per_case{suffix}", _middle(rounds, "database"), "ms"),
    ]


def _middle(rounds: list[Round], name: str) -> float:
    return median(getattr(one, name) for one in rounds)


def _through_the_faces(stage: Stage, pages: Pages) -> Callable[[], Round]:
    """Sit everybody down, and give what takes one round of cases through."""
    citizens, staff = stage.citizens(pages), stage.staff(pages)
    lodging = [Person(one.apply) for one in citizens]
    stages = [lodging, *([Person(one.treat, one.leave) for one in desk] for desk in staff)]

    few = min(stage.size.cases, FEWEST)
    rate = few / chain(stages, few, room=UNDER_WAY)
    times = stage.size.planned(stage.size.cases, rate=rate)

    def go() -> Round:
        with metered(stage.installation.pid) as meter:
            seconds = chain(stages, times, room=UNDER_WAY)
            settle(stage.installation)
        spent = meter.per(times)
        return Round(times / seconds, spent["application"], spent["database"])

    return go


def _through_the_floor(stage: Stage, floor: Floor) -> Callable[[], Round]:
    wires = [stage.wire(floor.bind) for _ in range(4 * stage.size.seats)]
    people = [partial(take_a_case_through, wire) for wire in wires]

    few = min(stage.size.cases, FEWEST)
    rate = few / share(people, few)
    times = stage.size.planned(stage.size.cases, rate=rate)

    def go() -> Round:
        # The floor's database is on the installation's server, which is idle otherwise.
        with metered(floor.pid, stage.installation.pid) as meter:
            seconds = share(people, times)
        spent = meter.per(times)
        return Round(times / seconds, spent["application"], spent["database"])

    return go
