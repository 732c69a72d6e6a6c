"""Moves as they are written: everything that a move leaves, in one statement.

The case, its journal entry, the end of its claim and of its clocks, and the events that others
react to are one truth, and one question to the database: each question costs more than a row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    BigInteger,
    Connection,
    Select,
    Text,
    any_,
    bindparam,
    case,
    insert,
    select,
    update,
)
from sqlalchemy import func as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as insert_once

from workflows.actors import Actor
from workflows.cases import COLUMNS, Case, case_of
from workflows.claims import Ending
from workflows.journal import noted_of
from workflows.outbox import CHANNEL
from workflows.tables import applicants, cases, claims, deadlines, journal_entries, outbox_events

#: What a lodging gives of the case; the others follow.
LODGED = (
    "reference",
    "eservice",
    "definition",
    "state",
    "stage",
    "answers",
    "lodging_key",
    "lodged_at",
    "entered_at",
    "eligible_at",
    "filed_by",
)
#: What a move changes by value; the claim, the pool and its order always end.
MOVED = ("state", "stage", "version", "entered_at", "closed_at", "eligible_at")
APPLICANT = ("name", "mail", "phone", "language", "tracking_nonce", "channel")


@dataclass(frozen=True, slots=True)
class Trace:
    """What a move leaves besides the case: who made it how, and whom it wakes."""

    actor: Actor
    trigger: str
    #: Each event that it is, with each job that must follow, and what they are told.
    steps: Sequence[tuple[str, str]]
    told: Mapping[str, Any]
    before: Case | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    #: Kinds of clocks that end with the move.
    ended: Sequence[str] = ()

    def values(self) -> dict[str, Any]:
        """Give the parameters of the statements below."""
        before = self.before
        return {
            "by_role": self.actor.role,
            "by_account": self.actor.account_id,
            "by_trigger": self.trigger,
            "origin_state": None if before is None else before.state,
            "origin_stage": None if before is None else before.stage,
            "said": {**self.data, **noted_of(self.actor)},
            "step_events": [event for event, _ in self.steps],
            "step_jobs": [job for _, job in self.steps],
            "step_told": dict(self.told),
        }


def write_lodging(
    connection: Connection, new: Mapping[str, Any], applicant: Mapping[str, Any], trace: Trace
) -> Case | None:
    """Write a new case with what it leaves; None when its lodging key was used before."""
    given = {f"to_{name}": new[name] for name in LODGED}
    whose = {f"of_{name}": applicant[name] for name in APPLICANT}
    row = connection.execute(LODGE, given | whose | trace.values()).one_or_none()
    return None if row is None else case_of(row)


def write_move(
    connection: Connection,
    moving: Case,
    changed: Mapping[str, Any],
    trace: Trace,
    *,
    answers: Mapping[str, Any] | None,
) -> Case:
    """Write a move of a case that the caller has locked."""
    values = {f"to_{name}": changed[name] for name in MOVED}
    values |= {"moving": moving.id, "ended_clocks": list(trace.ended)} | trace.values()
    if answers is not None:
        row = connection.execute(MOVE_CORRECTED, values | {"to_answers": dict(answers)}).one()
    else:
        row = connection.execute(MOVE, values).one()
    return case_of(row)


def _noted(written: CTE) -> CTE:
    columns = written.c
    entry = {
        "case_id": columns.id,
        "position": columns.version,
        "at": columns.entered_at,
        "role": bindparam("by_role", type_=Text),
        "account_id": bindparam("by_account", type_=BigInteger),
        "trigger": bindparam("by_trigger", type_=Text),
        "from_state": bindparam("origin_state", type_=Text),
        "to_state": columns.state,
        "from_stage": bindparam("origin_stage", type_=Text),
        "to_stage": columns.stage,
        "data": bindparam("said", type_=JSONB),
    }
    return insert(journal_entries).from_select([*entry], select(*entry.values())).cte("noted")


def _told(written: CTE) -> CTE:
    """Write one row for each job; each notifies as it is written, heard after the commit."""
    event = {
        "event": sql.unnest(bindparam("step_events", type_=ARRAY(Text))),
        "job": sql.unnest(bindparam("step_jobs", type_=ARRAY(Text))),
        "case_id": written.c.id,
        "data": bindparam("step_told", type_=JSONB),
    }
    rows = insert(outbox_events).from_select([*event], select(*event.values()))
    return rows.returning(sql.pg_notify(CHANNEL, outbox_events.c.job).label("rung")).cte("told")


def _belonging(written: CTE) -> CTE:
    whose = {name: bindparam(f"of_{name}", type_=applicants.c[name].type) for name in APPLICANT}
    rows = select(written.c.id, *whose.values())
    return insert(applicants).from_select(["case_id", *whose], rows).cte("belonging")


def _let_go(written: CTE) -> CTE:
    open_claim = (
        claims.c.case_id == written.c.id,
        claims.c.consultation_id.is_(None),
        claims.c.ended_at.is_(None),
    )
    ended = {"ended_at": written.c.entered_at, "ending": Ending.MOVED}
    return update(claims).where(*open_claim).values(ended).cte("let_go")


def _stopped(written: CTE) -> CTE:
    running = (
        deadlines.c.case_id == written.c.id,
        deadlines.c.kind == any_(bindparam("ended_clocks", type_=ARRAY(Text))),
        deadlines.c.stopped_at.is_(None),
    )
    # One whose end had passed is marked as breached even if no sweep saw it: a clock process that
    # slept must not make a late case look punctual.
    passed = case((deadlines.c.due_at < written.c.entered_at, deadlines.c.due_at))
    ended = {
        "stopped_at": written.c.entered_at,
        "breached_at": sql.coalesce(deadlines.c.breached_at, passed),
    }
    return update(deadlines).where(*running).values(ended).cte("stopped")


def _lodging() -> Select[Any]:
    written = (
        insert_once(cases)
        .values({name: bindparam(f"to_{name}") for name in LODGED})
        .on_conflict_do_nothing(index_elements=[cases.c.lodging_key])
        .returning(*COLUMNS)
        .cte("written")
    )
    return select(*written.c).add_cte(_noted(written), _told(written), _belonging(written))


def _moving(*more: str) -> Select[Any]:
    ended = {"pool_id": None, "tie_break": None, "claimed_by": None, "claimed_until": None}
    written = (
        update(cases)
        .where(cases.c.id == bindparam("moving"))
        .values({name: bindparam(f"to_{name}") for name in (*MOVED, *more)})
        .values(**ended, barred=[])
        .returning(*COLUMNS)
        .cte("written")
    )
    return select(*written.c).add_cte(
        _noted(written), _told(written), _let_go(written), _stopped(written)
    )


LODGE, MOVE, MOVE_CORRECTED = _lodging(), _moving(), _moving("answers")
