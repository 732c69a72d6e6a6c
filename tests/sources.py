"""The project's own files, as the tests of its architecture read them."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parent.parent

PACKAGES = ("workflows", "payments", "delivery", "eservices", "backoffice", "config")

#: Folders at the root that hold what people wrote; others hold what tools made.
WRITTEN = (*PACKAGES, "tests", "migrations", "docs", ".ci")

#: What tools leave among them, as .gitignore knows it.
MADE = ("*.pyc", "*.mo", ".coverage*", ".env", ".git")


def python_files(*folders: str) -> Iterator[Path]:
    """Give the Python files below these folders of the root."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def written_files() -> Iterator[Path]:
    """Give every file that people wrote, whatever its language."""
    paths = [*ROOT.iterdir(), *(path for name in WRITTEN for path in (ROOT / name).rglob("*"))]
    for path in sorted(paths):
        if path.is_file() and not any(fnmatch(path.name, pattern) for pattern in MADE):
            yield path


def tree_of(path: Path) -> ast.Module:
    """Parse a Python file."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def place(path: Path, line: int | None = None) -> str:
    """Name a file, or a line of it, from the root."""
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"
