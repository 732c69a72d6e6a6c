"""What differs between two versions of an e-service, key by key, in the words of the file.

It reads the plain data of definitions and knows no key by name but those that group what it finds:
a key that the grammar gains tomorrow appears here by itself.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Any

from eservices.texts import mark

#: A longer value is cut where it is shown.
LONGEST = 300
#: The keys by which items of a list know each other again, the first that they all have.
NAMES = ("id", "page", "item", "value", "fire", "name")

Path = tuple[str, ...]


class Kind(StrEnum):
    """What became of a part of the definition."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    #: The same parts in another order, which is the order in which people read them.
    REORDERED = "reordered"


class Topic(StrEnum):
    """What a difference is about, in the order in which a report tells it."""

    STATES = "states"
    TRANSITIONS = "transitions"
    DEADLINES = "deadlines"
    FEES = "fees"
    FORM = "form"
    ACT = "act"
    TEXTS = "texts"
    OTHER = "other"


TITLES: Mapping[Topic, str] = {
    Topic.STATES: mark("States"),
    Topic.TRANSITIONS: mark("Transitions"),
    Topic.DEADLINES: mark("Deadlines and promise"),
    Topic.FEES: mark("Fees"),
    Topic.FORM: mark("Form"),
    Topic.ACT: mark("Act"),
    Topic.TEXTS: mark("Texts"),
    Topic.OTHER: mark("Other"),
}
KINDS: Mapping[Kind, str] = {
    Kind.ADDED: mark("added"),
    Kind.REMOVED: mark("removed"),
    Kind.CHANGED: mark("changed"),
    Kind.REORDERED: mark("in another order"),
}
#: By the first key of a path.
OF_ROOT: Mapping[str, Topic] = {
    "form": Topic.FORM,
    "tariff": Topic.FEES,
    "promise": Topic.DEADLINES,
    "act": Topic.ACT,
    "notices": Topic.TEXTS,
    "sheet": Topic.TEXTS,
}
#: Keys of a state or an expiry that speak of time.
TIMED = frozenset({"deadline", "warn_at", "expires"})


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where, and what stood or stands there."""

    topic: Topic
    kind: Kind
    path: str
    before: str = ""
    after: str = ""


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """List what differs between two versions, topic by topic, in the order of the newer one."""
    languages = frozenset(before.get("languages", ())) | frozenset(after.get("languages", ()))
    found = tuple(_between(before, after, (), languages))
    order = list(Topic)
    return tuple(sorted(found, key=lambda change: order.index(change.topic)))


def written(value: Any) -> str:
    """Write a value on one line, cut where it is long; a text is written as it reads."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _between(before: Any, after: Any, path: Path, languages: frozenset[str]) -> Iterator[Change]:
    if before == after and _order(before) == _order(after):
        return
    if _is_text(before, languages) or _is_text(after, languages):
        yield from _texts(before, after, path)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _parts(before, after, path, languages)
    elif _is_list_of_parts(before) and _is_list_of_parts(after):
        names = _naming(before, after)
        yield from _parts(names(before), names(after), path, languages)
    else:
        kind = Kind.CHANGED
        yield Change(_topic(path), kind, _dotted(path), written(before), written(after))


def _parts(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    path: Path,
    languages: frozenset[str],
) -> Iterator[Change]:
    for name, value in after.items():
        inner = (*path, name)
        if name in before:
            yield from _between(before[name], value, inner, languages)
        else:
            yield Change(_topic(inner), Kind.ADDED, _dotted(inner), after=written(value))
    for name in [name for name in before if name not in after]:
        inner = (*path, name)
        yield Change(_topic(inner), Kind.REMOVED, _dotted(inner), before=written(before[name]))
    kept = [name for name in before if name in after], [name for name in after if name in before]
    if kept[0] != kept[1] and path:
        told = (", ".join(names) for names in kept)
        yield Change(_topic(path), Kind.REORDERED, _dotted(path), *map(written, told))


def _texts(before: Any, after: Any, path: Path) -> Iterator[Change]:
    """Compare a text language by language: a translation alone may have been mended."""
    told = [value if isinstance(value, Mapping) else {} for value in (before, after)]
    for language in dict.fromkeys([*told[1], *told[0]]):
        one, other = told[0].get(language), told[1].get(language)
        if one != other:
            kind = Kind.ADDED if one is None else Kind.REMOVED if other is None else Kind.CHANGED
            place = _dotted((*path, language))
            yield Change(Topic.TEXTS, kind, place, written(one or ""), written(other or ""))


def _is_text(value: Any, languages: frozenset[str]) -> bool:
    return isinstance(value, Mapping) and bool(value) and value.keys() <= languages


def _is_list_of_parts(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and _all_parts(value)


def _all_parts(value: Sequence[Any]) -> bool:
    return bool(value) and all(isinstance(item, Mapping) for item in value)


class _Naming:
    """Names the items of two lists alike, so that an item is found again wherever it stands."""

    def __init__(self, key: str | None, more: str | None) -> None:
        self._key = key
        self._more = more

    def __call__(self, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Give the items by name; the second of a name bears a number."""
        named: dict[str, Any] = {}
        for at, item in enumerate(items):
            name = str(at + 1) if self._key is None else self._name(item)
            free = (name if turn == 1 else f"{name} ({turn})" for turn in count(1))
            named[next(one for one in free if one not in named)] = item
        return named

    def _name(self, item: Mapping[str, Any]) -> str:
        more = item.get(self._more or "")
        told = ", ".join(more) if isinstance(more, list) else more
        return f"{item[self._key or '']} [{told}]" if told else str(item[self._key or ""])


def _naming(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> _Naming:
    items = [*before, *after]
    key = next((name for name in NAMES if all(name in item for item in items)), None)
    repeats = any(
        len({item[key] for item in side}) < len(side) for side in (before, after) if key is not None
    )
    # Transitions of one name tell each other apart by where they start, prices by when.
    return _Naming(key, "from" if repeats else None)


def _order(value: Any) -> Any:
    return list(value) if isinstance(value, Mapping) else None


def _topic(path: Path) -> Topic:
    if path[:2] == ("procedure", "transitions"):
        return Topic.TRANSITIONS
    if path[:2] == ("procedure", "states"):
        return Topic.DEADLINES if TIMED & set(path[3:]) else Topic.STATES
    if path[:1] == ("procedure",):
        return Topic.STATES
    return OF_ROOT.get(path[0] if path else "", Topic.OTHER)


def _dotted(path: Path) -> str:
    return ".".join(path)
