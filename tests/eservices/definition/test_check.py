"""The check of files: packs, folders and single files, as text and as JSON."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from config.command.definitions import check as command
from eservices.definition.check import as_json, as_text, check, eservices_at, total
from eservices.definition.sarif import as_sarif
from eservices.packs.shelf import pack_folder
from tests.builders.defects import a_pack_folder, edited
from workflows.language.findings import Finding

BENIN = [
    "act-correction",
    "building-permit",
    "complaint",
    "conformity-certificate",
    "corruption-report",
    "criminal-record",
    "nationality-certificate",
    "works-opening",
]


def a_broken_file(folder: Path) -> Path:
    path = a_pack_folder(folder) / "eservices" / "criminal-record.yaml"
    text = edited(path.read_text(encoding="utf-8"), [("within: 72 hours", "within: 24 hours")])
    path.write_text(text, encoding="utf-8")
    return path


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_the_packs_of_the_product_are_clean() -> None:
    assert check() == []


def test_a_file_is_checked_within_its_pack(tmp_path: Path) -> None:
    assert codes(check([a_broken_file(tmp_path)])) == ["P020"]


def test_a_pack_is_checked_by_its_folder_its_file_or_the_shelf_around_it(tmp_path: Path) -> None:
    folder = a_broken_file(tmp_path).parent.parent

    for path in (folder, folder / "pack.yaml", tmp_path):
        assert codes(check([path])) == ["P020"]


def test_a_file_without_a_pack_is_told_where_to_go(tmp_path: Path) -> None:
    path = tmp_path / "casier.yaml"
    path.write_text("eservice: casier\n", encoding="utf-8")

    assert codes(check([path])) == ["K009"]


def test_an_empty_folder_is_no_clean_pack(tmp_path: Path) -> None:
    assert codes(check([tmp_path])) == ["K010"]


def test_a_pack_bears_the_name_of_its_folder(tmp_path: Path) -> None:
    folder = a_pack_folder(tmp_path).rename(tmp_path / "dahomey")

    assert codes(check([folder])) == ["K011"]


def test_the_text_gives_place_code_repair_and_counter_example(tmp_path: Path) -> None:
    path = a_broken_file(tmp_path)
    line = (
        path.read_text(encoding="utf-8")
        .splitlines()
        .index("promise: {within: 24 hours, starts: paid, pauses: [applicant]}")
    )

    first, repair, example = as_text(check([path]), "en").splitlines()

    assert first.startswith(f"{path}:{line + 1}:19: error P020: The offices may take 71 hours")
    assert repair.strip().startswith("Shorten the deadlines")
    assert example.strip().startswith("lodged -> verification (29 h)")


def test_the_json_counts_errors_and_lists_findings(tmp_path: Path) -> None:
    path = a_broken_file(tmp_path)

    report = json.loads(as_json(check([path]), "fr"))

    assert report["errors"] == 1
    (finding,) = report["findings"]
    assert (finding["code"], finding["file"]) == ("P020", str(path))
    assert finding["message"].startswith("Les bureaux peuvent prendre 71 heures")
    assert finding["path"][0] == "lodged"


def test_nothing_found_is_an_empty_report() -> None:
    assert as_text([], "fr") == ""
    assert json.loads(as_json([], "fr")) == {"errors": 0, "findings": []}


def test_the_total_is_said_in_words(tmp_path: Path) -> None:
    found = check([a_broken_file(tmp_path)])

    assert total([], 9, "fr") == "Téléservices vérifiés\u00a0: 9. Aucune erreur trouvée."
    assert total([], 9, "en") == "E-services checked: 9. No mistake was found."
    assert total(found, 1, "en") == "E-services checked: 1. Errors: 1. Warnings: 0."


def test_the_eservices_checked_are_counted_by_pack_shelf_and_file(tmp_path: Path) -> None:
    path = a_broken_file(tmp_path)
    folder = path.parent.parent

    assert eservices_at([path]) == (path,)
    for place in (folder, folder / "pack.yaml", tmp_path):
        assert [file.stem for file in eservices_at([place])] == BENIN


def test_the_command_says_that_nothing_was_found() -> None:
    folder = pack_folder("benin")

    result = CliRunner().invoke(command, [str(folder), "--language", "en"])

    assert result.output == "E-services checked: 8. No mistake was found.\n"


def test_sarif_places_each_finding_and_explains_its_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_broken_file(tmp_path)
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(command, [str(path), "--sarif", "--language", "en"])

    log = json.loads(result.output)
    (run,) = log["runs"]
    (finding,) = run["results"]
    (rule,) = run["tool"]["driver"]["rules"]
    place = finding["locations"][0]["physicalLocation"]
    assert (result.exit_code, log["version"]) == (1, "2.1.0")
    assert (finding["ruleId"], finding["ruleIndex"], finding["level"]) == ("P020", 0, "error")
    assert place["artifactLocation"]["uri"] == "benin/eservices/criminal-record.yaml"
    assert place["region"]["startColumn"] == 19
    assert "lodged -> verification" in finding["message"]["text"]
    assert rule["shortDescription"]["text"].startswith("The offices may take … hours")


def test_sarif_of_nothing_is_a_run_without_results() -> None:
    (run,) = json.loads(as_sarif([], "fr"))["runs"]

    assert run["results"] == []


def test_sarif_names_a_file_elsewhere_by_its_whole_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = check([a_broken_file(tmp_path / "the packs")])
    monkeypatch.chdir(Path(__file__).parent)

    (result,) = json.loads(as_sarif(found, "fr"))["runs"][0]["results"]

    address = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert address.startswith("file:///")
    assert "the%20packs" in address
