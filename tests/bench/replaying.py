"""A real log replayed: its cases go through steps that were measured on other cases of it.

The steps are measured on one half of the cases, and the other half comes when it came. The halves
are drawn by a hash of each case's name, over and over: so both are of one population, and what is
judged is the simulation. Even and odd months judge something else as well, whether one month is
like another; they are measured too.
"""

import gzip
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np

from backoffice.staffing.hours import Hours, always
from backoffice.staffing.measuring import lived_history
from backoffice.staffing.plan import Arrivals, Crew, Numbers, Plan
from backoffice.staffing.simulation import simulate
from backoffice.staffing.visits import Done, visits_of
from tests.bench.figures import Figure
from workflows.event_log import Event, HistoryMapping, read_xes

HOUR = timedelta(hours=1)
SPLITS, REPLICATIONS = 24, 40
RESAMPLED, TENTH = 2_000, 0.1
#: Hours after the last event within which all ends.
AFTER = 10_000


@dataclass(frozen=True, slots=True)
class Log:
    """The events of a log in the order of time, and the name of each case by its number."""

    done: tuple[Done, ...]
    names: tuple[str, ...]

    def only(self, cases: frozenset[int]) -> "Log":
        """Keep the events of some cases."""
        return replace(self, done=tuple(one for one in self.done if one.case in cases))

    def flows(self) -> Hours:
        """Give the hours from the first to the last event of each case."""
        first: dict[int, Done] = {}
        last: dict[int, Done] = {}
        for event in self.done:
            first.setdefault(event.case, event)
            last[event.case] = event
        return np.array([(last[case].at - first[case].at) / HOUR for case in first])


def read_log(path: Path) -> Log:
    """Read a log in XES, packed."""
    mapping = HistoryMapping(source="log", eservice="replayed", timezone="UTC")
    numbers: dict[str, int] = {}
    with gzip.open(path) as file:
        events = [e for e in read_xes(file, mapping) if isinstance(e, Event)]  # type: ignore[arg-type]  # a GzipFile is one
    done = (
        Done(numbers.setdefault(e.case, len(numbers)), e.at, e.activity, e.resource, e.unit)
        for e in events
    )
    return Log(tuple(sorted(done, key=lambda one: one.at)), tuple(numbers))


def replay_figures(log: Log, *, splits: int = SPLITS) -> list[Figure]:
    """Replay a log on itself, on halves drawn by chance, and on months held out."""
    began = {event.case: event.at for event in reversed(log.done)}
    odd = log.only(frozenset(case for case, at in began.items() if at.month % 2))
    even = log.only(frozenset(began) - {event.case for event in odd.done})
    doubt = _doubt_of_difference(odd.flows(), even.flows())
    apart = f"their own means are {doubt:.1f} standard errors apart"
    return [
        _ratio("replay_flow_ratio", log, measured_on=log),
        *_halves(log, splits),
        _ratio("replay_flow_ratio_held_out_even_months", even, measured_on=odd, how=apart),
        _ratio("replay_flow_ratio_held_out_odd_months", odd, measured_on=even, how=apart),
    ]


def _ratio(name: str, judged: Log, *, measured_on: Log, how: str = "") -> Figure:
    real = float(judged.flows().mean())
    simulated = replayed(judged, measured_on=measured_on, replications=REPLICATIONS)
    told = f"{len(judged.flows()):,} real cases: {real:.1f} h real, {simulated:.1f} h simulated"
    return Figure(
        name, simulated / real, "", goal="0.9-1.1", note=f"{told}; {how}" if how else told
    )


@dataclass(frozen=True, slots=True)
class Half:
    """One way of parting a log: mean hours of the cases shown, of those hidden, and simulated."""

    shown: float
    hidden: float
    simulated: float


def _halves(log: Log, splits: int) -> list[Figure]:
    """Let one half of the cases tell how long the other takes, for many ways of parting them.

    The halves' own means differ by chance, which no simulation foresees; that is told beside. What
    the simulation itself gets wrong shows against the mean of the cases that it was measured on.
    """
    halves = [_half(log, split) for split in range(splits)]
    ratios = np.array([one.simulated / one.hidden for one in halves])
    itself = np.array([one.simulated / one.shown for one in halves])
    chance = np.array([one.shown / one.hidden for one in halves])
    error = f"{_standard_error(log.flows()) * 100:.1f} %"
    beside = (
        f"one half's own mean misses the other's by {_off(chance):.1f} %; standard error of a "
        f"half's mean {error} (bootstrap); {_within(ratios):.0%} of the halves within 10 %"
    )
    return [
        _spread("replay_flow_ratio_halves", ratios, f"{splits} halves by hash of the case"),
        Figure("replay_flow_off_halves", _off(ratios), "%", goal="<= 10", note=beside),
        _spread("replay_flow_ratio_halves_itself", itself, "against the mean of the half shown"),
        Figure(
            "replay_flow_off_halves_itself",
            _off(itself),
            "%",
            goal="<= 10",
            note=f"{_within(itself):.0%} of the halves within 10 %",
        ),
    ]


def _half(log: Log, split: int) -> Half:
    known = frozenset(case for case, name in enumerate(log.names) if _known(name, split))
    shown, hidden = log.only(known), log.only(frozenset(range(len(log.names))) - known)
    return Half(
        float(shown.flows().mean()),
        float(hidden.flows().mean()),
        replayed(hidden, measured_on=shown, replications=REPLICATIONS),
    )


def _off(ratios: Hours) -> float:
    """Give by how many per cent ratios miss one, on average."""
    return float(np.abs(ratios - 1).mean()) * 100


def _within(ratios: Hours) -> float:
    return float((np.abs(ratios - 1) <= TENTH).mean())


def _spread(name: str, ratios: Hours, how: str) -> Figure:
    low, high = np.quantile(ratios, [0.05, 0.95]).tolist()
    told = f"{how}: nine of ten between {low:.2f} and {high:.2f}"
    return Figure(name, float(ratios.mean()), "", goal="0.9-1.1", note=told)


def _known(name: str, split: int) -> bool:
    return bool(sha256(f"{split}/{name}".encode()).digest()[0] % 2)


def _standard_error(flows: Hours) -> float:
    """Give the standard error of the mean of half as many cases, as a share of the mean."""
    random = np.random.default_rng(1)
    drawn = random.choice(flows, (RESAMPLED, len(flows) // 2))
    return float(drawn.mean(axis=1).std() / flows.mean())


def _doubt_of_difference(one: Hours, other: Hours) -> float:
    """Give by how many standard errors two means are apart."""
    errors = [flows.var(ddof=1) / len(flows) for flows in (one, other)]
    return float(abs(one.mean() - other.mean()) / np.sqrt(sum(errors)))


def replayed(judged: Log, *, measured_on: Log, replications: int) -> float:
    """Let cases go through the steps measured on cases; give their mean hours from first to last.

    The agents of each unit are those who were seen at work in it.
    """
    lived, units = lived_history(list(visits_of(measured_on.done)))
    first: dict[int, Done] = {}
    for event in judged.done:
        first.setdefault(event.case, event)
    start, end = judged.done[0].at, judged.done[-1].at
    horizon = (end - start) / HOUR + AFTER
    agents = {unit: len({e.worker for e in measured_on.done if e.unit == unit}) for unit in units}
    crews = tuple(Crew(unit, always(horizon * 2), ((0.0, agents[unit]),)) for unit in units)
    hours = np.array([(event.at - start) / HOUR for event in first.values()])
    steps = np.array([lived.index(event.step) or 0 for event in first.values()], dtype=np.int64)
    outcome = simulate(
        Plan(lived.steps, crews, horizon),
        came(
            np.repeat(np.arange(replications), len(hours)),
            np.tile(hours, replications),
            np.tile(steps, replications),
        ),
        replications=replications,
        seed=1,
        progress=lambda _share: None,
    )
    return float((outcome.ended - outcome.lodged).mean())


def came(replication: Numbers, hours: Hours, steps: Numbers) -> Arrivals:
    """Let cases come at some hours, and wait from then on."""
    return Arrivals(replication, hours, hours.copy(), steps, np.zeros(len(hours), dtype=bool))
