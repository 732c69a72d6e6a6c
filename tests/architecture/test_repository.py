"""What must not be in the repository: where packages came from, and whose machine it was."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.sources import PACKAGES, ROOT, place, written_files

#: The brackets keep these patterns from finding themselves.
FORBIDDEN = {
    "a package registry": r"py[p]i\.org|pytho[n]hosted|npm[j]s\.|deb\.deb[i]an",
    "somebody's folder": r"/wor[k]/|/roo[t]/|/hom[e]/\w|/User[s]/\w|/op[t]/py",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what].encode())

    found = [
        place(path, number)
        for path in written_files()
        for number, line in enumerate(path.read_bytes().splitlines(), start=1)
        if pattern.search(line)
    ]

    assert found == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pinned_requirement_has_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")

    lines = [line for line in text.splitlines() if line.strip()]

    assert len(lines) > 50
    assert [
        line for line in lines if not re.match(r"^[a-z0-9.-]+==\S+ .*--hash=sha256:", line)
    ] == []


def test_both_files_pin_the_same_versions() -> None:
    first, second = (_pins(name) for name in ("requirements.txt", "requirements-dev.txt"))

    assert len(first) > 50
    assert first <= second


def test_every_declared_dependency_is_pinned_within_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = dict(_pins("requirements-dev.txt"))

    declared = [Requirement(text) for text in project["dependencies"]]
    declared += [Requirement(text) for text in project["optional-dependencies"]["dev"]]
    stale = [
        str(wanted)
        for wanted in declared
        if not wanted.specifier.contains(pinned.get(canonicalize_name(wanted.name), "0"))
    ]

    assert stale == [], "run `make lock`"


def test_the_commit_hooks_fetch_nothing() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))

    assert {source["repo"] for source in hooks["repos"]} == {"local"}


def test_every_catalogue_is_written_not_compiled() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()

    assert "*.mo" in ignored
    assert {".venv/", "var/", "out/"} <= set(ignored)


def test_every_package_is_typed_measured_and_layered() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]

    assert set(PACKAGES) <= set(tools["mypy"]["files"])
    assert set(PACKAGES) <= set(tools["coverage"]["run"]["source"])
    assert set(PACKAGES) == set(tools["importlinter"]["root_packages"])


def _pins(name: str) -> set[tuple[str, str]]:
    text = (ROOT / name).read_text("utf-8")
    return set(re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", text, flags=re.MULTILINE))
