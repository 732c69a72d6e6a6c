"""Stripe's own ways: keys that replay failures, lost answers, modes, accounts, currencies."""

import json
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from payments.errors import InvalidSignature, ProviderRefused, ProviderUnavailable
from payments.gateway import (
    Checkout,
    CheckoutLine,
    ProviderState,
    RefundOrder,
    RefundState,
)
from payments.intents import IntentStatus
from payments.money import EXPONENTS, Money
from payments.stripe_checkout import StripeAccount, stripe_gateway
from payments.stripe_words import STRIPE_EXPONENTS, told_by_event, told_by_session
from tests.builders.payments import BACK, FEE, Till, a_payable_case, wall_clock
from tests.payments.other_side import StripeSide
from tests.payments.stripe_books import WEBHOOK_SECRET, an_event, signed
from tests.payments.stripe_server import API_KEY, Fault, StripeAccountServer


def a_checkout(*moneys: Money, **changes: Any) -> Checkout:
    lines = tuple(CheckoutLine(f"line {it}", it) for it in moneys or (FEE,))
    values: dict[str, Any] = {
        "intent_id": secrets.token_hex(16),
        "case_reference": "CJ-0001",
        "lines": lines,
        "money": FEE,
        "language": "fr",
        "return_url": BACK,
        "attempt": 1,
        "begun_at": wall_clock(),
    }
    return Checkout(**values | changes)


def a_paid_order(stripe: StripeSide) -> RefundOrder:
    checkout = a_checkout()
    reference = stripe.gateway.open(checkout).provider_reference
    stripe.pay(reference)
    return RefundOrder(checkout.intent_id, "stripe", reference, FEE)


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [("1900 XOF", 1900, "xof"), ("35000 BIF", 35_000, "bif"), ("12.50 EUR", 1250, "eur")],
)
def test_amounts_travel_in_the_units_that_stripe_counts(
    stripe: StripeSide, written: str, amount: int, currency: str
) -> None:
    money = Money.of(written)

    reference = stripe.gateway.open(a_checkout(money, money=money)).provider_reference

    session = stripe.server.books.session(reference)
    assert (session["amount_total"], session["currency"]) == (amount, currency)


def test_stripe_and_iso_count_the_digits_of_our_currencies_alike() -> None:
    assert STRIPE_EXPONENTS == EXPONENTS


def test_each_line_is_shown_to_the_payer(stripe: StripeSide) -> None:
    moneys = Money.of("1500 XOF"), Money.of("400 XOF")

    reference = stripe.gateway.open(a_checkout(*moneys)).provider_reference

    assert stripe.server.books.session(reference)["amount_total"] == FEE.minor


def test_a_lost_answer_is_recovered_by_the_library_under_the_same_key(stripe: StripeSide) -> None:
    stripe.server.lose_answers = 1

    opened = stripe.gateway.open(a_checkout())

    assert list(stripe.server.books.sessions) == [opened.provider_reference]


@pytest.mark.parametrize("forgotten", [False, True])
def test_an_answer_lost_for_good_is_looked_up_before_asking_again(
    stripe: StripeSide, *, forgotten: bool
) -> None:
    checkout = a_checkout()
    stripe.server.lose_answers = 2
    with pytest.raises(ProviderUnavailable):
        stripe.gateway.open(checkout)
    if forgotten:
        stripe.server.keys.clear()

    opened = stripe.gateway.open(replace(checkout, attempt=2))

    assert list(stripe.server.books.sessions) == [opened.provider_reference]


def test_a_stored_failure_does_not_lock_the_applicant_out(stripe: StripeSide) -> None:
    stripe.server.faults.append(Fault.STORED_FAILURE)

    opened = stripe.gateway.open(a_checkout())

    assert list(stripe.server.books.sessions) == [opened.provider_reference]


def test_a_second_stored_failure_is_overcome_by_the_next_attempt(stripe: StripeSide) -> None:
    checkout = a_checkout()
    stripe.server.faults.extend([Fault.STORED_FAILURE] * 2)
    with pytest.raises(ProviderUnavailable):
        stripe.gateway.open(checkout)

    opened = stripe.gateway.open(replace(checkout, attempt=2))

    assert list(stripe.server.books.sessions) == [opened.provider_reference]


@pytest.mark.parametrize("fault", [Fault.KEY_IN_USE, Fault.OUT_OF_SERVICE, Fault.LOST_CALL])
def test_a_passing_fault_is_said_to_be_passing(stripe: StripeSide, fault: Fault) -> None:
    checkout = a_checkout()
    stripe.server.faults.extend([fault] * 2)

    with pytest.raises(ProviderUnavailable):
        stripe.gateway.open(checkout)

    assert stripe.gateway.open(replace(checkout, attempt=2)).url


def test_another_language_on_a_second_attempt_is_no_obstacle(stripe: StripeSide) -> None:
    checkout = a_checkout()
    stripe.gateway.open(checkout)

    opened = stripe.gateway.open(replace(checkout, language="en"))

    assert list(stripe.server.books.sessions) == [opened.provider_reference]


def test_a_session_is_found_among_many_pages_of_others(stripe: StripeSide) -> None:
    checkout = a_checkout()
    opened = stripe.gateway.open(checkout)
    for _ in range(120):
        session = stripe.server.books.session(opened.provider_reference)
        other = session | {"id": f"cs_{secrets.token_hex(8)}", "client_reference_id": "other"}
        stripe.server.books.sessions[other["id"]] = other

    assert stripe.gateway.find(checkout) == opened


def test_a_wrong_key_is_refused_for_good(stripe_account: StripeAccountServer) -> None:
    account = StripeAccount("sk_test_wrong", (WEBHOOK_SECRET,), stripe_account.url)
    gateway = stripe_gateway(account, wall_clock=wall_clock)

    with pytest.raises(ProviderRefused):
        gateway.open(a_checkout())


def test_a_refund_whose_answer_is_lost_is_made_once(stripe: StripeSide) -> None:
    order = a_paid_order(stripe)
    stripe.server.lose_answers = 2
    with pytest.raises(ProviderUnavailable):
        stripe.gateway.refund(order)
    stripe.server.keys.clear()

    result = stripe.gateway.refund(order)

    assert [result.provider_reference] == list(stripe.server.books.refunds)
    assert result.state is RefundState.DONE


def test_a_refund_is_not_stopped_by_a_stored_failure(stripe: StripeSide) -> None:
    order = a_paid_order(stripe)
    stripe.server.faults.append(Fault.STORED_FAILURE)

    assert stripe.gateway.refund(order).state is RefundState.DONE


def test_a_failed_refund_can_be_made_again(stripe: StripeSide) -> None:
    order = a_paid_order(stripe)
    first = stripe.gateway.refund(order)
    stripe.server.books.refunds[first.provider_reference]["status"] = "failed"
    stripe.server.books.charge_of(order.provider_reference)["amount_refunded"] = 0

    second = stripe.gateway.refund(order)

    assert second.provider_reference != first.provider_reference


def test_two_secrets_are_good_while_they_are_changed(stripe_account: StripeAccountServer) -> None:
    account = StripeAccount(API_KEY, ("whsec_new", WEBHOOK_SECRET), stripe_account.url)
    gateway = stripe_gateway(account, wall_clock=wall_clock)
    event = an_event("payout.paid", {"id": "po_1"})

    for secret in ("whsec_new", WEBHOOK_SECRET):
        webhook = signed(event, secret=secret)
        assert gateway.read_event(webhook.body, webhook.signature).status is None
    with pytest.raises(InvalidSignature):
        gateway.read_event(event["id"].encode(), signed(event, secret="whsec_old").signature)


@pytest.mark.parametrize("changes", [{"livemode": True}, {"account": "acct_other"}])
def test_a_genuine_event_of_another_mode_or_account_is_refused(
    stripe: StripeSide, changes: dict[str, Any]
) -> None:
    webhook = signed(an_event("payout.paid", {"id": "po_1"}, **changes))

    with pytest.raises(InvalidSignature):
        stripe.gateway.read_event(webhook.body, webhook.signature)


def test_a_test_event_is_refused_where_real_money_moves() -> None:
    account = StripeAccount("sk_live_x", (WEBHOOK_SECRET,))
    gateway = stripe_gateway(account, wall_clock=wall_clock)
    webhook = signed(an_event("payout.paid", {"id": "po_1"}))

    with pytest.raises(InvalidSignature):
        gateway.read_event(webhook.body, webhook.signature)


def test_a_clock_that_runs_ahead_does_not_open_the_door_to_the_future(stripe: StripeSide) -> None:
    event = an_event("payout.paid", {"id": "po_1"})
    behind = stripe_gateway(
        stripe.gateway.account, wall_clock=lambda: wall_clock() - timedelta(minutes=6)
    )
    webhook = signed(event)

    with pytest.raises(InvalidSignature):
        behind.read_event(webhook.body, webhook.signature)


def test_money_on_its_way_is_pending_until_it_arrives(stripe: StripeSide) -> None:
    reference = stripe.gateway.open(a_checkout()).provider_reference
    completed = stripe.server.books.pay(reference, status="processing")
    on_its_way = told_by_event(an_event("checkout.session.completed", completed)).status
    asked = stripe.gateway.status(reference)
    arrived = stripe.server.books.arrive(reference)
    reported = told_by_event(an_event("checkout.session.async_payment_succeeded", arrived)).status

    assert on_its_way == asked
    assert asked.state is ProviderState.PENDING
    assert reported == stripe.gateway.status(reference)


def test_a_part_given_back_is_told_apart_from_all(stripe: StripeSide) -> None:
    order = a_paid_order(stripe)
    payment = stripe.server.books.session(order.provider_reference)["payment_intent"]

    stripe.server.books.refund({"payment_intent": payment, "amount": "100"})

    charge = stripe.server.books.charge_of(order.provider_reference)
    reported = told_by_event(an_event("charge.refunded", charge)).status
    assert reported is not None
    assert reported.state is ProviderState.PARTLY_REFUNDED
    assert stripe.gateway.status(order.provider_reference).state is reported.state


def test_a_refund_that_fails_later_is_reported(stripe: StripeSide) -> None:
    order = a_paid_order(stripe)
    stripe.gateway.refund(order)
    (refund,) = stripe.server.books.refunds.values()

    event = told_by_event(an_event("refund.failed", refund))

    assert event.status is not None
    assert (event.status.intent_id, event.status.state) == (
        order.intent_id,
        ProviderState.REFUND_FAILED,
    )


def test_a_session_that_is_not_ours_tells_nothing(stripe: StripeSide) -> None:
    reference = stripe.gateway.open(a_checkout()).provider_reference
    foreign = stripe.server.books.session(reference)
    foreign["metadata"] = {}

    assert told_by_session(foreign) is None
    with pytest.raises(ProviderRefused):
        stripe.gateway.status(reference)


def test_a_currency_that_cannot_be_counted_here_waits_for_a_person(
    till: Till, stripe: StripeSide
) -> None:
    case = a_payable_case(till)
    reference = str(till.pay_for(case, provider="stripe").provider_reference)
    event = json.loads(stripe.pay(reference).body)
    event["data"]["object"]["currency"] = "ugx"
    webhook = signed(event)

    till.collection.receive("stripe", body=webhook.body, signature=webhook.signature)

    assert till.intents(case)[0].status is IntentStatus.DISPUTED


def test_nothing_that_identifies_the_applicant_is_sent(till: Till, stripe: StripeSide) -> None:
    till.pay_for(a_payable_case(till), provider="stripe")

    sent = "".join(stored.asked[1] for stored in stripe.server.keys.values())
    assert "CJ" in sent
    assert not any(word in sent for word in ("Afi", "Dossou", "afi%40example", "example.org"))


def test_secrets_are_not_shown_by_accident(stripe: StripeSide) -> None:
    shown = repr(stripe.gateway.account)

    assert API_KEY not in shown
    assert WEBHOOK_SECRET not in shown
