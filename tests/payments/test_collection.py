"""An applicant pays once, whatever the network, the provider and the second tab do."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from payments.checkouts import record_page
from payments.collection import Recorded
from payments.errors import InvalidSignature, NothingDue, ProviderUnavailable, UnknownProvider
from payments.gateway import OpenedCheckout, ProviderState, ProviderStatus
from payments.intents import Intent, IntentStatus, change_intent
from payments.sandbox import SignedWebhook
from payments.settlement import SETTLED
from payments.tables import provider_events
from tests.builders.payments import FEE, Till, a_line, a_payable_case
from tests.payments.other_side import OtherSide, SandboxSide, StripeSide
from tests.payments.paying import begun, deliver, is_paid
from workflows.actors import SYSTEM


def test_a_payment_settles_the_charge_and_says_so_once(till: Till, other_side: OtherSide) -> None:
    case = a_payable_case(till)
    intent, reference = begun(till, case, other_side)
    assert intent.status is IntentStatus.OPEN
    assert not is_paid(till, case)

    webhook = other_side.pay(reference)
    recorded = [deliver(till, other_side, webhook) for _ in range(3)]

    assert recorded == [Recorded.CHANGED, Recorded.REPEATED, Recorded.REPEATED]
    assert is_paid(till, case)
    assert till.intents(case)[0].status is IntentStatus.SETTLED
    assert till.emitted() == [SETTLED]


def test_a_webhook_that_never_comes_is_made_up_for_by_asking(
    till: Till, other_side: OtherSide
) -> None:
    case = a_payable_case(till)
    _, reference = begun(till, case, other_side)
    lost = other_side.pay(reference)
    till.clock.advance(timedelta(minutes=1))

    polled = till.collection.reconciliation.poll()

    assert (polled.asked, polled.changed, polled.unanswered) == (1, 1, 0)
    assert is_paid(till, case)
    assert deliver(till, other_side, lost) is Recorded.UNCHANGED
    assert till.emitted() == [SETTLED]


def test_polling_leaves_providers_in_peace_between_rounds(
    till: Till, other_side: OtherSide
) -> None:
    begun(till, a_payable_case(till), other_side)
    reconciliation = till.collection.reconciliation

    asked = []
    for wait in (0, 60, 10, 120):
        till.clock.advance(timedelta(seconds=wait))
        asked.append(reconciliation.poll().asked)

    assert asked == [0, 1, 0, 1]


def test_a_forged_webhook_changes_nothing(
    till: Till, other_side: OtherSide, caplog: pytest.LogCaptureFixture
) -> None:
    case = a_payable_case(till)
    _, reference = begun(till, case, other_side)
    genuine = other_side.pay(reference)

    with pytest.raises(InvalidSignature):
        deliver(till, other_side, SignedWebhook(genuine.body + b" ", genuine.signature))

    assert not is_paid(till, case)
    assert [record.message for record in caplog.records] == ["payment.webhook_refused"]
    with till.engine.begin() as connection:
        assert connection.execute(select(provider_events)).all() == []


def test_beginning_again_gives_the_open_page_until_it_ends(
    till: Till, other_side: OtherSide
) -> None:
    case = a_payable_case(till)
    first, reference = begun(till, case, other_side)
    again, _ = begun(till, case, other_side)
    deliver(till, other_side, other_side.refuse(reference))

    after, _ = begun(till, case, other_side)

    assert again == first
    assert after.id != first.id
    assert [intent.status for intent in till.intents(case)] == ["failed", "open"]


def test_two_clicks_at_once_open_one_page(till: Till, other_side: OtherSide) -> None:
    case = a_payable_case(till)
    together = threading.Barrier(2)

    def click(_: int) -> Intent:
        together.wait()
        return till.pay_for(case, provider=other_side.gateway.name)

    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(click, range(2))

    assert one.page_url == other.page_url
    assert len(till.intents(case)) == 1


def test_one_event_delivered_five_times_at_once_has_one_effect(
    till: Till, other_side: OtherSide
) -> None:
    case = a_payable_case(till)
    _, reference = begun(till, case, other_side)
    webhook = other_side.pay(reference)
    together = threading.Barrier(5)

    def arrive(_: int) -> Recorded:
        together.wait()
        return deliver(till, other_side, webhook)

    with ThreadPoolExecutor(5) as threads:
        recorded = sorted(threads.map(arrive, range(5)))

    assert recorded == [Recorded.CHANGED, *[Recorded.REPEATED] * 4]
    assert till.emitted() == [SETTLED]


def test_an_event_that_overtakes_the_opening_is_believed(till: Till, stripe: StripeSide) -> None:
    case = a_payable_case(till)
    # The library repeats a lost call once by itself; that answer is lost as well.
    stripe.server.lose_answers = 2
    with pytest.raises(ProviderUnavailable):
        till.pay_for(case, provider="stripe")
    (reference,) = stripe.server.books.sessions

    recorded = deliver(till, stripe, stripe.pay(reference))

    assert recorded is Recorded.CHANGED
    assert is_paid(till, case)
    with pytest.raises(NothingDue):
        till.pay_for(case, provider="stripe")


def test_a_case_that_collects_nothing_cannot_be_paid_for(till: Till) -> None:
    unpriced = a_payable_case(till, lines=[])
    other_item = a_payable_case(till, lines=[a_line("inspection")])

    for case in (unpriced, other_item):
        with pytest.raises(NothingDue):
            till.pay_for(case)
    with pytest.raises(UnknownProvider):
        till.pay_for(unpriced, provider="cowries")


def test_pages_are_closed_when_a_case_leaves_payment(till: Till, other_side: OtherSide) -> None:
    case = a_payable_case(till)
    _, reference = begun(till, case, other_side)
    with till.engine.begin() as connection:
        till.workflow.fire(connection, case.id, "expire", actor=SYSTEM)

    till.collection.reconciliation.end_pages(case.id)

    assert other_side.gateway.status(reference).state is ProviderState.EXPIRED
    assert till.intents(case)[0].status is IntentStatus.EXPIRED


def test_pages_stay_open_while_the_case_still_collects(till: Till, other_side: OtherSide) -> None:
    case = a_payable_case(till)
    _, reference = begun(till, case, other_side)

    till.collection.reconciliation.end_pages(case.id)

    assert other_side.gateway.status(reference).state is ProviderState.PENDING


def test_a_page_that_ran_out_is_closed_before_another_is_opened(
    till: Till, other_side: OtherSide
) -> None:
    case = a_payable_case(till)
    first, reference = begun(till, case, other_side)
    till.clock.advance(timedelta(hours=25))

    second, _ = begun(till, case, other_side)

    assert second.id != first.id
    assert other_side.gateway.status(reference).state is ProviderState.EXPIRED
    assert till.intents(case)[0].status is IntentStatus.EXPIRED


def test_a_page_that_ran_out_just_after_it_was_paid_settles(till: Till, stripe: StripeSide) -> None:
    case = a_payable_case(till)
    _, reference = begun(till, case, stripe)
    stripe.pay(reference)
    till.clock.advance(timedelta(hours=25))

    with pytest.raises(NothingDue):
        till.pay_for(case, provider="stripe")

    assert is_paid(till, case)
    assert len(till.intents(case)) == 1


def test_the_other_tabs_page_is_closed_once_the_charge_is_paid(
    till: Till, sandbox: SandboxSide, stripe: StripeSide
) -> None:
    case = a_payable_case(till)
    _, paid = begun(till, case, sandbox)
    _, other = begun(till, case, stripe)
    deliver(till, sandbox, sandbox.pay(paid))

    till.collection.reconciliation.end_pages(case.id)

    assert stripe.gateway.status(other).state is ProviderState.EXPIRED
    assert [intent.status for intent in till.intents(case)] == ["settled", "expired"]


def test_a_page_written_after_the_money_came_changes_nothing_of_it(till: Till) -> None:
    case = a_payable_case(till)
    intent = till.pay_for(case)
    page = OpenedCheckout("other", "https://portal.example/other", case.lodged_at)
    told = ProviderStatus(intent.id, intent.provider_reference, ProviderState.PAID, FEE)
    with till.engine.begin() as connection:
        till.collection.settlement.apply(connection, told)
        change_intent(connection, intent.id, page_url=None, page_expires_at=None)

        written = record_page(connection, intent.id, page)

    assert written.status is IntentStatus.SETTLED
    assert (written.page_url, written.provider_reference) == (page.url, intent.provider_reference)
