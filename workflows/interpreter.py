"""The procedure interpreted: `transitions` used purely, to compute a move and nothing else.

One machine per definition, shared by every case of it. Cases are never registered as models: a
registered model is reset to the initial state, kept alive and decorated with methods. The throwaway
`Position` takes the move, and the caller writes it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection
from transitions import EventData, Machine, MachineError

from workflows.actors import Role
from workflows.definitions import ByChecksum, compiled
from workflows.language.advancing import advances
from workflows.language.conditions import NONE_GIVEN, compile_condition
from workflows.language.procedure import ChecklistItem, CompiledProcedure, Transition


@dataclass(slots=True)
class Position:
    """Where a case stands while a move is computed, and what guards may look at."""

    state: str
    role: Role
    answers: Mapping[str, Any]
    today: date
    opinions: Mapping[str, str] = field(default_factory=lambda: NONE_GIVEN)
    taken: Transition | None = field(default=None)


class Interpreter:
    """A compiled procedure that answers: which move does this trigger make from here?"""

    def __init__(self, procedure: CompiledProcedure) -> None:
        self.compiled = procedure
        self.consults = bool(procedure.procedure.consultations())
        self._machine = Machine(
            model=None,
            states=list(procedure.procedure.states),
            initial=procedure.procedure.initial,
            auto_transitions=False,
            send_event=True,
        )
        self._outgoing: dict[str, tuple[Transition, ...]] = {}
        self._needed: dict[tuple[str, str, str], tuple[ChecklistItem, ...]] = {}
        for transition in procedure.procedure.transitions:
            self._add(transition)

    def _add(self, transition: Transition) -> None:
        for origin in transition.origins:
            self._outgoing[origin] = (*self._outgoing.get(origin, ()), transition)
            needed = tuple(
                item
                for item in self.compiled.procedure.states[origin].checklist
                if self._needs(item, origin, transition)
            )
            self._needed[origin, transition.fire, transition.to] = needed
        self._machine.add_transition(
            transition.fire,
            list(transition.origins),
            transition.to,
            conditions=[_guard(transition)],
            before=[_remember(transition)],
        )

    def outgoing(self, state: str) -> tuple[Transition, ...]:
        """List the transitions that leave a state, whoever fires them."""
        return self._outgoing.get(state, ())

    def _needs(self, item: ChecklistItem, state: str, transition: Transition) -> bool:
        if item.needed_for:
            return transition.fire in item.needed_for
        return advances(self.compiled.procedure, state, transition)

    def needed_for(self, state: str, transition: Transition) -> tuple[ChecklistItem, ...]:
        """List what must be ticked before a transition leaves a state, whatever the answers."""
        return self._needed[state, transition.fire, transition.to]

    def move(self, trigger: str, position: Position) -> Transition | None:
        """Compute the move a trigger makes; None where the state, role or guard offers none."""
        event = self._machine.events.get(trigger)
        if event is None:
            return None
        try:
            moved = event.trigger(position)
        except MachineError:
            return None
        return position.taken if moved else None

    def allows(self, transition: Transition, position: Position) -> bool:
        """Tell whether a transition's role and guard hold, without moving."""
        return transition.by == position.role and _holds(transition, position)


def _holds(transition: Transition, position: Position) -> bool:
    if transition.when is None:
        return True
    condition = compile_condition(transition.when)
    return condition.holds(position.answers, position.today, position.opinions)


def _guard(transition: Transition) -> Callable[[EventData], bool]:
    def holds(event: EventData) -> bool:
        position = cast("Position", event.model)
        return transition.by == position.role and _holds(transition, position)

    return holds


def _remember(transition: Transition) -> Callable[[EventData], None]:
    def remember(event: EventData) -> None:
        cast("Position", event.model).taken = transition

    return remember


def _interpret(connection: Connection, checksum: str) -> Interpreter:
    return Interpreter(compiled(connection, checksum))


#: Give the interpreter of a definition; raises UnknownDefinition.
interpreter: ByChecksum[Interpreter] = ByChecksum(_interpret)
