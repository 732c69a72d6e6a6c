"""Cases as they stand, and the people they belong to."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from workflows.clock import NOW
from workflows.errors import UnknownCase
from workflows.language.procedure import CLOSED, Stage
from workflows.tables import applicants, cases


@dataclass(frozen=True, slots=True)
class Case:
    """A citizen's case as it stood when it was read."""

    id: int
    reference: str
    eservice: str
    definition: str
    state: str
    stage: Stage
    version: int
    answers: Mapping[str, Any]
    lodged_at: datetime
    entered_at: datetime
    closed_at: datetime | None
    pool_id: int | None
    eligible_at: datetime | None
    barred: tuple[int, ...]
    claimed_by: int | None
    claimed_until: datetime | None
    #: By name, what was answered or what silence means; nothing while an opinion is awaited.
    opinions: Mapping[str, str]
    #: Who filed it at a counter with the applicant; None where the applicant did.
    filed_by: int | None

    @property
    def is_closed(self) -> bool:
        """Tell whether nothing more can happen in the procedure."""
        return self.stage in CLOSED

    def is_claimed_by(self, account_id: int | None, at: datetime) -> bool:
        """Tell whether this account holds the case at that instant."""
        held = self.claimed_by is not None and self.claimed_until is not None
        return held and self.claimed_by == account_id and self.claimed_until > at  # type: ignore[operator]  # `held` rules None out


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whom a case belongs to and how to reach them."""

    name: str
    mail: str | None
    phone: str | None
    language: str
    tracking_nonce: bytes
    #: How they want to be told, where they chose.
    channel: str | None = None


COLUMNS = tuple(cases.c[name] for name in Case.__dataclass_fields__)
APPLICANT_COLUMNS = tuple(applicants.c[name] for name in Applicant.__dataclass_fields__)

#: Every exchange and job begins with one of these: put together once, not each time.
BY_ID = select(*COLUMNS).where(cases.c.id == bindparam("case_id"))
BY_REFERENCE = select(*COLUMNS).where(cases.c.reference == bindparam("reference"))
LOCKED = BY_ID.add_columns(NOW.label("now")).with_for_update()
APPLICANT = select(*APPLICANT_COLUMNS).where(applicants.c.case_id == bindparam("case_id"))
#: The columns whose values a case keeps in a type of its own.
STAGE, BARRED = (tuple(Case.__dataclass_fields__).index(name) for name in ("stage", "barred"))


def case_of(row: Row[*tuple[Any, ...]]) -> Case:
    """Make a case of a row that begins with its columns, in their order."""
    values = list(row[: len(COLUMNS)])
    values[STAGE], values[BARRED] = Stage(values[STAGE]), tuple(values[BARRED])
    return Case(*values)


def find_case(connection: Connection, case_id: int) -> Case:
    """Read a case by its identifier; raises UnknownCase."""
    row = connection.execute(BY_ID, {"case_id": case_id}).one_or_none()
    if row is None:
        raise UnknownCase(case_id)
    return case_of(row)


def case_by_reference(connection: Connection, reference: str) -> Case:
    """Read a case by its public reference; raises UnknownCase."""
    row = connection.execute(BY_REFERENCE, {"reference": reference}).one_or_none()
    if row is None:
        raise UnknownCase(reference)
    return case_of(row)


def lock_case(connection: Connection, case_id: int) -> Case:
    """Read a case and keep every other mover out until the transaction ends; raises UnknownCase."""
    return lock_case_now(connection, case_id)[0]


def lock_case_now(connection: Connection, case_id: int) -> tuple[Case, datetime]:
    """Lock a case as `lock_case` does, and read the database's clock along with it.

    Whoever had to wait for another mover reads the clock after it: PostgreSQL computes the row anew
    when it changed meanwhile.
    """
    row = connection.execute(LOCKED, {"case_id": case_id}).one_or_none()
    if row is None:
        raise UnknownCase(case_id)
    return case_of(row), row.now


def applicant_of(connection: Connection, case_id: int) -> Applicant:
    """Read to whom a case belongs; raises UnknownCase."""
    row = connection.execute(APPLICANT, {"case_id": case_id}).one_or_none()
    if row is None:
        raise UnknownCase(case_id)
    return Applicant(**row._mapping)


def renew_nonce(connection: Connection, case_id: int) -> None:
    """Cut every link of a case's applicant; the next one written is another."""
    _change_applicant(connection, case_id, tracking_nonce=secrets.token_bytes(16))


def choose_channel(connection: Connection, case_id: int, channel: str) -> None:
    """Write how a case's applicant wants to be told."""
    _change_applicant(connection, case_id, channel=channel)


def _change_applicant(connection: Connection, case_id: int, **values: object) -> None:
    connection.execute(update(applicants).where(applicants.c.case_id == case_id).values(**values))
