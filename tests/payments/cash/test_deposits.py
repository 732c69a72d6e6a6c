"""Deposits take what is there, once, and what lies there too long or too high is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from payments.cash.deposits import check_deposit, deposits_of, unchecked_deposits
from payments.cash.errors import CashRefused, Obstacle
from payments.cash.holdings import Holding, holdings, in_safe
from payments.money import Money
from tests.builders.cash import DAY, FLOAT, ZONE, CashOffice
from tests.builders.kernel import OFFICE
from workflows.actors import Role

FEE = 1_900


def refused(act: Callable[[], Any]) -> Obstacle:
    with pytest.raises(CashRefused) as refusal:
        act()
    return refusal.value.obstacle


def held(office: CashOffice) -> Holding:
    with office.engine.begin() as connection:
        (only,) = holdings(connection, zone=ZONE)
    return only


def test_what_a_till_was_opened_with_is_never_deposited(office: CashOffice) -> None:
    cashier = office.at_work()
    office.takes(cashier)

    too_much = refused(lambda: office.deposits(cashier, FEE + 5, out_of_till=True))

    assert too_much is Obstacle.NOT_ENOUGH
    office.deposits(cashier, FEE, out_of_till=True)
    assert held(office).money == Money(0, "XOF")
    assert not office.counts(cashier, FLOAT).difference


def test_a_slip_is_recorded_once(office: CashOffice) -> None:
    cashier = office.at_work()
    office.takes(cashier)
    office.deposits(cashier, 500, out_of_till=True, slip="TP-1")

    again = refused(lambda: office.deposits(cashier, 500, out_of_till=True, slip="TP-1"))

    assert again is Obstacle.SLIP_KNOWN
    assert held(office).money == Money(FEE - 500, "XOF")


def test_two_deposits_at_once_do_not_take_the_same_money_from_the_safe(
    office: CashOffice,
) -> None:
    cashier = office.at_work()
    office.takes(cashier)
    office.counts(cashier, FLOAT + FEE)

    def deposits(_hand: int) -> bool:
        try:
            office.deposits(cashier, FEE, out_of_till=False)
        except CashRefused:
            return False
        return True

    with ThreadPoolExecutor(4) as hands:
        assert sum(hands.map(deposits, range(4))) == 1
    with office.engine.begin() as connection:
        assert in_safe(connection, OFFICE, "XOF") == 0


def test_a_slip_is_checked_by_somebody_else(office: CashOffice) -> None:
    cashier, supervisor = office.at_work(), office.hire(Role.SUPERVISOR)
    office.takes(cashier)
    office.deposits(cashier, FEE, out_of_till=True)
    with office.engine.begin() as connection:
        (deposit,) = deposits_of(connection, OFFICE)

    def checks(by: int) -> None:
        with office.engine.begin() as connection:
            check_deposit(connection, deposit.token, by=by, at=office.clock.now(connection))

    assert refused(lambda: checks(cashier.id)) is Obstacle.SAME_PERSON
    checks(supervisor.id)
    assert refused(lambda: checks(supervisor.id)) is Obstacle.DONE_MEANWHILE
    with office.engine.begin() as connection:
        assert unchecked_deposits(connection) == ()


def test_the_oldest_money_is_what_deposits_left_of_the_first_days(office: CashOffice) -> None:
    cashier = office.at_work()
    days = []
    for _day in range(3):
        office.takes(cashier)
        with office.engine.begin() as connection:
            days.append(office.clock.now(connection).astimezone(ZONE).date())
        office.clock.advance(timedelta(days=1))

    assert held(office).since == days[0]
    office.deposits(cashier, FEE, out_of_till=True)
    assert held(office).since == days[1]
    office.deposits(cashier, FEE, out_of_till=True)
    assert held(office).since == days[2]


@pytest.mark.parametrize(
    ("amount", "age", "beyond"),
    [(50_000, 3, False), (50_005, 0, True), (500, 4, True)],
)
def test_too_much_or_too_old_is_told(amount: int, age: int, beyond: bool) -> None:
    holding = Holding(OFFICE, Money(amount, "XOF"), DAY - timedelta(days=age))

    assert holding.is_beyond(Money(50_000, "XOF"), 3, today=DAY) is beyond
    assert not Holding(OFFICE, Money(amount, "XOF"), None).is_beyond(None, 3, today=DAY)
