"""What Stripe reports is believed from our account alone, and read in our words."""

import json
from datetime import timedelta
from typing import Any

import pytest

from payments.errors import InvalidSignature
from payments.gateway import (
    ProviderState,
)
from payments.intents import IntentStatus
from payments.stripe_checkout import StripeAccount, stripe_gateway
from payments.stripe_words import told_by_event
from tests.builders.payments import Till, a_payable_case, wall_clock
from tests.payments.other_side import StripeSide
from tests.payments.stripe_books import WEBHOOK_SECRET, an_event, signed
from tests.payments.stripe_orders import a_checkout, a_paid_order
from tests.payments.stripe_server import API_KEY, StripeAccountServer


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
