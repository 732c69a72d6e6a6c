"""Surveying: all that the database knows of an e-service and its office, read at one instant."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from backoffice.demand.arrivals import hours_of_week
from backoffice.demand.outlook import stored_outlook
from backoffice.staffing.answering import MOST_AT_ONCE, before_promise, pausing
from backoffice.staffing.asking import Manned
from backoffice.staffing.coming import Office, Open
from backoffice.staffing.measuring import Lived, lived
from backoffice.staffing.offering import live_procedure, pools_of
from backoffice.staffing.visits import Visit, history_visits, journal_visits
from workflows import longer_hours
from workflows.calendars import working_time_of
from workflows.language.procedure import CLOSED, CompiledProcedure
from workflows.tables import cases

#: Fewer stays than this in our own journal, and a former system's history helps out.
ENOUGH = 100
HOUR = timedelta(hours=1)


def survey(
    connection: Connection, eservice: str, *, zone: ZoneInfo, now: datetime
) -> Office | None:
    """Read what a simulation needs; None when the e-service is not offered."""
    procedure = live_procedure(connection, eservice)
    if procedure is None:
        return None
    pools = pools_of(connection, procedure)
    outlook = stored_outlook(connection, eservice)
    return Office(
        compiled=procedure,
        calendar=working_time_of(connection, procedure.calendar_office).calendar,
        pools=pools,
        lived=measured(connection, procedure, pools, now=now),
        forecast=None if outlook is None else outlook.outlook.forecast,
        hours=hours_of_week(connection, eservice, zone=zone, now=now),
        open_cases=_open_cases(connection, eservice, now),
        now=now,
        longer=longer_hours.of_office(connection, procedure.calendar_office, at=now),
    )


def measured(
    connection: Connection,
    procedure: CompiledProcedure,
    pools: tuple[Manned, ...],
    *,
    now: datetime,
) -> Lived:
    """Measure the steps on the journal, and on the former system's states where it is short."""
    visits = journal_visits(connection, procedure.eservice, now=now)
    if len(visits) < ENOUGH:
        visits += _known_states(history_visits(connection, procedure.eservice), procedure)
    place = {manned.pool.queue: at for at, manned in enumerate(pools)}
    states = procedure.procedure.states.items()
    return lived(
        visits,
        {name: place[state.queue] for name, state in states if state.queue in place},
        pausing=pausing(procedure),
        before_promise=before_promise(procedure),
    )


def _known_states(visits: list[Visit], procedure: CompiledProcedure) -> list[Visit]:
    """Keep the stays that the mapping gave a state of today's procedure."""
    states = procedure.procedure.states
    return [
        visit
        for visit in visits
        if visit.step in states and (visit.next_step is None or visit.next_step in states)
    ]


def _open_cases(connection: Connection, eservice: str, now: datetime) -> tuple[Open, ...]:
    rows = connection.execute(
        select(cases.c.state, cases.c.lodged_at, cases.c.entered_at)
        .where(cases.c.eservice == eservice, cases.c.stage.not_in(CLOSED))
        # One more than is simulated: then it is said, instead of reading millions.
        .limit(MOST_AT_ONCE + 1)
    )
    return tuple(
        Open(row.state, (now - row.lodged_at) / HOUR, (now - row.entered_at) / HOUR) for row in rows
    )
