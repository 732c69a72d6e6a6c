"""One address for many citizens at a counter, and the channel in the figures."""

from datetime import timedelta

from sqlalchemy import select

from backoffice.reporting.booking import Booked, book
from backoffice.reporting.tables import booked_sums
from backoffice.watch.addresses import shared
from backoffice.watch.finding import Window
from tests.builders.backoffice import Backoffice
from tests.builders.counter_desk import AtWork
from tests.builders.portal import ZONE


def a_day(office: Backoffice) -> Window:
    """Look at the day so far."""
    with office.engine.begin() as connection:
        now = office.clock.now(connection) + timedelta(seconds=1)
    return Window(now, now, ZONE, now)


def test_the_fourth_citizen_with_the_same_address_in_a_day_is_pointed_at(
    office: Backoffice, at_work: AtWork
) -> None:
    found = []
    for _ in range(2):
        for _ in range(2):
            at_work.files()
        with office.engine.begin() as connection:
            found.append(list(shared(connection, a_day(office))))

    # Three a family has; the mail and the telephone are each found at the fourth.
    assert found[0] == []
    assert [(one.account_ids, one.figures) for one in found[1]] == [
        ((at_work.account.id,), {"count": 4}),
        ((at_work.account.id,), {"count": 4}),
    ]
    assert not any("2290197" in one.key or "@" in one.key for one in found[1])


def test_what_a_counter_lodged_is_counted_by_its_channel(
    office: Backoffice, at_work: AtWork
) -> None:
    at_work.files()
    office.a_waiting_case()
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        book(connection, now.astimezone(ZONE).date(), zone=ZONE, at=now)
        counted = connection.execute(
            select(booked_sums.c.grain, booked_sums.c.count).where(
                booked_sums.c.figure == Booked.COUNTER
            )
        ).all()

    assert sorted(counted) == [("day", 1), ("month", 1)]
