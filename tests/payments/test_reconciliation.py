"""What providers do not report is asked for; one silent provider stops no other."""

from datetime import timedelta

import pytest

from payments.charges import is_cleared
from payments.errors import ProviderUnavailable
from payments.intents import IntentStatus
from payments.reconciliation import PAGELESS_FOR
from tests.builders.payments import Till, a_payable_case
from tests.payments.other_side import SandboxSide, StripeSide
from tests.payments.stripe_server import Fault
from workflows.actors import SYSTEM


def test_a_page_whose_answer_was_lost_is_found_by_asking(till: Till, stripe: StripeSide) -> None:
    case = a_payable_case(till)
    stripe.server.lose_answers = 2
    with pytest.raises(ProviderUnavailable):
        till.pay_for(case, provider="stripe")
    (reference,) = stripe.server.books.sessions
    stripe.pay(reference)
    till.clock.advance(timedelta(minutes=1))

    polled = till.collection.reconciliation.poll()

    assert (polled.asked, polled.changed) == (1, 1)
    with till.engine.begin() as connection:
        assert is_cleared(connection, case.id, ["issue"])


def test_an_intent_that_never_got_a_page_is_given_up_after_a_while(
    till: Till, stripe: StripeSide
) -> None:
    case = a_payable_case(till)
    stripe.server.faults.extend([Fault.LOST_CALL] * 2)
    with pytest.raises(ProviderUnavailable):
        till.pay_for(case, provider="stripe")

    statuses = []
    for wait in (timedelta(minutes=1), PAGELESS_FOR):
        till.clock.advance(wait)
        till.collection.reconciliation.poll()
        statuses.append(till.intents(case)[0].status)

    assert statuses == [IntentStatus.CREATED, IntentStatus.EXPIRED]
    assert till.pay_for(case, provider="stripe").status is IntentStatus.OPEN


def test_a_silent_provider_keeps_no_other_waiting(
    till: Till, sandbox: SandboxSide, stripe: StripeSide, caplog: pytest.LogCaptureFixture
) -> None:
    case = a_payable_case(till)
    till.pay_for(case, provider="stripe")
    sandbox.pay(str(till.pay_for(case).provider_reference))
    stripe.server.books.sessions.clear()
    till.clock.advance(timedelta(minutes=1))

    polled = till.collection.reconciliation.poll()

    assert (polled.asked, polled.changed, polled.unanswered) == (2, 1, 1)
    assert [record.message for record in caplog.records] == ["payment.provider_unanswered"]


def test_a_round_takes_the_longest_unheard_of_first(till: Till, sandbox: SandboxSide) -> None:
    intents = [till.pay_for(a_payable_case(till)) for _ in range(3)]
    for intent in intents:
        sandbox.pay(str(intent.provider_reference))
    till.clock.advance(timedelta(minutes=1))
    reconciliation = till.collection.reconciliation

    rounds = [reconciliation.poll(limit=2).changed for _ in range(3)]

    assert rounds == [2, 1, 0]


def test_a_case_that_leaves_payment_without_a_page_has_nothing_to_close(
    till: Till, stripe: StripeSide
) -> None:
    case = a_payable_case(till)
    stripe.server.faults.extend([Fault.LOST_CALL] * 2)
    with pytest.raises(ProviderUnavailable):
        till.pay_for(case, provider="stripe")
    with till.engine.begin() as connection:
        till.workflow.fire(connection, case.id, "expire", actor=SYSTEM)

    till.collection.reconciliation.end_pages(case.id)

    assert till.intents(case)[0].status is IntentStatus.EXPIRED
