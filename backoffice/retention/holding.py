"""Cases kept from being erased: an inspector says which and why, and lets them go again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from backoffice.retention.tables import legal_holds
from workflows.administering.entries import What, record
from workflows.cases import case_by_reference, lock_case
from workflows.life_cycle import Author
from workflows.tables import accounts, cases


@dataclass(frozen=True, slots=True)
class Hold:
    """A case that is kept from being erased."""

    id: int
    reference: str
    eservice: str
    reason: str
    by: str
    held_at: datetime


def hold(connection: Connection, reference: str, *, by: int, reason: str, at: datetime) -> bool:
    """Keep a case from being erased; tells whether it was not kept already.

    The case's row is locked, so that what is just being erased is finished first.
    Raises UnknownCase.
    """
    case = lock_case(connection, case_by_reference(connection, reference).id)
    values = {"case_id": case.id, "reason": reason, "held_by": by, "held_at": at}
    kept = insert(legal_holds).values(values).on_conflict_do_nothing().returning(legal_holds.c.id)
    if connection.execute(kept).scalar_one_or_none() is None:
        return False
    record(connection, Author(by), What.HELD_BACK, case.reference, reason=reason)
    return True


def let_go(connection: Connection, hold_id: int, *, by: int, reason: str, at: datetime) -> bool:
    """Let a case be erased when its time has come; tells whether it was kept until now."""
    ended = (
        update(legal_holds)
        .where(legal_holds.c.id == hold_id, legal_holds.c.lifted_at.is_(None))
        .values(lifted_by=by, lifted_at=at)
        .returning(legal_holds.c.case_id)
    )
    case_id = connection.execute(ended).scalar_one_or_none()
    if case_id is None:
        return False
    named = select(cases.c.reference).where(cases.c.id == case_id)
    reference = connection.execute(named).scalar_one()
    record(connection, Author(by), What.LET_GO, reference, reason=reason)
    return True


def holds(connection: Connection) -> tuple[Hold, ...]:
    """List the cases that are kept from being erased, the latest first."""
    columns = (cases.c.reference, cases.c.eservice, accounts.c.name.label("by"))
    own = (legal_holds.c[name] for name in ("id", "reason", "held_at"))
    rows = connection.execute(
        select(*own, *columns)
        .join_from(legal_holds, cases, cases.c.id == legal_holds.c.case_id)
        .join(accounts, accounts.c.id == legal_holds.c.held_by)
        .where(legal_holds.c.lifted_at.is_(None))
        .order_by(legal_holds.c.id.desc())
    )
    return tuple(Hold(**row._mapping) for row in rows)
