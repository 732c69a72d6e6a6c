"""Errors of payments: each carries identifiers as attributes and builds its own message."""

from workflows.errors import Outage


class PaymentError(Exception):
    """Base of every error that payments raise on purpose."""


class UnknownIntent(PaymentError):
    """No payment intent has this identifier."""

    def __init__(self, intent_id: str) -> None:
        self.intent_id = intent_id
        super().__init__(f"unknown payment intent {intent_id!r}")


class UnknownProvider(PaymentError):
    """No gateway is configured under this name."""

    def __init__(self, provider: str) -> None:
        self.provider = provider
        super().__init__(f"unknown payment provider {provider!r}")


class NothingDue(PaymentError):
    """The case's present state collects nothing that is still owed."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(f"case {reference} has nothing to pay now")


class NotSettled(PaymentError):
    """The intent settled nothing, so it gets no receipt."""

    def __init__(self, intent_id: str) -> None:
        self.intent_id = intent_id
        super().__init__(f"payment intent {intent_id!r} settled nothing")


class InvalidSignature(PaymentError):
    """A webhook was not signed by the provider, for us, now; nothing in it may be believed."""

    def __init__(self, provider: str, why: str) -> None:
        self.provider = provider
        self.why = why
        super().__init__(f"webhook of {provider} refused: {why}")


class ProviderError(PaymentError):
    """The provider did not do what was asked; `code` is its own word for why."""

    def __init__(self, provider: str, code: str) -> None:
        self.provider = provider
        self.code = code
        super().__init__(f"{provider}: {code}")


class ProviderUnavailable(ProviderError, Outage):
    """The provider did not answer, or not clearly: what was asked may or may not have been done."""


class ProviderRefused(ProviderError):
    """The provider answered no, and will answer no again: a person must look."""
