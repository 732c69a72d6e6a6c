"""Where anybody verifies a document, and which seals are believed there."""

from cryptography import x509

from config.composition import Installation
from config.settings import Settings
from delivery.issuing import VerificationPages
from delivery.keys import load_certificates
from delivery.verification import Verifier


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
