"""What a property finds: a rule, where in the definition, and the path that breaks it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from workflows.language.findings import NOTHING, Finding, Rule
from workflows.language.procedure import Procedure, Promise
from workflows.language.source import Source, ValuePath
from workflows.verifier.graph import Graph


@dataclass(frozen=True, slots=True)
class Flaw:
    """A rule broken in a definition, before its place in a file is known."""

    rule: Rule
    at: ValuePath
    values: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    path: tuple[str, ...] = ()
    #: Characters after the start of the value, for a fault inside an expression.
    offset: int = 0

    def finding(self, source: Source) -> Finding:
        """Give the finding that stands at the place of the value in its file."""
        return Finding(self.rule, source.place(self.at).moved(self.offset), self.values, self.path)


@dataclass(frozen=True)
class Subject:
    """A procedure with what its proofs need from the rest of the definition."""

    procedure: Procedure
    promise: Promise | None = None
    #: Items that the tariff may make due.
    items: frozenset[str] = frozenset()
    #: Those of them from which the tariff exempts somebody.
    exempted: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    #: The agent queue whose signature the act needs, if there is an act.
    signed_by: str | None = None
    #: Opening hours in a week, and days on which the office opens, by the definition's office.
    hours_a_week: float = 40.0
    days_a_week: int = 5

    @cached_property
    def graph(self) -> Graph:
        """Lay the procedure out as a graph."""
        return Graph(self.procedure)


def state_at(name: str, *keys: str) -> ValuePath:
    """Give the path of a state, or of one of its keys."""
    return ("procedure", "states", name, *keys)


def transition_at(position: int, *keys: str) -> ValuePath:
    """Give the path of a transition, or of one of its keys."""
    return ("procedure", "transitions", position, *keys)
