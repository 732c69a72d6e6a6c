"""The sandbox behaves as a provider does, and keeps its books apart from ours."""

from datetime import timedelta

import pytest

from payments.errors import InvalidSignature
from payments.gateway import ProviderState
from payments.sandbox import CheckoutEnded, SandboxProvider, SignedWebhook, UnknownCheckout
from payments.sandbox.signing import sign
from tests.builders.payments import BACK, FEE, SANDBOX_SECRET, Till, a_payable_case, wall_clock
from tests.payments.other_side import SandboxSide
from workflows.clock import ShiftedClock


@pytest.fixture
def provider(sandbox: SandboxSide) -> SandboxProvider:
    return sandbox.gateway.provider


def begun(till: Till) -> str:
    return str(till.pay_for(a_payable_case(till)).provider_reference)


def test_the_page_shows_what_was_asked(till: Till, provider: SandboxProvider) -> None:
    checkout = provider.checkout(begun(till))

    assert [(line.label, line.money) for line in checkout.lines] == [("Délivrance", FEE)]
    assert (checkout.money, checkout.return_url, checkout.language) == (FEE, BACK, "fr")
    assert checkout.state is ProviderState.PENDING


def test_pressing_the_button_twice_reports_one_event(till: Till, provider: SandboxProvider) -> None:
    reference = begun(till)

    bodies = {provider.pay(reference).body for _ in range(2)}

    assert len(bodies) == 1
    assert [webhook.body for webhook in provider.webhooks(reference)] == list(bodies)


def test_what_has_ended_cannot_be_paid(
    till: Till, provider: SandboxProvider, clock: ShiftedClock
) -> None:
    refused, late = begun(till), begun(till)
    provider.refuse(refused)
    with pytest.raises(CheckoutEnded):
        provider.pay(refused)

    clock.advance(timedelta(hours=25))

    with pytest.raises(CheckoutEnded):
        provider.pay(late)
    assert provider.checkout(late).state is ProviderState.EXPIRED


def test_an_unknown_page_is_unknown(provider: SandboxProvider) -> None:
    with pytest.raises(UnknownCheckout):
        provider.checkout("sbx_unknown")


def test_all_that_was_reported_can_be_sent_again(till: Till, provider: SandboxProvider) -> None:
    reference = begun(till)
    sent = [provider.pay(reference), provider.move(reference, ProviderState.REFUNDED)]

    assert [it.body for it in provider.webhooks(reference)] == [it.body for it in sent]


def test_a_signed_body_that_is_no_event_is_refused(sandbox: SandboxSide) -> None:
    for body in (b"", b"[]", b'{"state": "paid"}', b"\xff"):
        webhook: SignedWebhook = sign(body, secret=SANDBOX_SECRET, at=wall_clock())
        with pytest.raises(InvalidSignature):
            sandbox.gateway.read_event(webhook.body, webhook.signature)
