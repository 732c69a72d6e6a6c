"""Our side of the sandbox: the same port as any real provider."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from payments.errors import InvalidSignature, ProviderRefused
from payments.gateway import (
    LONGEST_EVENT,
    Checkout,
    OpenedCheckout,
    ProviderEvent,
    ProviderState,
    ProviderStatus,
    RefundOrder,
    RefundResult,
    RefundState,
)
from payments.money import Money
from payments.sandbox.provider import (
    CheckoutEnded,
    SandboxCheckout,
    SandboxProvider,
    UnknownCheckout,
)
from payments.sandbox.signing import PROVIDER, SignedWebhook, verify

#: States in which the sandbox has received the money.
FUNDED = frozenset({ProviderState.PAID, ProviderState.REFUNDED})


@dataclass(frozen=True, slots=True)
class SandboxGateway:
    """Collects through the sandbox; its pages stand below `page_url`."""

    provider: SandboxProvider
    page_url: str
    secret: str
    wall_clock: Callable[[], datetime]
    name: str = PROVIDER
    idempotent: bool = True
    has_page: bool = True

    def open(self, checkout: Checkout) -> OpenedCheckout:
        """Open a page to pay on; a repeat for the same intent finds the first page."""
        return self._opened(self.provider.create(checkout))

    def find(self, checkout: Checkout) -> OpenedCheckout | None:
        """Look up the page that an earlier `open` for this intent left, if any."""
        found = self.provider.of_intent(checkout.intent_id)
        return None if found is None else self._opened(found)

    def status(self, provider_reference: str) -> ProviderStatus:
        """Ask how far a payment has come."""
        try:
            return _status(self.provider.checkout(provider_reference))
        except UnknownCheckout as unknown:
            raise ProviderRefused(PROVIDER, "unknown_checkout") from unknown

    def close(self, provider_reference: str) -> ProviderStatus:
        """End a page so that nobody can pay on it any more, and say how far it had come."""
        if self.status(provider_reference).state is ProviderState.PENDING:
            self._move(provider_reference, ProviderState.EXPIRED)
        return self.status(provider_reference)

    def refund(self, order: RefundOrder) -> RefundResult:
        """Give the money back; a repeat finds the first refund."""
        self._move(order.provider_reference, ProviderState.REFUNDED)
        if self.status(order.provider_reference).state is not ProviderState.REFUNDED:
            raise ProviderRefused(PROVIDER, "nothing_to_refund")
        return RefundResult(f"refund_{order.provider_reference}", RefundState.DONE)

    def read_event(self, body: bytes, signature: str) -> ProviderEvent:
        """Read a webhook; raises `InvalidSignature` unless the provider sent it to us just now."""
        if len(body) > LONGEST_EVENT:
            raise InvalidSignature(PROVIDER, "too long")
        verify(SignedWebhook(body, signature), secret=self.secret, at=self.wall_clock())
        try:
            return _event(json.loads(body))
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidSignature(PROVIDER, "no event of ours") from error

    def _move(self, provider_reference: str, to: ProviderState) -> None:
        # A payer may be quicker than we are: whatever the checkout became meanwhile stands.
        try:
            self.provider.move(provider_reference, to)
        except UnknownCheckout as unknown:
            raise ProviderRefused(PROVIDER, "unknown_checkout") from unknown
        except CheckoutEnded:
            return

    def _opened(self, checkout: SandboxCheckout) -> OpenedCheckout:
        url = f"{self.page_url.rstrip('/')}/{checkout.reference}"
        return OpenedCheckout(checkout.reference, url, checkout.expires_at)


def _status(checkout: SandboxCheckout) -> ProviderStatus:
    money = checkout.money if checkout.state in FUNDED else None
    return ProviderStatus(checkout.intent_id, checkout.reference, checkout.state, money)


def _event(told: Mapping[str, Any]) -> ProviderEvent:
    state = ProviderState(told["state"])
    money = Money.of(told["money"]) if state in FUNDED else None
    status = ProviderStatus(told["intent_id"], told["reference"], state, money)
    return ProviderEvent(told["id"], told["kind"], status)
