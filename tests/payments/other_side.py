"""The other side of the port, the same for each provider: the payer, the bank, the provider."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from payments.gateway import Gateway, ProviderState
from payments.sandbox import SandboxGateway, SignedWebhook
from payments.sandbox.signing import sign
from payments.stripe_checkout import StripeAccount, StripeGateway, stripe_gateway
from tests.builders.payments import SANDBOX_SECRET, wall_clock
from tests.payments.stripe_books import WEBHOOK_SECRET, an_event, signed
from tests.payments.stripe_server import API_KEY, StripeAccountServer


class OtherSide(Protocol):
    """What happens at a provider, and the webhook that reports it."""

    @property
    def gateway(self) -> Gateway:
        """Give our own gateway to this provider."""

    def pay(self, reference: str) -> SignedWebhook:
        """Let the applicant pay."""

    def refuse(self, reference: str) -> SignedWebhook:
        """Let the bank refuse for good."""

    def expire(self, reference: str) -> SignedWebhook:
        """Let the page run out."""

    def give_back(self, reference: str) -> SignedWebhook:
        """Let the provider give the money back by its own hand."""

    def sign_again(self, webhook: SignedWebhook, *, late_by: int) -> SignedWebhook:
        """Let the provider sign the same event some seconds before or after now."""


@dataclass(frozen=True, slots=True)
class SandboxSide:
    """What happens at the sandbox."""

    gateway: SandboxGateway

    def pay(self, reference: str) -> SignedWebhook:
        """Let the applicant pay."""
        return self.gateway.provider.pay(reference)

    def refuse(self, reference: str) -> SignedWebhook:
        """Let the bank refuse for good."""
        return self.gateway.provider.refuse(reference)

    def expire(self, reference: str) -> SignedWebhook:
        """Let the page run out."""
        return self.gateway.provider.move(reference, ProviderState.EXPIRED)

    def give_back(self, reference: str) -> SignedWebhook:
        """Let the provider give the money back by its own hand."""
        return self.gateway.provider.move(reference, ProviderState.REFUNDED)

    def sign_again(self, webhook: SignedWebhook, *, late_by: int) -> SignedWebhook:
        """Let the provider sign the same event some seconds before or after now."""
        at = wall_clock() - timedelta(seconds=late_by)
        return sign(webhook.body, secret=SANDBOX_SECRET, at=at)


@dataclass(frozen=True, slots=True)
class StripeSide:
    """What happens at Stripe."""

    gateway: StripeGateway
    server: StripeAccountServer

    def pay(self, reference: str) -> SignedWebhook:
        """Let the applicant pay."""
        paid = self.server.books.pay(reference)
        return signed(an_event("checkout.session.completed", paid))

    def refuse(self, reference: str) -> SignedWebhook:
        """Let the bank refuse for good."""
        self.server.books.pay(reference, status="processing")
        bounced = self.server.books.bounce(reference)
        return signed(an_event("checkout.session.async_payment_failed", bounced))

    def expire(self, reference: str) -> SignedWebhook:
        """Let the page run out."""
        return signed(an_event("checkout.session.expired", self.server.books.end(reference)))

    def give_back(self, reference: str) -> SignedWebhook:
        """Let the provider give the money back by its own hand."""
        session = self.server.books.session(reference)
        self.server.books.refund({"payment_intent": session["payment_intent"]})
        return signed(an_event("charge.refunded", self.server.books.charge_of(reference)))

    def sign_again(self, webhook: SignedWebhook, *, late_by: int) -> SignedWebhook:
        """Let the provider sign the same event some seconds before or after now."""
        return signed(json.loads(webhook.body), late_by=late_by)


def stripe_side(server: StripeAccountServer) -> StripeSide:
    """Reach a server with the real library."""
    account = StripeAccount(API_KEY, (WEBHOOK_SECRET,), server.url)
    return StripeSide(stripe_gateway(account, wall_clock=wall_clock), server)
