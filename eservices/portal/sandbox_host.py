"""The sandbox as a provider that reports to us over HTTP, as any other would."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from payments.sandbox import SandboxProvider, SignedWebhook

log = logging.getLogger(__name__)

SIGNATURE = "Sandbox-Signature"
#: A provider does not wait long for an answer, and neither must the payer.
PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class SandboxHost:
    """The provider behind the sandbox's page, and how it reports what happened there."""

    provider: SandboxProvider
    report: Callable[[SignedWebhook], None]


@dataclass(frozen=True, slots=True)
class PostedWebhooks:
    """Posts webhooks to our own address; one that is lost is made up for by polling."""

    url: str

    def __call__(self, webhook: SignedWebhook) -> None:
        """Post a webhook and note when it did not arrive."""
        headers = {SIGNATURE: webhook.signature, "Content-Type": "application/json"}
        try:
            answer = httpx.post(self.url, content=webhook.body, headers=headers, timeout=PATIENCE)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            log.warning("sandbox.webhook_lost", extra={"error": type(error).__name__})
