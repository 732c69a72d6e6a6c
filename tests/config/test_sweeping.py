"""Files that no row names go after a day, and no other file ever does."""

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, insert, select, update

from backoffice.reporting.tables import report_files, reports
from config.schema import whole_metadata
from config.sweeping import GRACE, NAMING, sweep_files
from delivery.register import reserve
from delivery.tables import acts
from payments.receipts import allocate
from payments.tables import payment_intents, receipts
from tests.builders.kernel import a_case, a_definition, a_workflow, an_account, an_office
from workflows import attachments
from workflows.actors import Role
from workflows.cases import Case
from workflows.clock import DatabaseClock
from workflows.storage import DirectoryStorage, MissingFile
from workflows.tables import out_of_turn, pools

NOW = datetime.now(UTC)
ACT = {
    "status": "valid",
    "language": "fr",
    "title": {"fr": "Bulletin"},
    "authority": {"fr": "Centre"},
    "holder": "A•••",
    "issued_at": NOW,
    "issued_on": NOW.date(),
}
INTENT = {
    "id": "0" * 32,
    "provider": "sandbox",
    "amount": 1900,
    "currency": "XOF",
    "status": "settled",
    "language": "fr",
    "return_url": "https://portal.example",
    "created_at": NOW,
    "settled_at": NOW,
}


@pytest.fixture
def storage(tmp_path: Path) -> DirectoryStorage:
    return DirectoryStorage(tmp_path / "files")


@pytest.fixture
def case(engine: Engine) -> Case:
    with engine.begin() as connection:
        an_office(connection)
        return a_case(connection, a_workflow(), a_definition(connection))


def kept(storage: DirectoryStorage, data: bytes, *, age: timedelta = GRACE * 2) -> str:
    """Keep a file as if some time ago."""
    digest = storage.put(data)
    then = (NOW - age).timestamp()
    os.utime(storage.root / digest[:2] / digest[2:], (then, then))
    return digest


def by_an_attachment(connection: Connection, case: Case, digest: str) -> None:
    description = {"field": "f", "filename": "f.pdf", "media_type": "application/pdf", "size": 1}
    attachments.record(
        connection, case_id=case.id, sha256=digest, created_at=case.lodged_at, **description
    )


def by_an_act(connection: Connection, case: Case, digest: str) -> None:
    reserve(connection, case.id, pattern="CJ-{year}-{serial}", year=NOW.year, now=NOW)
    connection.execute(update(acts).values(sha256=digest, **ACT))


def by_a_receipt(connection: Connection, case: Case, digest: str) -> None:
    connection.execute(payment_intents.insert(), {**INTENT, "case_id": case.id})
    identifier = str(INTENT["id"])
    allocate(connection, identifier, series="receipt:2026", code="c", clock=DatabaseClock())
    connection.execute(update(receipts).values(file_sha256=digest))


def by_a_turn_asked_for(connection: Connection, case: Case, digest: str) -> None:
    pool = connection.execute(select(pools.c.id).limit(1)).scalar_one()
    who = an_account(connection, pool, roles=(Role.SUPERVISOR,))
    asked = {"case_id": case.id, "pool_id": pool, "asked_by": who.id, "asked_at": NOW}
    connection.execute(out_of_turn.insert(), {**TURN, **asked, "document_sha256": digest})


TURN = {
    "reason": "medical",
    "note": "A letter of the hospital.",
    "document_name": "letter.pdf",
    "document_type": "application/pdf",
}


def by_a_report(connection: Connection, _case: Case, digest: str) -> None:
    values = {"id": "r", "period": "2026", "scope": "all", "asked_at": NOW}
    connection.execute(insert(reports).values(values))
    named = {"report_id": "r", "format": "pdf", "language": "fr", "sha256": digest}
    connection.execute(insert(report_files).values(named))


NAMED_BY: tuple[Callable[[Connection, Case, str], None], ...] = (
    by_an_attachment,
    by_an_act,
    by_a_receipt,
    by_a_turn_asked_for,
    by_a_report,
)


@pytest.mark.parametrize("name", NAMED_BY)
def test_a_file_that_a_row_names_stays(
    engine: Engine,
    storage: DirectoryStorage,
    case: Case,
    name: Callable[[Connection, Case, str], None],
) -> None:
    named, orphan = kept(storage, b"named"), kept(storage, b"orphan")
    with engine.begin() as connection:
        name(connection, case, named)

    assert sweep_files(engine, storage, now=NOW) == 1

    assert storage.get(named) == b"named"
    with pytest.raises(MissingFile):
        storage.get(orphan)
    assert sweep_files(engine, storage, now=NOW) == 0


def test_every_column_that_holds_a_digest_is_asked() -> None:
    digests = {
        f"{table.name}.{column.name}"
        for table in whole_metadata().sorted_tables
        for column in table.columns
        if column.name.endswith("sha256")
    }

    assert {str(column) for column in NAMING} == digests
    assert len(NAMED_BY) == len(NAMING)


def test_a_file_of_today_waits_for_its_row(
    engine: Engine, storage: DirectoryStorage, case: Case
) -> None:
    young = kept(storage, b"young", age=GRACE - timedelta(minutes=1))
    with engine.begin() as connection:
        by_an_attachment(connection, case, kept(storage, b"named"))

    assert sweep_files(engine, storage, now=NOW) == 0
    assert storage.get(young) == b"young"


def test_a_storage_that_the_database_does_not_know_is_left_alone(
    engine: Engine, storage: DirectoryStorage, caplog: pytest.LogCaptureFixture
) -> None:
    strangers = [kept(storage, b"one"), kept(storage, b"two")]

    with caplog.at_level(logging.WARNING):
        assert sweep_files(engine, storage, now=NOW) == 0

    assert [record.getMessage() for record in caplog.records] == ["files_unknown"]
    assert sorted(storage.unused_since(NOW)) == sorted(strangers)
