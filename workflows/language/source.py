"""Reading a YAML file, and the place of every value in it, within bounds of size, depth and time.

A file without a mistake is walked over once, for its values; places are looked for only when a
finding has to be placed.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from workflows.language import source_rules as rules
from workflows.language.findings import Finding, Place
from workflows.language.placing import Places, ValuePath, places_in
from workflows.language.walking import Unreadable, Walk

MAX_BYTES = 1_000_000


@dataclass
class Source:
    """What a file holds as plain data, and the text in which its values have their places."""

    file: str
    value: Any = None
    #: Empty where the file cannot be read: nothing in it has a place then.
    text: str = ""

    @cached_property
    def _places(self) -> Places:
        return places_in(self.text, self.file)

    def known(self, path: ValuePath) -> ValuePath:
        """Give the longest part of a path that stands in the file."""
        while path and path not in self._places.values:
            path = path[:-1]
        return path

    def place(self, path: ValuePath) -> Place:
        """Give the place of a value, or of the nearest one around it."""
        return self._places.values.get(self.known(path), Place(self.file))

    def key_place(self, path: ValuePath) -> Place:
        """Give the place of the key that holds a value, or of the value itself."""
        return self._places.keys.get(path) or self.place(path)


def read_source(path: Path, name: str | None = None) -> tuple[Source, tuple[Finding, ...]]:
    """Read a file; `name` is what findings call it."""
    called = name or str(path)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        absent = Finding(rules.ABSENT, Place(called), {"error": error.strerror or str(error)})
        return Source(called), (absent,)
    return parse_source(content, called)


def parse_source(content: bytes, name: str) -> tuple[Source, tuple[Finding, ...]]:
    """Parse the content of a file into data, or the findings that forbid it."""
    walk, text = Walk(name), ""
    try:
        text = _decoded(content, name)
        walk.over(text)
    except Unreadable as unreadable:
        walk.findings.append(unreadable.finding)
    except yaml.YAMLError as error:
        walk.findings.append(_explained(error, text, name))
    if not walk.findings and not isinstance(walk.value, dict):
        walk.findings.append(Finding(rules.NO_MAPPING, Place(name)))
    readable = "" if walk.findings else text
    return Source(name, walk.value, readable), tuple(walk.findings)


def _decoded(content: bytes, name: str) -> str:
    if len(content) > MAX_BYTES:
        raise Unreadable(Finding(rules.TOO_BIG, Place(name), {"most": f"{MAX_BYTES // 1000} kB"}))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(Finding(rules.NOT_UTF8, Place(name, line))) from None


def _explained(error: yaml.YAMLError, text: str, name: str) -> Finding:
    """Turn the parser's complaint into a finding; a tab gets its own explanation."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Finding(rules.UNPRINTABLE, Place(name))
    place = Place(name, mark.line + 1, mark.column + 1)
    line = [*text.split("\n"), ""][mark.line]
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation + line[mark.column : mark.column + 1]:
        return Finding(rules.TAB, place)
    return Finding(rules.SYNTAX, place, {"problem": str(getattr(error, "problem", error))})


def dotted(path: ValuePath) -> str:
    """Write a path as people do: `form.pages[0].fields[2].label`."""
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return written.removeprefix(".")


__all__ = ["MAX_BYTES", "Source", "ValuePath", "dotted", "parse_source", "read_source"]
