"""Waiting until an installation has done all that follows from what happened."""

import time

from sqlalchemy import Connection, func, select

from tests.bench.installation import Installation
from workflows.tables import outbox_events

#: Seconds for all steps to be done.
PATIENCE = 60.0


class NeverSettled(Exception):
    """Steps remain that nobody does."""


def settle(installation: Installation) -> None:
    """Wait until no step is open any more."""
    limit = time.monotonic() + PATIENCE
    with installation.database() as engine:
        while time.monotonic() < limit:
            with engine.begin() as connection:
                left = _open_steps(connection)
            if not left:
                return
            time.sleep(0.05)
    raise NeverSettled


def _open_steps(connection: Connection) -> int:
    still = outbox_events.c.done_at.is_(None)
    number: int = connection.execute(
        select(func.count()).select_from(outbox_events).where(still)
    ).scalar_one()
    return number
