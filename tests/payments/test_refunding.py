"""Money goes back whole, once, and only when nobody is served for it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from payments.charges import is_fully_cleared
from payments.gateway import ProviderEvent, ProviderState, ProviderStatus, RefundResult, RefundState
from payments.intents import Intent, IntentStatus
from payments.money import Money
from payments.refunds import AT_PROVIDER, UNSERVED, refund_of_intent
from payments.settlement import DISPUTED, REFUND_DUE, REFUNDED, SETTLED
from tests.builders.kernel import acting, an_account, claimed_by
from tests.builders.payments import FEE, Till, a_payable_case
from tests.payments.other_side import OtherSide
from workflows.actors import APPLICANT, SYSTEM
from workflows.cases import Case
from workflows.errors import MoveRefused
from workflows.language.procedure import PAYMENT_CLEARED
from workflows.routing import route
from workflows.tables import pools


def paid(till: Till, side: OtherSide) -> tuple[Case, Intent]:
    """Lodge, pay, and let the webhook arrive."""
    case = a_payable_case(till)
    intent = till.pay_for(case, provider=side.gateway.name)
    webhook = side.pay(str(intent.provider_reference))
    till.collection.receive(side.gateway.name, body=webhook.body, signature=webhook.signature)
    return case, intent


def fire(till: Till, case: Case, trigger: str) -> None:
    """Let the applicant or the system move the case."""
    actor = SYSTEM if trigger in {PAYMENT_CLEARED, "expire"} else APPLICANT
    with till.engine.begin() as connection:
        till.workflow.fire(connection, case.id, trigger, actor=actor)


def refund(till: Till, intent: Intent) -> bool:
    """Do what the refund job does; tell whether there was anything to give back."""
    with till.engine.begin() as connection:
        order = till.refunding.order(connection, intent.id)
    if order is None:
        return False
    result = till.refunding.send(order)
    with till.engine.begin() as connection:
        till.refunding.record(connection, order, result)
    return True


def refund_unserved(till: Till, case: Case) -> None:
    with till.engine.begin() as connection:
        till.refunding.refund_unserved(connection, case.id)


def test_a_case_withdrawn_after_payment_is_refunded_once(till: Till, other_side: OtherSide) -> None:
    case, intent = paid(till, other_side)
    fire(till, case, "withdraw")

    for _ in range(2):
        refund_unserved(till, case)
    sent = [refund(till, intent) for _ in range(3)]

    assert sent == [True, False, False]
    assert till.emitted() == [SETTLED, REFUND_DUE, REFUNDED]
    told = other_side.gateway.status(str(intent.provider_reference))
    assert told.state is ProviderState.REFUNDED
    with till.engine.begin() as connection:
        given_back = refund_of_intent(connection, intent.id)
        assert given_back is not None
        assert not is_fully_cleared(connection, case.id)
    assert (given_back.money, given_back.reason, given_back.status) == (
        FEE,
        UNSERVED,
        RefundState.DONE,
    )


def test_a_case_that_goes_on_is_not_refunded(till: Till, other_side: OtherSide) -> None:
    case, intent = paid(till, other_side)
    fire(till, case, PAYMENT_CLEARED)

    refund_unserved(till, case)

    assert not refund(till, intent)
    assert till.emitted() == [SETTLED]


def test_a_refusal_that_keeps_the_fee_refunds_nothing(till: Till, other_side: OtherSide) -> None:
    case, intent = paid(till, other_side)
    fire(till, case, PAYMENT_CLEARED)
    with till.engine.begin() as connection:
        route(connection, till.workflow, case.id)
        records = connection.scalars(select(pools.c.id).where(pools.c.queue == "records")).one()
        agent = an_account(connection, records)
        claimed_by(connection, till.workflow, agent)
        data = {"reason": "identity_mismatch"}
        till.workflow.fire(connection, case.id, "refuse", actor=acting(agent), data=data)

    refund_unserved(till, case)

    assert not refund(till, intent)
    assert till.intents(case)[0].status is IntentStatus.SETTLED


def test_a_job_that_died_after_sending_finds_its_refund_again(
    till: Till, other_side: OtherSide
) -> None:
    case, intent = paid(till, other_side)
    fire(till, case, "withdraw")
    refund_unserved(till, case)
    with till.engine.begin() as connection:
        order = till.refunding.order(connection, intent.id)
    assert order is not None
    first = till.refunding.send(order)

    assert refund(till, intent)

    with till.engine.begin() as connection:
        given_back = refund_of_intent(connection, intent.id)
    assert given_back is not None
    assert given_back.provider_reference == first.provider_reference
    assert till.emitted().count(REFUNDED) == 1


def test_a_refund_on_its_way_is_asked_about_until_it_arrives(
    till: Till, other_side: OtherSide
) -> None:
    case, intent = paid(till, other_side)
    fire(till, case, "withdraw")
    refund_unserved(till, case)
    with till.engine.begin() as connection:
        order = till.refunding.order(connection, intent.id)
    assert order is not None
    sent = till.refunding.send(order)
    with till.engine.begin() as connection:
        on_its_way = RefundResult(sent.provider_reference, RefundState.SENT)
        till.refunding.record(connection, order, on_its_way)
    till.clock.advance(timedelta(minutes=3))

    polled = till.collection.reconciliation.poll()

    assert (polled.asked, polled.changed) == (1, 1)
    assert till.intents(case)[0].status is IntentStatus.REFUNDED


def test_a_wrong_sum_goes_back_when_a_person_says_so(till: Till) -> None:
    case = a_payable_case(till)
    intent = till.pay_for(case)
    wrong = Money.of("190 XOF")
    told = ProviderStatus(intent.id, intent.provider_reference, ProviderState.PAID, wrong)
    with till.engine.begin() as connection:
        till.collection.record_event(connection, "sandbox", ProviderEvent("e", "paid", told))
        assert till.refunding.order(connection, intent.id) is None

    with till.engine.begin() as connection:
        settlement = till.refunding.settlement
        decided = [settlement.give_back_disputed(connection, intent.id) for _ in range(2)]
        order = till.refunding.order(connection, intent.id)

    assert decided == [True, False]
    assert order is not None
    assert order.money == wrong
    assert till.emitted() == [DISPUTED, REFUND_DUE]


def test_a_refund_made_at_the_provider_is_written_down(till: Till, other_side: OtherSide) -> None:
    _case, intent = paid(till, other_side)

    webhook = other_side.give_back(str(intent.provider_reference))
    till.collection.receive(other_side.gateway.name, body=webhook.body, signature=webhook.signature)

    with till.engine.begin() as connection:
        known = refund_of_intent(connection, intent.id)
    assert known is not None
    assert (known.reason, known.status) == (AT_PROVIDER, RefundState.DONE)


@pytest.mark.parametrize("round_", range(5))
def test_paying_while_withdrawing_never_keeps_money_for_nothing(till: Till, round_: int) -> None:
    case = a_payable_case(till)
    intent = till.pay_for(case)
    gateway = till.collection.gateways.named("sandbox")
    told = ProviderStatus(intent.id, intent.provider_reference, ProviderState.PAID, FEE)
    together = threading.Barrier(2)

    def settle() -> None:
        together.wait()
        with till.engine.begin() as connection:
            event = ProviderEvent(f"evt_{round_}", "paid", told)
            till.collection.record_event(connection, gateway.name, event)

    def withdraw() -> None:
        together.wait()
        fire(till, case, "withdraw")

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(settle), threads.submit(withdraw)]:
            done.result()
    refund_unserved(till, case)

    with till.engine.begin() as connection:
        known = refund_of_intent(connection, intent.id)
    assert known is not None
    assert known.status is RefundState.QUEUED
    with pytest.raises(MoveRefused):
        fire(till, case, PAYMENT_CLEARED)


def test_a_settlement_waits_for_the_move_that_is_under_way(till: Till) -> None:
    case = a_payable_case(till)
    intent = till.pay_for(case)
    told = ProviderStatus(intent.id, intent.provider_reference, ProviderState.PAID, FEE)

    def settle() -> IntentStatus | None:
        with till.engine.begin() as connection:
            return till.collection.settlement.apply(connection, told)

    with ThreadPoolExecutor(1) as thread:
        with till.engine.begin() as connection:
            till.workflow.fire(connection, case.id, "withdraw", actor=APPLICANT)
            settling = thread.submit(settle)
            with pytest.raises(TimeoutError):
                settling.result(timeout=0.5)
        outcome = settling.result(timeout=60)

    assert outcome is IntentStatus.SURPLUS
