"""What a Stripe account holds: sessions, payments, charges and refunds, as its API writes them."""

import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from payments.sandbox import SignedWebhook

WEBHOOK_SECRET = "whsec_test_secret"
DAY = 86_400


class Refused(Exception):
    """The API answers with an error."""

    def __init__(self, *, code: str, status: int = 400) -> None:
        self.code = code
        self.status = status
        super().__init__(code)


@dataclass
class StripeBooks:
    """The account's objects by identifier."""

    url: str
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    charges: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: What each session writes on the payment it will lead to.
    metadata: dict[str, dict[str, Any]] = field(default_factory=dict)

    def create_session(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Open a session for the lines that were asked."""
        prices = [line["price_data"] for line in asked["line_items"].values()]
        session = {
            "id": f"cs_test_{secrets.token_hex(16)}",
            "object": "checkout.session",
            "created": int(time.time()),
            "expires_at": int(time.time()) + DAY,
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "livemode": False,
            "amount_total": sum(int(price["unit_amount"]) for price in prices),
            "currency": prices[0]["currency"],
            "client_reference_id": asked["client_reference_id"],
            "metadata": asked["metadata"],
        }
        session["url"] = f"{self.url}/pay/{session['id']}"
        self.sessions[str(session["id"])] = session
        self.metadata[str(session["id"])] = asked["payment_intent_data"]["metadata"]
        return session

    def session(self, reference: str) -> dict[str, Any]:
        """Find a session."""
        if reference not in self.sessions:
            raise Refused(code="resource_missing", status=404)
        return self.sessions[reference]

    def expanded(self, reference: str) -> dict[str, Any]:
        """Find a session and write its payment and charge out."""
        session = self.session(reference)
        if session["payment_intent"] is None:
            return session
        payment = self.payments[session["payment_intent"]]
        charge = self.charges.get(payment["latest_charge"])
        return session | {"payment_intent": payment | {"latest_charge": charge}}

    def end(self, reference: str) -> dict[str, Any]:
        """Expire an open session."""
        session = self.session(reference)
        if session["status"] != "open":
            raise Refused(code="session_not_open")
        session |= {"status": "expired", "url": None}
        return session

    def pay(self, reference: str, *, status: str = "succeeded") -> dict[str, Any]:
        """Complete a session; `processing` leaves the money on its way."""
        session = self.session(reference)
        if session["status"] != "open":
            raise Refused(code="session_not_open")
        payment_id = f"pi_{secrets.token_hex(8)}"
        self.payments[payment_id] = {
            "id": payment_id,
            "object": "payment_intent",
            "status": status,
            "latest_charge": None,
            "metadata": self.metadata[reference],
        }
        session |= {"status": "complete", "url": None, "payment_intent": payment_id}
        if status == "succeeded":
            self.arrive(reference)
        return session

    def arrive(self, reference: str) -> dict[str, Any]:
        """Let the money of a completed session arrive."""
        session = self.session(reference)
        payment = self.payments[session["payment_intent"]]
        charge = {
            "id": f"ch_{secrets.token_hex(8)}",
            "object": "charge",
            "currency": session["currency"],
            "amount_captured": session["amount_total"],
            "amount_refunded": 0,
            "refunded": False,
            "metadata": payment["metadata"],
        }
        self.charges[str(charge["id"])] = charge
        payment |= {"status": "succeeded", "latest_charge": charge["id"]}
        session["payment_status"] = "paid"
        return session

    def bounce(self, reference: str) -> dict[str, Any]:
        """Let the money of a completed session not arrive after all."""
        session = self.session(reference)
        self.payments[session["payment_intent"]]["status"] = "requires_payment_method"
        return session

    def charge_of(self, reference: str) -> dict[str, Any]:
        """Find the charge that a session led to."""
        payment = self.payments[self.session(reference)["payment_intent"]]
        return self.charges[payment["latest_charge"]]

    def refund(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give back all or part of a charge, and never more than it took."""
        payment = self.payments[asked["payment_intent"]]
        charge = self.charges[payment["latest_charge"]]
        left = charge["amount_captured"] - charge["amount_refunded"]
        amount = int(asked.get("amount", left))
        if not left or amount > left:
            raise Refused(code="charge_already_refunded")
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
        refund = {
            "id": f"re_{secrets.token_hex(8)}",
            "object": "refund",
            "amount": amount,
            "currency": charge["currency"],
            "payment_intent": payment["id"],
            "status": "succeeded",
            "metadata": asked.get("metadata", {}),
        }
        self.refunds[str(refund["id"])] = refund
        return refund

    def refunds_of(self, payment_intent: str) -> list[dict[str, Any]]:
        """List the refunds of a payment."""
        return [r for r in self.refunds.values() if r["payment_intent"] == payment_intent]


def an_event(kind: str, told: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Write an event; the same thing reported twice has the same identifier."""
    digest = hashlib.sha256(f"{kind}{told['id']}{told.get('amount_refunded')}".encode())
    event = {
        "id": f"evt_{digest.hexdigest()[:24]}",
        "object": "event",
        "type": kind,
        "livemode": False,
        "created": int(time.time()),
        "data": {"object": json.loads(json.dumps(told))},
    }
    return event | changes


def signed(
    event: dict[str, Any], *, secret: str = WEBHOOK_SECRET, late_by: int = 0
) -> SignedWebhook:
    """Sign an event as sent now, or some seconds ago."""
    body = json.dumps(event).encode()
    instant = int(time.time()) - late_by
    message = f"{instant}.".encode() + body
    digest = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
    return SignedWebhook(body, f"t={instant},v1={digest}")
