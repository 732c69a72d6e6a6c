"""Stripe Checkout behind the gateway port, through Stripe's own library.

Stripe replays the stored answer of a key, a stored failure included, and may forget a key after a
day. A repeat therefore looks up first, asks again under the intent's own key, and takes a fresh
key only when that one is spent on a failure and the look-up found nothing.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, cast

import stripe

from payments.errors import InvalidSignature, ProviderError, ProviderRefused, ProviderUnavailable
from payments.gateway import (
    LONGEST_EVENT,
    Checkout,
    OpenedCheckout,
    ProviderEvent,
    ProviderStatus,
    RefundOrder,
    RefundResult,
)
from payments.stripe_words import (
    living_refund,
    opened,
    refund_asked,
    refunded,
    session_asked,
    told_by_event,
    told_by_session,
)

PROVIDER = "stripe"
#: Seconds to connect and to wait for an answer: an applicant is waiting too.
TIMEOUT = (3.0, 10.0)
RETRIES = 1
#: How far a webhook's instant may be from now. Stripe's library checks the past alone.
TOLERANCE = timedelta(minutes=5)
#: Around an intent's beginning, when the session of a lost answer may have been created.
CREATED_WITHIN = timedelta(hours=2)
CLOCKS_DIFFER_BY = timedelta(minutes=5)
#: The payment and its charge come with a session, so that one question tells all.
EXPANDED = ["payment_intent.latest_charge"]
#: Answers after which what was asked may or may not have been done; 0 is no answer at all.
UNCLEAR = frozenset({0, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS})
FAILURES = HTTPStatus.INTERNAL_SERVER_ERROR
LIVE_KEYS = ("sk_live_", "rk_live_")


class SpentKey(ProviderUnavailable):
    """The idempotency key replays a failure: under it, nothing will ever be done."""


@dataclass(frozen=True, slots=True)
class StripeAccount:
    """The account that collects, and where its API answers."""

    api_key: str = field(repr=False)
    #: Several during a rotation: a webhook signed with any of them is genuine.
    webhook_secrets: tuple[str, ...] = field(repr=False)
    api_base: str = stripe.DEFAULT_API_BASE

    @property
    def is_live(self) -> bool:
        """Tell whether real money moves."""
        return self.api_key.startswith(LIVE_KEYS)


@dataclass(frozen=True, slots=True)
class StripeGateway:
    """Collects through Stripe Checkout; build it with `stripe_gateway`."""

    client: stripe.StripeClient
    account: StripeAccount
    wall_clock: Callable[[], datetime]
    name: str = PROVIDER
    idempotent: bool = True
    has_page: bool = True

    def open(self, checkout: Checkout) -> OpenedCheckout:
        """Open a page to pay on; a repeat for the same intent finds the first page."""
        if checkout.attempt > 1 and (found := self.find(checkout)) is not None:
            return found
        key = f"checkout-{checkout.intent_id}"
        try:
            return self._create(checkout, key)
        except SpentKey:
            return self.find(checkout) or self._create(checkout, f"{key}-{checkout.attempt}")

    def find(self, checkout: Checkout) -> OpenedCheckout | None:
        """Look up the page that an earlier `open` for this intent left, if any."""
        since = checkout.begun_at - CLOCKS_DIFFER_BY
        until = checkout.begun_at + CREATED_WITHIN
        created = {"gte": int(since.timestamp()), "lte": int(until.timestamp())}
        with _answering():
            sessions = self.client.v1.checkout.sessions.list(
                cast("Any", {"created": created, "limit": 100})
            )
            for session in sessions.auto_paging_iter():
                if session.client_reference_id == checkout.intent_id:
                    return opened(session.to_dict(), ended_url=checkout.return_url)
        return None

    def status(self, provider_reference: str) -> ProviderStatus:
        """Ask how far a payment has come."""
        told = told_by_session(self._session(provider_reference))
        if told is None:
            raise ProviderRefused(PROVIDER, "foreign_session")
        return told

    def close(self, provider_reference: str) -> ProviderStatus:
        """End a page so that nobody can pay on it any more, and say how far it had come."""
        try:
            with _answering():
                self.client.v1.checkout.sessions.expire(provider_reference)
        except ProviderRefused:
            # Complete or expired already: a payer was quicker, and the status says so.
            return self.status(provider_reference)
        return self.status(provider_reference)

    def refund(self, order: RefundOrder) -> RefundResult:
        """Give the money back; a repeat finds the first refund."""
        payment = self._session(order.provider_reference).get("payment_intent")
        if not payment:
            raise ProviderRefused(PROVIDER, "nothing_to_refund")
        key = f"refund-{order.intent_id}"
        try:
            return self._refund_once(order, payment["id"], key)
        except SpentKey:
            # Stripe never gives back more than it took: a fresh key cannot pay twice.
            hour = int(self.wall_clock().timestamp()) // 3600
            return self._refund_once(order, payment["id"], f"{key}-{hour}")

    def read_event(self, body: bytes, signature: str) -> ProviderEvent:
        """Read a webhook; raises `InvalidSignature` unless the provider sent it to us just now."""
        if len(body) > LONGEST_EVENT:
            raise InvalidSignature(PROVIDER, "too long")
        if not any(_is_signed(body, signature, it) for it in self.account.webhook_secrets):
            raise InvalidSignature(PROVIDER, "wrong or old signature")
        if _instant(signature) > (self.wall_clock() + TOLERANCE).timestamp():
            raise InvalidSignature(PROVIDER, "sent in the future")
        event: dict[str, Any] = json.loads(body)
        if event.get("livemode") is not self.account.is_live:
            raise InvalidSignature(PROVIDER, "other mode")
        if event.get("account") is not None:
            raise InvalidSignature(PROVIDER, "other account")
        return told_by_event(event)

    def _refund_once(self, order: RefundOrder, payment: str, key: str) -> RefundResult:
        with _answering():
            listed = self.client.v1.refunds.list({"payment_intent": payment, "limit": 100})
            earlier = [refund.to_dict() for refund in listed.auto_paging_iter()]
        found = living_refund(earlier)
        if found is not None:
            return found
        asked = cast("Any", refund_asked(order, payment))
        # Each failed refund spends one key; the number of them is known to both sides.
        with _answering():
            made = self.client.v1.refunds.create(
                asked, {"idempotency_key": f"{key}-{len(earlier)}"}
            )
        return refunded(made.to_dict())

    def _create(self, checkout: Checkout, key: str) -> OpenedCheckout:
        asked = cast("Any", session_asked(checkout))
        with _answering():
            session = self.client.v1.checkout.sessions.create(asked, {"idempotency_key": key})
        return opened(session.to_dict(), ended_url=checkout.return_url)

    def _session(self, reference: str) -> dict[str, Any]:
        with _answering():
            session = self.client.v1.checkout.sessions.retrieve(reference, {"expand": EXPANDED})
        return session.to_dict()


def stripe_gateway(account: StripeAccount, *, wall_clock: Callable[[], datetime]) -> StripeGateway:
    """Build a gateway with a client of its own: nothing global is set, two can live together."""
    client = stripe.StripeClient(
        account.api_key,
        base_addresses={"api": account.api_base},
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT),
    )
    return StripeGateway(client, account, wall_clock)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except stripe.StripeError as error:
        raise _our_error(error) from error


def _our_error(error: stripe.StripeError) -> ProviderError:
    code = str(error.code or type(error).__name__)
    status = error.http_status or 0
    replayed = (error.headers or {}).get("idempotent-replayed") == "true"
    changed = isinstance(error, stripe.IdempotencyError) and status == HTTPStatus.BAD_REQUEST
    if changed or (replayed and status >= FAILURES):
        return SpentKey(PROVIDER, code)
    unclear = status in UNCLEAR or status >= FAILURES
    return ProviderUnavailable(PROVIDER, code) if unclear else ProviderRefused(PROVIDER, code)


def _is_signed(body: bytes, signature: str, secret: str) -> bool:
    # The library compares texts, and a body or header that is none must be refused, not raised.
    try:
        stripe.WebhookSignature.verify_header(
            body, signature, secret, int(TOLERANCE.total_seconds())
        )
    except (stripe.SignatureVerificationError, UnicodeError, TypeError):
        return False
    return True


def _instant(signature: str) -> int:
    """Read the instant of a header that was verified, as the library reads it: the first one."""
    return int(next(part[2:] for part in signature.split(",") if part.startswith("t=")))
