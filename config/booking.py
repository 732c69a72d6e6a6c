"""Booking the days that are over, one transaction for each: by the clock, and before a report."""

from collections.abc import Callable

from backoffice.reporting.booking import book, days_to_book
from config.composition import Installation
from workflows.board import catch_up

#: So many days the clock books in one turn: deadlines must not wait for a past of years.
AT_ONCE = 14


def book_days(
    installation: Installation,
    *,
    most: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> int:
    """Count what the board has not counted, then book the days that are over; tells how many.

    The oldest come first, so many of them at most.
    """
    database, zone = installation.database, installation.pack.zone
    while _counted(installation):
        continue
    with database.begin() as connection:
        now = installation.clock.now(connection)
        days = days_to_book(connection, zone=zone, now=now)[:most]
    booked = 0
    for number, day in enumerate(days, 1):
        with database.begin() as connection:
            booked += book(connection, day, zone=zone, at=now)
        if progress is not None:
            progress(number / len(days))
    return booked


def _counted(installation: Installation) -> int:
    with installation.database.begin() as connection:
        return catch_up(connection)
