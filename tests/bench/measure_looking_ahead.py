"""Looking ahead: forecasts on series never seen, the speed of a simulation, a real log replayed."""

import gzip
import os
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np

from backoffice.demand.baseline import covered, scaled_error
from backoffice.demand.forecasting import forecast
from backoffice.demand.model import DAYS_AHEAD, Forecast
from backoffice.staffing.hours import Opening, always
from backoffice.staffing.measuring import lived_history
from backoffice.staffing.plan import Arrivals, Crew, Plan, Step
from backoffice.staffing.simulation import simulate
from backoffice.staffing.visits import Done, visits_of
from tests.bench.demand_series import FIRST_DAY, SERIES
from tests.bench.figures import Figure
from tests.bench.stage import Stage
from workflows.event_log import Event, HistoryMapping, read_xes

#: Names a real log to be replayed; without it the other figures are measured.
REAL_LOG = "BENCH_LOG"
ORIGINS = (500, 612, 724, 836, 944)
HOUR = timedelta(hours=1)
HORIZON = 56 * 24.0
AGENTS, CASES = 100, 26_000


def looking_ahead(stage: Stage) -> list[Figure]:
    """Measure forecasts, simulations and, where a log is named, a replay."""
    full = stage.size.rounds > 1
    figures = [one for name in SERIES for one in _forecasts(name, range(1, 4 if full else 2))]
    figures.append(_simulation(200 if full else 4))
    path = os.environ.get(REAL_LOG)
    return [*figures, _replay(Path(path))] if path else figures


def _forecasts(name: str, seeds: Sequence[int]) -> list[Figure]:
    ours, naive, shares = 0.0, 0.0, []
    for seed in seeds:
        series = SERIES[name](seed)
        for origin in ORIGINS:
            shown = series.history.until(FIRST_DAY + timedelta(days=origin))
            hidden = series.history.counts[origin : origin + DAYS_AHEAD]
            made = forecast(shown, series.surroundings)
            if not isinstance(made, Forecast):
                raise TypeError(made)
            ours += scaled_error([day.expected for day in made.days], hidden, shown.counts)
            naive += scaled_error([day.naive for day in made.days], hidden, shown.counts)
            lows, highs = [d.low for d in made.days], [d.high for d in made.days]
            shares.append(covered(lows, highs, hidden))
    how = f"{len(shares)} windows of eight weeks never shown"
    return [
        Figure(f"forecast_mase_{name}", ours / naive, "of naive", goal="<= 0.9", note=how),
        Figure(f"forecast_coverage_{name}", float(np.mean(shares)) * 100, "%", goal="85-95"),
    ]


def _simulation(replications: int) -> Figure:
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
    began = time.perf_counter()
    simulate(
        Plan(steps, crews, HORIZON),
        _came(np.repeat(np.arange(replications), CASES), hours, np.zeros(len(hours), np.int64)),
        replications=replications,
        seed=1,
        progress=lambda _share: None,
    )
    how = f"8 weeks, {AGENTS} agents, {CASES:,} cases, {replications} replications"
    seconds = time.perf_counter() - began
    return Figure("simulation_seconds", seconds, "s", goal="< 10", note=how)


def _came(
    replication: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    hours: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    steps: "np.ndarray[tuple[int], np.dtype[np.int64]]",
) -> Arrivals:
    return Arrivals(replication, hours, hours.copy(), steps, np.zeros(len(hours), dtype=bool))


def _replay(path: Path, replications: int = 20) -> Figure:
    """Replay a real log's arrivals through its own measured steps, its workers as agents."""
    done = _done(path)
    lived, units = lived_history(list(visits_of(done)))
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
    return Figure("replay_flow_ratio", simulated / real, "", goal="0.9-1.1", note=how)


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
