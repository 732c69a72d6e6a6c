"""Tracking links: the secret that opens a case to its applicant, computed and never stored.

The secret is an HMAC of the case's reference under the installation's key, with a random nonce of
the case: a copy of the database opens no case, and a new nonce cuts a link that leaked.
"""

import base64
import hmac
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import Connection

from workflows.cases import Applicant, Case, applicant_of, case_by_reference
from workflows.errors import UnknownCase

#: 160 bits, written in 32 lower-case letters and digits that survive being read aloud.
SECRET_BYTES = 20
#: Stands in for a case that does not exist, so that the answer takes as long.
NOBODY = bytes(16)


@dataclass(frozen=True, slots=True)
class TrackingLinks:
    """Makes and checks tracking links; `public_url` is the portal's own address."""

    public_url: str
    key: bytes = field(repr=False)

    def secret(self, reference: str, nonce: bytes) -> str:
        """Compute the secret part of a case's link."""
        digest = hmac.digest(self.key, nonce + reference.encode(), sha256)
        return base64.b32encode(digest[:SECRET_BYTES]).decode().lower()

    def link(self, case: Case, applicant: Applicant) -> str:
        """Give the address of a case's page for its applicant."""
        secret = self.secret(case.reference, applicant.tracking_nonce)
        return f"{self.public_url}/track/{case.reference}/{secret}"

    def open(
        self, connection: Connection, *, reference: str, secret: str
    ) -> tuple[Case, Applicant]:
        """Read the case that a link opens.

        Raises:
            UnknownCase: no such case, or not this secret; nothing tells which.
        """
        case, applicant = _find(connection, reference)
        nonce = NOBODY if applicant is None else applicant.tracking_nonce
        matches = hmac.compare_digest(self.secret(reference, nonce).encode(), secret.encode())
        if case is None or applicant is None or not matches:
            raise UnknownCase(reference)
        return case, applicant


def _find(connection: Connection, reference: str) -> tuple[Case | None, Applicant | None]:
    try:
        case = case_by_reference(connection, reference)
    except UnknownCase:
        return None, None
    return case, applicant_of(connection, case.id)
