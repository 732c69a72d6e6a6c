"""Money that does not fit what is owed is never kept in silence, and never lost from sight."""

import pytest

from payments.collection import Recorded
from payments.gateway import ProviderEvent, ProviderState, ProviderStatus
from payments.intents import IntentStatus, Reason, disputed
from payments.money import Money
from payments.refunds import refund_of_intent
from payments.settlement import DISPUTED, REFUND_DUE, REFUNDED, SETTLED
from tests.builders.payments import FEE, Till, a_payable_case
from tests.payments.other_side import OtherSide, SandboxSide, StripeSide
from tests.payments.paying import begun, deliver, is_paid
from workflows.actors import APPLICANT


def test_paying_in_two_tabs_keeps_one_payment_and_sends_the_other_back(
    till: Till, sandbox: SandboxSide, stripe: StripeSide
) -> None:
    case = a_payable_case(till)
    pages = [(side, begun(till, case, side)[1]) for side in (sandbox, stripe)]

    for side, reference in pages:
        deliver(till, side, side.pay(reference))

    kept, second = till.intents(case)
    assert (kept.status, second.status) == (IntentStatus.SETTLED, IntentStatus.SURPLUS)
    assert second.reason is Reason.ALREADY_SETTLED
    assert till.emitted() == [SETTLED, REFUND_DUE]
    with till.engine.begin() as connection:
        assert refund_of_intent(connection, kept.id) is None
        refund = refund_of_intent(connection, second.id)
    assert refund is not None
    assert refund.money == FEE


def test_money_that_comes_after_the_case_closed_goes_back(
    till: Till, other_side: OtherSide
) -> None:
    case = a_payable_case(till)
    _, reference = begun(till, case, other_side)
    with till.engine.begin() as connection:
        till.workflow.fire(connection, case.id, "withdraw", actor=APPLICANT)

    deliver(till, other_side, other_side.pay(reference))

    (intent,) = till.intents(case)
    assert (intent.status, intent.reason) == (IntentStatus.SURPLUS, Reason.CASE_LEFT_PAYMENT)
    assert till.emitted() == [REFUND_DUE]
    assert not is_paid(till, case)


@pytest.mark.parametrize(
    ("received", "reason"),
    [
        (Money.of("1899 XOF"), Reason.AMOUNT_DIFFERS),
        (Money.of("1900 RWF"), Reason.CURRENCY_DIFFERS),
        (None, Reason.CURRENCY_DIFFERS),
    ],
)
def test_a_wrong_sum_waits_for_a_person(till: Till, received: Money | None, reason: Reason) -> None:
    case = a_payable_case(till)
    intent = till.pay_for(case)
    told = ProviderStatus(intent.id, intent.provider_reference, ProviderState.PAID, received)

    with till.engine.begin() as connection:
        till.collection.record_event(connection, "sandbox", ProviderEvent("evt", "paid", told))

    with till.engine.begin() as connection:
        assert [(it.id, it.reason) for it in disputed(connection)] == [(intent.id, reason)]
    assert till.emitted() == [DISPUTED]
    assert not is_paid(till, case)


def test_an_event_about_somebody_elses_payment_is_noted_and_ignored(till: Till) -> None:
    case = a_payable_case(till)
    intent = till.pay_for(case)
    foreign = (
        ProviderEvent("evt_1", "payout.paid", None),
        ProviderEvent("evt_2", "paid", ProviderStatus("other", "x", ProviderState.PAID, FEE)),
    )
    told = ProviderStatus(intent.id, "cs_1", ProviderState.PAID, FEE)

    with till.engine.begin() as connection:
        recorded = [
            *(till.collection.record_event(connection, "sandbox", event) for event in foreign),
            till.collection.record_event(connection, "stripe", ProviderEvent("e", "paid", told)),
        ]

    assert recorded == [Recorded.FOREIGN] * 3
    assert not is_paid(till, case)


def test_a_second_page_paid_for_one_intent_is_seen(till: Till) -> None:
    case = a_payable_case(till)
    intent = till.pay_for(case)
    pages = ("first", "second")

    with till.engine.begin() as connection:
        for page in pages:
            told = ProviderStatus(intent.id, page, ProviderState.PAID, FEE)
            till.collection.settlement.apply(connection, told)

    (seen,) = till.intents(case)
    assert (seen.status, seen.reason) == (IntentStatus.DISPUTED, Reason.SECOND_PAGE_PAID)
    assert seen.provider_reference == "first"
    assert till.emitted() == [SETTLED, DISPUTED]
    assert is_paid(till, case)


def test_money_given_back_at_the_provider_makes_the_charge_due_again(
    till: Till, other_side: OtherSide
) -> None:
    case = a_payable_case(till)
    _, reference = begun(till, case, other_side)
    deliver(till, other_side, other_side.pay(reference))

    deliver(till, other_side, other_side.give_back(reference))

    assert till.intents(case)[0].status is IntentStatus.REFUNDED
    assert till.emitted() == [SETTLED, REFUNDED]
    assert not is_paid(till, case)


def test_another_page_that_runs_out_does_not_end_the_intent(till: Till) -> None:
    case = a_payable_case(till)
    intent = till.pay_for(case)
    told = ProviderStatus(intent.id, "another-page", ProviderState.EXPIRED, None)

    with till.engine.begin() as connection:
        assert till.collection.settlement.apply(connection, told) is None

    assert till.intents(case) == (intent,)
