"""docs/settings.md lists exactly the settings there are, with their defaults."""

import re

from config.environment import MODE, TEST_ONLY, VARIABLES
from tests.sources import ROOT

ROW = re.compile(r"^\| `(?P<name>[A-Z_]+)` \| (?:`(?P<default>[^`]*)` )?\| (?P<meaning>.+) \|$")


def _rows() -> list[re.Match[str]]:
    lines = (ROOT / "docs" / "settings.md").read_text("utf-8").splitlines()
    return [row for line in lines if (row := ROW.match(line))]


def test_every_setting_is_documented_once_and_none_is_invented() -> None:
    documented = [row["name"] for row in _rows()]

    assert sorted(documented) == sorted(variable.name for variable in VARIABLES)


def test_the_documented_defaults_are_the_real_ones() -> None:
    documented = {row["name"]: row["default"] or "" for row in _rows()}

    assert documented == {variable.name: variable.default for variable in VARIABLES}


def test_every_setting_says_what_it_means() -> None:
    assert [row["name"] for row in _rows() if len(row["meaning"]) < 10] == []


def test_the_suites_own_variables_are_documented_too() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")

    assert [name for name in TEST_ONLY if name not in text] == []
    assert MODE in VARIABLES
