"""Looking ahead: forecasts on series never seen, the speed of a simulation, a real log replayed."""

import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np

from backoffice.demand.baseline import covered, scaled_error
from backoffice.demand.forecasting import forecast
from backoffice.demand.model import (
    DAYS_AHEAD,
    DAYS_OF_WEEK,
    Expected,
    Forecast,
    History,
    Surroundings,
)
from backoffice.staffing.hours import Opening
from backoffice.staffing.plan import Crew, Plan, Step
from backoffice.staffing.simulation import simulate
from backoffice.staffing.visits import Done
from tests.bench.demand_series import SERIES, Series
from tests.bench.figures import Figure
from tests.bench.replaying import came, read_log, replay_figures
from tests.bench.stage import Stage

#: Names a real log to be replayed; without it the other figures are measured.
REAL_LOG = "BENCH_LOG"
ORIGINS = (500, 612, 724, 836, 944)
#: Series from here on judge, so many of each kind; those below served to try changes of the
#: forecaster. Each is stood on at two origins, in turn: windows of one series err together, so
#: that more series say more than more windows.
FIRST_SEED, SEEDS = 3_000, 40
#: How often windows are drawn again, to tell how far a coverage is to be believed.
RESAMPLED = 2_000
#: Days of a real log that are known when it is first forecast.
FIRST_REAL = 230
#: Days between its windows: so many of them in a row show the same days.
STEP, OVERLAPPING = 14, DAYS_AHEAD // 14
HORIZON = 56 * 24.0
AGENTS, CASES = 100, 26_000


def looking_ahead(stage: Stage) -> list[Figure]:
    """Measure forecasts, simulations and, where a log is named, a replay."""
    full = stage.size.rounds > 1
    seeds = range(FIRST_SEED, FIRST_SEED + (SEEDS if full else 1))
    figures = _simulation(200 if full else 4)
    for name, made in SERIES.items():
        blocks = [
            [(made(seed), ORIGINS[at % len(ORIGINS)]) for at in (seed, seed + 2)] for seed in seeds
        ]
        figures += _forecasts(name, blocks if full else [blocks[0][:1]])
    path = os.environ.get(REAL_LOG)
    if path:
        log = read_log(Path(path))
        past = Series(_arrivals(log.done), Surroundings())
        origins = range(FIRST_REAL, len(past.history.counts) - DAYS_AHEAD, STEP)
        windows = [(past, at) for at in origins]
        figures += _forecasts("real_log", [windows])
        figures += replay_figures(log) if full else []
    return figures


def _arrivals(done: Sequence[Done]) -> History:
    """Count the cases of a real log by the day of their first event."""
    first = {event.case: event.at.date() for event in reversed(done)}
    counted = Counter(first.values())
    began, ended = min(counted), max(counted)
    days = [began + timedelta(days=at) for at in range((ended - began).days + 1)]
    return History(began, tuple(counted[day] for day in days))


Windows = Sequence[tuple[Series, int]]


@dataclass(frozen=True, slots=True)
class Judged:
    """How a forecast did in one window."""

    error: float
    naive: float
    #: Share within the interval, by days and by weeks.
    days: float
    weeks: float


def _forecasts(name: str, blocks: Sequence[Windows]) -> list[Figure]:
    """Stand on some days of series, forecast eight weeks, and compare with what came.

    The windows of a block are of one series.
    """
    judged = [[_judged(series, origin) for series, origin in windows] for windows in blocks]
    every = [one for block in judged for one in block]
    ours, naive = (sum(getattr(one, of) for one in every) for of in ("error", "naive"))
    how = (
        f"{len(every)} windows of eight weeks never shown, {len(blocks)} series; mean absolute "
        f"scaled error {ours / len(every):.2f}, seasonal naive {naive / len(every):.2f}"
    )
    return [
        Figure(f"forecast_mase_{name}", ours / naive, "of naive", goal="<= 0.9", note=how),
        *(_coverage(f"forecast_coverage_{of}_{name}", judged, of) for of in ("days", "weeks")),
    ]


def _coverage(name: str, judged: Sequence[Sequence[Judged]], of: str) -> Figure:
    """Give a coverage, and where it would lie in nine of ten if judged again on others.

    Series are drawn again as wholes, for they are independent. Of a single series, runs of
    windows that overlap are: the moving blocks of Künsch (1989).
    """
    shares = [np.array([getattr(one, of) for one in block]) for block in judged]
    if len(shares) == 1:
        starts = range(max(len(shares[0]) - OVERLAPPING + 1, 1))
        whole, shares = shares[0], [shares[0][at : at + OVERLAPPING] for at in starts]
        many = max(len(whole) // OVERLAPPING, 1)
    else:
        whole, many = np.concatenate(shares), len(shares)
    means = np.array([block.mean() for block in shares])
    drawn = np.random.default_rng(1).choice(means, (RESAMPLED, many)).mean(axis=1)
    low, high = (np.quantile(drawn, [0.05, 0.95]) * 100).tolist()
    how = f"nine in ten times between {low:.1f} and {high:.1f}, if judged again (bootstrap)"
    return Figure(name, float(whole.mean()) * 100, "%", goal="85-95", note=how)


def _judged(series: Series, origin: int) -> Judged:
    shown = series.history.until(series.history.first_day + timedelta(days=origin))
    hidden = series.history.counts[origin : origin + DAYS_AHEAD]
    made = forecast(shown, series.surroundings)
    if not isinstance(made, Forecast):
        raise TypeError(made)
    weeks = [sum(hidden[at : at + DAYS_OF_WEEK]) for at in range(0, DAYS_AHEAD, DAYS_OF_WEEK)]
    return Judged(
        error=scaled_error([day.expected for day in made.days], hidden, shown.counts),
        naive=scaled_error([day.naive for day in made.days], hidden, shown.counts),
        days=_held(made.days, hidden),
        weeks=_held(made.weeks, weeks),
    )


def _held(said: Sequence[Expected], came: Sequence[int]) -> float:
    return covered([one.low for one in said], [one.high for one in said], came)


def _simulation(replications: int) -> list[Figure]:
    """Simulate eight weeks of a hundred agents in two pools, nine tenths of them busy."""
    random = np.random.default_rng(1)
    opening = Opening.of([(day * 24 + 8.0, day * 24 + 16.0) for day in range(90) if day % 7 < 5])
    work = random.lognormal(-0.125, 0.5, 1000)
    steps = (
        Step("check", 0, np.zeros(1), work, np.array([0.0, 0.9, 0.05])),
        Step("sign", 1, np.zeros(1), work * 0.1, np.array([0.02, 0.0, 0.0])),
        Step("ask", None, random.exponential(72, 1000), np.zeros(1), np.array([1.0, 0.0, 0.0])),
    )
    crews = (Crew("check", opening, ((0.0, 90),)), Crew("sign", opening, ((0.0, AGENTS - 90),)))
    hours = random.random(CASES * replications) * HORIZON
    began, spent = time.perf_counter(), time.process_time()
    simulate(
        Plan(steps, crews, HORIZON),
        came(np.repeat(np.arange(replications), CASES), hours, np.zeros(len(hours), np.int64)),
        replications=replications,
        seed=1,
        progress=lambda _share: None,
    )
    how = f"8 weeks, {AGENTS} agents, {CASES:,} cases, {replications} replications"
    seconds, spent = time.perf_counter() - began, time.process_time() - spent
    return [
        Figure("simulation_seconds", seconds, "s", goal="< 10", note=how),
        Figure("simulation_cpu_seconds", spent, "s", goal="< 10", note="of one processor"),
    ]
