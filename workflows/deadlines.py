"""Deadlines: rows that say by when, in the clock of an office, with pauses.

The `promise` runs over the whole case and pauses while the applicant must act; `state` is an
office's own time; `expiry` ends a wait; `opinion` bounds the time of an office that is consulted;
the legal `silence` ends by deciding; for `overflow`, see `workflows.overflow`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, func, select, update

from workflows.calendars import WorkingTime, advance, due, measure, working_time_of
from workflows.changed_calendars import Clock, brought_up
from workflows.language.procedure import (
    CLOSED,
    PAYMENT_CLEARED,
    CompiledProcedure,
    PromiseStart,
    Stage,
    State,
)
from workflows.language.promises import promised_span
from workflows.language.values import Span
from workflows.tables import deadlines

#: A promise is warned about when this share of it is spent.
PROMISE_WARN_AT = 50


class Kind(StrEnum):
    """What a deadline bounds."""

    PROMISE = "promise"
    STATE = "state"
    EXPIRY = "expiry"
    OPINION = "opinion"
    SILENCE = "silence"
    OVERFLOW = "overflow"


#: What ends when its end has come; the others run late.
ENDING = frozenset({Kind.EXPIRY, Kind.SILENCE})


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as it stands."""

    id: int
    case_id: int
    kind: Kind
    state: str
    span: Span
    calendar_office: str
    started_at: datetime
    due_at: datetime | None
    warn_at: datetime | None
    paused_at: datetime | None
    remaining: int | None
    warned_at: datetime | None
    breached_at: datetime | None
    stopped_at: datetime | None
    consultation_id: int | None = None
    #: By which change of its office's calendar it was laid out; see `workflows.changed_calendars`.
    calendar_change: int = 0


COLUMNS = tuple(deadlines.c[name] for name in Deadline.__dataclass_fields__)
RUNNING = deadlines.c.stopped_at.is_(None)
BOUNDS = deadlines.c.kind != Kind.OVERFLOW


def _deadline(row: Row[*tuple[Any, ...]]) -> Deadline:
    values = dict(row._mapping)
    return Deadline(**values | {"kind": Kind(values["kind"]), "span": Span.of(values["span"])})


@dataclass(frozen=True, slots=True)
class Start:
    """A clock to be started: what it bounds, how long, and by whose calendar."""

    kind: Kind
    state: str
    span: Span
    office: str
    warn_percent: int | None = None
    consultation: int | None = None


def start(connection: Connection, case_id: int, what: Start, *, at: datetime) -> None:
    """Start a clock of a case."""
    working = working_time_of(connection, what.office)
    ends = due(working, at, what.span)
    warn = None
    if what.warn_percent is not None:
        whole = measure(working, what.span, at, ends)
        warn = advance(working, what.span, at, whole * what.warn_percent // 100)
    connection.execute(
        deadlines.insert(),
        {
            "case_id": case_id,
            "kind": what.kind,
            "state": what.state,
            "span": str(what.span),
            "calendar_office": what.office,
            "calendar_change": working.change,
            "started_at": at,
            "due_at": ends,
            "warn_at": warn,
            "consultation_id": what.consultation,
        },
    )


def running_promise(connection: Connection, case_id: int) -> Deadline | None:
    """Read the promise of a case whose clock has not ended."""
    return _running(connection, case_id, Kind.PROMISE)


def _running(connection: Connection, case_id: int, kind: Kind) -> Deadline | None:
    rows = _select(connection, deadlines.c.case_id == case_id, deadlines.c.kind == kind)
    return next((deadline for deadline in rows if deadline.stopped_at is None), None)


def pause(connection: Connection, deadline: Deadline, *, at: datetime) -> None:
    """Let a clock stand still, keeping what is left of it."""
    if deadline.paused_at is not None or deadline.due_at is None:
        return
    deadline = up_to_date(connection, deadline)
    working = working_time_of(connection, deadline.calendar_office)
    left = measure(working, deadline.span, at, deadline.due_at or at)
    change(connection, deadline, paused_at=at, remaining=left, due_at=None, warn_at=None)


def resume(connection: Connection, deadline: Deadline, *, at: datetime) -> None:
    """Let a clock run on with what was left of it."""
    if deadline.paused_at is None or deadline.remaining is None:
        return
    working = working_time_of(connection, deadline.calendar_office)
    ends = advance(working, deadline.span, at, deadline.remaining)
    warn = None if deadline.warned_at else _halfway(working, deadline, at, deadline.remaining)
    laid = {"due_at": ends, "warn_at": warn, "calendar_change": working.change}
    change(connection, deadline, paused_at=None, remaining=None, **laid)


def _halfway(working: WorkingTime, deadline: Deadline, at: datetime, left: int) -> datetime:
    whole = measure(
        working,
        deadline.span,
        deadline.started_at,
        due(working, deadline.started_at, deadline.span),
    )
    to_warning = max(left - whole * (100 - PROMISE_WARN_AT) // 100, 0)
    return advance(working, deadline.span, at, to_warning)


def up_to_date(connection: Connection, deadline: Deadline) -> Deadline:
    """Give a clock as it runs by its office's present calendar; moved, where no job has yet."""
    if deadline.due_at is None or deadline.stopped_at is not None:
        return deadline
    columns = (getattr(deadline, name) for name in Clock.__dataclass_fields__)
    clock = brought_up(connection, deadline.calendar_office, Clock(*columns))
    laid = {name: getattr(clock, name) for name in ("due_at", "warn_at", "calendar_change")}
    return replace(deadline, **laid)


def change(connection: Connection, deadline: Deadline, **values: Any) -> None:
    """Write into the row of a clock."""
    connection.execute(update(deadlines).where(deadlines.c.id == deadline.id).values(**values))


def _select(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Deadline, ...]:
    rows = connection.execute(select(*COLUMNS).where(BOUNDS, *conditions).order_by(deadlines.c.id))
    return tuple(_deadline(row) for row in rows)


def deadlines_of(connection: Connection, case_id: int) -> tuple[Deadline, ...]:
    """Read every clock of a case but its overflows, in the order in which they were started."""
    return _select(connection, deadlines.c.case_id == case_id)


def find_deadline(connection: Connection, deadline_id: int) -> Deadline:
    """Read a clock by its identifier."""
    return _select(connection, deadlines.c.id == deadline_id)[0]


@dataclass(frozen=True, slots=True)
class Step:
    """A move as the clocks see it."""

    trigger: str
    origin: Stage | None
    state_name: str
    state: State
    answers: Mapping[str, Any]


def ended_by(state: State) -> tuple[Kind, ...]:
    """Name the clocks that end when a case enters a state: at the end of the case, all of them.

    An opinion's ends with the opinion, which may come late; the law's ends with the decision.
    """
    if state.stage in CLOSED:
        return tuple(Kind)
    decided = (Kind.SILENCE,) if state.stage is Stage.ISSUANCE else ()
    return (Kind.STATE, Kind.EXPIRY, Kind.OVERFLOW, *decided)


def follow(
    connection: Connection, case_id: int, step: Step, *, compiled: CompiledProcedure, at: datetime
) -> None:
    """Start, pause and resume a case's clocks as a move demands; see `ended_by` for the others."""
    for whole in _whole_clocks(compiled, step, at):
        _follow_whole(connection, case_id, step, whole, at=at)
    office = compiled.calendar_office
    if step.state.expires is not None:
        expiry = Start(Kind.EXPIRY, step.state_name, step.state.expires.after, office)
        start(connection, case_id, expiry, at=at)
    if step.state.deadline is not None and step.state.queue is None:
        own = Start(Kind.STATE, step.state_name, step.state.deadline, office, step.state.warn_at)
        start(connection, case_id, own, at=at)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A clock that runs over the whole case: the promise, or the law's delay."""

    kind: Kind
    starts: PromiseStart
    pauses: tuple[Stage, ...]
    span: Span
    office: str
    restarts: tuple[str, ...] = ()


def _whole_clocks(compiled: CompiledProcedure, step: Step, at: datetime) -> Iterator[_Whole]:
    office, promise = compiled.calendar_office, compiled.promise
    silence = compiled.procedure.silence
    if promise is not None:
        within = promised_span(promise, answers=step.answers, today=at.date())
        yield _Whole(Kind.PROMISE, promise.starts, promise.pauses, within, office, promise.restarts)
    if silence is not None:
        yield _Whole(Kind.SILENCE, silence.starts, silence.pauses, silence.after, office)


def _starts(step: Step, whole: _Whole) -> bool:
    lodged = whole.starts is PromiseStart.LODGED
    return step.origin is None if lodged else step.trigger == PAYMENT_CLEARED


def _follow_whole(
    connection: Connection, case_id: int, step: Step, whole: _Whole, *, at: datetime
) -> None:
    now_paused, was_paused = (one in whole.pauses for one in (step.state.stage, step.origin))
    restarting = step.trigger in whole.restarts
    starting = _starts(step, whole) or restarting
    if step.state.stage in CLOSED or not (starting or now_paused != was_paused):
        return
    existing = None if step.origin is None else _running(connection, case_id, whole.kind)
    if existing is not None and restarting:
        change(connection, existing, stopped_at=at)
        existing = None
    if existing is None and starting:
        what = Start(whole.kind, step.state_name, whole.span, whole.office, PROMISE_WARN_AT)
        start(connection, case_id, what, at=at)
        begun = _running(connection, case_id, whole.kind) if now_paused else None
        if begun is not None:
            pause(connection, begun, at=at)
    elif existing is not None:
        (pause if now_paused else resume)(connection, existing, at=at)


def stop_opinions(connection: Connection, ids: Collection[int], *, at: datetime) -> None:
    """End the clocks of opinions that came or are wanted no more; what had passed was late."""
    passed = case((deadlines.c.due_at < at, deadlines.c.due_at))
    connection.execute(
        update(deadlines)
        .where(deadlines.c.consultation_id.in_(ids), RUNNING)
        .values(stopped_at=at, breached_at=func.coalesce(deadlines.c.breached_at, passed))
    )
