"""Where the values and keys of a file stand in it, by the path that leads to each.

Only for a text that the walk has accepted: it has one document, no alias, and bounded depth, so
that its tree can be built and gone through.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from workflows.language.findings import Place
from workflows.language.walking import place_of, yaml_loader

ValuePath = tuple[str | int, ...]

#: A quoted text is placed at its first character, as one without quotes.
QUOTES = ("'", '"')


@dataclass(frozen=True, slots=True)
class Places:
    """The place of each value, and of the key that holds it."""

    values: Mapping[ValuePath, Place]
    keys: Mapping[ValuePath, Place]


def places_in(text: str, file: str) -> Places:
    """Find the place of everything in a text that the walk has accepted; none in an empty one."""
    root = yaml.compose(text, Loader=yaml_loader())
    values: dict[ValuePath, Place] = {}
    keys: dict[ValuePath, Place] = {}
    waiting: list[tuple[ValuePath, yaml.Node]] = [] if root is None else [((), root)]
    while waiting:
        path, node = waiting.pop()
        quoted = getattr(node, "style", "") in QUOTES
        values[path] = place_of(node, file).moved(quoted)
        if isinstance(node, yaml.SequenceNode):
            waiting += [((*path, position), one) for position, one in enumerate(node.value)]
        elif isinstance(node, yaml.MappingNode):
            keys |= {(*path, key.value): place_of(key, file) for key, _one in node.value}
            waiting += [((*path, key.value), one) for key, one in node.value]
    return Places(values, keys)
