"""Looking ahead: forecasts on series never seen, the speed of a simulation, a real log replayed."""

import gzip
import os
import time
from collections import Counter
from collections.abc import Sequence
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
from backoffice.staffing.hours import Opening, always
from backoffice.staffing.measuring import lived_history
from backoffice.staffing.plan import Arrivals, Crew, Plan, Step
from backoffice.staffing.simulation import simulate
from backoffice.staffing.visits import Done, visits_of
from tests.bench.demand_series import SERIES, Series
from tests.bench.figures import Figure
from tests.bench.stage import Stage
from workflows.event_log import Event, HistoryMapping, read_xes

#: Names a real log to be replayed; without it the other figures are measured.
REAL_LOG = "BENCH_LOG"
ORIGINS = (500, 612, 724, 836, 944)
#: Series from here on judge; those below served to try changes of the forecaster.
FIRST_SEED = 1_000
#: Days of a real log that are known when it is first forecast.
FIRST_REAL = 230
HOUR = timedelta(hours=1)
HORIZON = 56 * 24.0
AGENTS, CASES = 100, 26_000


def looking_ahead(stage: Stage) -> list[Figure]:
    """Measure forecasts, simulations and, where a log is named, a replay."""
    full = stage.size.rounds > 1
    seeds = range(FIRST_SEED, FIRST_SEED + (4 if full else 1))
    figures = _simulation(200 if full else 4)
    for name, made in SERIES.items():
        windows = [(series, at) for series in map(made, seeds) for at in ORIGINS]
        figures += _forecasts(name, windows if full else windows[:1])
    path = os.environ.get(REAL_LOG)
    if path:
        done = _done(Path(path))
        past = Series(_arrivals(done), Surroundings())
        windows = [
            (past, at) for at in range(FIRST_REAL, len(past.history.counts) - DAYS_AHEAD, 14)
        ]
        figures += [*_forecasts("real_log", windows), *_replay(done)]
    return figures


def _arrivals(done: list[Done]) -> History:
    """Count the cases of a real log by the day of their first event."""
    first = {event.case: event.at.date() for event in reversed(done)}
    counted = Counter(first.values())
    began, ended = min(counted), max(counted)
    days = [began + timedelta(days=at) for at in range((ended - began).days + 1)]
    return History(began, tuple(counted[day] for day in days))


def _forecasts(name: str, windows: Sequence[tuple[Series, int]]) -> list[Figure]:
    """Stand on some days of series, forecast eight weeks, and compare with what came."""
    ours, naive = 0.0, 0.0
    by_day: list[float] = []
    by_week: list[float] = []
    for series, origin in windows:
        shown = series.history.until(series.history.first_day + timedelta(days=origin))
        hidden = series.history.counts[origin : origin + DAYS_AHEAD]
        made = forecast(shown, series.surroundings)
        if not isinstance(made, Forecast):
            raise TypeError(made)
        ours += scaled_error([day.expected for day in made.days], hidden, shown.counts)
        naive += scaled_error([day.naive for day in made.days], hidden, shown.counts)
        weeks = [sum(hidden[at : at + DAYS_OF_WEEK]) for at in range(0, DAYS_AHEAD, DAYS_OF_WEEK)]
        by_day.append(_held(made.days, hidden))
        by_week.append(_held(made.weeks, weeks))
    count = len(windows)
    how = (
        f"{count} windows of eight weeks never shown; mean absolute scaled error "
        f"{ours / count:.2f}, seasonal naive {naive / count:.2f}"
    )
    coverage = {"days": by_day, "weeks": by_week}
    return [
        Figure(f"forecast_mase_{name}", ours / naive, "of naive", goal="<= 0.9", note=how),
        *(
            Figure(f"forecast_coverage_{of}_{name}", float(np.mean(held)) * 100, "%", goal="85-95")
            for of, held in coverage.items()
        ),
    ]


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
        _came(np.repeat(np.arange(replications), CASES), hours, np.zeros(len(hours), np.int64)),
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


def _came(
    replication: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    hours: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    steps: "np.ndarray[tuple[int], np.dtype[np.int64]]",
) -> Arrivals:
    return Arrivals(replication, hours, hours.copy(), steps, np.zeros(len(hours), dtype=bool))


def _replay(done: list[Done]) -> list[Figure]:
    """Replay a real log through its own measured steps, and months through those of the others."""
    first = {event.case: event.at for event in reversed(done)}
    odd = [event for event in done if first[event.case].month % 2]
    even = [event for event in done if not first[event.case].month % 2]
    return [
        _replayed("replay_flow_ratio", done, measured_on=done),
        _replayed("replay_flow_ratio_held_out_even_months", even, measured_on=odd),
        _replayed("replay_flow_ratio_held_out_odd_months", odd, measured_on=even),
    ]


def _replayed(
    name: str, done: list[Done], *, measured_on: list[Done], replications: int = 20
) -> Figure:
    """Let cases go through the steps measured on cases, their workers as agents."""
    lived, units = lived_history(list(visits_of(measured_on)))
    first: dict[int, Done] = {}
    last: dict[int, Done] = {}
    for event in done:
        first.setdefault(event.case, event)
        last[event.case] = event
    start, horizon = done[0].at, (done[-1].at - done[0].at) / HOUR + 10_000
    agents = {unit: len({one.worker for one in done if one.unit == unit}) for unit in units}
    crews = tuple(Crew(unit, always(horizon * 2), ((0.0, agents[unit]),)) for unit in units)
    hours = np.array([(event.at - start) / HOUR for event in first.values()])
    steps = np.array([lived.index(event.step) or 0 for event in first.values()], dtype=np.int64)
    outcome = simulate(
        Plan(lived.steps, crews, horizon),
        _came(
            np.repeat(np.arange(replications), len(hours)),
            np.tile(hours, replications),
            np.tile(steps, replications),
        ),
        replications=replications,
        seed=1,
        progress=lambda _share: None,
    )
    real = float(np.mean([(last[case].at - first[case].at) / HOUR for case in first]))
    simulated = float((outcome.ended - outcome.lodged).mean())
    how = f"{len(hours):,} real cases: {real:.1f} h real, {simulated:.1f} h simulated"
    return Figure(name, simulated / real, "", goal="0.9-1.1", note=how)


def _done(path: Path) -> list[Done]:
    mapping = HistoryMapping(source="log", eservice="replayed", timezone="UTC")
    cases: dict[str, int] = {}
    with gzip.open(path) as file:
        events = [e for e in read_xes(file, mapping) if isinstance(e, Event)]  # type: ignore[arg-type]  # a GzipFile is one
    return sorted(
        (
            Done(cases.setdefault(e.case, len(cases)), e.at, e.activity, e.resource, e.unit)
            for e in events
        ),
        key=lambda one: one.at,
    )
