"""Representatives: somebody who lodges and follows a case in the name of its applicant."""

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from workflows.cases import Applicant
from workflows.tables import representatives


@dataclass(frozen=True, slots=True)
class Representative:
    """Who acts for a case's applicant, in which quality, and how to reach them."""

    kind: str
    name: str
    mail: str | None
    phone: str | None
    language: str
    tracking_nonce: bytes

    @property
    def person(self) -> Applicant:
        """Give them as one of the people to whom a case may be opened."""
        return Applicant(self.name, self.mail, self.phone, self.language, self.tracking_nonce)


COLUMNS = tuple(representatives.c[name] for name in Representative.__dataclass_fields__)
FOUND = select(*COLUMNS).where(representatives.c.case_id == bindparam("case_id"))


def represent(
    connection: Connection,
    case_id: int,
    *,
    kind: str,
    name: str,
    mail: str | None,
    phone: str | None,
    language: str,
) -> None:
    """Write who acts for a case's applicant; a repeat of the lodging changes nothing."""
    values = {"kind": kind, "name": name, "mail": mail, "phone": phone, "language": language}
    nonce = secrets.token_bytes(16)
    written = insert(representatives).values(case_id=case_id, tracking_nonce=nonce, **values)
    connection.execute(written.on_conflict_do_nothing())


def representative_of(connection: Connection, case_id: int) -> Representative | None:
    """Read who acts for a case's applicant, if anybody does."""
    row = connection.execute(FOUND, {"case_id": case_id}).one_or_none()
    return None if row is None else Representative(**row._mapping)
