"""The way on: which trigger brings a case nearer to its act, by the definition's own graph."""

from collections import deque
from collections.abc import Collection, Iterable

from eservices.definition.model import EService
from workflows.actors import Role
from workflows.language.procedure import Procedure, Stage, Transition
from workflows.language.values import Text

#: Stages that the demonstration does not go through.
AVOIDED = frozenset({Stage.APPLICANT, Stage.REFUSED, Stage.WITHDRAWN})


class NoWayOn(Exception):
    """The definition shows no way from here to the act."""


def says(text: Text, words: str) -> bool:
    """Tell whether a text is these words in one of its languages, whatever kind its spaces are."""
    return any(written.split() == words.split() for written in text.root.values())


def service_titled(services: Iterable[EService], title: str) -> EService:
    """Find an e-service by a title as a page shows it; raises NoWayOn."""
    for service in services:
        if says(service.title, title):
            return service
    raise NoWayOn(title)


def state_labelled(service: EService, label: str) -> str:
    """Find a state by its label as a page shows it; raises NoWayOn."""
    for name, state in service.procedure.states.items():
        if says(state.label, label):
            return name
    raise NoWayOn(label)


def way_on(procedure: Procedure, state: str, offered: Collection[str]) -> str:
    """Give the offered trigger that begins the shortest way to delivery; raises NoWayOn."""
    first_steps = (t for t in _leaving(procedure, state) if t.fire in offered)
    waiting: deque[tuple[str, str]] = deque((t.to, t.fire) for t in first_steps)
    seen = {state}
    while waiting:
        place, first = waiting.popleft()
        if procedure.states[place].stage is Stage.DELIVERED:
            return first
        if place not in seen:
            seen.add(place)
            waiting.extend((t.to, first) for t in _leaving(procedure, place))
    raise NoWayOn(state)


def _leaving(procedure: Procedure, state: str) -> Iterable[Transition]:
    return (
        transition
        for transition in procedure.transitions
        if state in transition.origins and not _is_avoided(procedure, transition.to)
    )


def _is_avoided(procedure: Procedure, state: str) -> bool:
    """Tell whether the way does not lead through a state.

    It does where the applicant has the last word, as on the answer to a complaint.
    """
    has_last_word = any(
        state in one.origins
        and one.by is Role.APPLICANT
        and procedure.states[one.to].stage is Stage.DELIVERED
        for one in procedure.transitions
    )
    return procedure.states[state].stage in AVOIDED and not has_last_word
