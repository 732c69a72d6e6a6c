"""The walk over a file's YAML: its values as plain data, and what may not stand there.

Nothing of YAML that can surprise is accepted: no anchors or aliases (hence no bomb), no tags, no
second document, no key twice. Words such as `yes`, `no` or `on` are texts; dates are dates. A
pack has thousands of files of a thousand events each: what is done for an event is kept short.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import yaml

from workflows.language import source_rules as rules
from workflows.language.findings import Finding, Place, Rule

#: Twenty times the longest file of the packs: what follows takes time for each value.
MAX_VALUES = 20_000
#: More mistakes than this are not told at once.
MOST_MISTAKES = 200
MAX_DEPTH = 40

#: What an unquoted word means; any other is a text.
PLAIN = re.compile(
    r"(?P<nothing>~|null|)|(?P<truth>true|false)|(?P<whole>[-+]?(?:0|[1-9][0-9]{0,17}))"
    r"|(?P<decimal>[-+]?[0-9]{1,15}\.[0-9]{1,15})|(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
)
MEANINGS: Mapping[str | None, Callable[[str], Any]] = {
    "nothing": lambda _text: None,
    "truth": lambda text: text == "true",
    "whole": int,
    "decimal": float,
    "day": date.fromisoformat,
}

Node = yaml.ScalarEvent | yaml.CollectionStartEvent


class Unreadable(Exception):
    """The file cannot be read any further."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(f"{finding.place} {finding.code}")


def yaml_loader() -> type[yaml.CSafeLoader] | type[yaml.SafeLoader]:
    """Give the fastest parser that this machine has."""
    return yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def place_of(found: yaml.Event | yaml.Node, file: str) -> Place:
    """Give the place where an event or a node begins."""
    mark = found.start_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    return Place(file, line + 1, column + 1)


class Walk:
    """One walk over the parser's events, which never recurses."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.value: Any = None
        self.findings: list[Finding] = []
        #: The mappings and lists that are being filled, the innermost last.
        self._open: list[dict[str, Any] | list[Any]] = []
        self._filled: dict[str, Any] | list[Any] | None = None
        self._key: str | None = None
        self._values = 0
        self._documents = 0

    def over(self, text: str) -> None:
        """Take in a whole text; raises Unreadable or yaml.YAMLError where it cannot go on."""
        steps: Mapping[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._take_scalar,
            yaml.MappingStartEvent: self._open_mapping,
            yaml.SequenceStartEvent: self._open_list,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._refuse_anchor,
            yaml.DocumentStartEvent: self._start_document,
        }
        for event in iter(yaml_loader()(text).get_event, None):
            step = steps.get(type(event))
            if step is not None:
                step(event)

    def _start_document(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            raise Unreadable(self._finding(rules.SECOND_DOCUMENT, event))

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        if event.anchor is not None or event.tag is not None:
            self._look_at_marks(event)
        if self._key is None and type(self._filled) is dict:
            if event.value in self._filled:
                self._report(rules.DUPLICATE, event, key=event.value)
            self._key = event.value
        else:
            self._put(event.value if event.style else self._plain(event), event)

    def _open_mapping(self, event: yaml.MappingStartEvent) -> None:
        self._start({}, event)

    def _open_list(self, event: yaml.SequenceStartEvent) -> None:
        self._start([], event)

    def _start(self, value: dict[str, Any] | list[Any], event: yaml.CollectionStartEvent) -> None:
        self._look_at_marks(event)
        if self._key is None and type(self._filled) is dict:
            raise Unreadable(self._finding(rules.ODD_KEY, event))
        self._put(value, event)
        self._open.append(value)
        self._filled = value
        if len(self._open) > MAX_DEPTH:
            raise self._too_deep(event)

    def _close(self, _event: yaml.Event) -> None:
        self._open.pop()
        self._filled = self._open[-1] if self._open else None

    def _put(self, value: Any, event: Node) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            raise self._too_deep(event)
        if self._key is not None and type(self._filled) is dict:
            self._filled[self._key] = value
            self._key = None
        elif type(self._filled) is list:
            self._filled.append(value)
        else:
            self.value = value

    def _plain(self, event: yaml.ScalarEvent) -> Any:
        match = PLAIN.fullmatch(event.value)
        if match is None:
            return event.value
        try:
            return MEANINGS[match.lastgroup](event.value)
        except ValueError:
            self._report(rules.NO_SUCH_DATE, event, value=event.value)
            return event.value

    def _look_at_marks(self, event: Node) -> None:
        if event.anchor is not None:
            self._refuse_anchor(event)
        if event.tag is not None:
            self._report(rules.TAG, event, tag=str(event.tag))

    def _refuse_anchor(self, event: yaml.NodeEvent) -> None:
        raise Unreadable(self._finding(rules.ANCHOR, event, name=str(event.anchor)))

    def _too_deep(self, event: yaml.Event) -> Unreadable:
        bounds = {"values": str(MAX_VALUES), "depth": str(MAX_DEPTH)}
        return Unreadable(self._finding(rules.TOO_DEEP, event, **bounds))

    def _report(self, rule: Rule, event: yaml.Event, **values: str) -> None:
        self.findings.append(self._finding(rule, event, **values))
        if len(self.findings) >= MOST_MISTAKES:
            raise Unreadable(self._finding(rules.TOO_MANY, event, most=str(MOST_MISTAKES)))

    def _finding(self, rule: Rule, event: yaml.Event, **values: str) -> Finding:
        return Finding(rule, place_of(event, self.file), values)
