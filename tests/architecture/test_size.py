"""A file is read in one sitting and a function at one glance, tests included."""

import ast

from tests.sources import PACKAGES, place, python_files, tree_of

LONGEST_FILE = 300
LONGEST_FUNCTION = 40

#: Revisions of the schema are records of what was once done: nobody grows or shortens them.
MEASURED = (*PACKAGES, "tests")

#: Names under which anything may hide.
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "base", "misc"}


def test_no_file_is_too_long() -> None:
    lengths = {
        place(path): len(path.read_text("utf-8").splitlines()) for path in python_files(*MEASURED)
    }

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    lengths = {
        f"{place(path, node.lineno)} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in python_files(*MEASURED)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_no_module_has_a_vague_name() -> None:
    found = [
        place(path) for path in python_files(*MEASURED) if VAGUE & {path.stem, path.parent.name}
    ]

    assert found == []


def test_a_package_opens_with_words_and_reexports_alone() -> None:
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)
    found = [
        place(path, node.lineno)
        for path in python_files(*PACKAGES)
        if path.name == "__init__.py"
        for node in tree_of(path).body
        if not isinstance(node, allowed) or (isinstance(node, ast.Assign) and not _is_all(node))
    ]

    assert found == []


def _is_all(node: ast.Assign) -> bool:
    return [ast.unparse(target) for target in node.targets] == ["__all__"]
