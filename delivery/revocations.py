"""Taking acts back: one person proposes, another confirms or declines, and the sealer does it.

Nothing but the sealer's process writes the register. So a confirmation leaves an outbox event, and
the act is revoked once, under the fence of that event's row.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from delivery.register import Act, ActStatus, find_act, revoke, successor
from delivery.tables import revocations

#: Written with the confirmation; the sealer's job follows.
CONFIRMED = "revocation.confirmed"
#: Written with the revocation; the case is told.
TAKEN_BACK = "act.taken_back"


class AlreadyProposed(Exception):
    """The act's revocation is proposed already, or done."""


class CannotSettle(Exception):
    """The proposal waits for nobody any more, or waits for somebody else than who proposed it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal to take an act back."""

    id: int
    act_id: int
    reason: str
    note: str
    proposed_by: int
    proposed_at: datetime
    confirmed: bool | None
    settled_by: int | None
    settled_at: datetime | None


COLUMNS = tuple(revocations.c[name] for name in Proposal.__dataclass_fields__)


def propose(
    connection: Connection, act: Act, *, reason: str, note: str, by: int, now: datetime
) -> Proposal:
    """Propose to take an act back; raises AlreadyProposed."""
    values = {
        "act_id": act.id,
        "reason": reason,
        "note": note,
        "proposed_by": by,
        "proposed_at": now,
    }
    try:
        with connection.begin_nested():
            row = connection.execute(insert(revocations).values(values).returning(*COLUMNS)).one()
    except IntegrityError as error:
        raise AlreadyProposed from error
    return Proposal(**row._mapping)


def waiting(connection: Connection) -> tuple[Proposal, ...]:
    """List the proposals that wait for a second person, oldest first."""
    return _all(connection, revocations.c.confirmed.is_(None))


def find_proposal(connection: Connection, proposal_id: int) -> Proposal | None:
    """Find a proposal by its identifier."""
    return next(iter(_all(connection, revocations.c.id == proposal_id)), None)


def settle(
    connection: Connection, proposal_id: int, *, confirmed: bool, by: int, now: datetime
) -> Proposal:
    """Confirm or decline a proposal, once; raises CannotSettle."""
    row = connection.execute(
        update(revocations)
        .where(
            revocations.c.id == proposal_id,
            revocations.c.confirmed.is_(None),
            revocations.c.proposed_by != by,
        )
        .values(confirmed=confirmed, settled_by=by, settled_at=now)
        .returning(*COLUMNS)
    ).one_or_none()
    if row is None:
        raise CannotSettle
    return Proposal(**row._mapping)


def take_back(connection: Connection, proposal: Proposal, *, now: datetime) -> Act | None:
    """Revoke the act of a confirmed proposal, or the one that took its place meanwhile.

    None when it was revoked before, so that doing it twice is harmless.
    """
    act = find_act(connection, proposal.act_id)
    while act is not None and act.status is ActStatus.REPLACED:
        act = successor(connection, act.id)
    if act is None or act.status is not ActStatus.VALID or not proposal.confirmed:
        return None
    return revoke(connection, act.id, because=proposal.reason, now=now)


def _all(connection: Connection, condition: ColumnElement[bool]) -> tuple[Proposal, ...]:
    rows = connection.execute(select(*COLUMNS).where(condition).order_by(revocations.c.id))
    return tuple(Proposal(**row._mapping) for row in rows)
