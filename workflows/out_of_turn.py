"""Out of turn: the one way past others in an agent queue, for a proven reason and by two people.

Somebody asks with a coded reason and a document, somebody else grants or declines. What is granted
goes before those that wait, within a quota of the pool; it is journalled in the case and published.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, ScalarSelect, exists, func, select, update

from workflows import complaints
from workflows.actors import Actor, Role
from workflows.cases import Case, lock_case
from workflows.claims import Ending
from workflows.engine import Engine
from workflows.errors import UnknownCase, WorkflowError
from workflows.happenings import Occurrence, record
from workflows.journal import Happening
from workflows.tables import accounts, cases, claims, out_of_turn

#: The quota counts over this time, each day anew.
PERIOD = timedelta(days=7)
#: Of so many cases treated in the period, one may go out of turn.
ONE_IN = 100
#: A small pool may still help somebody in need.
LEAST = 2
STEP = timedelta(minutes=1)
#: First key of the advisory locks under which a pool's quota is counted and used.
QUOTAS = 7202


class Reason(StrEnum):
    """Why a case may go before others; there are no other reasons."""

    MEDICAL = "medical"
    BOOKED_TRAVEL = "booked_travel"
    EXAMINATION = "examination"
    COURT_DATE = "court_date"
    OWN_ERROR = "own_error"


class NotWaiting(WorkflowError):
    """The case waits in no agent queue, or somebody holds it already."""


class AlreadyAsked(WorkflowError):
    """It was asked for already and waits for the second person, or was granted."""


class SamePerson(WorkflowError):
    """Whoever asked does not decide."""


class QuotaUsed(WorkflowError):
    """The pool has let as many cases go out of turn as it may for now."""


class NotOpen(WorkflowError):
    """Nothing of this number waits for a decision."""


@dataclass(frozen=True, slots=True)
class Document:
    """What proves the reason, as it is kept."""

    sha256: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A wish to take a case out of turn."""

    case_id: int
    reason: Reason
    note: str
    document: Document
    asked_by: int


@dataclass(frozen=True, slots=True)
class Turn:
    """What was asked for, and what became of it."""

    id: int
    case_id: int
    reference: str
    pool_id: int
    reason: Reason
    note: str
    document: Document
    asked_by: int
    asked_by_name: str
    asked_at: datetime
    granted: bool | None
    settled_by: int | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Quota:
    """How many cases of a pool went out of turn in the period, and how many may."""

    used: int
    allowed: int

    @property
    def left(self) -> int:
        """Tell how many more may."""
        return max(self.allowed - self.used, 0)


def ask(connection: Connection, asking: Asking, *, at: datetime) -> int:
    """Ask that a waiting case be taken next; raises UnknownCase, NotWaiting or AlreadyAsked.

    A confidential report is as unknown as one that does not exist, so that nobody may find out
    by trying references.
    """
    case = lock_case(connection, asking.case_id)
    if complaints.is_confidential(connection, case):
        raise UnknownCase(case.reference)
    pool_id = _waiting_pool(case)
    if _stands(connection, case.id, pool_id):
        raise AlreadyAsked(case.reference)
    values = {
        "case_id": case.id,
        "pool_id": pool_id,
        "reason": asking.reason,
        "note": asking.note,
        "document_sha256": asking.document.sha256,
        "document_name": asking.document.name,
        "document_type": asking.document.media_type,
        "asked_by": asking.asked_by,
        "asked_at": at,
    }
    asked = out_of_turn.insert().values(values).returning(out_of_turn.c.id)
    identifier: int = connection.execute(asked).scalar_one()
    return identifier


def grant(connection: Connection, engine: Engine, turn_id: int, *, by: int) -> Case:
    """Let the case go before those that wait, as the second person; gives it as it then stands.

    Raises NotOpen, SamePerson, NotWaiting when it is being treated already, or QuotaUsed.
    """
    turn = _open_turn(connection, turn_id, by=by)
    case = lock_case(connection, turn.case_id)
    pool_id = _waiting_pool(case)
    connection.execute(select(func.pg_advisory_xact_lock(QUOTAS, pool_id)))
    now = engine.clock.now(connection)
    if not quota_of(connection, pool_id, at=now).left:
        raise QuotaUsed(pool_id)
    place = _front(connection, pool_id) or case.eligible_at
    # Another office may have it by now: it counts for the queue in which it goes before others.
    _settle(connection, turn_id, granted=True, pool_id=pool_id, settled_by=by, settled_at=now)
    told = Occurrence(
        Happening.OUT_OF_TURN,
        Actor(Role.SUPERVISOR, by),
        {"why": turn.reason, "asked_by": turn.asked_by, "turn": turn.id},
        changed={"eligible_at": place},
    )
    return record(connection, engine, case.id, told)


def decline(connection: Connection, turn_id: int, *, by: int, at: datetime) -> None:
    """Leave the case in its place, as the second person; raises NotOpen or SamePerson."""
    _open_turn(connection, turn_id, by=by)
    _settle(connection, turn_id, granted=False, settled_by=by, settled_at=at)


def _waiting_pool(case: Case) -> int:
    if case.pool_id is None or case.claimed_by is not None:
        raise NotWaiting(case.reference)
    return case.pool_id


def _stands(connection: Connection, case_id: int, pool_id: int) -> bool:
    """Tell whether it waits for the second person, or was granted for this very wait."""
    asked = exists().where(
        out_of_turn.c.case_id == case_id,
        out_of_turn.c.pool_id == pool_id,
        out_of_turn.c.granted.is_distinct_from(False),  # noqa: FBT003 - a value of the column
    )
    return bool(connection.execute(select(asked)).scalar_one())


def _open_turn(connection: Connection, turn_id: int, *, by: int) -> Turn:
    connection.execute(
        select(out_of_turn.c.id).where(out_of_turn.c.id == turn_id).with_for_update()
    )
    turn = find(connection, turn_id)
    if turn is None or turn.granted is not None:
        raise NotOpen(turn_id)
    if turn.asked_by == by:
        raise SamePerson(turn_id)
    return turn


def _settle(connection: Connection, turn_id: int, **settled: Any) -> None:
    row = out_of_turn.c.id == turn_id
    connection.execute(update(out_of_turn).where(row).values(settled))


def _front(connection: Connection, pool_id: int) -> datetime | None:
    """Give the place just before the oldest that waits in its own turn, if any does.

    Those granted before stay before: they share the place, and a keyed hash orders them.
    """
    was_granted = exists().where(
        out_of_turn.c.case_id == cases.c.id,
        out_of_turn.c.pool_id == pool_id,
        out_of_turn.c.granted,
    )
    oldest = (
        select(cases.c.eligible_at)
        .where(cases.c.pool_id == pool_id, cases.c.claimed_by.is_(None), ~was_granted)
        .order_by(cases.c.eligible_at)
        .limit(1)
    )
    front = connection.execute(oldest).scalar_one_or_none()
    return None if front is None else front - STEP


def quota_of(connection: Connection, pool_id: int, *, at: datetime) -> Quota:
    """Count what a pool let go out of turn in the period before an instant, and what it may."""
    used = (
        select(func.count())
        .select_from(out_of_turn)
        .where(
            out_of_turn.c.pool_id == pool_id,
            out_of_turn.c.granted,
            out_of_turn.c.settled_at > at - PERIOD,
        )
        .scalar_subquery()
    )
    row = connection.execute(
        select(used.label("used"), _treated(pool_id, at).label("treated"))
    ).one()
    return Quota(row.used, max(LEAST, row.treated // ONE_IN))


def _treated(pool_id: int, at: datetime) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(claims)
        .where(
            claims.c.pool_id == pool_id,
            claims.c.ended_at > at - PERIOD,
            claims.c.ending == Ending.MOVED,
        )
        .scalar_subquery()
    )


ASKER = accounts.alias("asker")
SELECT = (
    select(out_of_turn, cases.c.reference, ASKER.c.name.label("asked_by_name"))
    .join_from(out_of_turn, cases, cases.c.id == out_of_turn.c.case_id)
    .join(ASKER, ASKER.c.id == out_of_turn.c.asked_by)
)


def find(connection: Connection, turn_id: int) -> Turn | None:
    """Read what was asked for under a number; None when there is no such."""
    row = connection.execute(SELECT.where(out_of_turn.c.id == turn_id)).mappings().one_or_none()
    return None if row is None else _turn(row)


def latest(connection: Connection, *, limit: int = 50) -> tuple[Turn, ...]:
    """List what was asked for: what waits for the second person first, then newest first."""
    order = (out_of_turn.c.granted.is_not(None), out_of_turn.c.id.desc())
    rows = connection.execute(SELECT.order_by(*order).limit(limit)).mappings()
    return tuple(_turn(row) for row in rows)


def _turn(row: Mapping[Any, Any]) -> Turn:
    kept = {name: row[name] for name in Turn.__dataclass_fields__ if name != "document"}
    document = Document(row["document_sha256"], row["document_name"], row["document_type"])
    return Turn(**kept | {"reason": Reason(kept["reason"]), "document": document})
