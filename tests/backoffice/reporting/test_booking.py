"""Days booked once they are over: money by means of payment, refunds, problems, out of turn."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, Engine, select, text

from backoffice.reporting.booking import Booked, book, days_to_book
from backoffice.reporting.gathering import Asked, gather
from backoffice.reporting.period import Days, Length, of_length
from backoffice.reporting.tables import booked_days, booked_sums
from tests.builders.lives import a_town, lodged

ZONE = ZoneInfo("Africa/Porto-Novo")
#: A quarter of an hour into 2 March in Cotonou.
AT = datetime(2026, 3, 1, 23, 15, tzinfo=UTC)
DAY = AT.astimezone(ZONE).date()
INTENT = text(
    """
    INSERT INTO payment_intents (id, case_id, provider, amount, currency, status, language,
        return_url, received_amount, received_currency, created_at, settled_at)
    VALUES (:id, :case, :provider, 1900, :currency, 'settled', 'fr', 'https://x.example', 1900,
        :currency, :at, :settled)
    """
)
REFUND = text(
    """
    INSERT INTO refunds (intent_id, case_id, amount, currency, reason, status, queued_at, done_at)
    SELECT id, case_id, amount, currency, 'withdrawn', :status, :at, :at
    FROM payment_intents WHERE id = :id
    """
)


def a_case_of_that_day(connection: Connection) -> int:
    workflow, definition = a_town(connection)
    case = lodged(connection, workflow, definition).id
    connection.execute(text("UPDATE cases SET lodged_at = :at"), {"at": AT})
    return case


def pay(connection: Connection, case: int, name: str, **changes: Any) -> None:
    known = {"provider": "sandbox", "currency": "XOF", "at": AT, "settled": AT}
    connection.execute(INTENT, known | {"id": name, "case": case} | changes)


def booked(connection: Connection) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Book the day and read its sums by figure, kind and currency."""
    assert book(connection, DAY, zone=ZONE, at=AT + timedelta(days=1))
    sums = booked_sums.c
    rows = connection.execute(select(booked_sums).where(sums.grain == "day", sums.day == DAY))
    return {
        (row.figure, row.kind, row.currency): (row._mapping["count"], row.amount) for row in rows
    }


def test_money_is_booked_by_means_and_currency_on_the_day_it_came(engine: Engine) -> None:
    with engine.connect() as connection:
        case = a_case_of_that_day(connection)
        pay(connection, case, "one")
        pay(connection, case, "two", provider="stripe", currency="BIF")
        pay(connection, case, "before", settled=AT - timedelta(hours=1))
        pay(connection, case, "surplus", settled=None)
        for name, status in (("one", "done"), ("two", "queued"), ("surplus", "done")):
            connection.execute(REFUND, {"id": name, "status": status, "at": AT})

        sums = booked(connection)

    assert sums == {
        (Booked.PAID, "sandbox", "XOF"): (1, 1900),
        (Booked.PAID, "stripe", "BIF"): (1, 1900),
        (Booked.REFUNDED, "sandbox", "XOF"): (1, 1900),
        (Booked.RETURNED, "sandbox", "XOF"): (1, 1900),
    }


def test_a_day_is_booked_once_and_added_to_its_month(engine: Engine) -> None:
    with engine.connect() as connection:
        case = a_case_of_that_day(connection)
        pay(connection, case, "one")
        booked(connection)

        assert not book(connection, DAY, zone=ZONE, at=AT)
        month = of_length(Length.MONTH, DAY)
        figures = gather(connection, Asked(month), Days(month.first, month.last))

    (money,) = figures.money
    assert (money.figure, money.eservice, money.count, money.amount) == (
        "paid",
        "criminal-record",
        1,
        1900,
    )


@pytest.mark.parametrize(("minutes", "days"), [(9, 0), (10, 1)])
def test_a_day_is_booked_ten_minutes_after_its_end(engine: Engine, minutes: int, days: int) -> None:
    midnight = AT + timedelta(hours=23, minutes=45)
    with engine.connect() as connection:
        a_case_of_that_day(connection)

        found = days_to_book(connection, zone=ZONE, now=midnight + timedelta(minutes=minutes))

        assert len(found) == days


def test_days_already_booked_are_not_asked_for_again(engine: Engine) -> None:
    with engine.connect() as connection:
        a_case_of_that_day(connection)
        connection.execute(booked_days.insert().values(day=DAY, booked_at=AT))

        found = days_to_book(connection, zone=ZONE, now=AT + timedelta(days=3))

        assert found == (DAY + timedelta(days=1), DAY + timedelta(days=2))


def test_nothing_ever_lodged_has_no_day_to_book(engine: Engine) -> None:
    with engine.connect() as connection:
        assert days_to_book(connection, zone=ZONE, now=AT) == ()
