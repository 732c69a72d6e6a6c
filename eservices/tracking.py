"""Tracking links: the secret that opens a case to its applicant, computed and never stored.

The secret is an HMAC of the case's reference under the installation's key, with a random nonce of
the case: a copy of the database opens no case, and a new nonce cuts a link that leaked.
"""

import base64
import hmac
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import Connection

from workflows.actors import APPLICANT, REPRESENTATIVE, Actor
from workflows.cases import Applicant, Case, applicant_of, case_by_reference
from workflows.errors import UnknownCase
from workflows.representatives import Representative, representative_of

#: 160 bits, written in 32 lower-case letters and digits that survive being read aloud.
SECRET_BYTES = 20
#: Stands in for a case that does not exist, so that the answer takes as long.
NOBODY = bytes(16)
#: No case has this identifier.
NO_CASE = 0


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose link opened a case: the applicant's, or that of a representative."""

    person: Applicant
    representative: Representative | None = None

    @property
    def actor(self) -> Actor:
        """Give the actor that they are."""
        return APPLICANT if self.representative is None else REPRESENTATIVE


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

    def open(self, connection: Connection, *, reference: str, secret: str) -> tuple[Case, Holder]:
        """Read the case that a link opens, and whose link it is.

        Raises:
            UnknownCase: no such case, or not this secret; nothing tells which.
        """
        case, applicant = _find(connection, reference)
        if self._is_of(applicant, reference, secret) and case is not None and applicant is not None:
            return case, Holder(applicant)
        # Looked for whether or not there is such a case: the time taken tells nothing.
        acting = representative_of(connection, NO_CASE if case is None else case.id)
        person = None if acting is None else acting.person
        if self._is_of(person, reference, secret) and case is not None and person is not None:
            return case, Holder(person, acting)
        raise UnknownCase(reference)

    def _is_of(self, person: Applicant | None, reference: str, secret: str) -> bool:
        nonce = NOBODY if person is None else person.tracking_nonce
        return hmac.compare_digest(self.secret(reference, nonce).encode(), secret.encode())


def _find(connection: Connection, reference: str) -> tuple[Case | None, Applicant | None]:
    try:
        case = case_by_reference(connection, reference)
    except UnknownCase:
        return None, None
    return case, applicant_of(connection, case.id)
