"""Filings: what was lodged, exactly, with the digest that proves it and the code to verify it.

The content is written once, in the transaction that lodges; later corrections change the case, and
never what was filed. A random code stands in it, so that nobody finds answers by trying digests.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from delivery.codes import new_code, read_code
from eservices.tables import filings
from workflows.attachments import Attachment
from workflows.cases import Case

DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Filing:
    """What was filed: its canonical text, the digest of that text, and a code for paper."""

    case_id: int
    code: str
    digest: str
    content: str


COLUMNS = tuple(filings.c[name] for name in Filing.__dataclass_fields__)


def record_filing(
    connection: Connection, case: Case, files: Sequence[Attachment], *, applicant: str
) -> Filing:
    """Record what a case was lodged with."""
    code = new_code()
    content = canonical(case, files, applicant=applicant, code=code)
    digest = sha256(content.encode()).hexdigest()
    filing = Filing(case.id, code, digest, content)
    connection.execute(
        filings.insert().values({name: getattr(filing, name) for name in Filing.__slots__})
    )
    return filing


def canonical(case: Case, files: Sequence[Attachment], *, applicant: str, code: str) -> str:
    """Write an application in the one way that has its digest: sorted JSON without spaces."""
    documents = [
        {"field": file.field, "name": file.filename, "sha256": file.sha256, "size": file.size}
        for file in files
    ]
    content = {
        "answers": dict(case.answers),
        "applicant": applicant,
        "code": code,
        "definition": case.definition,
        "documents": documents,
        "eservice": case.eservice,
        "lodged_at": case.lodged_at.isoformat(),
        "reference": case.reference,
    }
    return _written(content)


def digest_of_answers(answers: Mapping[str, Any]) -> str:
    """Give the digest of answers, which tells whether they are still those that somebody saw."""
    return sha256(_written(dict(answers)).encode()).hexdigest()


def _written(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def documents_of(filing: Filing) -> tuple[tuple[str, str], ...]:
    """List the documents that were filed: the field of each, and its name."""
    documents = json.loads(filing.content)["documents"]
    return tuple((document["field"], document["name"]) for document in documents)


def answers_of(filing: Filing) -> Mapping[str, Any]:
    """Read the answers that were filed, which later corrections do not touch."""
    answers: Mapping[str, Any] = json.loads(filing.content)["answers"]
    return answers


def filing_of(connection: Connection, case_id: int) -> Filing | None:
    """Read what a case was lodged with; None where no applicant lodged it here."""
    return _one(connection, filings.c.case_id == case_id)


def find_filing(connection: Connection, typed: str) -> Filing | None:
    """Find a filing by its code or its digest, as somebody typed it from paper."""
    digest = "".join(typed.split()).lower()
    if DIGEST.fullmatch(digest):
        return _one(connection, filings.c.digest == digest)
    code = read_code(typed)
    return None if code is None else _one(connection, filings.c.code == code)


def _one(connection: Connection, condition: ColumnElement[bool]) -> Filing | None:
    row = connection.execute(select(*COLUMNS).where(condition)).one_or_none()
    return None if row is None else Filing(**row._mapping)
