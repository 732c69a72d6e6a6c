"""The graph of a procedure, and the searches that the properties need."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from workflows.language.procedure import CLOSED, Procedure, Stage, State, Transition

#: How a counter-example begins, before the initial state.
LODGED = "lodged"
Wanted = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Edge:
    """One transition from one of its origins; `position` is the transition's in the file."""

    origin: str
    transition: Transition
    position: int

    @property
    def to(self) -> str:
        """Name the state it leads to."""
        return self.transition.to


@dataclass(frozen=True)
class Graph:
    """A procedure whose transitions all lead from and to states that exist."""

    procedure: Procedure
    edges: tuple[Edge, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Lay out one edge for each origin of each transition."""
        edges = tuple(
            Edge(origin, transition, position)
            for position, transition in enumerate(self.procedure.transitions)
            for origin in transition.origins
        )
        object.__setattr__(self, "edges", edges)

    @property
    def states(self) -> Mapping[str, State]:
        """Give the states by name."""
        return self.procedure.states

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Edge, ...]]:
        """Give the edges that leave each state."""
        found: dict[str, list[Edge]] = {name: [] for name in self.states}
        for edge in self.edges:
            found[edge.origin].append(edge)
        return {name: tuple(edges) for name, edges in found.items()}

    @cached_property
    def routes(self) -> Mapping[str, tuple[str, ...]]:
        """Give the shortest path to each state that can be reached."""
        return self.explore(self.edges)

    def explore(
        self, edges: Iterable[Edge], start: str | None = None
    ) -> Mapping[str, tuple[str, ...]]:
        """Give the shortest path to each state reached from a start over some of the edges."""
        first = start or self.procedure.initial
        leaving: dict[str, list[Edge]] = {}
        for edge in edges:
            leaving.setdefault(edge.origin, []).append(edge)
        reached = {first: (first,) if start else (LODGED, first)}
        waiting = deque([first])
        while waiting:
            here = waiting.popleft()
            for edge in leaving.get(here, ()):
                if edge.to not in reached:
                    reached[edge.to] = (*reached[here], f"[{edge.transition.fire}] {edge.to}")
                    waiting.append(edge.to)
        return reached

    def route_avoiding(self, avoided: Callable[[Edge], bool], goal: Wanted) -> tuple[str, ...]:
        """Give the shortest path to a goal over none of the avoided edges, or nothing."""
        reached = self.explore(edge for edge in self.edges if not avoided(edge))
        return next((path for name, path in reached.items() if goal(name)), ())

    def in_stage(self, *stages: Stage) -> tuple[str, ...]:
        """Name the states of some stages."""
        return tuple(name for name, state in self.states.items() if state.stage in stages)

    def closed(self, name: str) -> bool:
        """Tell whether a state ends the case."""
        return self.states[name].stage in CLOSED

    @cached_property
    def groups(self) -> tuple[frozenset[str], ...]:
        """Gather the states that can reach each other; a group comes before those it leads to."""
        reach = {name: self._reach(name) for name in self.states}
        groups = {
            frozenset(other for other in reach[name] if name in reach[other]) for name in reach
        }
        return tuple(sorted(groups, key=lambda group: -len(reach[min(group)])))

    def _reach(self, start: str) -> frozenset[str]:
        """Name the states that can be reached from one, itself among them."""
        found, waiting = {start}, [start]
        while waiting:
            onward = {edge.to for edge in self.outgoing[waiting.pop()]} - found
            found |= onward
            waiting += onward
        return frozenset(found)
