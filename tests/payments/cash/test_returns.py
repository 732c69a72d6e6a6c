"""Cash goes back by two people, out of a till that holds it, and the case owes again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from payments.cash.book import EntryKind, balance, giving_back_of
from payments.cash.errors import CashRefused, Obstacle
from payments.cash.sessions import open_session_of
from payments.cash.tables import cash_returns
from payments.charges import is_cleared
from payments.gateway import RefundState
from payments.intents import IntentStatus, find_intent
from payments.reconciliation import RECHECK_AFTER
from payments.refunds import refund_of_intent
from payments.settlement import REFUNDED, SETTLED
from tests.builders.cash import FLOAT, CashOffice
from workflows.actors import SYSTEM, Role
from workflows.cases import Case
from workflows.journal import Happening, history
from workflows.language.procedure import PAYMENT_CLEARED


def refused(act: Callable[[], Any]) -> Obstacle:
    with pytest.raises(CashRefused) as refusal:
        act()
    return refusal.value.obstacle


def goes_on(office: CashOffice, case: Case) -> None:
    """Let the case leave its payment, as the routing job does."""
    with office.engine.begin() as connection:
        office.collecting.workflow.fire(connection, case.id, PAYMENT_CLEARED, actor=SYSTEM)


def holds(office: CashOffice, cashier_id: int) -> int:
    with office.engine.begin() as connection:
        session = open_session_of(connection, cashier_id)
        assert session is not None
        return balance(connection, session.id)


def test_money_given_back_in_its_session_is_a_reversal_and_is_due_again(
    office: CashOffice,
) -> None:
    cashier, case = office.at_work(), office.case()
    intent_id = office.takes(cashier, case)
    goes_on(office, case)

    entry = office.gives_back(cashier, intent_id)

    assert (entry.kind, entry.amount) == (EntryKind.REVERSAL, -1_900)
    assert holds(office, cashier.id) == FLOAT
    assert office.collecting.emitted() == [SETTLED, REFUNDED]
    with office.engine.begin() as connection:
        assert find_intent(connection, intent_id).status is IntentStatus.REFUNDED
        assert not is_cleared(connection, case.id, ["issue"])
        told = history(connection, case.id)[-1]
    assert (told.trigger, told.data["reason"]) == (Happening.CASH_RETURNED, "wrong_case")
    assert office.takes(cashier, case) != intent_id


def test_money_given_back_later_is_a_refund_out_of_the_till_of_that_day(
    office: CashOffice,
) -> None:
    morning, case = office.at_work(till=0), office.case()
    intent_id = office.takes(morning, case)
    office.counts(morning, FLOAT + 1_900)
    evening = office.at_work(till=1)

    assert office.gives_back(evening, intent_id).kind is EntryKind.REFUND


def test_what_a_procedure_gives_back_waits_at_the_desk_and_is_done_when_handed_out(
    office: CashOffice,
) -> None:
    cashier, case = office.at_work(), office.case()
    intent_id, refunding = office.takes(cashier, case), office.collecting.refunding
    with office.engine.begin() as connection:
        intent = find_intent(connection, intent_id)
        office.desk.settlement.give_back(connection, intent, reason="unserved")
        order = refunding.order(connection, intent_id)
    assert order is not None
    result = refunding.send(order)
    with office.engine.begin() as connection:
        refunding.record(connection, order, result)
    office.clock.advance(RECHECK_AFTER + timedelta(minutes=1))
    office.desk.reconciliation.poll()
    with office.engine.begin() as connection:
        waiting = refund_of_intent(connection, intent_id)
    assert waiting is not None
    assert waiting.status is RefundState.SENT

    office.gives_back(cashier, intent_id)

    with office.engine.begin() as connection:
        done = refund_of_intent(connection, intent_id)
    assert done is not None
    assert (done.status, done.reason) == (RefundState.DONE, "unserved")
    assert refunding.send(order).state is RefundState.DONE


def test_nobody_lets_money_go_that_they_proposed_and_nobody_hands_out_what_was_not_granted(
    office: CashOffice,
) -> None:
    cashier, supervisor = office.at_work(), office.hire(Role.SUPERVISOR)
    proposed = office.proposes(cashier, office.takes(cashier))

    assert refused(lambda: office.hands_out(cashier, proposed)) is Obstacle.NOT_GRANTED
    assert refused(lambda: office.decides(cashier, proposed)) is Obstacle.SAME_PERSON
    office.decides(supervisor, proposed, granted=False)
    assert refused(lambda: office.hands_out(cashier, proposed)) is Obstacle.NOT_GRANTED
    assert refused(lambda: office.decides(supervisor, proposed)) is Obstacle.DONE_MEANWHILE
    assert holds(office, cashier.id) == FLOAT + 1_900


def test_the_database_itself_refuses_who_decides_alone(office: CashOffice) -> None:
    cashier = office.at_work()
    proposed = office.proposes(cashier, office.takes(cashier))
    alone = cash_returns.update().where(cash_returns.c.id == proposed.id)
    decided = {"granted": True, "decided_by": cashier.id, "decided_at": proposed.proposed_at}

    with pytest.raises(IntegrityError), office.engine.begin() as connection:
        connection.execute(alone.values(decided))


def test_money_is_proposed_once_and_handed_out_once(office: CashOffice) -> None:
    cashier = office.at_work()
    intent_id = office.takes(cashier)
    proposed = office.proposes(cashier, intent_id)
    assert refused(lambda: office.proposes(cashier, intent_id)) is Obstacle.PROPOSED_ALREADY
    granted = office.decides(office.hire(Role.SUPERVISOR), proposed)

    office.hands_out(cashier, granted)

    assert refused(lambda: office.hands_out(cashier, granted)) is Obstacle.DONE_MEANWHILE
    with office.engine.begin() as connection:
        assert giving_back_of(connection, intent_id) is not None
    assert holds(office, cashier.id) == FLOAT


def test_a_till_gives_back_no_more_than_it_holds(office: CashOffice) -> None:
    morning, poor = office.at_work(till=0), office.hire()
    intent_id = office.takes(morning)
    office.opens(poor, till=1, opening=1_000)
    granted = office.decides(office.hire(Role.SUPERVISOR), office.proposes(poor, intent_id))

    assert refused(lambda: office.hands_out(poor, granted)) is Obstacle.NOT_ENOUGH


def test_the_price_of_what_is_issued_does_not_go_back(office: CashOffice) -> None:
    cashier, case = office.at_work(), office.case()
    intent_id = office.takes(cashier, case)
    granted = office.decides(office.hire(Role.SUPERVISOR), office.proposes(cashier, intent_id))
    with office.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE cases SET state = 'issuing', stage = 'issuance' WHERE id = %s", (case.id,)
        )

    assert refused(lambda: office.hands_out(cashier, granted)) is Obstacle.ISSUED
    assert refused(lambda: office.proposes(cashier, intent_id)) is Obstacle.ISSUED


def test_a_payment_of_another_kind_or_office_is_not_touched(office: CashOffice) -> None:
    cashier = office.at_work()
    online = office.collecting.pay_for(office.case())

    assert refused(lambda: office.proposes(cashier, online.id)) is Obstacle.NOT_OURS
    assert refused(lambda: office.proposes(cashier, "none")) is Obstacle.NOT_OURS
