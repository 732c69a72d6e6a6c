"""What the clock process does, and how often: one table."""

import logging
from collections.abc import Callable
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text
from sqlalchemy import Engine as Database

from backoffice.demand.asking import ask_for_stale
from backoffice.retention.erasing import erase_due
from backoffice.watch.rounds import DETECTORS, look
from config.booking import AT_ONCE, book_days
from config.composition import Installation
from config.paying import compose_paying
from config.pulse import Chore, Deadlines, return_leases
from config.spilling import Overflows
from config.sweeping import sweep_files
from config.wall_clock import wall_clock
from delivery.room import send_what_waited
from eservices.catalogue.remarks import forget_remarks
from eservices.citizens import forget_ended_sessions
from eservices.counter.transmitting import mark_late
from eservices.drafts import delete_expired
from payments.cash.holdings import left_open
from workflows.board import catch_up
from workflows.changed_calendars import move_latecomers
from workflows.clock import Clock
from workflows.estimates.making import make_estimates
from workflows.estimates.settling import settle_estimates
from workflows.unfinished import forget_decided

LOG = logging.getLogger(__name__)


def chores(installation: Installation) -> tuple[Chore, ...]:
    """List the chores of an installation; the seconds are what an applicant may have to wait."""
    database, workflow = installation.database, installation.workflow
    zone = installation.pack.zone
    reconciliation = compose_paying(installation).collection.reconciliation
    return (
        Chore("deadlines", every=1.0, do=Deadlines(database, workflow).sweep),
        Chore("latecomers", every=20.0, do=lambda: lay_latecomers(database, installation.clock)),
        Chore("overflows", every=2.0, do=Overflows(database, workflow).sweep),
        Chore("leases", every=5.0, do=lambda: return_leases(database, workflow)),
        Chore("board", every=2.0, do=lambda: count_board(database)),
        Chore("payments", every=15.0, do=reconciliation.poll),
        Chore("estimates", every=20.0, do=lambda: estimate(database, installation.clock)),
        Chore("forecasts", every=600.0, do=lambda: want_forecasts(installation)),
        Chore("days", every=600.0, do=lambda: book_days(installation, most=AT_ONCE)),
        Chore("watch", every=300.0, do=lambda: watch(database, installation.clock, zone)),
        Chore("drafts", every=3600.0, do=lambda: forget_drafts(database, installation.clock)),
        Chore("messages", every=60.0, do=lambda: send_held_up(installation)),
        Chore("paper", every=300.0, do=lambda: look_for_late_paper(installation)),
        Chore("tills", every=3600.0, do=lambda: tell_of_open_tills(installation)),
        Chore("remarks", every=86_400.0, do=lambda: forget_old_remarks(installation)),
        Chore("retention", every=3600.0, do=lambda: erase_due(database, installation.clock)),
        # The machine's time: files are dated by it, and not by the database.
        Chore(
            "files",
            every=86_400.0,
            do=lambda: sweep_files(database, installation.storage, now=wall_clock()),
        ),
    )


def lay_latecomers(database: Database, clock: Clock) -> int:
    """Move the clocks that were started while the calendar of their office was changing."""
    with database.begin() as connection:
        return move_latecomers(connection, at=clock.now(connection))


def want_forecasts(installation: Installation) -> int:
    """Ask for the forecasts that are a day old."""
    with installation.database.begin() as connection:
        now = installation.clock.now(connection)
        return ask_for_stale(connection, installation.outbox, now=now)


def forget_drafts(database: Database, clock: Clock) -> int:
    """Delete drafts that nobody came back to or that were decided, and ended sessions."""
    with database.begin() as connection:
        now = clock.now(connection)
        return (
            delete_expired(connection, now=now)
            + forget_ended_sessions(connection, now=now)
            + forget_decided(connection)
        )


def tell_of_open_tills(installation: Installation) -> int:
    """Warn in the log of tills that were not closed at their day's end; tells how many."""
    with installation.database.begin() as connection:
        now = installation.clock.now(connection)
        forgotten = left_open(connection, at=now, zone=installation.pack.zone)
    if forgotten:
        LOG.warning("tills_left_open", extra={"tills": forgotten})
    return forgotten


def forget_old_remarks(installation: Installation) -> int:
    """Delete the remarks on sheets that were answered a year ago."""
    with installation.database.begin() as connection:
        return forget_remarks(connection, now=installation.clock.now(connection))


def send_held_up(installation: Installation) -> int:
    """Hand over the short messages that the bound of a day held up, as far as there is room."""
    per_day = installation.settings.sms.per_day
    with installation.database.begin() as connection:
        now = installation.clock.now(connection)
        return send_what_waited(connection, installation.outbox, per_day=per_day, now=now)


def look_for_late_paper(installation: Installation) -> int:
    """Mark the batches of files on paper that are late; each is told once, for somebody to look."""
    with installation.database.begin() as connection:
        late = mark_late(connection, now=installation.clock.now(connection))
    if late:
        LOG.warning("paper_late", extra={"batches": late})
    return late


def count_board(database: Database) -> int:
    """Count what changed for the board, in short transactions; tells how many changes."""
    return _until_done(catch_up, database)


def _until_done(treat: Callable[[Connection], int], database: Database) -> int:
    """Treat batches, each in a short transaction, until one finds nothing; tells how many."""
    treated = 0
    while some := _in_transaction(treat, database):
        treated += some
    return treated


def _in_transaction(treat: Callable[[Connection], int], database: Database) -> int:
    with database.begin() as connection:
        return treat(connection)


def estimate(database: Database, clock: Clock) -> int:
    """Settle what was announced of decided cases, then estimate new stays; tells how many."""
    return _until_done(settle_estimates, database) + _until_done(
        lambda connection: make_estimates(connection, now=clock.now(connection)), database
    )


def watch(database: Database, clock: Clock, zone: ZoneInfo) -> int:
    """Make a round of the integrity watch, each detector in its own transaction; tells the flags.

    A count over four weeks may take longer than a page may: it has the time that it needs.
    """
    added = 0
    for kind in DETECTORS:
        with database.begin() as connection:
            connection.execute(text("SET LOCAL statement_timeout = '5min'"))
            added += look(connection, kind, now=clock.now(connection), zone=zone)
    return added
