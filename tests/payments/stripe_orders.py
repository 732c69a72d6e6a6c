"""What Stripe is asked in tests: a checkout, and the refund of a paid one."""

import secrets
from typing import Any

from payments.gateway import Checkout, CheckoutLine, RefundOrder
from payments.money import Money
from tests.builders.payments import BACK, FEE, wall_clock
from tests.payments.other_side import StripeSide


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
