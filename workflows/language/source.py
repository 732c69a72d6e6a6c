"""Reading a YAML file with the place of every value, within bounds of size, depth and time.

Nothing of YAML that can surprise is accepted: no anchors or aliases (hence no bomb), no tags, no
second document, no key twice. Words such as `yes`, `no` or `on` are texts; dates are dates.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from workflows.language import source_rules as rules
from workflows.language.findings import Finding, Place, Rule

MAX_BYTES = 1_000_000
MAX_VALUES = 100_000
MAX_DEPTH = 40

#: A quoted text is placed at its first character, as one without quotes.
QUOTES = ("'", '"')

ValuePath = tuple[str | int, ...]

PLAIN: tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...] = (
    (re.compile(r"(?:~|null)?"), lambda _text: None),
    (re.compile(r"true|false"), lambda text: text == "true"),
    (re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})"), int),
    (re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}"), float),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), date.fromisoformat),
)


@dataclass(slots=True)
class Source:
    """What a file holds as plain data, and where each value and each key stands in it."""

    file: str
    value: Any = None
    places: dict[ValuePath, Place] = field(default_factory=dict)
    keys: dict[ValuePath, Place] = field(default_factory=dict)

    def known(self, path: ValuePath) -> ValuePath:
        """Give the longest part of a path that stands in the file."""
        while path and path not in self.places:
            path = path[:-1]
        return path

    def place(self, path: ValuePath) -> Place:
        """Give the place of a value, or of the nearest one around it."""
        return self.places.get(self.known(path), Place(self.file))

    def key_place(self, path: ValuePath) -> Place:
        """Give the place of the key that holds a value, or of the value itself."""
        return self.keys.get(path) or self.place(path)


class Unreadable(Exception):
    """The file cannot be read any further."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(f"{finding.place} {finding.code}")


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
    """Parse the content of a file into data with places, or the findings that forbid it."""
    reading = _Reading(Source(name))
    try:
        text = _decoded(content, name)
        reading.read(text)
    except Unreadable as unreadable:
        reading.findings.append(unreadable.finding)
    except yaml.YAMLError as error:
        reading.findings.append(_explained(error, text, name))
    if not reading.findings and not isinstance(reading.source.value, dict):
        reading.findings.append(Finding(rules.NO_MAPPING, Place(name)))
    return reading.source, tuple(reading.findings)


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


class _Reading:
    """One reading of a file: a walk over the parser's events, which never recurses."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self._open: list[_Opened] = []
        self._documents = 0

    def read(self, text: str) -> None:
        for event in _events(text):
            self._take(event)
            if len(self.source.places) > MAX_VALUES or len(self._open) > MAX_DEPTH:
                bounds = {"values": str(MAX_VALUES), "depth": str(MAX_DEPTH)}
                raise Unreadable(Finding(rules.TOO_DEEP, self._place(event), bounds))

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise Unreadable(Finding(rules.SECOND_DOCUMENT, self._place(event)))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.NodeEvent):
            if event.anchor is not None:
                raise Unreadable(Finding(rules.ANCHOR, self._place(event), {"name": event.anchor}))
            if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
                self._take_node(event)

    def _take_node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            self._report(rules.TAG, event, tag=str(event.tag))
        above = self._open[-1] if self._open else None
        if isinstance(above, _Opened) and above.awaits_key:
            self._take_key(above, event)
            return
        path = above.next_path() if above else ()
        self.source.places[path] = self._place(event).moved(getattr(event, "style", "") in QUOTES)
        value = self._value(event)
        if above:
            above.put(value)
        else:
            self.source.value = value
        if isinstance(value, dict | list):
            self._open.append(_Opened(value, path))

    def _take_key(self, above: "_Opened", event: yaml.Event) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise Unreadable(Finding(rules.ODD_KEY, self._place(event)))
        if event.value in above.seen:
            self._report(rules.DUPLICATE, event, key=event.value)
        above.await_value(event.value)
        self.source.keys[above.next_path()] = self._place(event)

    def _value(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> Any:
        if isinstance(event, yaml.ScalarEvent):
            return event.value if event.style else self._plain(event)
        return {} if isinstance(event, yaml.MappingStartEvent) else []

    def _plain(self, event: yaml.ScalarEvent) -> Any:
        for pattern, read in PLAIN:
            if pattern.fullmatch(event.value):
                try:
                    return read(event.value)
                except ValueError:
                    self._report(rules.NO_SUCH_DATE, event, value=event.value)
        return event.value

    def _report(self, rule: Rule, event: yaml.Event, **values: str) -> None:
        self.findings.append(Finding(rule, self._place(event), values))

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        return Place(self.source.file, line + 1, column + 1)


class _Opened:
    """A mapping or a list that is being filled."""

    def __init__(self, value: Any, path: ValuePath) -> None:
        self.value = value
        self.path = path
        self.seen: set[str] = set()
        self.key: str | None = None

    @property
    def awaits_key(self) -> bool:
        return isinstance(self.value, dict) and self.key is None

    def await_value(self, key: str) -> None:
        self.key = key
        self.seen.add(key)

    def next_path(self) -> ValuePath:
        return (*self.path, len(self.value) if self.key is None else self.key)

    def put(self, value: Any) -> None:
        if self.key is None:
            self.value.append(value)
        else:
            self.value[self.key] = value
            self.key = None


def _events(text: str) -> Iterator[yaml.Event]:
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    return iter(yaml.parse(text, Loader=loader))


def dotted(path: ValuePath) -> str:
    """Write a path as people do: `form.pages[0].fields[2].label`."""
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return written.removeprefix(".")
