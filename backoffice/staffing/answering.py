"""Answering a what-if: the plan it means, the cases to come, the simulation, the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from backoffice.demand.model import DAYS_AHEAD, DAYS_OF_WEEK, HOURS_OF_DAY, Forecast
from backoffice.staffing.asking import Answer, Manned, PoolAnswer, Spread
from backoffice.staffing.hours import always, opening_of
from backoffice.staffing.measuring import Lived
from backoffice.staffing.plan import DAY, SLICE, Arrivals, Crew, Outcome, Plan, Promised, Spill
from backoffice.staffing.question import WEEKS, Question, Refusal
from backoffice.staffing.simulation import Progress, simulate
from workflows.calendars import Calendar
from workflows.language.procedure import CompiledProcedure, PromiseStart, Stage
from workflows.language.values import Span, Unit

REPLICATIONS = 200
HORIZON = WEEKS * DAYS_OF_WEEK * DAY
#: Days laid out beyond the horizon, so that what was begun ends, and before the start.
AFTER, BEFORE = 60, 400
CONCOURS_DAYS = 14
#: Standard deviations between the ends of a 90 % interval.
WIDTH = 3.29
WORKING_DAY = 8.0


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


def answer_to(
    office: Office, question: Question, progress: Progress
) -> tuple[Answer, Outcome | None]:
    """Simulate a what-if, or say why it cannot be."""
    if office.forecast is None:
        return Answer(refusal=Refusal.NO_FORECAST), None
    if not any(step.pool is not None for step in office.lived.steps):
        return Answer(refusal=Refusal.NOTHING_MEASURED), None
    plan = _plan(office, question)
    if not any(crew.opening.to_work(np.array([HORIZON]))[0] for crew in plan.crews):
        return Answer(refusal=Refusal.NEVER_OPEN), None
    arrivals = _arrivals(office, question, office.forecast)
    outcome = simulate(plan, arrivals, replications=REPLICATIONS, seed=1, progress=progress)
    return _answer(office, question, arrivals, outcome), outcome


def _plan(office: Office, question: Question) -> Plan:
    opening = opening_of(
        office.calendar,
        office.now,
        days=DAYS_AHEAD + AFTER,
        longer=question.longer,
        saturdays=question.saturdays,
    )
    helped = _helped(office, question)
    crews = tuple(
        Crew(
            str(manned.pool.id),
            opening,
            _changing(question.agents[str(manned.pool.id)], manned.agents, question.weeks),
            _spill(office, question, manned),
        )
        for manned in office.pools
    )
    helpers = tuple(
        Crew(_helping(manned), opening, _changing(count, 0, question.weeks))
        for manned, count in helped
    )
    return Plan(office.lived.steps, crews + helpers, HORIZON, _promised(office))


def _helped(office: Office, question: Question) -> tuple[tuple[Manned, int], ...]:
    """Pair the pools that other offices relieve with how many agents do."""
    asked = ((manned, question.helpers.get(str(manned.pool.id), 0)) for manned in office.pools)
    return tuple((manned, count) for manned, count in asked if count)


def _helping(manned: Manned) -> str:
    """Name those who relieve a pool, apart from the pool itself."""
    return f"{manned.pool.id}+"


def _spill(office: Office, question: Question, manned: Manned) -> Spill | None:
    """Lead what waits too long to those who relieve the pool; they stand behind all pools."""
    relieved = [one for one, _count in _helped(office, question)]
    if manned not in relieved:
        return None
    return Spill(question.overflow_after * DAY, len(office.pools) + relieved.index(manned))


def _changing(asked: int, usual: int, weeks: int) -> tuple[tuple[float, int], ...]:
    if weeks >= WEEKS:
        return ((0.0, asked),)
    return ((0.0, asked), (weeks * DAYS_OF_WEEK * DAY, usual))


def _promised(office: Office) -> Promised | None:
    promise = office.compiled.promise
    if promise is None:
        return None
    span = promise.within
    if span.unit in {Unit.WORKING_HOURS, Unit.WORKING_DAYS}:
        clock = opening_of(office.calendar, office.now, days=DAYS_AHEAD + AFTER, before=BEFORE)
        return Promised(span.count * _working_hours(office.calendar, span), clock)
    days = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.MONTHS: 24 * 30.4, Unit.YEARS: 24 * 365.25}
    clock = always((DAYS_AHEAD + AFTER) * DAY, before=BEFORE * DAY)
    return Promised(span.count * days[span.unit], clock)


def _working_hours(calendar: Calendar, span: Span) -> float:
    """Give the hours of one unit of a working span: an hour, or the office's mean open day."""
    if span.unit is Unit.WORKING_HOURS:
        return 1.0
    lengths = [sum(_clock(ends) - _clock(opens) for opens, ends in day) for day in calendar.week]
    lengths = [length for length in lengths if length]
    return sum(lengths) / len(lengths) if lengths else WORKING_DAY


def _clock(at: time) -> float:
    return at.hour + at.minute / 60


def _arrivals(office: Office, question: Question, forecast: Forecast) -> Arrivals:
    """Draw what comes, in each replication, beside what is open already."""
    random = np.random.default_rng(2)
    first = office.lived.index(office.compiled.procedure.initial) or 0
    counts = random.poisson(_means(question, forecast, random))
    replication = np.repeat(np.arange(REPLICATIONS), counts.sum(axis=1))
    day = np.concatenate([np.repeat(np.arange(DAYS_AHEAD), row) for row in counts])
    hour = day * DAY + _times_of_day(office, len(day), random)
    there, steps, lodged, entered = _there(office)
    everywhere = np.repeat(np.arange(REPLICATIONS), there)
    ages, since = np.tile(lodged, REPLICATIONS), np.tile(entered, REPLICATIONS)
    return Arrivals(
        np.concatenate([everywhere, replication]),
        np.concatenate([ages, hour]),
        np.concatenate([since, hour]),
        np.concatenate([np.tile(steps, REPLICATIONS), np.full(len(hour), first)]).astype(np.int64),
        np.zeros(len(ages) + len(hour), dtype=bool),
    )


def _means(
    question: Question, forecast: Forecast, random: np.random.Generator
) -> NDArray[np.float64]:
    """Give the mean arrivals of each day in each replication, as unsure as the forecast is."""
    expected = np.array([day.expected for day in forecast.days])
    weeks = np.array(
        [(week.high - week.low) / WIDTH / max(week.expected, 1) for week in forecast.weeks]
    )
    unsure = np.repeat(weeks, DAYS_OF_WEEK) * random.normal(0, 1, (REPLICATIONS, 1))
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


def _answer(office: Office, question: Question, arrivals: Arrivals, outcome: Outcome) -> Answer:
    counted = len(outcome.late) + outcome.overdue
    late = int(outcome.late.sum()) + outcome.overdue
    flow = outcome.ended - outcome.lodged
    return Answer(
        replications=REPLICATIONS,
        arrivals=round(float((arrivals.hour >= 0).sum()) / REPLICATIONS, 1),
        finished=round(len(outcome.ended) / REPLICATIONS, 1),
        late=round(late * 100 / counted) if counted else 0,
        days=round(float(flow.mean()) / DAY, 1) if len(flow) else 0,
        pools=(
            *(
                _of_pool(one, str(one.pool.id), question.agents[str(one.pool.id)], outcome)
                for one in office.pools
            ),
            *(
                _of_pool(one, _helping(one), count, outcome)
                for one, count in _helped(office, question)
            ),
        ),
        cleared=_day(office, outcome, 0.5),
        cleared_surely=_day(office, outcome, 0.9),
        assumed=office.lived.assumed,
    )


def _of_pool(manned: Manned, name: str, agents: int, outcome: Outcome) -> PoolAnswer:
    waiting, waits = outcome.waiting[name], outcome.waits[name]
    week = int(DAYS_OF_WEEK * DAY / SLICE)
    return PoolAnswer(
        pool=name,
        name=dict(manned.pool.name),
        agents=agents,
        busy=round(outcome.busy[name] * 100),
        waiting=tuple(_spread(waiting[end - 1]) for end in range(week, len(waiting) + 1, week)),
        wait=round(float(waits.mean()), 1) if len(waits) else 0,
        helps=name == _helping(manned),
    )


def _spread(values: NDArray[np.int64]) -> Spread:
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95]).tolist()
    return Spread(middle=middle, low=low, high=high)


def _day(office: Office, outcome: Outcome, share: float) -> date | None:
    """Give the day by which what is open now is finished in such a share of the replications."""
    hours = float(np.sort(outcome.cleared)[int(np.ceil(share * REPLICATIONS)) - 1])
    if not np.isfinite(hours):
        return None
    return (office.now + timedelta(hours=hours)).astimezone(office.calendar.zone).date()


def pausing(compiled: CompiledProcedure) -> frozenset[str]:
    """Name the states in which the promise's clock stands still."""
    pauses = compiled.promise.pauses if compiled.promise else ()
    return frozenset(n for n, s in compiled.procedure.states.items() if s.stage in pauses)


def before_promise(compiled: CompiledProcedure) -> frozenset[str]:
    """Name the states after which the promise's clock begins to run."""
    promise = compiled.promise
    if promise is None or promise.starts is not PromiseStart.PAID:
        return frozenset()
    states = compiled.procedure.states.items()
    return frozenset(name for name, state in states if state.stage is Stage.PAYMENT)
