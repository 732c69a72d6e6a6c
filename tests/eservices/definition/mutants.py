"""Mutants: an e-service's data with one mechanical change, and what must become of it.

Nothing here knows the verifier: what a change breaks is reasoned out from the data alone (see
`plain_graph`), so that a rule that was forgotten or that sleeps shows as a mutant that lives.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

Data = Mapping[str, Any]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: its name, what it leaves, and either the code due or why it does no harm."""

    name: str
    data: Data
    code: str = ""
    harmless: str = ""

    def __str__(self) -> str:
        """Give the name, for failures."""
        return f"{self.data.get('eservice', '?')}: {self.name}"


#: Why a change may leave an e-service that is sound: it is another e-service then, not a broken
#: one. Each mutant that lives bears one of these words, and is proved to be clean.
EQUIVALENT: Mapping[str, str] = {
    "another way stays": (
        "The transition was one of several ways on: without it the procedure offers less, but "
        "every state can still be reached and left, and the money and signatures are as before."
    ),
    "other eyes stay": (
        "One of several triggers was taken out of distinct_from: the signature still has to be "
        "given by somebody else than who did the others."
    ),
    "no longer than promised": (
        "The deadline does not count towards the promise, because there is none or because its "
        "clock stands still in the state's stage, or because the case comes there by the law's "
        "silence alone, when the promise has been broken already."
    ),
    "never paid before": (
        "Nothing can have been paid where the transition starts: there is no money to speak of."
    ),
    "never listed": "No transition lists the reason: nothing refers to what was taken away.",
}

Operator = Callable[[Data], Iterator[Mutant]]


def at(data: Any, path: Path) -> Any:
    """Give what stands at a path."""
    for part in path:
        data = data[part]
    return data


def put(data: Any, path: Path, value: Any) -> Any:
    """Give the data with another value at a path; what is around it is copied, not changed."""
    if not path:
        return value
    first, *rest = path
    inner = put(data[first] if _holds(data, first) else {}, tuple(rest), value)
    if isinstance(data, list):
        position = int(first)
        return [*data[:position], inner, *data[position + 1 :]]
    return {**data, first: inner}


def cut(data: Any, path: Path) -> Any:
    """Give the data without what stands at a path."""
    *around, last = path
    held = at(data, tuple(around))
    if isinstance(held, list):
        left: Any = [one for position, one in enumerate(held) if position != last]
    else:
        left = {key: one for key, one in held.items() if key != last}
    return put(data, tuple(around), left)


def renamed(data: Any, path: Path, name: str) -> Any:
    """Give the data with another name for the key that a path ends with, in its old place."""
    *around, last = path
    held = at(data, tuple(around))
    return put(
        data, tuple(around), {name if key == last else key: one for key, one in held.items()}
    )


def _holds(data: Any, part: str | int) -> bool:
    return isinstance(data, list) or part in data


def placed(data: Data, *path: str) -> list[tuple[Path, Any]]:
    """List the items of a list or of named parts, with their paths; none where it is absent."""
    held: Any = data
    for part in path:
        held = held.get(part) or {}
    items = held.items() if isinstance(held, Mapping) else enumerate(held)
    return [((*path, key), one) for key, one in items]


def fields(data: Data) -> list[tuple[Path, Any]]:
    """List the fields of the form with their paths."""
    return [
        ((*path, "fields", position), field)
        for path, page in placed(data, "form", "pages")
        for position, field in enumerate(page["fields"])
    ]


def mutants(data: Data, operators: tuple[Operator, ...]) -> Iterator[Mutant]:
    """Yield every mutant that operators make of an e-service, each under a name of its own."""
    seen: dict[str, int] = {}
    for operator in operators:
        for mutant in operator(data):
            seen[mutant.name] = seen.get(mutant.name, 0) + 1
            number = seen[mutant.name]
            yield mutant if number == 1 else replace(mutant, name=f"{mutant.name} ({number})")
