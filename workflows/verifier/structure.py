"""Names that must exist before anything can be proved."""

from collections.abc import Callable, Iterator

from workflows.language.findings import closest
from workflows.verifier import rules
from workflows.verifier.flaws import Flaw, Subject, state_at, transition_at

Property = Callable[[Subject], Iterator[Flaw]]


def initial_exists(subject: Subject) -> Iterator[Flaw]:
    """The initial state is one of the states."""
    name, states = subject.procedure.initial, subject.procedure.states
    if name not in states:
        near = closest(name, states)
        yield Flaw(rules.UNKNOWN_INITIAL, ("procedure", "initial"), {"name": name, "near": near})


def transitions_join_states(subject: Subject) -> Iterator[Flaw]:
    """Every transition starts from states and leads to a state."""
    states = subject.procedure.states
    for position, transition in enumerate(subject.procedure.transitions):
        named = [("to", transition.to), *(("from", origin) for origin in transition.origins)]
        for key, name in named:
            if name not in states:
                values = {"name": name, "near": closest(name, states)}
                yield Flaw(rules.UNKNOWN_STATE, transition_at(position, key), values)


def kept_apart_from_triggers(subject: Subject) -> Iterator[Flaw]:
    """Every name in `distinct_from` is that of a trigger or of an opinion."""
    triggers = {transition.fire for transition in subject.procedure.transitions}
    triggers |= subject.procedure.consultations().keys()
    for position, transition in enumerate(subject.procedure.transitions):
        for name in transition.distinct_from:
            if name not in triggers:
                values = {"name": name, "near": closest(name, triggers)}
                yield Flaw(rules.UNKNOWN_TRIGGER, transition_at(position, "distinct_from"), values)


def reasons_exist(subject: Subject) -> Iterator[Flaw]:
    """Every reason that a transition lists is one of the e-service's."""
    for position, transition in enumerate(subject.procedure.transitions):
        for reason in transition.reasons:
            if reason not in subject.reasons:
                values = {"reason": reason, "near": closest(reason, subject.reasons)}
                yield Flaw(rules.UNKNOWN_REASON, transition_at(position, "reasons"), values)


def items_exist(subject: Subject) -> Iterator[Flaw]:
    """Every item that a state collects is one of the tariff's."""
    for name, state in subject.procedure.states.items():
        for item in state.collects:
            if item not in subject.items:
                values = {"item": item, "near": closest(item, subject.items)}
                yield Flaw(rules.UNKNOWN_ITEM, state_at(name, "collects"), values)


STRUCTURE: tuple[Property, ...] = (
    initial_exists,
    transitions_join_states,
    kept_apart_from_triggers,
    reasons_exist,
    items_exist,
)
