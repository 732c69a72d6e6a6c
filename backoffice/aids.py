"""What helps whoever treats a case: their drafts, notes, text blocks, and what changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from backoffice import story
from backoffice.since import Seen, Since, since_last_visit
from eservices.definition.model import EService
from workflows import notes, text_blocks, unfinished
from workflows.accounts import Account, names_of
from workflows.cases import Case
from workflows.notes import Note
from workflows.text_blocks import TextBlock
from workflows.unfinished import Unfinished


@dataclass(frozen=True, slots=True)
class Aids:
    """All of it for one account on one case."""

    kept: Mapping[str, Unfinished]
    notes: tuple[Note, ...]
    blocks: tuple[TextBlock, ...]
    #: What changed since the account last had the case; None at the first visit.
    since: Since | None
    #: The same as colleagues tell it: what others did.
    happened: tuple[story.Episode, ...]


#: For whoever only gives an opinion: what others write among themselves is not theirs.
NO_AIDS = Aids({}, (), (), None, ())


def read_aids(
    connection: Connection, case: Case, account: Account, eservice: EService, seen: Seen
) -> Aids:
    """Read them for whoever holds the case; nothing for whoever gives an opinion on it."""
    if case.claimed_by != account.id:
        return NO_AIDS
    since = since_last_visit(connection, case, account, eservice, seen)
    entries = since.entries if since else ()
    ids = {entry.account_id for entry in entries if entry.account_id is not None}
    who = names_of(connection, ids) if ids else {}
    return Aids(
        kept=unfinished.kept(connection, case, account.id),
        notes=notes.notes_of(connection, case.id),
        blocks=text_blocks.offered(connection, eservice=case.eservice, office=account.office),
        since=since,
        happened=story.tell(entries, eservice, who),
    )
