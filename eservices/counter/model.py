"""What assistance at a counter is, and how a citizen agrees to what it lodges."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from eservices.counter.tables import assistances
from eservices.definition.form import Field, FieldType, FileKind
from workflows.language.values import Text

#: Under this name the signed form is attached to a draft and to its case; no form may ask for it.
PAPER = "counter_consent"
#: The question that the scan answers, so that it is judged like every other file.
SCAN = Field(
    id=PAPER,
    type=FieldType.FILE,
    label=Text({"fr": "Formulaire signé", "en": "Signed form"}),
    accept=(FileKind.PDF, FileKind.JPEG, FileKind.PNG),
)


class Consent(StrEnum):
    """How the citizen agreed."""

    #: They read out a one-time code that was sent to them.
    CODE = "code"
    #: They signed a printed form, which was scanned.
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Assistance:
    """A counter agent fills an application in for somebody who is present."""

    id: int
    account_id: int
    office: str
    eservice: str
    draft_id: str
    started_at: datetime
    #: Until when the draft waits.
    expires_at: datetime
    case_id: int | None
    consent: Consent | None
    lodged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """An assistance to whose lodging the citizen agreed, with the scans that prove it on paper."""

    assistance: Assistance
    consent: Consent
    scans: tuple[str, ...] = ()
    #: Where they agreed with a code: the digest of the answers to which they did.
    answers_digest: str | None = None


COLUMNS = tuple(assistances.c[name] for name in Assistance.__dataclass_fields__)


def assistance_of(row: Row[*tuple[Any, ...]]) -> Assistance:
    """Make an assistance of a row that holds its columns."""
    consent = None if row.consent is None else Consent(row.consent)
    values = {name: row._mapping[name] for name in Assistance.__dataclass_fields__}
    return Assistance(**values | {"consent": consent})
