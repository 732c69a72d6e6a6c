"""Payments put together: the provider in use behind its port, and what collects and gives back."""

from dataclasses import dataclass
from importlib import import_module

from config.composition import Installation
from config.environment import Provider
from config.wall_clock import wall_clock
from payments.cash.counting import Coinage
from payments.cash.desk import CashDesk
from payments.cash.gateway import CashGateway
from payments.collection import Collection
from payments.gateway import Gateway
from payments.gateways import gateways_of
from payments.refunding import Refunding
from payments.sandbox import SandboxGateway, SandboxProvider
from payments.settlement import Settlement

#: Loaded only where Stripe is used: its library takes longer to load than all of ours.
STRIPE = "config.stripe_account"


@dataclass(frozen=True, slots=True)
class Paying:
    """What moves money in one installation."""

    collection: Collection
    refunding: Refunding
    sandbox: SandboxGateway | None


def compose_paying(installation: Installation) -> Paying:
    """Put the payments of an installation together."""
    sandbox = sandbox_of(installation)
    gateways = gateways_of(sandbox or _stripe(installation), CashGateway(installation.database))
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


def _stripe(installation: Installation) -> Gateway:
    gateway: Gateway = import_module(STRIPE).stripe_of(installation.settings)
    return gateway


def cash_desk_of(installation: Installation) -> CashDesk:
    """Put the cash desk together; without coins in the pack, no till is there to use it."""
    collection, pack = compose_paying(installation).collection, installation.pack
    return CashDesk(
        settlement=collection.settlement,
        reconciliation=collection.reconciliation,
        coinage=Coinage(pack.cash.pieces if pack.cash else (1,)),
        zone=pack.zone,
    )
