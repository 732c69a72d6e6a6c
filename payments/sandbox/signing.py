"""How the sandbox signs its webhooks: a keyed digest over the instant and the body."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from payments.errors import InvalidSignature

PROVIDER = "sandbox"
#: How far a webhook's instant may be from now, either way: a clock may drift, a replay may not.
TOLERANCE = timedelta(minutes=5)
HEADER = re.compile(r"t=(?P<instant>[0-9]{1,12}),v1=(?P<digest>[0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class SignedWebhook:
    """A webhook ready to be posted: the body, and the signature that goes into its header."""

    body: bytes
    signature: str


def sign(body: bytes, *, secret: str, at: datetime) -> SignedWebhook:
    """Sign a body as sent at an instant."""
    instant = int(at.timestamp())
    return SignedWebhook(body, f"t={instant},v1={_digest(body, instant, secret)}")


def verify(webhook: SignedWebhook, *, secret: str, at: datetime) -> None:
    """Raise `InvalidSignature` unless the body was signed with this secret about now."""
    match = HEADER.fullmatch(webhook.signature)
    if match is None:
        raise InvalidSignature(PROVIDER, "unreadable signature")
    instant = int(match["instant"])
    if not hmac.compare_digest(match["digest"], _digest(webhook.body, instant, secret)):
        raise InvalidSignature(PROVIDER, "wrong signature")
    if abs(at.timestamp() - instant) > TOLERANCE.total_seconds():
        raise InvalidSignature(PROVIDER, "not sent about now")


def _digest(body: bytes, instant: int, secret: str) -> str:
    return hmac.new(secret.encode(), f"{instant}.".encode() + body, hashlib.sha256).hexdigest()
