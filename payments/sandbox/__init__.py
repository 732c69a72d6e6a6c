"""The sandbox: a payment provider that moves no money, for demonstrations and tests.

It stands on the other side of the port: it keeps its own tables, signs its own webhooks, and can
lose them, so that everything a real provider does to us can be lived through on one machine.
"""

from payments.sandbox.gateway import SandboxGateway
from payments.sandbox.provider import (
    CheckoutEnded,
    SandboxCheckout,
    SandboxProvider,
    UnknownCheckout,
)
from payments.sandbox.signing import SignedWebhook

__all__ = [
    "CheckoutEnded",
    "SandboxCheckout",
    "SandboxGateway",
    "SandboxProvider",
    "SignedWebhook",
    "UnknownCheckout",
]
