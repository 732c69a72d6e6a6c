"""What the clock process does, and how often: one table."""

from sqlalchemy import Engine as Database

from backoffice.demand.asking import ask_for_stale
from config.composition import Installation
from config.paying import compose_paying
from config.pulse import Chore, Deadlines, return_leases
from config.sweeping import sweep_files
from config.wall_clock import wall_clock
from eservices.drafts import delete_expired
from workflows.clock import Clock


def chores(installation: Installation) -> tuple[Chore, ...]:
    """List the chores of an installation; the seconds are what an applicant may have to wait."""
    database, workflow = installation.database, installation.workflow
    reconciliation = compose_paying(installation).collection.reconciliation
    return (
        Chore("deadlines", every=1.0, do=Deadlines(database, workflow).sweep),
        Chore("leases", every=5.0, do=lambda: return_leases(database, workflow)),
        Chore("payments", every=15.0, do=reconciliation.poll),
        Chore("forecasts", every=600.0, do=lambda: want_forecasts(installation)),
        Chore("drafts", every=3600.0, do=lambda: forget_drafts(database, installation.clock)),
        # The machine's time: files are dated by it, and not by the database.
        Chore(
            "files",
            every=86_400.0,
            do=lambda: sweep_files(database, installation.storage, now=wall_clock()),
        ),
    )


def want_forecasts(installation: Installation) -> int:
    """Ask for the forecasts that are a day old."""
    with installation.database.begin() as connection:
        now = installation.clock.now(connection)
        return ask_for_stale(connection, installation.outbox, now=now)


def forget_drafts(database: Database, clock: Clock) -> int:
    """Delete the drafts that nobody came back to."""
    with database.begin() as connection:
        return delete_expired(connection, now=clock.now(connection))
