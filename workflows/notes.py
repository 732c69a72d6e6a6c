"""Internal notes on a case: for whoever treats it later, with author and time, never changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select

from workflows.errors import WorkflowError
from workflows.tables import accounts, case_notes

LONGEST = 2000
#: The same words by the same person within this time are a second click.
SECOND_CLICK = timedelta(minutes=10)


class NothingWritten(WorkflowError):
    """There are no words, or too many."""


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote on a case for those who treat it later."""

    at: datetime
    author: str
    text: str


def write(
    connection: Connection, case_id: int, account_id: int, text: str, *, at: datetime
) -> None:
    """Add a note to a case, once; raises NothingWritten."""
    words = text.replace("\r\n", "\n").strip()
    if not words or len(words) > LONGEST:
        raise NothingWritten(case_id)
    same = (
        case_notes.c.case_id == case_id,
        case_notes.c.account_id == account_id,
        case_notes.c.text == words,
        case_notes.c.at > at - SECOND_CLICK,
    )
    if connection.execute(select(case_notes.c.id).where(*same)).first() is None:
        values = {"case_id": case_id, "account_id": account_id, "text": words, "at": at}
        connection.execute(insert(case_notes).values(values))


def notes_of(connection: Connection, case_id: int) -> tuple[Note, ...]:
    """Read the notes of a case, oldest first."""
    rows = connection.execute(
        select(case_notes.c.at, accounts.c.name.label("author"), case_notes.c.text)
        .join_from(case_notes, accounts)
        .where(case_notes.c.case_id == case_id)
        .order_by(case_notes.c.id)
    )
    return tuple(Note(**row._mapping) for row in rows)
