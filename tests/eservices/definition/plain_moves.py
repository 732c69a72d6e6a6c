"""A procedure as plain data: its moves, and what can be reached, slowly and obviously."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Data = Mapping[str, Any]
SERVED = {"issuance", "delivered"}
GATHERED = "opinions_gathered"


def listed(value: Any) -> list[str]:
    """Give a list of names, which a file may write as one name."""
    return [value] if isinstance(value, str) else list(value or ())


@dataclass(frozen=True)
class Move:
    """One transition from one of its origins."""

    fire: str
    origin: str
    to: str
    by: str
    distinct_from: tuple[str, ...]
    when: str


@dataclass(frozen=True)
class PlainGraph:
    """A procedure's moves, and what can be asked of them."""

    data: Data

    @cached_property
    def states(self) -> Mapping[str, Any]:
        """Give the states by name."""
        states: Mapping[str, Any] = self.data["procedure"]["states"]
        return states

    @cached_property
    def moves(self) -> list[Move]:
        """List the moves."""
        return [
            Move(
                one["fire"],
                origin,
                one["to"],
                one["by"],
                tuple(one.get("distinct_from", ())),
                one.get("when", ""),
            )
            for one in self.data["procedure"]["transitions"]
            for origin in listed(one["from"])
        ]

    @property
    def asking(self) -> dict[str, str]:
        """Give the state that asks for each opinion."""
        return {name: at for at, one in self.states.items() for name in one.get("consults", ())}

    def reached_without(self, opinion: str) -> set[str]:
        """Give the states that a case can be in although an opinion was not gathered."""
        asking = self.asking[opinion]
        start = [self.data["procedure"]["initial"]]
        return self.reached(start, lambda one: (one.origin, one.fire) != (asking, GATHERED))

    def stage(self, state: str) -> str:
        """Name the stage of a state."""
        return str(self.states[state]["stage"])

    def leaving(self, state: str) -> list[Move]:
        """List the moves out of a state."""
        return [move for move in self.moves if move.origin == state]

    def reached(
        self, starts: Iterable[str], allowed: Callable[[Move], bool] = lambda _move: True
    ) -> set[str]:
        """Give the states that allowed moves reach from some states, these included."""
        found = set(starts)
        while True:
            more = {move.to for move in self.moves if move.origin in found and allowed(move)}
            if more <= found:
                return found
            found |= more

    @property
    def lodged(self) -> set[str]:
        """Give the states that a case can be in."""
        return self.reached([self.data["procedure"]["initial"]])

    @property
    def lodged_in_time(self) -> set[str]:
        """Give the states that a case can be in while the law's delay has not passed."""
        law = self.data["procedure"].get("silence", {}).get("fire")
        start = [self.data["procedure"]["initial"]]
        return self.reached(start, lambda move: move.fire != law)

    def after_payment(self) -> set[str]:
        """Give the states that a case that has paid can be in."""
        paid = [move.to for move in self.moves if move.fire == "payment_cleared"]
        return self.reached(paid)

    def serves_without(self, avoided: Callable[[Move], bool]) -> bool:
        """Tell whether a case can be served by none of the moves avoided."""
        start = [self.data["procedure"]["initial"]]
        reached = self.reached(start, lambda move: not avoided(move))
        return any(self.stage(state) in SERVED for state in reached)
