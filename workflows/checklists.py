"""Checklists: what whoever treats a case ticks in its state, each for themselves, before moving it.

A tick says that one person looked at one thing in this stay of the case: it is worth nothing to
anybody else, nor once the case has left the state. What was ticked is noted with the move.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from workflows import unfinished
from workflows.actors import TREATING, Actor
from workflows.cases import Case
from workflows.errors import ChecklistUnticked
from workflows.interpreter import Interpreter
from workflows.language.conditions import compile_condition
from workflows.language.procedure import ChecklistItem, Transition
from workflows.unfinished import Kind


def applying(items: Iterable[ChecklistItem], case: Case) -> tuple[ChecklistItem, ...]:
    """Keep the items of a checklist that a case's answers call for, on the day they were given."""
    today = case.lodged_at.date()
    return tuple(
        item
        for item in items
        if item.when is None or compile_condition(item.when).holds(case.answers, today)
    )


def items_for(machine: Interpreter, case: Case) -> tuple[ChecklistItem, ...]:
    """List what is checked on a case in the state in which it stands."""
    return applying(machine.compiled.procedure.states[case.state].checklist, case)


def needed(machine: Interpreter, case: Case, transition: Transition) -> tuple[ChecklistItem, ...]:
    """List what must be ticked before a transition moves a case."""
    return applying(machine.needed_for(case.state, transition), case)


def ticked(connection: Connection, case: Case, account_id: int) -> frozenset[str]:
    """Name the items that an account has ticked in this stay of a case."""
    return frozenset(unfinished.kept(connection, case, account_id, kind=Kind.TICK))


def tick(
    connection: Connection, case: Case, account_id: int, items: Iterable[str], *, at: datetime
) -> None:
    """Tick items of a case for an account; what is ticked already stays so."""
    begun: dict[str, dict[str, str]] = {item: {} for item in sorted(items)}
    unfinished.keep(connection, case, account_id, begun, at=at, kind=Kind.TICK)


def untick(connection: Connection, case: Case, account_id: int, items: Iterable[str]) -> None:
    """Take ticks of an account back."""
    gone = tuple(items)
    if gone:
        unfinished.forget(connection, case.id, account_id, kind=Kind.TICK, names=gone)


def check(
    connection: Connection,
    case: Case,
    transition: Transition,
    actor: Actor,
    *,
    machine: Interpreter,
) -> tuple[str, ...]:
    """Name what the actor ticked, in the list's order; raises ChecklistUnticked if that is too few.

    Nothing is read where the state has no checklist or nobody treats the case: the move of an
    applicant or of the system ticks nothing.
    """
    items = items_for(machine, case)
    if not items or actor.role not in TREATING or actor.account_id is None:
        return ()
    done = ticked(connection, case, actor.account_id)
    wanted = needed(machine, case, transition)
    missing = tuple(item.id for item in wanted if item.id not in done)
    if missing:
        raise ChecklistUnticked(reference=case.reference, trigger=transition.fire, missing=missing)
    return tuple(item.id for item in items if item.id in done)
