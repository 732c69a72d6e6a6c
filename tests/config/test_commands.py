"""The command tells a newcomer what there is, and its subcommands do what they say."""

import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, create_engine, select

from config.command import main
from config.command.main import SUBCOMMANDS
from config.command.worker import ORDINARY
from config.environment import VARIABLES
from config.reactions import Job, JobQueue
from config.schema import is_current
from eservices.packs import load_pack, read_pack
from eservices.translating.keeping import Standing, all_of, approved
from tests.builders.places import saves
from workflows import outbox
from workflows.accounts import find_account
from workflows.administering.place_rules import Kind
from workflows.clock import DatabaseClock
from workflows.definitions import live
from workflows.outbox import Outbox
from workflows.proofs import entries, factors
from workflows.proofs.factors import New
from workflows.proofs.keys import PublicKey
from workflows.tables import administration_entries

PASSWORD = "correct horse battery"
Run = Callable[..., Result]


def runner(folder: Path, database_url: str) -> Run:
    """Give what runs a subcommand on a database, with an environment of its own."""
    known = {variable.name for variable in VARIABLES}
    environ: dict[str, str | None] = dict.fromkeys(known & os.environ.keys())
    environ |= {
        "ESERVICES_DATA": str(folder),
        "DATABASE_URL": database_url,
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "ESERVICES_LOG_LEVEL": "ERROR",
    }
    return lambda *words: CliRunner(env=environ).invoke(main, words)


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Run:
    return runner(tmp_path, database_url)


def test_the_help_lists_every_subcommand_with_what_it_does(run: Run) -> None:
    told = run("--help")

    assert told.exit_code == 0
    for name, (_, words) in SUBCOMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(words[:30])}", told.output, re.MULTILINE), name


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_subcommand_is_there_and_explains_itself(run: Run, name: str) -> None:
    told = run(name, "--help")

    assert told.exit_code == 0
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert str(command.help).split("\n\n")[0].strip().endswith(".")


def test_an_unknown_subcommand_is_refused(run: Run) -> None:
    assert run("launch").exit_code == 2


def test_a_worker_is_never_given_the_sealer_s_queue(run: Run) -> None:
    refused = run("worker", JobQueue.SEAL)

    assert refused.exit_code == 2
    assert set(ORDINARY) == set(JobQueue) - {JobQueue.SEAL}


def test_migrate_makes_the_schema_and_may_be_repeated(empty_database: str, tmp_path: Path) -> None:
    run = runner(tmp_path, empty_database)

    for _ in range(2):
        told = run("migrate")
        assert told.exit_code == 0, told.output

    assert "no role of its own" in told.output
    empty = create_engine(empty_database)
    with empty.begin() as connection:
        assert is_current(connection)
    empty.dispose()


def test_a_pack_is_loaded_by_its_name(run: Run, engine: Engine) -> None:
    told = run("load-pack", "benin")

    assert (told.exit_code, told.output) == (0, "The pack benin is loaded.\n")
    with engine.begin() as connection:
        assert "criminal-record" in {stored.eservice for stored in live(connection)}
        saves(connection, Kind.OFFICE, "cncj", counter=True)
    assert "Kept as administrators saved them: 1 " in run("load-pack", "benin").output


def test_a_report_is_written_to_a_file_and_states_its_digest(run: Run, tmp_path: Path) -> None:
    run("load-pack", "benin")
    period = f"{datetime.now(UTC).year - 1}-03"

    told = [
        run("report", "--period", period, "--format", form, "--output", str(tmp_path / form))
        for form in ("json", "pdf", "xlsx")
    ]

    assert [one.exit_code for one in told] == [0, 0, 0], told
    content = json.loads((tmp_path / "json").read_bytes())
    assert content["figures"]["total"]["received"] == 0
    assert (tmp_path / "pdf").read_bytes().startswith(b"%PDF-")
    assert len({one.output.split()[-1] for one in told}) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--period", "spring"), "write a year"),
        (("--period", "2999"), "no day of this period is over yet"),
        (("--period", "2025", "--about", "office:nowhere"), "there is no office:nowhere"),
        (("--period", "2025", "--about", "village"), "--about is all"),
    ],
)
def test_a_report_that_cannot_be_made_is_refused(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    told = run("report", *words)

    assert (told.exit_code, said in told.output) == (1, True)


def test_a_pack_that_is_not_there_is_named(run: Run) -> None:
    told = run("load-pack", "atlantis")

    assert told.exit_code == 1
    assert "atlantis" in told.output


@pytest.mark.usefixtures("office")
def test_a_sheet_is_certified_under_a_name(run: Run) -> None:
    assert "eservice criminal-record: not certified" in run("sheets", "list").output

    told = run("sheets", "certify", "eservice", "criminal-record", "--by", "Chef du service")

    assert told.exit_code == 0, told.output
    assert "eservice criminal-record: certified" in run("sheets", "list").output


@pytest.mark.usefixtures("office")
def test_no_sheet_of_another_name_is_certified(run: Run) -> None:
    told = run("sheets", "certify", "procedure", "criminal-record", "--by", "Chef du service")

    assert told.exit_code == 1
    assert "no such sheet" in told.output


@pytest.fixture
def office(engine: Engine) -> None:
    """Open the pack's offices."""
    with engine.begin() as connection:
        load_pack(connection, read_pack("benin"))


def created(run: Run, *more: str) -> Result:
    words = ("--name", "Koffi Mensah", "--office", "cncj", "--password", PASSWORD, *more)
    return run("account", "create", "kmensah", *words)


@pytest.mark.usefixtures("office")
def test_an_account_is_created_listed_and_closed(run: Run, engine: Engine) -> None:
    assert created(run, "--role", "agent", "--pool", "cncj-records").exit_code == 0
    assert re.search(r"kmensah +agent +cncj +cncj-records", run("account", "list").output)
    with engine.begin() as connection:
        assert find_account(connection, "kmensah").name == "Koffi Mensah"

    assert run("account", "close", "kmensah").exit_code == 0

    assert "kmensah" not in run("account", "list").output
    with engine.begin() as connection:
        told = select(administration_entries.c.what).order_by(administration_entries.c.id)
        assert list(connection.scalars(told)) == ["account_opened", "account_closed"]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--role", "agent", "--pool", "nowhere"), "no such pool: nowhere"),
        (("--role", "agent", "--role", "administrator"), "at once"),
        (("--role", "agent", "--password", "short"), "12"),
        (("--role", "agent", "--password", "motdepasse1234"), "too easy to guess"),
        (("--role", "applicant"), "applicant"),
    ],
)
def test_an_account_that_may_not_be_is_refused_with_the_reason(
    run: Run, more: tuple[str, ...], said: str
) -> None:
    told = created(run, *more)

    assert told.exit_code != 0
    assert said in told.output
    assert PASSWORD not in told.output
    assert "kmensah" not in run("account", "list").output


def test_closing_an_account_that_is_not_there_says_so(run: Run) -> None:
    told = run("account", "close", "nobody")

    assert (told.exit_code, "'nobody'" in told.output) == (1, True)


@pytest.mark.usefixtures("office")
def test_the_last_administrators_factors_are_reset_by_the_command(run: Run, engine: Engine) -> None:
    created(run, "--role", "administrator")
    with engine.begin() as connection:
        account = find_account(connection, "kmensah")
        new = New(account.id, "Clé", DatabaseClock().now(connection))
        factors.enrol_key(connection, new, PublicKey(b"a key", b"its half", 0))

    assert run("account", "reset-factors", "kmensah", "--reason", "Lost at sea").exit_code == 0

    with engine.begin() as connection:
        assert not factors.has_factor(connection, account.id)
        assert entries.latest(connection, account.id)[0].about == "Lost at sea"
    assert run("account", "reset-factors", "nobody", "--reason", "Why not").exit_code == 1


def test_steps_set_aside_are_listed_and_put_back_to_work(run: Run, engine: Engine) -> None:
    assert run("steps", "list").output == "Nothing was set aside.\n"
    with engine.begin() as connection:
        Outbox({"payment.settled": (Job.CLEAR,)}).emit(connection, "payment.settled", case_id=None)
        for _ in range(outbox.MAX_ATTEMPTS):
            (held,) = outbox.claim(connection, Job.CLEAR, limit=1, lease=timedelta(0))
        outbox.park_lost(connection)

    listed = run("steps", "list")
    again = run("steps", "retry", str(held.id), "999")

    assert listed.exit_code == 1
    assert f"after {outbox.MAX_ATTEMPTS} attempts: {outbox.LOST}" in listed.output
    assert again.output.splitlines() == [
        f"{held.id}: put back to work",
        "999: was not set aside",
    ]
    assert run("steps", "list").exit_code == 0


def test_a_file_that_is_no_act_is_not_valid(run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7")

    told = run("verify", str(letter))

    assert told.exit_code == 1


def test_settings_that_are_refused_are_all_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESERVICES_PORTAL_BIND", "nowhere")
    monkeypatch.setenv("ESERVICES_LANGUAGE", "fr")

    told = run("steps", "list")

    assert told.exit_code == 1
    assert "ESERVICES_PORTAL_BIND" in told.output
    assert "ESERVICES_LANGUAGE: no such setting" in told.output


def test_texts_go_to_translators_and_come_back_as_drafts(
    run: Run, engine: Engine, tmp_path: Path
) -> None:
    with engine.begin() as connection:
        load_pack(connection, read_pack("benin"))
    file = tmp_path / "fon.po"
    language = ("--language", "fon")

    sent = run("texts", "export", *language, str(file))
    written = file.read_text().replace('msgid "Oui"\nmsgstr ""', 'msgid "Oui"\nmsgstr "Een"')
    file.write_text(written + '\nmsgid "Nulle part"\nmsgstr "x"\n')
    back = run("texts", "import", *language, "--operator", "ines", str(file))

    assert sent.exit_code == 0, sent.output
    assert "1 drafts taken" in back.output
    assert "refused (no_such_text): Nulle part" in back.output
    assert back.exit_code == 1
    assert run("texts", "export", "--language", "xx", str(file)).exit_code == 1
    with engine.begin() as connection:
        assert all_of(connection, "fon")["Oui"].standing is Standing.DRAFT
        assert approved(connection, "fon") == {}
