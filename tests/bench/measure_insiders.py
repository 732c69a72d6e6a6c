"""Insiders found by the watch, and honest people named wrongly, over many invented offices."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from math import sqrt
from multiprocessing import get_context

from tests.bench.databases import own_database
from tests.bench.figures import Figure, Kind
from tests.bench.installation import Installation
from tests.bench.stage import Stage
from tests.builders.insiders.judging import Scale, Worth, judge
from tests.builders.insiders.people import Vice

#: The offices that judge begin here. Those below are for trying changes of the detectors: whoever
#: changed one after looking at an office that judges moves this number on.
FIRST_SEED = 2_000
#: Offices are judged side by side, each process with a database of its own.
SIDE_BY_SIDE = 2
#: Standard deviations between the middle and each end of a 95 % interval.
WIDTH = 1.96


def insiders(stage: Stage) -> list[Figure]:
    """Let the watch look at one invented office after another."""
    seeds = range(FIRST_SEED, FIRST_SEED + stage.size.seeds)
    worth = judged(stage.installation, stage.size.insiders, seeds)
    sizes = f"seeds {seeds[0]} to {seeds[-1]}, {worth.cases:,} cases"
    missed = f"; missed {', '.join(worth.missed)}" if worth.missed else ""
    wrong = f"; wrongly {', '.join(worth.wrong)}" if worth.wrong else ""
    return [
        Figure(
            "insiders_found",
            worth.recall,
            "",
            Kind.FIGURE,
            "≥ 0.95",
            f"{sizes}; {_interval(worth.found.total(), worth.there.total())}{missed}",
        ),
        *_by_kind(worth),
        Figure(
            "false_alarms_per_1000_cases", worth.alarms, "", Kind.FIGURE, "≤ 1", f"{sizes}{wrong}"
        ),
    ]


def judged(installation: Installation, scale: Scale, seeds: Sequence[int]) -> Worth:
    """Judge the offices of some seeds, several at once."""
    shares = [seeds[at::SIDE_BY_SIDE] for at in range(min(SIDE_BY_SIDE, len(seeds)))]
    worth = Worth()
    with ProcessPoolExecutor(len(shares), mp_context=get_context("spawn")) as pool:
        for one in pool.map(_judge_all, repeat(installation), repeat(scale), shares):
            worth.add(one)
    return worth


def _judge_all(installation: Installation, scale: Scale, seeds: Sequence[int]) -> Worth:
    worth = Worth()
    with own_database(installation, f"bench_insiders_{seeds[0]}") as engine:
        for seed in seeds:
            worth.add(judge(engine, scale, seed))
    return worth


def _by_kind(worth: Worth) -> Iterator[Figure]:
    for vice in Vice:
        found, there = worth.found[vice], worth.there[vice]
        if there:
            note = _interval(found, there)
            yield Figure(f"insiders_found_{vice}", found / there, "", Kind.FIGURE, "≥ 0.95", note)


def _interval(found: int, there: int) -> str:
    """Say how many were found, and between which shares the truth lies (Wilson, 95 %)."""
    share, doubt = found / there, WIDTH**2 / there
    middle = (share + doubt / 2) / (1 + doubt)
    half = WIDTH * sqrt(share * (1 - share) / there + doubt / there / 4) / (1 + doubt)
    return f"{found} of {there}, 95 % interval {middle - half:.3f} to {middle + half:.3f}"
