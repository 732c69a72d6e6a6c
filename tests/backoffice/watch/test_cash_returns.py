"""Cashiers whose payments come back far more often than their colleagues' are looked at."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from backoffice.watch.finding import Kind
from backoffice.watch.flags import Flag, rows_behind, unopened
from backoffice.watch.rounds import look
from tests.builders.cash import FLOAT, ZONE, CashOffice, a_cash_office
from tests.builders.payments import FEE
from workflows.accounts import Account


@pytest.fixture
def office(engine: Engine) -> CashOffice:
    return a_cash_office(engine)


def works(office: CashOffice, *, payments: int = 3, returned: int = 0) -> Account:
    """Let a cashier take payments, some of which go back, and close the till."""
    cashier = office.at_work()
    taken = [office.takes(cashier) for _ in range(payments)]
    for intent_id in taken[:returned]:
        office.gives_back(cashier, intent_id)
    office.counts(cashier, FLOAT + (payments - returned) * FEE.minor)
    return cashier


def found_a_day_later(office: CashOffice) -> tuple[Flag, ...]:
    """Make a round of the watch once the day is over."""
    office.clock.advance(timedelta(days=1))
    with office.engine.begin() as connection:
        look(connection, Kind.CASH_RETURNS, now=office.clock.now(connection), zone=ZONE)
        return unopened(connection)


def test_a_cashier_whose_payments_come_back_is_flagged_with_the_entries(
    office: CashOffice,
) -> None:
    greedy = works(office, payments=10, returned=9)
    for number in range(11):
        works(office, returned=number % 2)

    flags = found_a_day_later(office)

    assert {one.account_ids for one in flags} == {(greedy.id,)}
    assert (flags[0].figures["hits"], flags[0].figures["cases"]) == (9, 10)
    with office.engine.begin() as connection:
        rows = rows_behind(connection, flags[0])
    assert {row.what for row in rows} == {"reversal"}
    assert len(rows) == 9


def test_honest_mistakes_now_and_then_are_not(office: CashOffice) -> None:
    for number in range(6):
        works(office, payments=3, returned=number % 2)

    assert found_a_day_later(office) == ()
