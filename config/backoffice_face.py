"""The back office put together, in the processes that serve it."""

from urllib.parse import urlsplit

from flask import Flask

from backoffice.application import create_backoffice
from backoffice.cash.trade import CashTrade
from backoffice.services import BackofficeServices
from config.composition import Installation, compose_here
from config.handlers.receipts import Receipts
from config.paying import cash_desk_of
from config.providing import ProvidedHere
from config.texting import sms_of
from config.tracking import codes_of
from config.verification import Houses, Issuers
from eservices.packs import surroundings_of
from eservices.packs.cash import LONGEST
from payments.settlement import Settlement
from workflows.proofs.keys import Site
from workflows.proofs.locker import Locker
from workflows.proofs.proving import Means


def application() -> Flask:
    """Make the back office's application, as Gunicorn asks for it."""
    return compose_backoffice(compose_here())


def compose_backoffice(installation: Installation) -> Flask:
    """Make the back office's application."""
    settings, pack = installation.settings, installation.pack
    return create_backoffice(
        BackofficeServices(
            engine=installation.database,
            workflow=installation.workflow,
            clock=installation.clock,
            storage=installation.storage,
            settlement=Settlement(installation.outbox, installation.clock),
            cash=_cash(installation),
            surroundings=surroundings_of(pack),
            codes=codes_of(settings),
            issuer=Issuers(installation),
            house=Houses(installation),
            country=pack.country,
            cash_offices=pack.cash_offices,
            sms=sms_of(settings) is not None,
            providing=ProvidedHere(installation),
            session_key=settings.backoffice.session_key,
            means=_means(installation),
            must_prove=settings.second_factor_roles,
            zone=pack.zone,
            installation=pack.branding.title,
            national_languages=pack.national_languages,
            portal_url=settings.portal.public_url,
            secure=settings.backoffice.public_url.startswith("https://"),
            demo=settings.demo,
            trusted_proxies=settings.trusted_proxies,
        )
    )


def _cash(installation: Installation) -> CashTrade:
    cash, receipts = installation.pack.cash, Receipts(installation)
    return CashTrade(
        desk=cash_desk_of(installation),
        original=receipts.original,
        duplicate=receipts.duplicate,
        ceiling=None if cash is None else cash.ceiling,
        longest=LONGEST if cash is None else cash.longest,
    )


def _means(installation: Installation) -> Means:
    """Give what proofs are checked with: a security key signs for the address people see."""
    parts = urlsplit(installation.settings.backoffice.public_url)
    site = Site(
        host=parts.hostname or "",
        origin=f"{parts.scheme}://{parts.netloc}",
        name=installation.pack.branding.title.in_language("fr"),
    )
    return Means(Locker(installation.settings.factors_key), site)
