"""What changed since somebody last had a case: answers, files, what others did, late clocks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from backoffice.answers import visible_fields
from backoffice.languages import language, words
from backoffice.openings import Purpose
from eservices.definition.groups import find_part
from eservices.definition.model import EService
from eservices.form.presenting import present
from workflows.accounts import Account
from workflows.attachments import Attachment, replaced_since
from workflows.cases import Case
from workflows.deadlines import Deadline
from workflows.journal import CHANGED, FORMER, Entry
from workflows.openings import last_visit


@dataclass(frozen=True, slots=True)
class Altered:
    """An answer that was corrected."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NewPiece:
    """A file that came, and whether it took the place of another."""

    label: str
    piece: Attachment
    replaces: bool


@dataclass(frozen=True, slots=True)
class Since:
    """All that changed since a visit."""

    visit: datetime
    answers: tuple[Altered, ...]
    pieces: tuple[NewPiece, ...]
    #: What others did, as the journal tells it.
    entries: tuple[Entry, ...]
    #: Clocks that ran out meanwhile.
    breached: tuple[Deadline, ...]

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.answers or self.pieces or self.entries or self.breached)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the case screen has read already."""

    entries: Sequence[Entry]
    pieces: Sequence[Attachment]
    clocks: Sequence[Deadline]


def since_last_visit(
    connection: Connection, case: Case, account: Account, eservice: EService, seen: Seen
) -> Since | None:
    """Tell what changed since the account last had the case; None at the first visit."""
    visit = last_visit(connection, case.id, account.id, purpose=Purpose.TREATMENT)
    if visit is None:
        return None
    after = tuple(entry for entry in seen.entries if entry.at > visit)
    return Since(
        visit=visit,
        answers=tuple(_altered(after, case, eservice)),
        pieces=tuple(_pieces(connection, case, eservice, seen.pieces, visit)),
        entries=tuple(entry for entry in after if entry.account_id != account.id),
        breached=tuple(one for one in seen.clocks if one.breached_at and one.breached_at > visit),
    )


def _altered(after: Sequence[Entry], case: Case, eservice: EService) -> Iterator[Altered]:
    """Compare the answers that were corrected with what they were at first."""
    former: dict[str, Any] = {}
    for entry in after:
        before: Mapping[str, Any] = entry.data.get(FORMER, {})
        for name in entry.data.get(CHANGED, ()):
            former.setdefault(name, before.get(name))
    visible = {field.id: field for field in visible_fields(eservice.form)}
    for name, value in former.items():
        field = visible.get(name)
        if field is not None:
            was = present(field, value, language()) if value is not None else ""
            now = present(field, case.answers.get(name), language())
            if was != now:
                yield Altered(words(field.label), was, now)


def _pieces(
    connection: Connection,
    case: Case,
    eservice: EService,
    pieces: Sequence[Attachment],
    visit: datetime,
) -> Iterator[NewPiece]:
    new = [piece for piece in pieces if piece.created_at > visit]
    gone = replaced_since(connection, case.id, visit) if new else frozenset()
    for piece in new:
        field = find_part(eservice.form, piece.field)
        label = words(field.label) if field else piece.field
        yield NewPiece(label, piece, piece.field in gone)
