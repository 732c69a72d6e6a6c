"""The port to payment providers: the only words that cross it, in our vocabulary."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from payments.money import Money

#: Bytes beyond which no webhook is read: providers send a few thousand.
LONGEST_EVENT = 262_144


class ProviderState(StrEnum):
    """How far a payment has come according to the provider, in an order that only grows."""

    PENDING = "pending"
    FAILED = "failed"
    EXPIRED = "expired"
    PAID = "paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"


@dataclass(frozen=True, slots=True)
class CheckoutLine:
    """One line that the payer reads on the provider's page."""

    label: str
    money: Money


@dataclass(frozen=True, slots=True)
class Checkout:
    """What a provider is asked to collect; nothing in it identifies the applicant.

    `attempt` counts from 1; above 1, an earlier call for the same intent, at `begun_at` or
    later, may have had its effect although no answer came.
    """

    intent_id: str
    case_reference: str
    lines: tuple[CheckoutLine, ...]
    money: Money
    language: str
    return_url: str
    attempt: int
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class OpenedCheckout:
    """The provider's page where the applicant pays."""

    provider_reference: str
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ProviderStatus:
    """What the provider says of one payment; `money` is what it received, if anything.

    `provider_reference` is null where the provider speaks of a payment without naming its page.
    """

    intent_id: str
    provider_reference: str | None
    state: ProviderState
    money: Money | None


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """Something a provider reported; `status` is null when it concerns no payment of ours."""

    event_id: str
    kind: str
    status: ProviderStatus | None


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """A payment to give back in full; the same order twice gives back once."""

    intent_id: str
    provider: str
    provider_reference: str
    money: Money


class RefundState(StrEnum):
    """How far a refund has come."""

    QUEUED = "queued"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RefundResult:
    """What became of a refund at the provider."""

    provider_reference: str
    state: RefundState


class Gateway(Protocol):
    """One payment provider. Every call may raise `ProviderUnavailable` or `ProviderRefused`."""

    @property
    def name(self) -> str:
        """Name the provider, as stored with each intent."""

    @property
    def idempotent(self) -> bool:
        """Tell whether the provider itself recognises a repeated call.

        Where it does not, a lost answer is settled by looking up, never by asking again.
        """

    @property
    def has_page(self) -> bool:
        """Tell whether people pay on a page of the provider's; else they pay at a cash desk."""

    def open(self, checkout: Checkout) -> OpenedCheckout:
        """Open a page to pay on; a repeat for the same intent finds the first page."""

    def find(self, checkout: Checkout) -> OpenedCheckout | None:
        """Look up the page that an earlier `open` for this intent left, if any."""

    def status(self, provider_reference: str) -> ProviderStatus:
        """Ask how far a payment has come."""

    def close(self, provider_reference: str) -> ProviderStatus:
        """End a page so that nobody can pay on it any more, and say how far it had come."""

    def refund(self, order: RefundOrder) -> RefundResult:
        """Give the money back; a repeat finds the first refund."""

    def read_event(self, body: bytes, signature: str) -> ProviderEvent:
        """Read a webhook; raises `InvalidSignature` unless the provider sent it to us just now."""
