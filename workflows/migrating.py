"""A case put under another version of its e-service, with its clocks recomputed.

Whether that is safe is decided above; here it is done: once, journalled, in one transaction.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from workflows import overflow
from workflows.actors import Actor
from workflows.calendars import WorkingTime, advance, due, measure, working_time_of
from workflows.cases import Case
from workflows.deadlines import PROMISE_WARN_AT, Deadline, Kind, deadlines_of, up_to_date
from workflows.definitions import compiled
from workflows.engine import Engine
from workflows.happenings import Occurrence, record
from workflows.journal import Happening
from workflows.language.procedure import CompiledProcedure
from workflows.language.promises import promised_span
from workflows.language.values import Span
from workflows.organisations import find_pool
from workflows.tables import deadlines


def migrate(
    connection: Connection,
    engine: Engine,
    case: Case,
    checksum: str,
    *,
    actor: Actor,
    data: Mapping[str, Any],
) -> Case:
    """Put a case that the caller has locked under another version; its place in time stays.

    Running clocks take the new version's spans from where they began; what they spent stays spent.
    """
    after = compiled(connection, checksum)
    told = {**data, "from": case.definition, "to": checksum}
    occurrence = Occurrence(Happening.MIGRATED, actor, told, {"definition": checksum})
    moved = record(connection, engine, case.id, occurrence)
    at = engine.clock.now(connection)
    for clock in running(deadlines_of(connection, case.id)):
        span = span_of(clock, after, case)
        if span is not None and span != clock.span:
            _respan(connection, clock, span, warn_at=_warn_percent(clock, after), at=at)
    _overflow_anew(connection, moved, after, at=at)
    return moved


def _overflow_anew(
    connection: Connection, case: Case, after: CompiledProcedure, *, at: datetime
) -> None:
    """Let a case that waits in an agent queue overflow as the new version says, from now on."""
    for one in overflow.spills_of(connection, case.id):
        overflow.give_up(connection, one.id, at=at)
    if case.pool_id is not None:
        office = find_pool(connection, case.pool_id).office
        state = after.procedure.states[case.state]
        overflow.plan(connection, case, state, office=office, at=at)


def running(clocks: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
    """Keep the clocks that have not ended."""
    return tuple(clock for clock in clocks if clock.stopped_at is None)


def span_of(clock: Deadline, procedure: CompiledProcedure, case: Case) -> Span | None:
    """Tell how long a clock would be under a version; None where the version has none such."""
    state = procedure.procedure.states.get(clock.state)
    if clock.kind is Kind.PROMISE:
        if procedure.promise is None:
            return None
        today = clock.started_at.date()
        return promised_span(procedure.promise, answers=case.answers, today=today)
    if state is None:
        return None
    waits = None if state.expires is None else state.expires.after
    return {Kind.STATE: state.deadline, Kind.EXPIRY: waits}.get(clock.kind)


def ends(working: WorkingTime, clock: Deadline, span: Span, at: datetime) -> datetime:
    """Tell when a running clock would end with another span, of the same kind of time.

    What was spent, pauses left out, stays spent: the end moves by the difference of the spans.
    """
    plain = due(working, clock.started_at, span)
    if clock.due_at is None or due(working, clock.started_at, clock.span) == clock.due_at:
        return plain
    left = measure(working, clock.span, at, clock.due_at) + gained(working, clock, span)
    return advance(working, span, at, max(left, 0))


def gained(working: WorkingTime, clock: Deadline, span: Span) -> int:
    """Tell by how much another span is longer, in microseconds of the clock's own time."""
    whole, other = (
        measure(working, one, clock.started_at, due(working, clock.started_at, one))
        for one in (clock.span, span)
    )
    return other - whole


def _warn_percent(clock: Deadline, procedure: CompiledProcedure) -> int | None:
    if clock.kind is Kind.PROMISE:
        return PROMISE_WARN_AT
    return procedure.procedure.states[clock.state].warn_at if clock.kind is Kind.STATE else None


def _respan(
    connection: Connection, clock: Deadline, span: Span, *, warn_at: int | None, at: datetime
) -> None:
    clock = up_to_date(connection, clock)
    working = working_time_of(connection, clock.calendar_office)
    if clock.paused_at is not None:
        left = (clock.remaining or 0) + gained(working, clock, span)
        changed: dict[str, Any] = {"remaining": max(left, 0)}
    else:
        over = ends(working, clock, span, at)
        changed = {"due_at": over, "warn_at": _warning(working, clock, span, over, warn_at)}
    connection.execute(
        update(deadlines).where(deadlines.c.id == clock.id).values(span=str(span), **changed)
    )


def _warning(
    working: WorkingTime, clock: Deadline, span: Span, over: datetime, percent: int | None
) -> datetime | None:
    """Give the instant of the warning; one already given is not given again."""
    if percent is None or clock.warned_at is not None:
        return None
    whole = measure(working, span, clock.started_at, over)
    return advance(working, span, clock.started_at, whole * percent // 100)
