"""The commands of the life cycle: a file goes live, on trial and out of service by its name."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from eservices.packs import load_pack, read_pack
from tests.builders.defects import a_pack_folder
from tests.builders.kernel import a_case, a_workflow
from tests.config.test_commands import Run, runner
from workflows.cases import find_case
from workflows.life_cycle import Standing, Step
from workflows.publications import entries_of, publication_of

RECORD = "criminal-record"


@pytest.fixture
def run(database_url: str, tmp_path: Path, engine: Engine) -> Run:
    with engine.begin() as connection:
        load_pack(connection, read_pack("benin"))
    return runner(tmp_path, database_url)


@pytest.fixture
def dearer(tmp_path: Path) -> Path:
    """Write the pack's criminal record at another price, in a pack of its own."""
    path = a_pack_folder(tmp_path) / "eservices" / f"{RECORD}.yaml"
    path.write_text(path.read_text("utf-8").replace("1900 XOF", "2500 XOF"), "utf-8")
    return path


def test_a_file_is_staged_tried_out_and_put_live(run: Run, dearer: Path, engine: Engine) -> None:
    assert "@2: draft" in run("publish", "stage", str(dearer), "--reason", "new price").output
    tried = run("publish", "pilot", f"{RECORD}@2", "--office", "cncj", "--reason", "a trial")
    assert tried.exit_code == 0, tried.output
    listed = run("publish", "list", RECORD).output
    assert f"{RECORD}@2    pilot" in listed
    assert "a trial" in listed

    done = run("publish", "live", f"{RECORD}@2", "--reason", "the trial went well")

    assert done.exit_code == 0, done.output
    with engine.begin() as connection:
        steps = [entry.step for entry in entries_of(connection, RECORD)]
        assert steps[-3:] == [Step.STAGE, Step.PILOT, Step.LIVE]
        assert publication_of(connection, RECORD).pilot is None
    assert "@2 live, @1 replaced" in run("publish", "list").output


def test_a_service_is_suspended_opened_again_and_withdrawn(run: Run, engine: Engine) -> None:
    words = ("--why", "fr", "Panne.", "--why", "en", "Fault.", "--advice", "fr", "Revenez.")
    for step, said in (("suspend", words), ("resume", ()), ("withdraw", words)):
        done = run("publish", step, RECORD, *said, "--reason", "the ministry’s note")
        assert done.exit_code == 0, done.output

    with engine.begin() as connection:
        publication = publication_of(connection, RECORD)
    assert publication.standing is Standing.WITHDRAWN
    assert publication.said["reason"] == {"fr": "Panne.", "en": "Fault."}


def test_the_report_tells_the_difference_and_what_would_have_changed(
    run: Run, dearer: Path
) -> None:
    told = run("publish", "diff", str(dearer), "--language", "en")

    assert told.exit_code == 0, told.output
    assert "tariff.issue.amount: changed\n    - 1900 XOF\n    + 2500 XOF" in told.output
    assert f"{RECORD}: 0/0 since" in run("publish", "preview", str(dearer)).output
    assert run("publish", "diff", f"{RECORD}@1").output == ""


def test_cases_in_flight_are_told_and_then_moved(run: Run, dearer: Path, engine: Engine) -> None:
    with engine.begin() as connection:
        checksum = publication_of(connection, RECORD).live
        assert checksum is not None
        case = a_case(connection, a_workflow(), checksum)
    run("publish", str(dearer))

    told = run("publish", "migrate-cases", f"{RECORD}@2", "--reason", "law", "--language", "en")
    assert told.exit_code == 0, told.output
    assert f"{RECORD}: 1 in flight, 0/1 movable" in told.output
    assert "M006 The answers given do not fill in the new form. (1)" in told.output
    done = run("publish", "migrate-cases", f"{RECORD}@2", "--reason", "law", "--execute")
    assert "0 moved" in done.output
    refused = run("publish", "migrate-cases", f"{RECORD}@1", "--reason", "law", "--execute")
    assert "only under the version that is live" in refused.output
    with engine.begin() as connection:
        assert find_case(connection, case.id).definition == checksum


def test_files_go_live_at_once_as_before(run: Run, dearer: Path) -> None:
    done = run("publish", "--language", "en", str(dearer))

    assert (done.exit_code, f"{RECORD}.yaml: live as " in done.output) == (0, True), done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("live", "criminal-record"), "is no version"),
        (("live", "criminal-record@9"), "there is no criminal-record 9"),
        (("live", "criminal-record@1"), "live already"),
        (("pilot", "criminal-record@1"), "either --office or --share"),
        (("resume", "criminal-record"), "not suspended"),
        (("resume", "atlantis"), "not suspended"),
        (("end-pilot", "criminal-record"), "nothing is on trial"),
    ],
)
def test_what_cannot_be_done_says_why(run: Run, words: tuple[str, ...], said: str) -> None:
    refused = run("publish", *words, "--reason", "x")

    assert refused.exit_code != 0
    assert said in refused.output


def test_documents_are_written_from_a_file(run: Run, dearer: Path) -> None:
    for kind, title in (
        ("sheet", "## In short"),
        ("guide", "## Verification"),
        ("test-plan", "## Every refusal once"),
    ):
        told = run("document", kind, str(dearer), "--language", "en")
        assert (told.exit_code, title in told.output) == (0, True), told.output
