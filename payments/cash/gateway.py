"""The cash desk behind the same port as any provider: what it has received stands in its books."""

from dataclasses import dataclass

from sqlalchemy import Engine

from payments.cash.book import EntryKind, entry_by_id, giving_back_of
from payments.cash.tills import CASH
from payments.errors import InvalidSignature, ProviderRefused
from payments.gateway import (
    Checkout,
    OpenedCheckout,
    ProviderEvent,
    ProviderState,
    ProviderStatus,
    RefundOrder,
    RefundResult,
    RefundState,
)
from payments.intents import find_intent

REFERENCE = f"{CASH}-"
#: Longer than any number of an entry.
DIGITS = 18


@dataclass(frozen=True, slots=True)
class CashGateway:
    """Collects at tills: nobody pays on a page, and money goes back only by a person's hand."""

    engine: Engine
    name: str = CASH
    idempotent: bool = True
    has_page: bool = False

    def open(self, checkout: Checkout) -> OpenedCheckout:  # noqa: ARG002 - the port's words
        """Refuse: there is no page to pay on."""
        raise ProviderRefused(CASH, "paid_at_a_desk")

    def find(self, checkout: Checkout) -> OpenedCheckout | None:  # noqa: ARG002 - the port's
        """Find no page, since there never is one."""
        return None

    def status(self, provider_reference: str) -> ProviderStatus:
        """Say what the till's entry says, and whether another gave its money back."""
        number = provider_reference.removeprefix(REFERENCE)
        if not (number.isascii() and number.isdigit() and len(number) <= DIGITS):
            raise ProviderRefused(CASH, "unknown_entry")
        with self.engine.begin() as connection:
            entry = entry_by_id(connection, int(number))
            if entry is None or entry.kind is not EntryKind.TAKING or entry.intent_id is None:
                raise ProviderRefused(CASH, "unknown_entry")
            gone = giving_back_of(connection, entry.intent_id) is not None
            money = find_intent(connection, entry.intent_id).money
        state = ProviderState.REFUNDED if gone else ProviderState.PAID
        return ProviderStatus(entry.intent_id, provider_reference, state, money)

    def close(self, provider_reference: str) -> ProviderStatus:
        """Say what stands in the books: there is nothing to close."""
        return self.status(provider_reference)

    def refund(self, order: RefundOrder) -> RefundResult:
        """Note that the money waits at the desk, until two people let it go and somebody comes."""
        gone = self.status(order.provider_reference).state is ProviderState.REFUNDED
        return RefundResult(
            f"{REFERENCE}{order.intent_id}", RefundState.DONE if gone else RefundState.SENT
        )

    def read_event(self, body: bytes, signature: str) -> ProviderEvent:  # noqa: ARG002 - the port's
        """Refuse: nobody reports from outside what happens at a till."""
        raise InvalidSignature(CASH, "no webhook")
