"""Every gateway keeps the same promises: the suite of the port, run against each provider."""

import random
import secrets
import time
from datetime import timedelta

import pytest

from payments.errors import InvalidSignature, ProviderRefused
from payments.gateway import (
    LONGEST_EVENT,
    Checkout,
    CheckoutLine,
    ProviderState,
    RefundOrder,
    RefundState,
)
from payments.sandbox import SignedWebhook
from payments.sandbox.signing import sign
from tests.builders.payments import BACK, FEE, wall_clock
from tests.payments.other_side import OtherSide

FORGERIES = 10_000


def a_checkout(*, attempt: int = 1) -> Checkout:
    return Checkout(
        intent_id=secrets.token_hex(16),
        case_reference="CJ-0001",
        lines=(CheckoutLine("Casier judiciaire", FEE),),
        money=FEE,
        language="fr",
        return_url=BACK,
        attempt=attempt,
        begun_at=wall_clock(),
    )


def an_order(checkout: Checkout, reference: str, provider: str) -> RefundOrder:
    return RefundOrder(checkout.intent_id, provider, reference, checkout.money)


def test_an_opened_page_is_pending_and_knows_its_intent(other_side: OtherSide) -> None:
    checkout = a_checkout()

    opened = other_side.gateway.open(checkout)

    told = other_side.gateway.status(opened.provider_reference)
    assert opened.url.startswith("http")
    assert opened.expires_at > wall_clock() + timedelta(hours=1)
    assert (told.intent_id, told.state, told.money) == (
        checkout.intent_id,
        ProviderState.PENDING,
        None,
    )


def test_opening_again_for_the_same_intent_gives_the_same_page(other_side: OtherSide) -> None:
    checkout = a_checkout()

    pages = {other_side.gateway.open(checkout).url for _ in range(3)}

    assert len(pages) == 1


def test_a_page_can_be_found_by_its_intent_alone(other_side: OtherSide) -> None:
    checkout, unopened = a_checkout(), a_checkout()

    opened = other_side.gateway.open(checkout)

    assert other_side.gateway.find(checkout) == opened
    assert other_side.gateway.find(unopened) is None


def test_a_payment_is_reported_and_can_be_asked_for(other_side: OtherSide) -> None:
    checkout = a_checkout()
    reference = other_side.gateway.open(checkout).provider_reference

    webhook = other_side.pay(reference)

    event = other_side.gateway.read_event(webhook.body, webhook.signature)
    asked = other_side.gateway.status(reference)
    assert event.status == asked
    assert (asked.state, asked.money) == (ProviderState.PAID, FEE)


def test_a_refusal_and_an_expiry_are_reported_and_can_be_asked_for(other_side: OtherSide) -> None:
    refused = other_side.gateway.open(a_checkout()).provider_reference
    expired = other_side.gateway.open(a_checkout()).provider_reference

    webhooks = [other_side.refuse(refused), other_side.expire(expired)]

    events = [other_side.gateway.read_event(it.body, it.signature) for it in webhooks]
    told = [other_side.gateway.status(reference).state for reference in (refused, expired)]
    assert [event.status.state for event in events if event.status] == told
    assert told == [ProviderState.FAILED, ProviderState.EXPIRED]


def test_a_closed_page_has_expired_and_a_paid_one_stays_paid(other_side: OtherSide) -> None:
    unpaid = other_side.gateway.open(a_checkout()).provider_reference
    paid = other_side.gateway.open(a_checkout()).provider_reference
    other_side.pay(paid)

    closed = [other_side.gateway.close(reference).state for reference in (unpaid, paid, unpaid)]

    assert closed == [ProviderState.EXPIRED, ProviderState.PAID, ProviderState.EXPIRED]


def test_a_refund_asked_for_twice_is_made_once(other_side: OtherSide) -> None:
    checkout = a_checkout()
    reference = other_side.gateway.open(checkout).provider_reference
    other_side.pay(reference)
    order = an_order(checkout, reference, other_side.gateway.name)

    results = {other_side.gateway.refund(order) for _ in range(3)}

    assert [result.state for result in results] == [RefundState.DONE]
    assert other_side.gateway.status(reference).state is ProviderState.REFUNDED


def test_what_was_never_paid_cannot_be_refunded(other_side: OtherSide) -> None:
    checkout = a_checkout()
    reference = other_side.gateway.open(checkout).provider_reference

    with pytest.raises(ProviderRefused):
        other_side.gateway.refund(an_order(checkout, reference, other_side.gateway.name))


def test_an_unknown_payment_is_refused(other_side: OtherSide) -> None:
    order = an_order(a_checkout(), "never-opened", other_side.gateway.name)

    with pytest.raises(ProviderRefused):
        other_side.gateway.status("never-opened")
    with pytest.raises(ProviderRefused):
        other_side.gateway.refund(order)


def test_an_event_sent_twice_has_one_identifier(other_side: OtherSide) -> None:
    reference = other_side.gateway.open(a_checkout()).provider_reference
    paid = other_side.pay(reference)
    refunded = other_side.give_back(reference)

    first, again, other = (
        other_side.gateway.read_event(it.body, it.signature).event_id
        for it in (paid, paid, refunded)
    )

    assert first == again
    assert first != other


def forged(webhook: SignedWebhook, dice: random.Random) -> SignedWebhook:
    """Tamper with a genuine webhook in one of the ways an attacker would."""
    body, signature = webhook.body, webhook.signature
    place = dice.randrange(len(body))
    flipped = body[:place] + bytes([body[place] ^ (1 << dice.randrange(8))]) + body[place + 1 :]
    instant, digest = signature.split(",v1=")
    ways = (
        SignedWebhook(flipped, signature),
        SignedWebhook(body + b" ", signature),
        SignedWebhook(body, f"{instant},v1={secrets.token_hex(32)}"),
        SignedWebhook(body, f"t={dice.randrange(10**10)},v1={digest}"),
        SignedWebhook(body, f"{instant},v0={digest}"),
        SignedWebhook(body, dice.choice(("", "t=", "v1=", f"v1={digest}", "t=é,v1=é", instant))),
        sign(body, secret=secrets.token_hex(8), at=wall_clock()),
        SignedWebhook(dice.randbytes(place), signature),
        SignedWebhook(b"", signature),
    )
    return dice.choice(ways)


def test_ten_thousand_forged_webhooks_are_all_refused(other_side: OtherSide) -> None:
    dice = random.Random(16)
    reference = other_side.gateway.open(a_checkout()).provider_reference
    genuine = other_side.pay(reference)
    accepted = 0

    for _ in range(FORGERIES):
        forgery = forged(genuine, dice)
        try:
            other_side.gateway.read_event(forgery.body, forgery.signature)
        except InvalidSignature:
            continue
        accepted += 1

    assert accepted == 0
    assert other_side.gateway.read_event(genuine.body, genuine.signature).status is not None


@pytest.mark.parametrize("late_by", [301, 3_600, 259_200, -301, -3_600])
def test_a_genuine_webhook_from_another_time_is_refused(
    other_side: OtherSide, late_by: int
) -> None:
    reference = other_side.gateway.open(a_checkout()).provider_reference
    webhook = other_side.sign_again(other_side.pay(reference), late_by=late_by)

    with pytest.raises(InvalidSignature):
        other_side.gateway.read_event(webhook.body, webhook.signature)


def test_an_oversized_webhook_is_refused_unread(other_side: OtherSide) -> None:
    started = time.thread_time()

    with pytest.raises(InvalidSignature):
        other_side.gateway.read_event(b"{" * (LONGEST_EVENT + 1), "t=1,v1=00")

    assert time.thread_time() - started < 1
