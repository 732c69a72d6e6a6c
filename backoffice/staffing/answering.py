"""Answering a what-if: the plan it means, the simulation of the cases to come, the answer."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from backoffice.demand.model import DAYS_AHEAD, DAYS_OF_WEEK
from backoffice.staffing.asking import Answer, Manned, PoolAnswer, Spread
from backoffice.staffing.coming import Office, arrivals_of, cases_of
from backoffice.staffing.hours import Extra, always, days_open, extra_of, opening_of
from backoffice.staffing.plan import DAY, SLICE, Arrivals, Crew, Outcome, Plan, Promised, Spill
from backoffice.staffing.question import WEEKS, Question, Refusal
from backoffice.staffing.simulation import EndlessProcedure, Progress, simulate
from workflows.language.procedure import CompiledProcedure, PromiseStart, Stage
from workflows.language.values import Unit

#: Replications, where there are few enough cases; and at least.
REPLICATIONS, LEAST_REPLICATIONS = 200, 20
#: Cases that are simulated over all replications: what takes ten seconds of a processor. A lease
#: is a minute, and an answer that takes longer would be begun again by somebody else.
MOST_CASES = 6_000_000
#: So that one replication has no more than these.
MOST_AT_ONCE = MOST_CASES // LEAST_REPLICATIONS
HORIZON = WEEKS * DAYS_OF_WEEK * DAY
#: Days laid out beyond the horizon, so that what was begun ends, and before the start.
AFTER, BEFORE = 60, 400
#: Hours of a clock that never stands still.
ELAPSED = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.MONTHS: 24 * 30.4, Unit.YEARS: 24 * 365.25}


def answer_to(
    office: Office, question: Question, progress: Progress
) -> tuple[Answer, Outcome | None]:
    """Simulate a what-if, or say why it cannot be."""
    refusal = refusal_of(office, question)
    if refusal is not None or office.forecast is None:
        return Answer(refusal=refusal or Refusal.NO_FORECAST), None
    count = replications_for(cases_of(office, question, office.forecast))
    arrivals = arrivals_of(office, question, office.forecast, replications=count)
    plan = plan_of(office, question)
    try:
        outcome = simulate(plan, arrivals, replications=count, seed=1, progress=progress)
    except EndlessProcedure:
        return Answer(refusal=Refusal.ENDLESS), None
    return _answer(office, question, arrivals, outcome), outcome


def replications_for(cases: int) -> int:
    """Give how often so many cases are simulated, so that an answer comes in time."""
    return min(REPLICATIONS, MOST_CASES // max(cases, 1))


def refusal_of(office: Office, question: Question) -> Refusal | None:
    """Tell why nothing can be simulated; None when it can."""
    if office.forecast is None:
        return Refusal.NO_FORECAST
    if not any(step.pool is not None for step in office.lived.steps):
        return Refusal.NOTHING_MEASURED
    extras = _extras(office, question)
    opening = opening_of(office.calendar, office.now, days=DAYS_AHEAD, extras=extras)
    if not opening.to_work(np.array([HORIZON]))[0] > opening.to_work(np.zeros(1))[0]:
        return Refusal.NEVER_OPEN
    is_beyond = cases_of(office, question, office.forecast) > MOST_AT_ONCE
    return Refusal.TOO_MANY if is_beyond else None


def _extras(office: Office, question: Question) -> tuple[Extra, ...]:
    """Give what the office works beyond its calendar already, and what is asked for."""
    asked = Extra(question.longer, question.saturdays, question.weeks * DAYS_OF_WEEK)
    return extra_of(office.longer, office.calendar, office.now), asked


def plan_of(office: Office, question: Question) -> Plan:
    """Lay out the steps, agents and hours that a question means."""
    days = DAYS_AHEAD + AFTER
    opening = opening_of(office.calendar, office.now, days=days, extras=_extras(office, question))
    helped = _helped(office, question)
    crews = tuple(
        Crew(
            str(manned.pool.id),
            opening,
            _changing(_asked(question, manned), manned.agents, question.weeks),
            _spill(office, question, manned),
        )
        for manned in office.pools
    )
    helpers = tuple(
        Crew(_helping(manned), opening, _changing(count, 0, question.weeks))
        for manned, count in helped
    )
    return Plan(office.lived.steps, crews + helpers, HORIZON, _promised(office))


def _asked(question: Question, manned: Manned) -> int:
    """Give the agents asked for; a pool made since the question was asked has its usual ones."""
    return question.agents.get(str(manned.pool.id), manned.agents)


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
    span, days = promise.within, DAYS_AHEAD + AFTER
    if span.unit is Unit.WORKING_HOURS:
        clock = opening_of(office.calendar, office.now, days=days, before=BEFORE)
        return Promised(span.count, clock)
    if span.unit is Unit.WORKING_DAYS:
        return Promised(
            span.count, days_open(office.calendar, office.now, days=days, before=BEFORE)
        )
    return Promised(span.count * ELAPSED[span.unit], always(days * DAY, before=BEFORE * DAY))


def _answer(office: Office, question: Question, arrivals: Arrivals, outcome: Outcome) -> Answer:
    flow = outcome.ended - outcome.lodged
    unplaced = Counter(case.step for case in office.unplaced)
    return Answer(
        replications=outcome.replications,
        arrivals=round(float((arrivals.hour >= 0).sum()) / outcome.replications, 1),
        finished=round(len(outcome.ended) / outcome.replications, 1),
        late=round(outcome.late_share * 100),
        days=round(float(flow.mean()) / DAY, 1) if len(flow) else 0,
        pools=(
            *(
                _of_pool(one, str(one.pool.id), _asked(question, one), outcome)
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
        unplaced=dict(sorted(unplaced.items())),
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
    hours = float(np.sort(outcome.cleared)[int(np.ceil(share * outcome.replications)) - 1])
    if not np.isfinite(hours) or office.unplaced:
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
