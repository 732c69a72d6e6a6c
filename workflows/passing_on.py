"""Passing on: whoever holds a case sees that others must treat it, and says why.

It goes to a pool, never to a person: one that treats the same agent queue elsewhere, or another
queue of the office that the procedure allows. It keeps its age and its promise, as when an office
takes over what waits, and it does not come back to a pool that it left.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    any_,
    false,
    func,
    literal,
    or_,
    select,
    update,
)

from workflows import claims
from workflows.accounts import Account
from workflows.actors import TREATING, Actor, Role
from workflows.cases import Case, lock_case
from workflows.claims import NOT_HELD, Ending
from workflows.engine import Engine
from workflows.errors import CaseNotClaimed, StaleCase, WorkflowError
from workflows.handing_over import Takeover, Why, hand_over, passed
from workflows.interpreter import interpreter
from workflows.journal import Happening
from workflows.organisations import POOL_COLUMNS, Pool, find_pool
from workflows.tables import accounts, cases, journal_entries, pool_members, pools

LONGEST_NOTE = 1000
#: The name under which a refusal speaks of it.
WHAT = "pass_on"


class Reason(StrEnum):
    """Why others must treat it; there are no other reasons."""

    OTHER_OFFICE = "other_office"
    SKILL = "skill"
    LANGUAGE = "language"
    LINKED = "linked"


class NoWay(WorkflowError):
    """The case cannot go to this pool."""


@dataclass(frozen=True, slots=True)
class Passing:
    """What somebody asks for: to which pool, why, and what the next one should know."""

    pool_id: int
    reason: Reason
    note: str
    #: The version of the case that the page showed.
    version: int


def role_of(account: Account) -> Role:
    """Name the role in which an account holds what it holds."""
    return min(TREATING & account.roles)


def ways(connection: Connection, case: Case) -> tuple[Pool, ...]:
    """List the pools to which whoever holds a case may pass it on, by slug."""
    machine = interpreter(connection, case.definition)
    state = machine.compiled.procedure.states[case.state]
    here = find_pool(connection, case.pool_id or 0)
    elsewhere = and_(pools.c.queue == state.queue, pools.c.office != here.office)
    beside = and_(pools.c.office == here.office, pools.c.queue.in_((state.queue, *state.passes_to)))
    roles = sorted({one.by for one in machine.outgoing(case.state)} & TREATING)
    has_role = or_(false(), *(literal(str(role)) == any_(accounts.c.roles) for role in roles))
    able = (
        select(pool_members.c.account_id)
        .join_from(pool_members, accounts)
        .where(
            pool_members.c.pool_id == pools.c.id,
            accounts.c.active,
            has_role,
            accounts.c.id.not_in(case.barred),
        )
        .exists()
    )
    found = connection.execute(
        select(*POOL_COLUMNS)
        .where(or_(elsewhere, beside), pools.c.succeeded_by.is_(None), able)
        .order_by(pools.c.slug)
    )
    left = passed(connection, case)
    return tuple(pool for row in found if (pool := Pool(**row._mapping)).id not in left)


def pass_on(
    connection: Connection, engine: Engine, case_id: int, account: Account, asked: Passing
) -> Case:
    """Let a held case go to another pool, and give it as it then stands.

    Raises StaleCase, CaseNotClaimed, or NoWay when it cannot go there.
    """
    case = lock_case(connection, case_id)
    now = engine.clock.now(connection)
    names = {"reference": case.reference, "trigger": WHAT}
    if case.version != asked.version:
        raise StaleCase(**names)
    if not case.is_claimed_by(account.id, now):
        raise CaseNotClaimed(**names)
    target = next((one for one in ways(connection, case) if one.id == asked.pool_id), None)
    if target is None:
        raise NoWay(asked.pool_id)
    connection.execute(update(cases).where(cases.c.id == case.id).values(NOT_HELD))
    claims.end(connection, case.id, Ending.PASSED_ON, at=now)
    said: Mapping[str, Any] = {"passed_for": asked.reason, "note": asked.note[:LONGEST_NOTE]}
    actor = Actor(role_of(account), account.id)
    takeover = Takeover(target, Why.PASSED_ON, actor, said)
    after = hand_over(connection, engine, lock_case(connection, case.id), takeover)
    if after is None:
        raise NoWay(asked.pool_id)
    return after


@dataclass(frozen=True, slots=True)
class Passed:
    """A case that somebody passed on."""

    at: datetime
    reference: str
    from_pool: int
    pool: int
    reason: Reason
    note: str
    account_id: int


def _passed_since(since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Choose what people passed on since an instant; not what inspectors had."""
    entry = journal_entries.c
    return (
        entry.trigger == Happening.OVERFLOWED,
        entry.at >= since,
        entry.data["why"].astext == Why.PASSED_ON,
        entry.role != Role.INSPECTOR,
    )


def lately(connection: Connection, *, since: datetime, limit: int = 100) -> tuple[Passed, ...]:
    """List what was passed on since an instant, the last first; not what inspectors had."""
    entry = journal_entries.c
    rows = connection.execute(
        select(entry.at, cases.c.reference, entry.data, entry.account_id)
        .join_from(journal_entries, cases)
        .where(*_passed_since(since))
        .order_by(journal_entries.c.id.desc())
        .limit(limit)
    )
    return tuple(
        Passed(
            at=row.at,
            reference=row.reference,
            from_pool=row.data["from_pool"],
            pool=row.data["pool"],
            reason=Reason(row.data["passed_for"]),
            note=row.data["note"],
            account_id=row.account_id,
        )
        for row in rows
    )


def counted(connection: Connection, *, since: datetime) -> Mapping[int, int]:
    """Count what each account passed on since an instant; not what inspectors had."""
    rows = connection.execute(
        select(journal_entries.c.account_id, func.count())
        .where(*_passed_since(since))
        .group_by(journal_entries.c.account_id)
    )
    return {row[0]: row[1] for row in rows}
