"""The arrows of a diagram: what leads from one state to another, in the reader's words."""

from dataclasses import dataclass

from workflows.actors import Role
from workflows.language.procedure import Procedure


@dataclass(frozen=True, slots=True)
class Arrow:
    """All that leads from one state to another; `alone` where only the system takes it there."""

    origin: str
    to: str
    label: str
    alone: bool


def arrows(procedure: Procedure, language: str) -> tuple[Arrow, ...]:
    """Gather the transitions into arrows, one for each pair of states, in the order of the file."""
    labels: dict[tuple[str, str], list[str]] = {}
    people: set[tuple[str, str]] = set()
    for transition in procedure.transitions:
        said = transition.label.in_language(language) if transition.label else transition.fire
        for origin in transition.origins:
            pair = (origin, transition.to)
            labels.setdefault(pair, []).append(said)
            if transition.by is not Role.SYSTEM:
                people.add(pair)
    return tuple(
        Arrow(*pair, " / ".join(dict.fromkeys(said)), alone=pair not in people)
        for pair, said in labels.items()
    )
