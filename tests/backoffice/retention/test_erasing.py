"""When a period is over, nothing is left of the person; what is held back or needed stays."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, String, cast, func, select, text, update

from backoffice.retention import holding, switching
from backoffice.retention.erasing import CHUNK, Part, due_by, erase_due
from backoffice.retention.personal import OPINION
from backoffice.retention.switching import SwitchRefused
from backoffice.retention.tables import erasures
from config.schema import whole_metadata
from config.sweeping import sweep_files
from config.wall_clock import wall_clock
from eservices.tables import case_links
from tests.builders.backoffice import Backoffice
from tests.builders.remembered import MARK, remember
from workflows.actors import Role
from workflows.attachments import attachments_of_case
from workflows.cases import Case, find_case
from workflows.journal import FORMER, WRITTEN, history
from workflows.language.procedure import Question
from workflows.tables import administration_entries, cases

#: Tables that know a case and nothing of a person's own words or data: codes, instants, money,
#: the register of acts and the books, and what officials did.
KEPT = {
    "acts",
    "assessments",
    "assistances",
    "board_cases",
    "board_changes",
    "case_links",
    "charges",
    "claims",
    "complaints",
    "deadlines",
    "erasures",
    "estimates",
    "file_openings",
    "legal_holds",
    "paper_files",
    "payment_intents",
    "queue_stays",
    "receipts",
    "refunds",
    "watch_flags",
}
ERASED = {
    "applicants",
    "attachments",
    "case_notes",
    "consultations",
    "drafts",
    "filings",
    "hand_overs",
    "journal_entries",
    "notices",
    "out_of_turn",
    "outbox_events",
    "problems",
    "questions",
    "recusals",
    "representatives",
    "short_links",
    "signing_items",
    "unfinished_work",
}


def switched_on(office: Backoffice) -> None:
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        one, other = (office.hire(Role.ADMINISTRATOR).id for _ in range(2))
        switching.propose(connection, by=one, reason="law", at=now)
        with pytest.raises(SwitchRefused):
            switching.confirm(connection, by=one, reason="law", at=now)
        switching.confirm(connection, by=other, reason="law", at=now)


def a_known_case(office: Backoffice) -> Case:
    case, people = office.a_waiting_case(), (office.hire(Role.AGENT), office.hire(Role.AGENT))
    with office.engine.begin() as connection:
        remember(connection, case, office.storage, people, office.clock.now(connection))
        return find_case(connection, case.id)


def where_it_stands(engine: Engine) -> set[str]:
    """Name the tables in which the word is found, whatever the column."""
    with engine.begin() as connection:
        return {
            table.name
            for table in whole_metadata().tables.values()
            if connection.execute(
                select(func.count())
                .select_from(table)
                .where(cast(text(f'"{table.name}"'), String).contains(MARK))
            ).scalar_one()
        }


def in_storage(office: Backoffice) -> bool:
    folder = office.storage.root
    return any(MARK.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nothing_is_left_of_a_person_in_any_table_nor_in_storage(office: Backoffice) -> None:
    other = office.a_waiting_case()
    office.attach(other)
    case = a_known_case(office)
    switched_on(office)
    assert len(where_it_stands(office.engine)) >= 13
    assert in_storage(office)
    office.clock.advance(timedelta(days=731))

    erased = erase_due(office.engine, office.clock)

    assert erased == 2
    assert where_it_stands(office.engine) == set()
    sweep_files(office.engine, office.storage, now=wall_clock() + timedelta(days=2))
    assert not in_storage(office)
    with office.engine.begin() as connection:
        assert attachments_of_case(connection, other.id) != ()
        *_, entry = history(connection, case.id)
    assert dict(entry.data) == {
        "reason": "unreadable",
        "changed": ["surname"],
        "opinion": {"name": "safety", "result": "favourable", "text": ""},
    }


def test_files_go_before_answers_and_nothing_before_its_time(office: Backoffice) -> None:
    case = a_known_case(office)
    switched_on(office)
    assert erase_due(office.engine, office.clock) == 0
    office.clock.advance(timedelta(days=100))

    assert erase_due(office.engine, office.clock) == 1
    assert erase_due(office.engine, office.clock) == 0

    with office.engine.begin() as connection:
        assert attachments_of_case(connection, case.id) == ()
        assert find_case(connection, case.id).answers["surname"] == MARK
        marks = connection.execute(select(erasures)).one()
        journal = connection.execute(
            select(administration_entries.c.data).where(administration_entries.c.what == "erased")
        ).scalar_one()
    assert (marks.attachments_at is not None, marks.answers_at) == (True, None)
    assert journal == {"part": "attachments", "cases": 1}


def test_nothing_goes_until_two_have_switched_it_on_nor_after_one_switched_it_off(
    office: Backoffice,
) -> None:
    a_known_case(office)
    office.clock.advance(timedelta(days=3650))
    assert erase_due(office.engine, office.clock) == 0
    switched_on(office)
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        who = office.hire(Role.ADMINISTRATOR)
        switching.end(connection, by=who.id, reason="wait", at=now)

    assert erase_due(office.engine, office.clock) == 0
    assert where_it_stands(office.engine) != set()


def test_a_case_that_is_held_or_still_needed_stays(office: Backoffice) -> None:
    held, followed = a_known_case(office), a_known_case(office)
    inspector, later = office.hire(Role.INSPECTOR), office.a_waiting_case()
    switched_on(office)
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        assert holding.hold(connection, held.reference, by=inspector.id, reason="case", at=now)
        assert not holding.hold(connection, held.reference, by=inspector.id, reason="x", at=now)
        link = {"case_id": later.id, "follows": followed.id, "eservice": "x", "turn": 0}
        connection.execute(case_links.insert(), link)
    office.clock.advance(timedelta(days=731))
    with office.engine.begin() as connection:
        due = due_by(connection, office.clock.now(connection))
    assert {(one.part, one.cases, one.held) for one in due} == {
        (Part.ATTACHMENTS, 0, 2),
        (Part.ANSWERS, 0, 2),
    }
    assert erase_due(office.engine, office.clock) == 0

    with office.engine.begin() as connection:
        (hold,) = holding.holds(connection)
        now = office.clock.now(connection)
        holding.let_go(connection, hold.id, by=inspector.id, reason="closed", at=now)

    assert erase_due(office.engine, office.clock) == 2


def test_more_than_one_chunk_goes_and_a_stop_in_between_loses_nothing(
    office: Backoffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backoffice.retention.erasing.CHUNK", 2)
    known = [office.a_waiting_case() for _ in range(5)]
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        connection.execute(update(cases).values(closed_at=now))
    switched_on(office)
    office.clock.advance(timedelta(days=731))
    with office.engine.connect() as another:
        # Somebody works on one of them at this very moment: the others go.
        another.execute(select(cases).where(cases.c.id == known[0].id).with_for_update())
        assert erase_due(office.engine, office.clock) == 8

    assert erase_due(office.engine, office.clock) == 2
    assert CHUNK == 200


def test_every_table_that_knows_a_case_is_judged() -> None:
    tables = whole_metadata().tables.values()
    knowing = {table.name for table in tables if "case_id" in table.c and _is_a_case(table)}

    assert knowing == KEPT | ERASED
    coded = {Question.REASON, Question.FIELDS_TO_CORRECT}
    assert coded | WRITTEN | {OPINION} == {*Question, FORMER}


def _is_a_case(table: Any) -> bool:
    targets = {key.target_fullname for key in table.c.case_id.foreign_keys}
    return not targets or targets == {"cases.id"}
