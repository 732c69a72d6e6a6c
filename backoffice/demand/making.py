"""Making an outlook: what came is read, the forecast made, the load set against the agents."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Connection, func, select

from backoffice.demand.arrivals import Week, daily_arrivals, hours_of_week, weekly
from backoffice.demand.forecasting import forecast
from backoffice.demand.known_events import events_of
from backoffice.demand.load import load_of
from backoffice.demand.model import (
    DAYS_OF_WEEK,
    Forecast,
    History,
    Lack,
    Surroundings,
)
from backoffice.demand.outlook import Advice, Load, Outlook
from backoffice.staffing.advising import advise
from backoffice.staffing.coming import Office
from backoffice.staffing.hours import extra_of, opening_of
from backoffice.staffing.measuring import Lived
from backoffice.staffing.surveying import survey
from workflows.language.procedure import CompiledProcedure
from workflows.language.values import Unit
from workflows.tables import cases

#: How many known weeks stand before the forecast.
SHOWN_WEEKS = 16
#: Hours of work that one agent has before the promise breaks, where none was promised.
NO_PROMISE = 40.0


@dataclass(frozen=True, slots=True)
class Crewed:
    """The people of an e-service: who they are, when they work, and what waits for them."""

    office: Office
    waiting: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """What an outlook is made of."""

    history: History
    surroundings: Surroundings
    hours: Week
    crewed: Crewed | None
    zone: ZoneInfo


def gather(connection: Connection, eservice: str, *, zone: ZoneInfo, now: datetime) -> Gathered:
    """Read what an outlook is made of, at one instant."""
    office = survey(connection, eservice, zone=zone, now=now)
    crewed = None if office is None else _crewed(connection, office)
    return Gathered(
        history=daily_arrivals(connection, eservice, zone=zone, now=now),
        surroundings=Surroundings(
            office.calendar.holidays if office else frozenset(), events_of(connection, eservice)
        ),
        hours=hours_of_week(connection, eservice, zone=zone, now=now),
        crewed=crewed,
        zone=zone,
    )


def _crewed(connection: Connection, office: Office) -> Crewed:
    waiting = select(func.count()).where(
        cases.c.eservice == office.compiled.eservice, cases.c.pool_id.is_not(None)
    )
    return Crewed(
        office=office,
        waiting=connection.execute(waiting).scalar_one(),
    )


def make(gathered: Gathered) -> Outlook:
    """Make the outlook; outside any transaction, since it takes seconds."""
    history = gathered.history
    made = forecast(history, gathered.surroundings)
    foreseen = made if isinstance(made, Forecast) else None
    return Outlook(
        lack=made if isinstance(made, Lack) else None,
        history_days=len(history.counts),
        arrivals=sum(history.counts),
        forecast=foreseen,
        past_weeks=tuple(weekly(history, SHOWN_WEEKS)),
        hours=gathered.hours,
        load=None if foreseen is None else _load(foreseen, gathered.crewed, gathered.zone),
        advice=None if foreseen is None else _advice(foreseen, gathered.crewed),
    )


def _advice(foreseen: Forecast, crewed: Crewed | None) -> Advice | None:
    return None if crewed is None else advise(replace(crewed.office, forecast=foreseen))


def _load(foreseen: Forecast, crewed: Crewed | None, zone: ZoneInfo) -> Load | None:
    agents = sum(manned.agents for manned in crewed.office.pools) if crewed else 0
    if crewed is None or not agents:
        return None
    lived = crewed.office.lived
    weeks = _open_hours(crewed.office, [week.start for week in foreseen.weeks], zone)
    return load_of(
        foreseen.weeks,
        agents=agents,
        open_hours=weeks,
        hours_per_case=_work_of_a_case(lived),
        assumed=bool(lived.assumed) or not lived.steps,
        waiting=crewed.waiting,
        patience=_patience(crewed.office.compiled, weeks),
    )


def _open_hours(office: Office, first_days: Sequence[date], zone: ZoneInfo) -> list[float]:
    """Give the hours that an office works in each week, with what it works longer."""
    starts = [datetime.combine(day, time(), tzinfo=zone) for day in first_days]
    extra = extra_of(office.longer, office.calendar, starts[0])
    days = DAYS_OF_WEEK * len(starts) + 1
    opening = opening_of(office.calendar, starts[0], days=days, extras=[extra])
    ends = [start + timedelta(days=DAYS_OF_WEEK) for start in starts]
    hours = [(instant - starts[0]) / timedelta(hours=1) for instant in (*starts, *ends)]
    worked = opening.to_work(np.array(hours)).tolist()
    return [end - start for start, end in zip(worked, worked[len(starts) :], strict=False)]


def _work_of_a_case(lived: Lived) -> float:
    """Give the hours of work that a case takes, over all its visits to steps of agents.

    A case visits each step as often as the shares of the ways on make it: a system of linear
    equations, whose solution is approached by letting cases walk.
    """
    if not lived.steps:
        return ASSUMED_HOURS
    here = [float(not lived.entered(at)) for at in range(len(lived.steps))]
    here = here if sum(here) else [1.0] + [0.0] * (len(here) - 1)
    total = 0.0
    for _move in range(MOVES):
        total += sum(
            share * float(step.services.mean())
            for share, step in zip(here, lived.steps, strict=True)
            if step.pool is not None
        )
        here = _moved(here, lived)
    return total or ASSUMED_HOURS


#: A case makes fewer moves than this, or the rest no longer matters.
MOVES = 60
ASSUMED_HOURS = 1 / 3


def _moved(here: Sequence[float], lived: Lived) -> list[float]:
    return [
        sum(share * float(step.exits[at]) for share, step in zip(here, lived.steps, strict=True))
        for at in range(len(here))
    ]


def _patience(procedure: CompiledProcedure, weeks: Sequence[float]) -> float:
    """Give the hours of an agent's work that fit into the promise."""
    promise = procedure.promise
    mean = sum(weeks) / len(weeks)
    if promise is None:
        return NO_PROMISE
    if promise.within.unit is Unit.WORKING_HOURS:
        return float(promise.within.count)
    days = {
        Unit.HOURS: 1 / 24,
        Unit.DAYS: 1,
        Unit.MONTHS: 30,
        Unit.YEARS: 365,
        Unit.WORKING_DAYS: 7 / 5,
    }
    return promise.within.count * days[promise.within.unit] * mean / DAYS_OF_WEEK
