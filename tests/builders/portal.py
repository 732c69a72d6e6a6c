"""A portal on a real database, with an e-service that asks every kind of question."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy
from flask import Flask

from delivery.reports import NOTICE_AGAIN, NOTICE_FAILED
from delivery.verification import Verifier
from eservices.definition.model import EService
from eservices.definition.publish import content_of, publish
from eservices.draft_codes import DraftCodes
from eservices.lodging import Desk
from eservices.lost_links import LINK_ASKED
from eservices.one_time_codes import CODE_ASKED, OneTimeCodes
from eservices.portal.application import create_portal
from eservices.portal.sandbox_host import SandboxHost
from eservices.portal.services import PortalServices
from eservices.proof import Issuer
from eservices.short_links import ShortLinks
from eservices.tracking import TrackingLinks
from payments.sandbox import SignedWebhook
from payments.settlement import DISPUTED, REFUND_DUE, REFUNDED, SETTLED
from tests.builders.delivery import BRANDING, SmsTray
from tests.builders.eservices import an_eservice
from tests.builders.kernel import EVENTS, an_office
from tests.builders.payments import Till, a_sandbox, a_till
from workflows.clock import ShiftedClock
from workflows.language.values import Text
from workflows.outbox import Outbox
from workflows.storage import DirectoryStorage

ZONE = ZoneInfo("Africa/Porto-Novo")
PUBLIC_URL = "https://portal.example"
TRACKING_KEY = b"t" * 32


def _text(fr: str, en: str) -> dict[str, str]:
    return {"fr": fr, "en": en}


def _field(name: str, kind: str, fr: str, en: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, "label": _text(fr, en), **more}


#: One page for each story: identity, a conditional question, every number, and files.
PAGES: tuple[Mapping[str, Any], ...] = (
    {
        "page": "identity",
        "title": _text("Votre identité", "Your identity"),
        "fields": [
            _field("npi", "national-id", "Numéro NPI", "NPI number", pattern="[0-9]{10}"),
            _field("surname", "person-name", "Nom", "Surname"),
            _field("given_names", "person-name", "Prénoms", "Given names"),
            _field("born_on", "date", "Date de naissance", "Date of birth", max="today"),
            _field(
                "status",
                "choice",
                "Vous êtes",
                "You are",
                options=[
                    {"value": "citizen", "label": _text("Béninois", "Beninese")},
                    {"value": "resident", "label": _text("Résident", "Resident")},
                ],
            ),
            _field(
                "country",
                "text",
                "Pays de nationalité",
                "Country of nationality",
                when='answers.status == "resident"',
            ),
        ],
    },
    {
        "page": "purpose",
        "title": _text("Votre besoin", "Your need"),
        "fields": [
            _field("needed_by", "date", "Pour quand", "By when", min="today", required=False),
            _field("copies", "integer", "Exemplaires", "Copies", min=1, max=5),
            _field("plot", "area", "Surface", "Area", min=10, required=False),
            _field("abroad", "boolean", "À l’étranger", "Abroad"),
            _field("reason", "long-text", "Motif", "Reason", max_length=500, required=False),
            _field("town", "place", "Ville", "Town"),
            _field("mail", "mail", "Adresse électronique", "Mail address"),
            _field("phone", "phone", "Téléphone", "Telephone", required=False),
        ],
    },
    {
        "page": "documents",
        "title": _text("Vos pièces", "Your documents"),
        "fields": [
            _field(
                "birth_certificate",
                "file",
                "Acte de naissance",
                "Birth certificate",
                accept=["pdf", "jpeg", "png"],
            ),
            _field(
                "residence_proof",
                "file",
                "Preuve de résidence",
                "Proof of residence",
                accept=["pdf"],
                max_size=1,
                when='answers.status == "resident"',
            ),
        ],
    },
)

#: What fills each page rightly, as typed.
TYPED: Mapping[str, Mapping[str, str]] = {
    "identity": {
        "npi": "1234 567 890",
        "surname": "Dossou",
        "given_names": "Afi Sènami",
        "born_on-day": "1",
        "born_on-month": "3",
        "born_on-year": "1994",
        "status": "citizen",
    },
    "purpose": {
        "copies": "2",
        "abroad": "no",
        "town": "Cotonou",
        "mail": "afi@example.org",
        "phone": "+229 01 97 00 00 00",
    },
}


def a_thorough_eservice(**changes: Any) -> EService:
    """Declare the e-service: the small one's procedure, with a form that asks everything."""
    content = content_of(an_eservice())
    contact = {"name": ["surname", "given_names"], "mail": "mail", "phone": "phone"}
    tariff = [
        {
            "item": "issue",
            "label": _text("Délivrance", "Issue"),
            "amount": "1900 XOF",
            "from": "2020-07-29",
        }
    ]
    demo = {"promise": _text("Délai à confirmer.", "Delay to be confirmed.")}
    more = {"form": {"pages": PAGES, "contact": contact}, "tariff": tariff, "demo": demo}
    return EService.model_validate({**content, **more, **changes})


def an_issuer() -> Issuer:
    """Name who gives proofs of filing."""
    return Issuer(
        BRANDING,
        ask=f"{PUBLIC_URL}/verify",
        of_code=f"{PUBLIC_URL}/v",
        zone=ZONE,
        follow=f"{PUBLIC_URL}/track",
    )


@dataclass(frozen=True, slots=True)
class Site:
    """A running portal and what stands behind it."""

    app: Flask
    services: PortalServices
    till: Till
    clock: ShiftedClock


def a_site(engine: sqlalchemy.Engine, folder: Path, **changes: Any) -> Site:
    """Put a demonstration portal together; the sandbox reports straight to the collection."""
    clock = ShiftedClock()
    sandbox = a_sandbox(engine, clock)
    till = a_till(engine, sandbox, clock=clock)

    def report(webhook: SignedWebhook) -> None:
        till.collection.receive("sandbox", body=webhook.body, signature=webhook.signature)

    told = (LINK_ASKED, CODE_ASKED, NOTICE_FAILED, NOTICE_AGAIN)
    events = (*EVENTS, SETTLED, REFUND_DUE, REFUNDED, DISPUTED, *told)
    values: dict[str, Any] = {
        "engine": engine,
        "desk": Desk(till.workflow, clock, ZONE, reference_prefix="BJ"),
        "outbox": Outbox({event: (event,) for event in events}),
        "storage": DirectoryStorage(folder),
        "collection": till.collection,
        "links": TrackingLinks(PUBLIC_URL, TRACKING_KEY),
        "short_links": ShortLinks(PUBLIC_URL, TRACKING_KEY),
        "codes": OneTimeCodes(TRACKING_KEY),
        "draft_codes": DraftCodes(TRACKING_KEY),
        "sms": {"tray": SmsTray()},
        "verifier": Verifier(clock=clock, roots=(), zone=ZONE),
        "issuer": lambda _connection, _eservice, _case, _language: an_issuer(),
        "house": lambda _connection, _office, _language: an_issuer(),
        "counter_url": "https://backoffice.example/counter",
        "session_key": "s" * 32,
        "installation": Text(_text("Services publics du Bénin", "Public services of Benin")),
        "country": "BJ",
        "colours": ("#008751", "#fcd116", "#e8112d"),
        "secure": False,
        "demo": True,
        "sandbox": SandboxHost(sandbox.provider, report),
    }
    services = PortalServices(**values | changes)
    return Site(create_portal(services), services, till, clock)


def a_stocked_site(engine: sqlalchemy.Engine, folder: Path, **changes: Any) -> Site:
    """Put a portal together with an office and the thorough e-service live."""
    site = a_site(engine, folder, **changes)
    with engine.begin() as connection:
        an_office(connection)
        publish(connection, a_thorough_eservice())
    return site
