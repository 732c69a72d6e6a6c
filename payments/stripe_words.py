"""Stripe's words and ours: what we ask in its vocabulary, what it says in ours; purely.

Everything here works on plain mappings, as Stripe's API and webhooks write them.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

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
from payments.money import EXPONENTS, Money

Words = Mapping[str, Any]

#: Digits after the point as Stripe counts them (docs.stripe.com/currencies). They agree with
#: ISO 4217 for these; for others, such as UGX or MGA, they do not, so a test compares both.
STRIPE_EXPONENTS = MappingProxyType({"BIF": 0, "EUR": 2, "KES": 2, "RWF": 0, "USD": 2, "XOF": 0})
#: The key in Stripe's metadata under which our intent travels with session, payment and charge.
INTENT = "intent_id"

REFUND_STATES: Mapping[str, RefundState] = MappingProxyType(
    {
        "succeeded": RefundState.DONE,
        "pending": RefundState.SENT,
        "requires_action": RefundState.SENT,
        "failed": RefundState.FAILED,
        "canceled": RefundState.FAILED,
    }
)


def session_asked(checkout: Checkout) -> dict[str, Any]:
    """Write the session to create; the same intent always asks for the same."""
    metadata = {INTENT: checkout.intent_id, "case": checkout.case_reference}
    return {
        "mode": "payment",
        "client_reference_id": checkout.intent_id,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": line.money.currency.lower(),
                    "unit_amount": line.money.minor,
                    "product_data": {"name": line.label},
                },
            }
            for line in checkout.lines
        ],
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata, "description": checkout.case_reference},
        # A fee set by law is charged as written: no conversion into the payer's currency.
        "adaptive_pricing": {"enabled": False},
        "locale": checkout.language,
        "success_url": checkout.return_url,
        "cancel_url": checkout.return_url,
    }


def opened(session: Words, *, ended_url: str) -> OpenedCheckout:
    """Read the page of a session; one that has ended has no page, and leads to `ended_url`."""
    expires_at = datetime.fromtimestamp(session["expires_at"], UTC)
    return OpenedCheckout(session["id"], session["url"] or ended_url, expires_at)


def told_by_session(session: Words) -> ProviderStatus | None:
    """Read how far a session has come, its payment expanded; nothing when it is not ours."""
    return _told(session, _session_state(session), reference=session["id"])


def _session_state(session: Words) -> ProviderState:
    if session["status"] == "expired":
        return ProviderState.EXPIRED
    if session["status"] == "open":
        return ProviderState.PENDING
    payment = session.get("payment_intent")
    payment = payment if isinstance(payment, Mapping) else {}
    if session["payment_status"] != "paid":
        going_on = payment.get("status", "processing") == "processing"
        return ProviderState.PENDING if going_on else ProviderState.FAILED
    charge = payment.get("latest_charge")
    return _charge_state(charge) if isinstance(charge, Mapping) else ProviderState.PAID


def _charge_state(charge: Words) -> ProviderState:
    if charge["refunded"]:
        return ProviderState.REFUNDED
    return ProviderState.PARTLY_REFUNDED if charge["amount_refunded"] else ProviderState.PAID


def _told(
    words: Words, state: ProviderState, *, reference: str | None, amount: str = "amount_total"
) -> ProviderStatus | None:
    intent_id = (words.get("metadata") or {}).get(INTENT)
    if intent_id is None:
        return None
    unfunded = state in {ProviderState.PENDING, ProviderState.FAILED, ProviderState.EXPIRED}
    money = None if unfunded else _money(words.get(amount), words.get("currency"))
    return ProviderStatus(intent_id, reference, state, money)


def _money(amount: object, currency: object) -> Money | None:
    # A currency that is not ours cannot be counted here: the verdict makes a dispute of it.
    code = str(currency).upper()
    return Money(amount, code) if isinstance(amount, int) and code in EXPONENTS else None


def _completed(session: Words) -> ProviderStatus | None:
    paid = session["payment_status"] == "paid"
    state = ProviderState.PAID if paid else ProviderState.PENDING
    return _told(session, state, reference=session["id"])


def _async_paid(session: Words) -> ProviderStatus | None:
    return _told(session, ProviderState.PAID, reference=session["id"])


def _async_failed(session: Words) -> ProviderStatus | None:
    return _told(session, ProviderState.FAILED, reference=session["id"])


def _expired(session: Words) -> ProviderStatus | None:
    return _told(session, ProviderState.EXPIRED, reference=session["id"])


def _charge_refunded(charge: Words) -> ProviderStatus | None:
    return _told(charge, _charge_state(charge), reference=None, amount="amount_captured")


def _refund_failed(refund: Words) -> ProviderStatus | None:
    return _told(refund, ProviderState.REFUND_FAILED, reference=None, amount="amount")


READERS: Mapping[str, Callable[[Words], ProviderStatus | None]] = MappingProxyType(
    {
        "checkout.session.completed": _completed,
        "checkout.session.async_payment_succeeded": _async_paid,
        "checkout.session.async_payment_failed": _async_failed,
        "checkout.session.expired": _expired,
        "charge.refunded": _charge_refunded,
        "refund.failed": _refund_failed,
    }
)


def told_by_event(event: Words) -> ProviderEvent:
    """Read an event whose signature has been verified."""
    reader = READERS.get(event["type"])
    status = None if reader is None else reader(event["data"]["object"])
    return ProviderEvent(event["id"], event["type"], status)


def refund_asked(order: RefundOrder, payment_intent: str) -> dict[str, Any]:
    """Write the refund to create."""
    return {
        "payment_intent": payment_intent,
        "amount": order.money.minor,
        "metadata": {INTENT: order.intent_id},
    }


def living_refund(refunds: Iterable[Words]) -> RefundResult | None:
    """Find the refund that has gone through or still may."""
    results = [refunded(refund) for refund in refunds]
    return next((result for result in results if result.state is not RefundState.FAILED), None)


def refunded(refund: Words) -> RefundResult:
    """Read what became of a refund."""
    return RefundResult(refund["id"], REFUND_STATES[refund["status"]])
