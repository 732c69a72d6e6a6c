"""What is known of people, table by table, and how it is taken out of each.

Acts, receipts and what was paid stay: a register and books have periods of their own. Of the
journal, who moved the case when and for which coded reason stays; what anybody wrote does not.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    case,
    cast,
    delete,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backoffice.voice.tables import problem_entries, problems
from delivery.tables import acts, notices, revocations
from eservices.counter.tables import hand_overs
from eservices.tables import draft_codes, drafts, filings, short_links
from workflows.journal import WRITTEN
from workflows.language.procedure import Question
from workflows.tables import (
    applicants,
    attachments,
    case_notes,
    cases,
    consultations,
    journal_entries,
    out_of_turn,
    outbox_events,
    questions,
    recusals,
    representatives,
    signing_items,
    unfinished_work,
)

#: Of an opinion, the result stays and its reasons go.
OPINION = Question.OPINION

Ids = Sequence[int]


def erase_attachments(connection: Connection, ids: Ids) -> None:
    """Take the files of cases away; storage is swept of what no row names."""
    connection.execute(delete(attachments).where(attachments.c.case_id.in_(ids)))
    nothing = {"documents": func.jsonb_build_array()}
    _rewrite_filings(connection, ids, nothing)
    none = {"document_sha256": "", "document_name": ""}
    connection.execute(update(out_of_turn).where(out_of_turn.c.case_id.in_(ids)).values(none))


def _rewrite_filings(
    connection: Connection, ids: Ids, parts: Mapping[str, ColumnElement[Any]]
) -> None:
    """Put nothing in place of parts of what was filed; its code and its digest stay."""
    said = [item for name, value in parts.items() for item in (name, value)]
    kept = cast(filings.c.content, JSONB).op("||")(func.jsonb_build_object(*said))
    connection.execute(
        update(filings).where(filings.c.case_id.in_(ids)).values(content=cast(kept, Text))
    )


def erase_answers(connection: Connection, ids: Ids) -> None:
    """Take away what people answered, wrote and were told, and how they are reached."""
    for step in (_of_cases, _of_journal, _of_messages, _of_work):
        step(connection, ids)


def _of_cases(connection: Connection, ids: Ids) -> None:
    connection.execute(update(cases).where(cases.c.id.in_(ids)).values(answers={}))
    for table in (applicants, representatives):
        # Without its random part, no link opens the case any more.
        nobody = {"name": "", "mail": None, "phone": None, "tracking_nonce": func.uuid_send(UUID)}
        connection.execute(update(table).where(table.c.case_id.in_(ids)).values(nobody))
    _rewrite_filings(
        connection, ids, {"answers": func.jsonb_build_object(), "applicant": literal("")}
    )
    mine = select(drafts.c.id).where(drafts.c.case_id.in_(ids))
    connection.execute(delete(draft_codes).where(draft_codes.c.draft_id.in_(mine)))
    connection.execute(delete(drafts).where(drafts.c.case_id.in_(ids)))
    connection.execute(delete(short_links).where(short_links.c.case_id.in_(ids)))
    # That something was handed over stays, and what kind of document was seen.
    seen = hand_overs.c.case_id.in_(ids) & hand_overs.c.document_end.is_not(None)
    connection.execute(update(hand_overs).where(seen).values(document_end=""))


UUID = func.gen_random_uuid()


def _of_journal(connection: Connection, ids: Ids) -> None:
    data = journal_entries.c.data
    written = data.op("-")(cast(sorted(WRITTEN), ARRAY(Text)))
    path = cast([OPINION, "text"], ARRAY(Text))
    silent = func.jsonb_set(written, path, cast(literal('""'), JSONB), False)  # noqa: FBT003 - SQL: create nothing that is missing
    kept = case((func.jsonb_typeof(data[OPINION]) == "object", silent), else_=written)
    mine = journal_entries.c.case_id.in_(ids)
    connection.execute(update(journal_entries).where(mine).values(data=kept))


def _of_messages(connection: Connection, ids: Ids) -> None:
    said = {"recipient": "", "subject": "", "body": ""}
    connection.execute(update(notices).where(notices.c.case_id.in_(ids)).values(said))
    asked = {"text": "", "answer": case((questions.c.answer.is_not(None), ""))}
    connection.execute(update(questions).where(questions.c.case_id.in_(ids)).values(asked))
    # What waits for a person is theirs to settle first.
    done = outbox_events.c.case_id.in_(ids), outbox_events.c.done_at.is_not(None)
    emptied: dict[str, Any] = {"data": {}, "last_error": None}
    connection.execute(update(outbox_events).where(*done).values(emptied))


def _of_work(connection: Connection, ids: Ids) -> None:
    """Take away what colleagues wrote about a case."""
    advised = {"text": case((consultations.c.text.is_not(None), ""))}
    _empty(connection, consultations, advised, ids)
    _empty(connection, signing_items, {"remark": "", "note": ""}, ids)
    _empty(connection, out_of_turn, {"note": ""}, ids)
    _empty(connection, case_notes, {"text": ""}, ids)
    _empty(connection, recusals, {"note": ""}, ids)
    connection.execute(delete(unfinished_work).where(unfinished_work.c.case_id.in_(ids)))
    # That a document was seen stays; which one it was does not.
    seen = {"document_end": case((hand_overs.c.document_end.is_not(None), ""))}
    _empty(connection, hand_overs, seen, ids)
    told = select(problems.c.id).where(problems.c.case_id.in_(ids))
    words = update(problem_entries).where(problem_entries.c.problem_id.in_(told)).values(words="")
    connection.execute(words)
    issued = select(acts.c.id).where(acts.c.case_id.in_(ids))
    taken = update(revocations).where(revocations.c.act_id.in_(issued)).values(note="")
    connection.execute(taken)


def _empty(connection: Connection, table: Table, values: dict[str, Any], ids: Ids) -> None:
    connection.execute(update(table).where(table.c.case_id.in_(ids)).values(values))
