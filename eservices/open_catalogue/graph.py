"""A graph of linked data on its way to JSON: nodes by address, each written once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from eservices.open_catalogue.vocabulary import CONTEXT
from workflows.language.values import Text

Node = dict[str, Any]
Reference = Mapping[str, str]

MEDIA_TYPE = "application/ld+json"


@dataclass(slots=True)
class Graph:
    """Gathers nodes; what has no value is left out."""

    _nodes: dict[str, Node] = field(default_factory=dict)

    def add(self, address: str, kind: str | list[str], properties: Mapping[str, Any]) -> Reference:
        """Write a node, unless it is written already; gives what refers to it."""
        said = {name: value for name, value in properties.items() if value not in (None, [])}
        self._nodes.setdefault(address, {"@id": address, "@type": kind, **said})
        return {"@id": address}

    def document(self) -> Node:
        """Give the whole as a document that explains its own words."""
        return {"@context": dict(CONTEXT), "@graph": list(self._nodes.values())}


def said(text: Text | None) -> list[Node]:
    """Write a text in each of its languages."""
    if text is None:
        return []
    return [{"@language": code, "@value": words} for code, words in text.root.items()]


def typed(kind: str, value: str | None) -> Node | None:
    """Write a value of a kind that plain JSON does not have."""
    return None if value is None else {"@type": kind, "@value": value}
