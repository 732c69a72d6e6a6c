"""Batches: files on paper that a counter sends to the office that treats them, by the week.

The open batch of a counter towards an office fills until it is closed; then it has a number without
gaps, a slip, and a clock of its own in working time. Whoever receives it says of each file whether
it was there, and what lay there besides.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, select

from eservices.counter.model import Consent
from eservices.counter.tables import assistances, paper_batches, paper_files, paper_surplus
from workflows.language.values import Span
from workflows.organisations import Office
from workflows.tables import cases

#: A week of work, where neither the pack nor the office says otherwise.
WEEKLY = Span.of("5 working-days")


class Paper(StrEnum):
    """What of a case is on paper."""

    #: The form that its applicant signed at the counter.
    CONSENT = "consent"
    #: Originals that the e-service asks to see.
    ORIGINALS = "originals"


class Found(StrEnum):
    """What whoever received a batch found of a file."""

    RECEIVED = "received"
    MISSING = "missing"


class Obstacle(StrEnum):
    """Why something cannot be done with a batch."""

    #: The office treats the case itself: there is nowhere to send it to.
    HERE = "here"
    #: It lies in a batch already.
    LISTED = "listed"
    EMPTY = "empty"
    #: There is no such batch, or it is closed, or of another office.
    GONE = "gone"


class BatchRefused(Exception):
    """What was asked cannot be done; `why` says why not."""

    def __init__(self, why: Obstacle) -> None:
        self.why = why
        super().__init__(why.value)


@dataclass(frozen=True, slots=True)
class Batch:
    """Files on paper that go from one office to another."""

    id: int
    office: str
    towards: str
    opened_at: datetime
    number: str | None
    closed_at: datetime | None
    due_at: datetime | None
    digest: str | None
    late_at: datetime | None
    settled_at: datetime | None

    def is_late(self, now: datetime) -> bool:
        """Tell whether it is on its way for too long."""
        return self.settled_at is None and self.due_at is not None and self.due_at < now


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file in a batch, by the reference of its case."""

    id: int
    case_id: int
    reference: str
    kind: Paper
    added_at: datetime
    standing: Found | None


COLUMNS = tuple(paper_batches.c[name] for name in Batch.__dataclass_fields__)
FILE_COLUMNS = (
    paper_files.c.id,
    paper_files.c.case_id,
    cases.c.reference,
    paper_files.c.kind,
    paper_files.c.added_at,
    paper_files.c.standing,
)
UNDER_WAY = paper_batches.c.closed_at.is_not(None) & paper_batches.c.settled_at.is_(None)
#: A file lies in a batch until it was missing there.
LIES_SOMEWHERE = paper_files.c.standing.is_distinct_from(Found.MISSING)


def awaited(connection: Connection, office: str) -> tuple[tuple[int, str], ...]:
    """List the cases whose signed form lies at a counter and in no batch yet, oldest first."""
    listed = exists().where(
        paper_files.c.case_id == assistances.c.case_id,
        paper_files.c.kind == Paper.CONSENT,
        LIES_SOMEWHERE,
    )
    rows = connection.execute(
        select(cases.c.id, cases.c.reference)
        .join_from(assistances, cases, cases.c.id == assistances.c.case_id)
        .where(assistances.c.office == office, assistances.c.consent == Consent.PAPER, ~listed)
        .order_by(assistances.c.lodged_at)
        .limit(200)
    )
    return tuple((row.id, row.reference) for row in rows)


def batch_of(row: Row[*tuple[Any, ...]]) -> Batch:
    """Make a batch of a row that holds its columns."""
    return Batch(**row._mapping)


def open_batches(connection: Connection, office: str) -> tuple[Batch, ...]:
    """List the batches that an office fills."""
    return read(connection, paper_batches.c.office == office, paper_batches.c.closed_at.is_(None))


def sent_batches(connection: Connection, office: str, *, most: int = 50) -> tuple[Batch, ...]:
    """List the batches that an office sent, the latest first."""
    sent = (paper_batches.c.office == office, paper_batches.c.closed_at.is_not(None))
    return read(connection, *sent)[:most]


def batches_for(connection: Connection, office: str | None, *, most: int = 50) -> tuple[Batch, ...]:
    """List the batches sent to an office, or to all of them, the latest first."""
    to = () if office is None else (paper_batches.c.towards == office,)
    return read(connection, *to, paper_batches.c.closed_at.is_not(None))[:most]


def under_way(connection: Connection) -> tuple[Batch, ...]:
    """List the batches that nobody has acknowledged in full, the first due first."""
    return tuple(reversed(read(connection, UNDER_WAY)))


def find(connection: Connection, batch_id: int) -> Batch | None:
    """Read a batch."""
    return next(iter(read(connection, paper_batches.c.id == batch_id)), None)


def read(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Batch, ...]:
    """Read batches, the latest due first."""
    ordered = select(*COLUMNS).where(*conditions).order_by(paper_batches.c.due_at.desc())
    return tuple(batch_of(row) for row in connection.execute(ordered.limit(200)))


def files_in(connection: Connection, batch_id: int) -> tuple[PaperFile, ...]:
    """List the files of a batch, in the order in which they were put there."""
    rows = connection.execute(
        select(*FILE_COLUMNS)
        .join_from(paper_files, cases, cases.c.id == paper_files.c.case_id)
        .where(paper_files.c.batch_id == batch_id)
        .order_by(paper_files.c.id)
    )
    return tuple(_file(row) for row in rows)


def _file(row: Row[*tuple[Any, ...]]) -> PaperFile:
    standing = None if row.standing is None else Found(row.standing)
    return PaperFile(**{**row._mapping, "kind": Paper(row.kind), "standing": standing})


def surplus_in(connection: Connection, batch_id: int) -> tuple[str, ...]:
    """List what lay in a batch without being listed."""
    found = select(paper_surplus.c.reference).where(paper_surplus.c.batch_id == batch_id)
    return tuple(connection.execute(found.order_by(paper_surplus.c.id)).scalars())


def span_of(office: Office) -> Span:
    """Give how long a batch of an office may be on its way."""
    written = office.content.get("transmission")
    return WEEKLY if written is None else Span.of(written)


def digest_of(number: str, batch: Batch, listed: Sequence[PaperFile]) -> str:
    """Compute the SHA-256 of what a slip lists, in canonical form."""
    content = {
        "number": number,
        "from": batch.office,
        "to": batch.towards,
        "files": [[one.reference, one.kind.value] for one in listed],
    }
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
