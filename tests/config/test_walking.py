"""A walk from the command: on a database of its own, over the e-services that are named."""

from pathlib import Path

from click.testing import CliRunner

from config.command.definitions import check
from tests.builders.defects import a_pack_folder, edited


def a_file(folder: Path, old: str, new: str) -> Path:
    path = a_pack_folder(folder) / "eservices" / "criminal-record.yaml"
    path.write_text(edited(path.read_text("utf-8"), [(old, new)]), "utf-8")
    return path


def test_a_walk_tells_of_the_transitions_that_no_case_can_take(tmp_path: Path) -> None:
    never = '    - fire: consult_court\n      when: answers.sex == "F" && answers.sex == "M"\n'
    path = a_file(tmp_path, "    - fire: consult_court\n", never)

    result = CliRunner().invoke(check, [str(path), "--walk", "--language", "en"])

    assert result.exit_code == 1
    assert "W001: No case could be led over “give_opinion” from “court_opinion”" in result.output
    assert result.output.endswith("E-services checked: 1. Errors: 2. Warnings: 0.\n")


def test_nothing_is_walked_over_while_there_are_errors(tmp_path: Path) -> None:
    path = a_file(tmp_path, "within: 72 hours", "within: 1 hour")

    result = CliRunner().invoke(check, [str(path), "--walk", "--language", "en"])

    assert result.exit_code == 1
    assert "P020" in result.output
    assert "W001" not in result.output
