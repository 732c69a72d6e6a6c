"""A closed case of which everything is known that can be: one word stands in each place."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from backoffice.voice.tables import problem_entries, problems
from delivery.tables import acts, notices, revocations
from eservices.counter.tables import hand_overs
from eservices.filing import record_filing
from eservices.tables import draft_codes, drafts, short_links
from workflows.accounts import Account
from workflows.attachments import Attachment, record
from workflows.cases import Case, find_case
from workflows.storage import Storage
from workflows.tables import (
    applicants,
    case_notes,
    cases,
    consultations,
    journal_entries,
    out_of_turn,
    outbox_events,
    pools,
    questions,
    recusals,
    representatives,
    signing_batches,
    signing_items,
    unfinished_work,
)

MARK = "Zinsou-Tokpanou"


def remember(
    connection: Connection, case: Case, storage: Storage, by: tuple[Account, Account], at: datetime
) -> Attachment:
    """Write the word wherever somebody's own words or data may stand, and close the case."""
    file = _file(connection, case, storage, at)
    closed = {"answers": {"surname": MARK, "paper": file.id}, "closed_at": at}
    connection.execute(update(cases).where(cases.c.id == case.id).values(closed))
    known = find_case(connection, case.id)
    record_filing(connection, known, [file], applicant=MARK)
    _people(connection, case, at)
    _journal(connection, case, at)
    _colleagues(connection, case, by, at)
    return file


def _add(connection: Connection, table: Table, **values: Any) -> None:
    connection.execute(insert(table).values(**values))


def _file(connection: Connection, case: Case, storage: Storage, at: datetime) -> Attachment:
    content = f"%PDF-1.4 {MARK}".encode()
    return record(
        connection,
        case_id=case.id,
        field="paper",
        filename=f"{MARK}.pdf",
        media_type="application/pdf",
        size=len(content),
        sha256=storage.put(content),
        created_at=at,
    )


def _people(connection: Connection, case: Case, at: datetime) -> None:
    nonce, mail = secrets.token_bytes(16), f"{MARK}@example.org"
    person = {"name": MARK, "mail": mail, "phone": MARK, "tracking_nonce": nonce}
    connection.execute(update(applicants).where(applicants.c.case_id == case.id).values(person))
    _add(connection, representatives, case_id=case.id, kind="agent", language="fr", **person)
    draft = {"id": secrets.token_hex(16), "eservice": case.eservice}
    instants = {"created_at": at, "updated_at": at, "expires_at": at + timedelta(days=99)}
    _add(
        connection,
        drafts,
        **draft,
        **instants,
        definition=case.definition,
        language="fr",
        entries={"surname": MARK},
        lodging_key=secrets.token_hex(8),
        case_id=case.id,
    )
    code = {"code": secrets.token_bytes(8), "born_on": b"b", "created_at": at, "expires_at": at}
    _add(connection, draft_codes, draft_id=draft["id"], **code)
    _add(
        connection,
        short_links,
        digest=secrets.token_bytes(8),
        case_id=case.id,
        party="applicant",
        created_at=at,
        expires_at=at,
    )


def _journal(connection: Connection, case: Case, at: datetime) -> None:
    data = {
        "reason": "unreadable",
        "message": MARK,
        "note": MARK,
        "changed": ["surname"],
        "former": {"surname": MARK},
        "opinion": {"name": "safety", "result": "favourable", "text": MARK},
    }
    moved = {"role": "agent", "trigger": "approve", "to_state": "x", "to_stage": "review"}
    _add(connection, journal_entries, case_id=case.id, position=99, at=at, data=data, **moved)
    told = {"recipient": MARK, "subject": MARK, "body": MARK, "language": "fr"}
    sent = {"status": "sent", "queued_at": at, "sent_at": at, "channel": "mail"}
    _add(connection, notices, case_id=case.id, position=1, **told, **sent)
    event = {"event": "x", "job": "x", "data": {"letter": MARK}, "done_at": at}
    _add(connection, outbox_events, case_id=case.id, last_error=MARK, **event)


def _colleagues(
    connection: Connection, case: Case, by: tuple[Account, Account], at: datetime
) -> None:
    one, other = by[0].id, by[1].id
    pool = connection.execute(select(pools.c.id).limit(1)).scalar_one()
    asked = {"key": "k", "asked_at": at, "on_behalf": False, "text": MARK, "pool_id": pool}
    given = {"answer": MARK, "answered_at": at, "answered_by": one, "office": by[0].office}
    _add(connection, questions, case_id=case.id, **asked, **given)
    office = {"office": by[0].office, "pool_id": pool, "eligible_at": at, "tie_break": 1}
    advice = {"name": "safety", "state": "x", "asked_at": at, "text": MARK}
    answered = {"result": "favourable", "answered_at": at, "answered_by": one}
    _add(connection, consultations, case_id=case.id, **office, **advice, **answered)
    paper = {"document_sha256": "f" * 64, "document_name": MARK, "document_type": "image/png"}
    turn = {"reason": "medical", "note": MARK, "asked_by": one, "asked_at": at}
    _add(connection, out_of_turn, case_id=case.id, pool_id=pool, **paper, **turn)
    batch = insert(signing_batches).values(account_id=one, taken_at=at, finished_at=at)
    number = connection.execute(batch.returning(signing_batches.c.id)).scalar_one()
    line = {"batch_id": number, "position": 1, "version": 1, "sign": "sign"}
    _add(connection, signing_items, case_id=case.id, remark=MARK, note=MARK, **line)
    _notes(connection, case, one, pool, at)
    problem = insert(problems).values(kind="scan", case_id=case.id, reported_by=one, reported_at=at)
    told = connection.execute(problem.returning(problems.c.id)).scalar_one()
    words = {"account_id": one, "step": "told", "words": MARK}
    _add(connection, problem_entries, problem_id=told, at=at, **words)
    act = {
        "number": case.reference,
        "code": secrets.token_hex(16),
        "status": "reserved",
        "reserved_at": at,
    }
    issued = insert(acts).values(case_id=case.id, **act).returning(acts.c.id)
    number = connection.execute(issued).scalar_one()
    seen = {"manner": "identity", "document_kind": "passport", "document_end": MARK, "at": at}
    given = {"act_id": number, "account_id": one, "office": by[0].office}
    _add(connection, hand_overs, case_id=case.id, **given, **seen)
    taken = {"act_id": number, "reason": "x", "note": MARK}
    settled = {"confirmed": False, "settled_by": other, "settled_at": at}
    _add(connection, revocations, proposed_by=one, proposed_at=at, **taken, **settled)


def _notes(connection: Connection, case: Case, one: int, pool: int, at: datetime) -> None:
    _add(connection, case_notes, case_id=case.id, account_id=one, at=at, text=MARK)
    recused = {"account_id": one, "pool_id": pool, "role": "agent", "reason": "relative"}
    _add(connection, recusals, case_id=case.id, note=MARK, at=at, **recused)
    half = {
        "account_id": one,
        "kind": "decision",
        "name": "approve",
        "content": {"note": MARK},
        "at": at,
    }
    _add(connection, unfinished_work, case_id=case.id, **half)
