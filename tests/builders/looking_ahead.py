"""What a forecast is made of: a past of days, and the worker of figures at its jobs."""

from datetime import timedelta
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, insert

from backoffice.demand.asking import FORECAST_WANTED
from backoffice.staffing.asking import WHAT_IF_ASKED
from config.composition import Installation
from config.looking_ahead import forecast, simulate
from tests.builders.backoffice import Backoffice
from workflows import outbox
from workflows.clock import Clock
from workflows.tables import history_cases


def has_a_past(engine: Engine, clock: Clock, *, days: int, by_day: int = 4) -> None:
    """Give the criminal record a past of so many days, as a former system knew it."""
    with engine.begin() as connection:
        now = clock.now(connection)
        rows = [
            {
                "source": "old",
                "eservice": "criminal-record",
                "key": f"{day}-{number}",
                "lodged_at": now - timedelta(days=day, hours=number),
                "last_at": now,
            }
            for day in range(1, days + 1)
            for number in range(by_day + (day % 7 < 2))
        ]
        connection.execute(insert(history_cases), rows)


#: The jobs of the worker of figures, by the event that the builder's outbox names them by.
JOBS = {FORECAST_WANTED: forecast, WHAT_IF_ASKED: simulate}


def work(office: Backoffice) -> None:
    """Do what the worker of figures has to do."""
    pack = SimpleNamespace(zone=ZoneInfo("Africa/Porto-Novo"))
    parts = {"database": office.engine, "clock": office.clock, "pack": pack}
    installation = cast("Installation", SimpleNamespace(**parts))
    for job, effect in JOBS.items():
        with office.engine.begin() as connection:
            rows = outbox.claim(connection, job, limit=9, lease=timedelta(minutes=5))
        for held in rows:
            effect(installation, held)
