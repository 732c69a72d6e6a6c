"""Drafts: kept as typed, found by their secret identifier, gone after thirty days of silence."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, func, select

from eservices.definition.publish import publish
from eservices.drafts import (
    KEPT,
    Draft,
    UnknownDraft,
    delete_expired,
    find_draft,
    remove_held,
    save_entries,
    start_draft,
)
from eservices.tables import drafts
from tests.builders.portal import a_thorough_eservice
from workflows.attachments import attachments_of_draft, record
from workflows.clock import DatabaseClock

CLOCK = DatabaseClock()


def a_draft(connection: Connection) -> Draft:
    checksum = publish(connection, a_thorough_eservice())
    return start_draft(
        connection,
        eservice="criminal-record",
        definition=checksum,
        language="fr",
        now=CLOCK.now(connection),
    )


def add_file(connection: Connection, draft: Draft) -> str:
    return record(
        connection,
        draft_id=draft.id,
        field="birth_certificate",
        filename="acte.pdf",
        media_type="application/pdf",
        size=10,
        sha256="0" * 64,
        created_at=CLOCK.now(connection),
    ).id


def test_what_is_typed_comes_back_as_typed(engine: Engine) -> None:
    typed = {"surname": "  Doss0u 🙂 <b>", "born_on-day": "31", "given_names": "عبد"}
    with engine.begin() as connection:
        draft = a_draft(connection)
        save_entries(connection, draft, typed, now=draft.created_at)

        assert find_draft(connection, draft.id, now=draft.created_at).entries == typed


def test_two_pages_saved_from_the_same_reading_do_not_undo_each_other(engine: Engine) -> None:
    with engine.begin() as connection:
        draft = a_draft(connection)
        save_entries(connection, draft, {"surname": "Dossou"}, now=draft.created_at)
        save_entries(connection, draft, {"town": "Cotonou"}, now=draft.created_at)
        save_entries(connection, draft, {}, now=draft.created_at)

        found = find_draft(connection, draft.id, now=draft.created_at)

    assert found.entries == {"surname": "Dossou", "town": "Cotonou"}


def test_an_identifier_is_random_and_long(engine: Engine) -> None:
    with engine.begin() as connection:
        one, other = a_draft(connection), a_draft(connection)

    assert one.id != other.id
    assert one.lodging_key not in {one.id, other.lodging_key}
    assert len(one.id) >= 22


def test_saving_keeps_a_draft_alive_and_silence_ends_it(engine: Engine) -> None:
    with engine.begin() as connection:
        draft = a_draft(connection)
        later = draft.created_at + KEPT - timedelta(hours=1)
        save_entries(connection, draft, {"town": "Cotonou"}, now=later)

        assert find_draft(connection, draft.id, now=draft.created_at + KEPT).id == draft.id
        with pytest.raises(UnknownDraft):
            find_draft(connection, draft.id, now=later + KEPT)


def test_expired_drafts_go_with_the_record_of_their_files(engine: Engine) -> None:
    with engine.begin() as connection:
        old = a_draft(connection)
        add_file(connection, old)
        fresh = a_draft(connection)
        save_entries(connection, fresh, {}, now=old.created_at + KEPT)
        kept = add_file(connection, fresh)

        assert delete_expired(connection, now=old.created_at + KEPT + timedelta(hours=1)) == 1
        assert attachments_of_draft(connection, old.id) == ()
        assert [file.id for file in attachments_of_draft(connection, fresh.id)] == [kept]
        assert connection.execute(select(func.count()).select_from(drafts)).scalar_one() == 1


def test_a_file_is_removed_from_its_own_draft_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        mine, other = a_draft(connection), a_draft(connection)
        theirs = add_file(connection, other)
        own = add_file(connection, mine)
        remove_held(connection, mine.id, theirs)
        remove_held(connection, mine.id, own)

        assert attachments_of_draft(connection, mine.id) == ()
        assert [file.id for file in attachments_of_draft(connection, other.id)] == [theirs]
