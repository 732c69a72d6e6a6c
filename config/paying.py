"""Payments put together: the provider in use behind its port, and what collects and gives back."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from config.composition import Installation
from config.environment import Provider
from payments.collection import Collection
from payments.gateways import gateways_of
from payments.refunding import Refunding
from payments.sandbox import SandboxGateway, SandboxProvider
from payments.settlement import Settlement
from payments.stripe_checkout import StripeAccount, StripeGateway, stripe_gateway


@dataclass(frozen=True, slots=True)
class Paying:
    """What moves money in one installation."""

    collection: Collection
    refunding: Refunding
    sandbox: SandboxGateway | None


def compose_paying(installation: Installation) -> Paying:
    """Put the payments of an installation together."""
    sandbox = sandbox_of(installation)
    gateways = gateways_of(sandbox) if sandbox else gateways_of(stripe_of(installation))
    settlement = Settlement(installation.outbox, installation.clock)
    return Paying(
        collection=Collection(installation.database, gateways, settlement),
        refunding=Refunding(gateways, settlement),
        sandbox=sandbox,
    )


def sandbox_of(installation: Installation) -> SandboxGateway | None:
    """Open the sandbox where it is the provider in use: a demonstration's."""
    payment = installation.settings.payment
    if payment.provider is not Provider.SANDBOX:
        return None
    secret = payment.sandbox_secret
    provider = SandboxProvider(installation.database, installation.clock, secret, wall_clock)
    page_url = f"{installation.settings.portal.public_url}/sandbox/checkout"
    return SandboxGateway(provider, page_url, secret, wall_clock)


def stripe_of(installation: Installation) -> StripeGateway:
    """Open the account at Stripe; two webhook secrets, during a rotation, are parted by a comma."""
    stripe = installation.settings.payment.stripe
    secrets = tuple(filter(None, (part.strip() for part in stripe.webhook_secret.split(","))))
    account = StripeAccount(stripe.secret_key, secrets)
    if stripe.api_base:
        account = replace(account, api_base=stripe.api_base)
    return stripe_gateway(account, wall_clock=wall_clock)


def wall_clock() -> datetime:
    """Tell the time of this machine, which providers' signatures are dated by."""
    return datetime.now(UTC)
