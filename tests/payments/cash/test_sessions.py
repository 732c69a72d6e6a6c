"""A till is opened by one person, counted blind, and its difference is for two people."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from payments.cash.errors import CashRefused, Obstacle
from payments.cash.holdings import left_open
from payments.cash.sessions import Reason, Session, acknowledge, explain
from payments.cash.tables import till_sessions
from tests.builders.cash import FLOAT, ZONE, CashOffice
from workflows.accounts import Account, RolesTogether, check_roles
from workflows.actors import Role


def explained(office: CashOffice, cashier: Account) -> Session:
    """Let a cashier say why the till differs."""
    with office.engine.begin() as connection:
        at = office.clock.now(connection)
        reason = Reason.WRONG_CHANGE
        return explain(connection, cashier=cashier.id, reason=reason, note="Une pièce", at=at)


def acknowledged(office: CashOffice, session: Session, by: Account) -> Session:
    """Let somebody take note of a difference."""
    with office.engine.begin() as connection:
        at = office.clock.now(connection)
        return acknowledge(connection, session.token, by=by.id, at=at)


def test_a_till_and_a_cashier_have_one_open_session(office: CashOffice) -> None:
    first, second = office.hire(), office.hire()
    office.opens(first, till=0)

    for cashier, till in ((second, 0), (first, 1)):
        with pytest.raises(CashRefused) as refusal:
            office.opens(cashier, till=till)
        assert refusal.value.obstacle is Obstacle.OPEN_ALREADY
    office.opens(second, till=1)


def test_of_cashiers_who_open_a_till_at_once_one_does(office: CashOffice) -> None:
    cashiers = [office.hire() for _ in range(6)]

    def opens(cashier: Account) -> bool:
        try:
            office.opens(cashier)
        except CashRefused:
            return False
        return True

    with ThreadPoolExecutor(6) as hands:
        assert sum(hands.map(opens, cashiers)) == 1


def test_a_till_that_holds_what_it_should_is_closed_by_the_count(office: CashOffice) -> None:
    cashier = office.at_work()
    office.takes(cashier)

    session = office.counts(cashier, FLOAT + 1_900)

    assert session.closed_at is not None
    assert not session.difference
    office.opens(office.hire())


def test_a_difference_is_explained_by_the_cashier_and_noted_by_another(office: CashOffice) -> None:
    cashier, supervisor = office.at_work(), office.hire(Role.SUPERVISOR)
    office.takes(cashier)

    counted = office.counts(cashier, FLOAT + 1_875)

    assert (counted.expected, counted.closed_at) == (FLOAT + 1_900, None)
    assert counted.difference is not None
    assert counted.difference.minor == -25
    with pytest.raises(CashRefused):
        office.counts(cashier, FLOAT + 1_900)
    closed = explained(office, cashier)
    with pytest.raises(CashRefused) as refusal:
        acknowledged(office, closed, cashier)
    assert refusal.value.obstacle is Obstacle.SAME_PERSON
    assert acknowledged(office, closed, supervisor).acknowledged_by == supervisor.id
    with pytest.raises(CashRefused):
        acknowledged(office, closed, supervisor)


def test_the_database_itself_refuses_a_cashier_who_acknowledges(office: CashOffice) -> None:
    cashier = office.at_work()
    office.counts(cashier, FLOAT - 5)
    closed = explained(office, cashier)
    mine = update(till_sessions).where(till_sessions.c.id == closed.id)

    with pytest.raises(IntegrityError), office.engine.begin() as connection:
        connection.execute(
            mine.values(acknowledged_by=cashier.id, acknowledged_at=closed.opened_at)
        )


def test_a_till_that_was_not_closed_by_midnight_is_counted(office: CashOffice) -> None:
    office.at_work()
    for days, forgotten in ((0, 0), (1, 1)):
        office.clock.advance(timedelta(days=days))
        with office.engine.begin() as connection:
            at = office.clock.now(connection)
            assert left_open(connection, at=at, zone=ZONE) == forgotten


@pytest.mark.parametrize("deciding", [Role.AGENT, Role.SIGNATORY])
def test_who_decides_on_cases_holds_no_money(deciding: Role) -> None:
    with pytest.raises(RolesTogether):
        check_roles((deciding, Role.CASHIER))

    check_roles((Role.COUNTER_AGENT, Role.CASHIER))
