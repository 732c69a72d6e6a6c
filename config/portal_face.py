"""The citizens' portal put together, in the processes that serve it."""

from flask import Flask

from config.composition import Installation, compose_here
from config.paying import Paying, compose_paying
from config.texting import sms_of
from config.tracking import codes_of, draft_codes_of, links_of, short_links_of
from config.verification import Houses, Issuers, verifier_of
from eservices.lodging import Desk
from eservices.packs import read_procedures
from eservices.portal.application import create_portal
from eservices.portal.sandbox_host import PostedWebhooks, SandboxHost
from eservices.portal.services import PortalServices
from eservices.portal.signposts import signposts_of
from payments.sandbox import SandboxGateway


def application() -> Flask:
    """Make the citizens' application, as Gunicorn asks for it."""
    return compose_portal(compose_here())


def compose_portal(installation: Installation) -> Flask:
    """Make the citizens' application."""
    return create_portal(portal_services(installation))


def portal_services(installation: Installation) -> PortalServices:
    """Gather what the portal is given."""
    settings, pack, paying = installation.settings, installation.pack, compose_paying(installation)
    sms = sms_of(settings)
    return PortalServices(
        engine=installation.database,
        desk=Desk(installation.workflow, installation.clock, pack.zone, pack.country),
        outbox=installation.outbox,
        storage=installation.storage,
        collection=paying.collection,
        links=links_of(settings),
        short_links=short_links_of(settings),
        codes=codes_of(settings),
        draft_codes=draft_codes_of(settings),
        sms={} if sms is None else {sms.name: sms},
        verifier=verifier_of(installation),
        issuer=Issuers(installation),
        house=Houses(installation),
        counter_url=f"{settings.backoffice.public_url}/counter",
        session_key=settings.portal.session_key,
        installation=pack.branding.title,
        country=pack.country,
        cash_offices=pack.cash_offices,
        procedures=read_procedures(pack),
        national_languages=pack.national_languages,
        licence=pack.licence,
        answers_within=pack.answers_within,
        signposts=signposts_of(pack),
        notes=tuple(pack.demo.values()),
        colours=pack.branding.colours,
        secure=settings.portal.public_url.startswith("https://"),
        demo=settings.demo,
        sandbox=_sandbox_host(installation, paying),
        trusted_proxies=settings.trusted_proxies,
    )


def _sandbox_host(installation: Installation, paying: Paying) -> SandboxHost | None:
    sandbox: SandboxGateway | None = paying.sandbox
    if sandbox is None:
        return None
    # The webhook goes where the portal listens, as a provider's would: over HTTP.
    url = f"http://{installation.settings.portal.bind}/webhooks/{sandbox.name}"
    return SandboxHost(sandbox.provider, PostedWebhooks(url))
