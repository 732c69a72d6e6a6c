"""Where anybody verifies a document, and which seals are believed there."""

from dataclasses import dataclass

from cryptography import x509
from sqlalchemy import Connection

from config.branding import answering_office, branding_of
from config.composition import Installation
from config.settings import Settings
from delivery.documents import Branding
from delivery.issuing import VerificationPages
from delivery.keys import load_certificates
from delivery.verification import Verifier
from eservices.definition.model import EService
from eservices.proof import Issuer
from workflows.cases import Case
from workflows.organisations import find_office


def pages_of(settings: Settings) -> VerificationPages:
    """Give the public addresses printed on documents."""
    portal = settings.portal.public_url
    return VerificationPages(ask=f"{portal}/verify", of_code=f"{portal}/v")


def roots_of(settings: Settings) -> tuple[x509.Certificate, ...]:
    """Read the certificates that a genuine seal leads to; raises UnusableKey."""
    return load_certificates(settings.seal_roots)


def verifier_of(installation: Installation) -> Verifier:
    """Put the verification of acts together."""
    roots = roots_of(installation.settings)
    return Verifier(installation.clock, roots, installation.pack.zone)


@dataclass(frozen=True, slots=True)
class Houses:
    """Tells how an office stands at the head of what it prints itself, such as at a counter."""

    installation: Installation

    def __call__(self, connection: Connection, office: str, language: str) -> Issuer:
        """Give the office, with the public pages of verification."""
        head = branding_of(
            self.installation.pack,
            find_office(connection, office),
            language=language,
            specimen=self.installation.settings.demo,
        )
        return issuer_of(self.installation, head)


@dataclass(frozen=True, slots=True)
class Issuers:
    """Tells who stands at the head of a document about a case, and where it is verified."""

    installation: Installation

    def __call__(
        self, connection: Connection, eservice: EService, case: Case, language: str
    ) -> Issuer:
        """Give the office that answers for a case, with the public pages of verification."""
        settings, pack = self.installation.settings, self.installation.pack
        office = answering_office(connection, eservice, case)
        head = branding_of(pack, office, language=language, specimen=settings.demo)
        return issuer_of(self.installation, head)


def issuer_of(installation: Installation, head: Branding) -> Issuer:
    """Put the public pages to a head."""
    settings = installation.settings
    pages = pages_of(settings)
    return Issuer(
        head,
        ask=pages.ask,
        of_code=pages.of_code,
        zone=installation.pack.zone,
        follow=f"{settings.portal.public_url}/track",
    )
