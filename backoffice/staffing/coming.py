"""The cases of a simulation: those that are open now, and those drawn from the forecast."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from backoffice.demand.model import DAYS_AHEAD, DAYS_OF_WEEK, HOURS_OF_DAY, Forecast
from backoffice.staffing.asking import Manned
from backoffice.staffing.measuring import Lived
from backoffice.staffing.plan import DAY, Arrivals
from backoffice.staffing.question import Question
from workflows.language.procedure import CompiledProcedure
from workflows.longer_hours import LongerHours
from workflows.opening_hours import Calendar

CONCOURS_DAYS = 14
#: Standard deviations between the ends of a 90 % interval.
WIDTH = 3.29


@dataclass(frozen=True, slots=True)
class Open:
    """A case that is open now: its step, and hours since it was lodged and came to the step."""

    step: str
    lodged: float
    entered: float


@dataclass(frozen=True, slots=True)
class Office:
    """All that is known of an e-service and its office when a what-if is asked."""

    compiled: CompiledProcedure
    calendar: Calendar
    pools: tuple[Manned, ...]
    lived: Lived
    forecast: Forecast | None
    #: Applications by weekday and hour.
    hours: Sequence[Sequence[int]]
    open_cases: tuple[Open, ...]
    now: datetime
    #: What a supervisor lets the office work beyond its calendar.
    longer: LongerHours | None = None

    @property
    def unplaced(self) -> tuple[Open, ...]:
        """Give the open cases at steps that no case has left yet: what follows is not known."""
        return tuple(case for case in self.open_cases if self.lived.index(case.step) is None)


def cases_of(office: Office, question: Question, forecast: Forecast) -> int:
    """Count the cases of one replication: those open, those forecast and a concours."""
    expected = sum(day.expected for day in forecast.days)
    return len(office.open_cases) + round(expected) + question.candidates


def arrivals_of(
    office: Office, question: Question, forecast: Forecast, *, replications: int
) -> Arrivals:
    """Draw what comes, in each replication, beside what is open already."""
    random = np.random.default_rng(2)
    first = office.lived.first(office.compiled.procedure.initial)
    counts = random.poisson(_means(question, forecast, replications))
    replication = np.repeat(np.arange(replications), counts.sum(axis=1))
    day = np.concatenate([np.repeat(np.arange(DAYS_AHEAD), row) for row in counts])
    hour = day * DAY + _times_of_day(office, len(day), random)
    there, steps, lodged, entered = _there(office)
    everywhere = np.repeat(np.arange(replications), there)
    ages, since = np.tile(lodged, replications), np.tile(entered, replications)
    return Arrivals(
        np.concatenate([everywhere, replication]),
        np.concatenate([ages, hour]),
        np.concatenate([since, hour]),
        np.concatenate([np.tile(steps, replications), np.full(len(hour), first)]).astype(np.int64),
        np.zeros(len(ages) + len(hour), dtype=bool),
    )


def _means(question: Question, forecast: Forecast, replications: int) -> NDArray[np.float64]:
    """Give the mean arrivals of each day in each replication, as unsure as the forecast is.

    The replications stand at evenly spaced ranks of what the forecast holds possible, so that few
    of them tell as much as many drawn by chance.
    """
    expected = np.array([day.expected for day in forecast.days])
    weeks = np.array(
        [(week.high - week.low) / WIDTH / max(week.expected, 1) for week in forecast.weeks]
    )
    ranks = [NormalDist().inv_cdf((at + 0.5) / replications) for at in range(replications)]
    unsure = np.repeat(weeks, DAYS_OF_WEEK) * np.array(ranks)[:, None]
    means: NDArray[np.float64] = np.maximum(expected * (1 + unsure), 0)
    begins = (question.candidates_week - 1) * DAYS_OF_WEEK
    means[:, begins : begins + CONCOURS_DAYS] += question.candidates / CONCOURS_DAYS
    return means


def _times_of_day(office: Office, count: int, random: np.random.Generator) -> NDArray[np.float64]:
    local = np.sum(office.hours, axis=0) if len(office.hours) else np.ones(HOURS_OF_DAY)
    shares = (local + 1) / (local + 1).sum()
    begins: NDArray[np.float64] = random.choice(HOURS_OF_DAY, count, p=shares).astype(float)
    return begins + random.random(count)


def _there(
    office: Office,
) -> tuple[int, NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    known = [(office.lived.index(case.step), case) for case in office.open_cases]
    found = [(step, case) for step, case in known if step is not None]
    return (
        len(found),
        np.array([step for step, _case in found], dtype=np.int64),
        # A case lodged this very instant still counts as one that was there.
        np.array([-max(case.lodged, 1e-6) for _step, case in found]),
        np.array([-case.entered for _step, case in found]),
    )
