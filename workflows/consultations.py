"""Consultations as they stand: who was asked for an opinion, by when, and what was answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update

from workflows import claims, deadlines
from workflows.claims import NOT_HELD
from workflows.language.procedure import Result
from workflows.tables import consultations
from workflows.tables import deadlines as deadlines_table


@dataclass(frozen=True, slots=True)
class Asked:
    """An opinion asked for on a case."""

    id: int
    case_id: int
    name: str
    state: str
    asked_at: datetime
    office: str
    claimed_by: int | None
    claimed_until: datetime | None
    result: Result | None
    text: str | None
    answered_at: datetime | None
    answered_by: int | None
    silent_at: datetime | None
    closed_at: datetime | None
    due_at: datetime

    @property
    def is_open(self) -> bool:
        """Tell whether an answer may still come."""
        return self.answered_at is None and self.closed_at is None

    @property
    def is_settled(self) -> bool:
        """Tell whether the case need not wait for it any longer."""
        return self.result is not None or self.closed_at is not None

    @property
    def is_late(self) -> bool:
        """Tell whether it was answered after its time."""
        return self.answered_at is not None and self.answered_at > self.due_at

    def is_held_by(self, account_id: int, at: datetime) -> bool:
        """Tell whether this account holds it at that instant."""
        held = self.is_open and self.claimed_by == account_id
        return held and self.claimed_until is not None and self.claimed_until > at


OWN = tuple(consultations.c[name] for name in Asked.__dataclass_fields__ if name != "due_at")
ASKED = select(*OWN, deadlines_table.c.due_at).join_from(
    consultations, deadlines_table, deadlines_table.c.consultation_id == consultations.c.id
)
#: Asked for, not answered, and still wanted.
OPEN = consultations.c.answered_at.is_(None) & consultations.c.closed_at.is_(None)


def _asked(row: Row[*tuple[Any, ...]]) -> Asked:
    values = dict(row._mapping)
    result = values["result"]
    return Asked(**values | {"result": None if result is None else Result(result)})


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Asked, ...]:
    rows = connection.execute(ASKED.where(*conditions).order_by(consultations.c.id))
    return tuple(_asked(row) for row in rows)


def find(connection: Connection, consultation_id: int) -> Asked:
    """Read an opinion asked for by its identifier."""
    return _read(connection, consultations.c.id == consultation_id)[0]


def asked_on(connection: Connection, case_id: int) -> tuple[Asked, ...]:
    """List every opinion ever asked for on a case, in the order in which they were."""
    return _read(connection, consultations.c.case_id == case_id)


def held_by(connection: Connection, *, case_id: int, account_id: int, at: datetime) -> Asked | None:
    """Give the opinion on a case that an account holds under a running lease."""
    mine = (consultations.c.case_id == case_id, consultations.c.claimed_by == account_id)
    found = _read(connection, *mine)
    return next((asked for asked in found if asked.is_held_by(account_id, at)), None)


def last_answered(connection: Connection, *, case_id: int, account_id: int) -> Asked | None:
    """Give the last opinion on a case that an account gave."""
    given = _read(
        connection, consultations.c.case_id == case_id, consultations.c.answered_by == account_id
    )
    return given[-1] if given else None


def renew(connection: Connection, asked: Asked, *, until: datetime) -> None:
    """Hold an opinion for longer."""
    held = consultations.c.id == asked.id
    connection.execute(update(consultations).where(held).values(claimed_until=until))


def release(connection: Connection, asked: Asked, *, account_id: int, at: datetime) -> None:
    """Give an opinion back to its place in its queue, unless it is no longer held."""
    mine = (consultations.c.id == asked.id, consultations.c.claimed_by == account_id)
    given_back = connection.execute(update(consultations).where(*mine).values(NOT_HELD))
    if given_back.rowcount:
        claims.end_of_opinion(connection, asked.id, claims.Ending.RELEASED, at=at)


def close_open(connection: Connection, case_id: int, *, at: datetime) -> None:
    """Want no opinion any more that is still open on a case."""
    closed = connection.execute(
        update(consultations)
        .where(consultations.c.case_id == case_id, OPEN)
        .values(closed_at=at, **NOT_HELD)
        .returning(consultations.c.id)
    )
    ids = tuple(closed.scalars())
    if ids:
        deadlines.stop_opinions(connection, ids, at=at)
    for one in ids:
        claims.end_of_opinion(connection, one, claims.Ending.MOVED, at=at)
