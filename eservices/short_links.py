"""Short links: what a short message carries, computed and signed, and good for a time.

The last part is an HMAC under the installation's key: a copy of the database opens nothing. It
ends by itself, ends when the applicant cuts their links, and then says what to do instead.
"""

import base64
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from delivery.notices import Party
from eservices.tables import short_links
from workflows.cases import Applicant, Case, applicant_of, find_case
from workflows.representatives import representative_of

#: How long one opens a case: the longest procedure of the packs takes less.
GOOD_FOR = timedelta(days=90)
#: 128 bits, in 22 characters that every telephone shows.
TOKEN_BYTES = 16
#: Keeps these links apart from everything else that the key signs.
PURPOSE = b"short link\x00"


class UnknownLink(Exception):
    """No short link ends so."""


class EndedLink(Exception):
    """It was one, and is too old or was cut."""


@dataclass(frozen=True, slots=True)
class ShortLinks:
    """Makes and opens short links; `public_url` is the portal's own address."""

    public_url: str
    key: bytes = field(repr=False)

    def make(
        self,
        connection: Connection,
        case: Case,
        person: Applicant,
        *,
        party: Party,
        position: int,
        now: datetime,
    ) -> str:
        """Write the link of one message; a repeat gives the same one."""
        told = f"{case.reference}\x00{position}\x00{party}".encode()
        signed = hmac.digest(self.key, PURPOSE + person.tracking_nonce + told, sha256)
        token = base64.urlsafe_b64encode(signed[:TOKEN_BYTES]).decode().rstrip("=")
        row = {"case_id": case.id, "party": party, "created_at": now}
        connection.execute(
            insert(short_links)
            .values(digest=_digest(token), expires_at=now + GOOD_FOR, **row)
            .on_conflict_do_nothing()
        )
        return f"{self.public_url}/s/{token}"

    def open(self, connection: Connection, token: str, *, now: datetime) -> tuple[Case, Applicant]:
        """Give the case that a link opens, and whose it is; raises UnknownLink or EndedLink."""
        row = connection.execute(
            select(short_links).where(short_links.c.digest == _digest(token))
        ).one_or_none()
        if row is None:
            raise UnknownLink
        if row.revoked_at is not None or row.expires_at <= now:
            raise EndedLink
        case = find_case(connection, row.case_id)
        if row.party == Party.APPLICANT:
            return case, applicant_of(connection, case.id)
        acting = representative_of(connection, case.id)
        if acting is None:
            raise EndedLink
        return case, acting.person


def revoke_short_links(connection: Connection, case_id: int, *, now: datetime) -> None:
    """Cut the short links of a case's applicant."""
    connection.execute(
        update(short_links)
        .where(short_links.c.case_id == case_id, short_links.c.party == Party.APPLICANT)
        .where(short_links.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
