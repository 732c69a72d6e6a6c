"""Arrows go down only, and what is read or opened is read or opened in one place."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.sources import PACKAGES, ROOT, place, python_files, tree_of

#: Only `config` reads the environment; everybody else is told.
ENVIRONMENT = {"environ", "environb", "getenv"}


def test_the_import_contracts_are_kept() -> None:
    # In a process of its own: it puts out every logger of the process that it runs in.
    linter = Path(sys.executable).with_name("lint-imports")

    checked = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_only_config_reads_the_environment() -> None:
    others = [name for name in PACKAGES if name != "config"]

    found = [
        place(path, node.lineno)
        for path in python_files(*others)
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT)
        or (isinstance(node, ast.alias) and node.name in ENVIRONMENT)
    ]

    assert found == []


def test_no_import_hides_inside_a_function() -> None:
    found = [
        place(path, node.lineno)
        for path in python_files(*PACKAGES, "tests")
        for function in _functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert found == []


def test_tables_stand_in_modules_of_that_name() -> None:
    found = [
        place(path, node.lineno)
        for path in python_files(*PACKAGES)
        if path.stem != "tables" and path.parent.name != "tables"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom)
        and node.module == "sqlalchemy"
        and "metadata" in path.read_text("utf-8")
        and any(alias.name == "Table" for alias in node.names)
    ]

    assert found == []


def _functions(path: Path) -> Iterator[ast.AST]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node
