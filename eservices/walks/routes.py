"""Which ways a case must be led for every transition to be taken once, given some answers."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.language.conditions import NONE_GIVEN, compile_condition
from workflows.language.procedure import Procedure, Transition

Answers = Mapping[str, Any]
Opinions = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Leg:
    """A transition from one of its origins; `position` is its place in the file."""

    origin: str
    transition: Transition
    position: int


Route = tuple[Leg, ...]


def legs(procedure: Procedure) -> tuple[Leg, ...]:
    """List everything that is to be covered."""
    return tuple(
        Leg(origin, transition, position)
        for position, transition in enumerate(procedure.transitions)
        for origin in transition.origins
    )


def routes(
    procedure: Procedure, answers: Answers, today: date, opinions: Opinions = NONE_GIVEN
) -> Iterator[Route]:
    """Give, for each leg that is open, the shortest way from lodging that ends by it.

    Answers and opinions open it: those that will come where they are asked for.
    """
    opened = [leg for leg in legs(procedure) if _is_open(leg, answers, today, opinions)]
    leading = _ways(procedure.initial, opened)
    for leg in opened:
        if leg.origin in leading:
            yield (*leading[leg.origin], leg)


def _is_open(leg: Leg, answers: Answers, today: date, opinions: Opinions) -> bool:
    condition = leg.transition.when
    return condition is None or compile_condition(condition).holds(answers, today, opinions)


def _ways(initial: str, opened: list[Leg]) -> Mapping[str, Route]:
    ways: dict[str, Route] = {initial: ()}
    waiting = deque([initial])
    while waiting:
        here = waiting.popleft()
        for leg in opened:
            if leg.origin == here and leg.transition.to not in ways:
                ways[leg.transition.to] = (*ways[here], leg)
                waiting.append(leg.transition.to)
    return ways
