"""Asking for forecasts: once a day for each e-service that has a past, and when events change."""

from datetime import datetime

from sqlalchemy import Connection, exists, select

from backoffice.demand.arrivals import eservices_with_a_past
from backoffice.demand.outlook import FRESH_FOR, made_since
from workflows.outbox import Outbox
from workflows.tables import cases, history_cases, outbox_events

#: Emitted when a forecast is wanted; the job that follows makes it.
FORECAST_WANTED = "forecast.wanted"


def ask_for_stale(connection: Connection, outbox: Outbox, *, now: datetime) -> int:
    """Ask for the forecasts that are older than a day; tells how many.

    Not for e-services to which nothing ever came: there is nothing to be computed.
    """
    fresh = made_since(connection, now - FRESH_FOR)
    asked = 0
    for eservice in eservices_with_a_past(connection):
        if eservice not in fresh and _anything_came(connection, eservice):
            asked += ask_for(connection, outbox, eservice)
    return asked


def ask_for(connection: Connection, outbox: Outbox, eservice: str) -> bool:
    """Ask for an e-service's forecast unless one is on its way; tells whether it asked."""
    rows = outbox_events.c
    on_its_way = exists().where(
        rows.event == FORECAST_WANTED,
        rows.done_at.is_(None),
        rows.parked_at.is_(None),
        rows.data["eservice"].astext == eservice,
    )
    if connection.execute(select(on_its_way)).scalar_one():
        return False
    outbox.emit(connection, FORECAST_WANTED, case_id=None, data={"eservice": eservice})
    return True


def _anything_came(connection: Connection, eservice: str) -> bool:
    return any(
        connection.execute(select(exists().where(table.c.eservice == eservice))).scalar_one()
        for table in (cases, history_cases)
    )
