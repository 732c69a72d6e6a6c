"""Handing over: a waiting case leaves a full agent queue for that of another office.

The case keeps its age, and so its place among those that wait there; its promise stays as it was.
The office's own deadline starts anew: who takes over must not inherit a spent clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, case, func, select, update

from workflows import deadlines as clocks
from workflows import journal, overflow
from workflows.actors import SYSTEM, Actor
from workflows.cases import Case, lock_case
from workflows.engine import Engine
from workflows.happenings import Occurrence, record
from workflows.interpreter import interpreter
from workflows.journal import HAPPENINGS, Happening
from workflows.language.procedure import State
from workflows.organisations import Pool, find_pool, pool_for, successor_of
from workflows.tables import deadlines, offices


class Why(StrEnum):
    """Why a case left the queue in which it waited."""

    #: Nobody had taken it in the time that its procedure gives.
    WAITED = "waited"
    #: More cases stood before it than its procedure lets stand there.
    BACKLOG = "backlog"
    #: A supervisor let what is too much go there for a time.
    OPENED = "opened"
    #: A supervisor shared what waited between two offices.
    REBALANCED = "rebalanced"
    #: Whoever held it saw that others must treat it.
    PASSED_ON = "passed_on"


@dataclass(frozen=True, slots=True)
class Takeover:
    """A case about to be taken over: by which pool, why, by whose doing, and what is said of it."""

    by: Pool
    why: Why
    actor: Actor = SYSTEM
    said: Mapping[str, Any] = field(default_factory=dict)


def spill(connection: Connection, engine: Engine, clock_id: int) -> Case | None:
    """Do what an overflow that is due demands; None when the case is no longer to go.

    The case is locked first: whoever took it or moved it meanwhile keeps it, and of two processes
    that do the same, one finds it done. Raises NoPool when nobody treats the queue there.
    """
    waiting = lock_case(connection, overflow.find_spill(connection, clock_id).case_id)
    due = overflow.find_spill(connection, clock_id)
    if due.stopped_at is not None or not _waits(waiting) or waiting.state != due.state:
        return None
    state = interpreter(connection, waiting.definition).compiled.procedure.states[waiting.state]
    now = engine.clock.now(connection)
    target = pool_for(connection, queue=state.queue or "", office=due.towards)
    target = successor_of(connection, target, on=now.date())
    said = {"after": due.span, "above": due.above}
    why = Why.BACKLOG if due.span is None else Why.WAITED
    known = {name: value for name, value in said.items() if value is not None}
    taken = hand_over(connection, engine, waiting, Takeover(target, why, said=known))
    if taken is None:
        overflow.give_up(connection, clock_id, at=now)
    return taken


def hand_over(
    connection: Connection, engine: Engine, waiting: Case, takeover: Takeover
) -> Case | None:
    """Let another pool take over a case that the caller has locked and that waits in a queue.

    None when nothing is to be done: the case waits nowhere, somebody holds it, it is there
    already, or it has been there since it came into its state.
    """
    if not _waits(waiting) or takeover.by.id in passed(connection, waiting):
        return None
    former = find_pool(connection, waiting.pool_id or 0)
    names = _names_between(connection, former, takeover.by)
    told = {
        "why": takeover.why,
        "from": names[former.slug],
        "office": names[takeover.by.slug],
        "from_pool": former.id,
        "pool": takeover.by.id,
        **({"within": True} if former.office == takeover.by.office else {}),
        **takeover.said,
    }
    changed = {"pool_id": takeover.by.id}
    occurrence = Occurrence(Happening.OVERFLOWED, takeover.actor, told, changed)
    after = record(connection, engine, waiting.id, occurrence)
    if former.office != takeover.by.office:
        state = interpreter(connection, after.definition).compiled.procedure.states[after.state]
        _start_anew(connection, after, state, takeover.by.office, at=engine.clock.now(connection))
    return after


def _waits(case: Case) -> bool:
    return case.pool_id is not None and case.claimed_by is None


def passed(connection: Connection, waiting: Case) -> frozenset[int]:
    """Name the pools in which the case has waited since it came into its state."""
    passed = {waiting.pool_id or 0}
    for entry in reversed(journal.history(connection, waiting.id)):
        if entry.trigger == Happening.OVERFLOWED:
            passed.add(entry.data["from_pool"])
        elif entry.trigger not in HAPPENINGS:
            break
    return frozenset(passed)


def _names_between(connection: Connection, *ends: Pool) -> dict[str, Mapping[str, str]]:
    """Name two pools by their offices, or by themselves where they are of the same office."""
    slugs = {pool.office for pool in ends}
    if len(slugs) == 1:
        return {pool.slug: dict(pool.name) for pool in ends}
    rows = connection.execute(
        select(offices.c.slug, offices.c.name).where(offices.c.slug.in_(slugs))
    )
    called = {row.slug: dict(row.name) for row in rows}
    return {pool.slug: called[pool.office] for pool in ends}


def _start_anew(
    connection: Connection, after: Case, state: State, office: str, *, at: datetime
) -> None:
    """End the clocks of the former office and start those of the new one."""
    passed = case((deadlines.c.due_at < at, deadlines.c.due_at))
    missed = case((deadlines.c.kind == clocks.Kind.STATE, passed))
    connection.execute(
        update(deadlines)
        .where(
            deadlines.c.case_id == after.id,
            deadlines.c.kind.in_((clocks.Kind.STATE, clocks.Kind.OVERFLOW)),
            deadlines.c.stopped_at.is_(None),
        )
        .values(stopped_at=at, breached_at=func.coalesce(deadlines.c.breached_at, missed))
    )
    if state.deadline is not None:
        own = clocks.Start(clocks.Kind.STATE, after.state, state.deadline, office, state.warn_at)
        clocks.start(connection, after.id, own, at=at)
    overflow.plan(connection, after, state, office=office, at=at)
