"""`eservices history`: a past from the first day, a journal for others, nothing personal."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree
from sqlalchemy import Engine, func, select

from config.command import main
from config.environment import VARIABLES
from tests.builders.backoffice import Backoffice
from tests.builders.histories import CSV, MAPPING_YAML, a_log, a_trace, an_event, written
from workflows.actors import Role
from workflows.tables import cases, history_cases, history_events, history_imports

XES = "{http://www.xes-standard.org/}"


class Command:
    """The command on the test's database, in a folder of its own."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        environ: dict[str, str | None] = dict.fromkeys(variable.name for variable in VARIABLES)
        self._environ = environ | {
            "ESERVICES_DATA": str(folder),
            "DATABASE_URL": database_url,
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "ESERVICES_LOG_LEVEL": "ERROR",
        }

    def __call__(self, *words: str) -> Result:
        return CliRunner(env=self._environ).invoke(main, ["history", *words])

    def import_(self, name: str, content: bytes | str) -> Result:
        """Import a file with the usual mapping."""
        mapping = written(self.folder, "mapping.yaml", MAPPING_YAML)
        path = written(self.folder, name, content)
        return self("import", str(path), "--mapping", str(mapping))


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Backoffice:
    return Backoffice.open(engine, tmp_path)


@pytest.fixture
def command(tmp_path: Path, database_url: str) -> Command:
    return Command(tmp_path, database_url)


def test_a_history_is_imported_once_however_often_it_is_read(
    command: Command, engine: Engine
) -> None:
    first, second = command.import_("old.csv", CSV), command.import_("old.csv", CSV)

    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert "4 events imported, 0 known already, 0 rows broken" in first.output
    assert "0 events imported, 4 known already" in second.output
    with engine.begin() as connection:
        found = connection.execute(select(history_cases)).all()
        states = connection.execute(select(history_events.c.state)).scalars().all()
        noted = connection.execute(select(history_imports.c.events)).scalars().all()
        assert connection.execute(select(func.count()).select_from(cases)).scalar_one() == 0
    assert len(found) == 2
    assert sorted(filter(None, states)) == ["signature", "verification"]
    assert noted == [4, 4]


def test_a_new_mapping_gives_known_events_their_states(command: Command, engine: Engine) -> None:
    command.import_("old.csv", CSV)
    mapping = written(
        command.folder, "new.yaml", MAPPING_YAML.replace("{Examine", "{Receive: reception, Examine")
    )

    command("import", str(command.folder / "old.csv"), "--mapping", str(mapping))

    with engine.begin() as connection:
        states = connection.execute(select(history_events.c.state)).scalars().all()
    assert sorted(filter(None, states)) == ["reception", "reception", "signature", "verification"]


def test_broken_rows_are_told_by_line_and_the_rest_is_imported(command: Command) -> None:
    log = a_log(
        a_trace("A-1", an_event("Examine", "never"), an_event("Sign", "2024-03-04T09:00:00"))
    )

    told = command.import_("old.xes.gz", gzip.compress(log))

    assert told.exit_code == 1
    assert "old.xes.gz:5: no instant: 'never'" in told.output
    assert "1 events imported, 0 known already, 1 rows broken" in told.output


def test_a_compressed_file_that_breaks_off_is_told(command: Command) -> None:
    log = a_log(*(a_trace(f"A-{n}", an_event("Sign", "2024-03-04")) for n in range(3000)))

    told = command.import_("old.xes.gz", gzip.compress(log)[:-2000])

    assert told.exit_code == 1
    assert "breaks off" in told.output


def test_neither_names_nor_former_numbers_are_kept(command: Command, engine: Engine) -> None:
    command.import_("old.csv", CSV)

    with engine.begin() as connection:
        kept = str(connection.execute(select(history_cases)).all())
        kept += str(connection.execute(select(history_events)).all())
    assert "A-1" not in kept
    assert "Koffi" not in kept


def a_decided_case(office: Backoffice) -> str:
    """Take a case to a correction asked of its applicant."""
    agent = office.hire(Role.AGENT)
    case = office.case_in_hands_of(agent)
    office.fire(case, "ask_applicant", agent, reason="unreadable", fields_to_correct=["surname"])
    return case.reference


def test_the_journal_is_written_as_csv_without_anything_personal(
    command: Command, office: Backoffice
) -> None:
    reference = a_decided_case(office)
    path = command.folder / "log.csv"

    told = command("export", str(path))

    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    assert told.output == "log.csv: 3 events\n"
    assert [row["activity"] for row in rows] == ["lodge", "payment_cleared", "ask_applicant"]
    assert rows[2]["reason"] == "unreadable"
    assert (rows[2]["unit"], rows[2]["role"]) == ("cncj-cotonou", "agent")
    text = path.read_text("utf-8")
    assert not any(word in text for word in (reference, "Dossou", "Afi", "somebody"))


def test_the_journal_is_written_as_xes_that_can_be_read_again(
    command: Command, office: Backoffice
) -> None:
    a_decided_case(office)
    path = command.folder / "log.xes.gz"

    told = command("export", str(path), "--eservice", "criminal-record")

    assert told.exit_code == 0, told.output
    root = etree.fromstring(gzip.decompress(path.read_bytes()))
    assert [e.get("prefix") for e in root.iterfind(f"{XES}extension")] == [
        "concept",
        "time",
        "lifecycle",
        "org",
    ]
    keys = {one.get("key") for event in root.iter(f"{XES}event") for one in event}
    assert {"concept:name", "time:timestamp", "lifecycle:transition", "org:role"} <= keys
    assert "3 events imported" in command.import_("log.xes.gz", path.read_bytes()).output


def test_a_file_without_a_known_ending_needs_the_form_to_be_said(command: Command) -> None:
    told = command("export", str(command.folder / "log.txt"))

    assert told.exit_code == 1
    assert "--format" in told.output
    assert not list(command.folder.glob("log.txt*"))
