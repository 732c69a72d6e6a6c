"""The register of acts: what was issued, its number and code, and whether it still holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from delivery.codes import new_code, read_code
from delivery.placeholders import fill_number, fill_series
from delivery.tables import acts
from workflows.cases import lock_case
from workflows.numbering import next_number

#: Why an act ended whose place another took.
CORRECTED = "corrected"


class ActStatus(StrEnum):
    """Where an act stands in the register."""

    RESERVED = "reserved"
    VALID = "valid"
    REVOKED = "revoked"
    REPLACED = "replaced"


class ActNotActive(Exception):
    """The act is not in the status that this operation needs: somebody was there before."""

    def __init__(self, act_id: int, needed: ActStatus) -> None:
        self.act_id = act_id
        self.needed = needed
        super().__init__(f"act {act_id} is not {needed}")


@dataclass(frozen=True, slots=True)
class Reservation:
    """A number and a code kept for a case's act."""

    id: int
    case_id: int
    number: str
    code: str
    #: The act whose place it takes when it is registered.
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """What becomes known of an act when its sealed file is registered."""

    sha256: str
    language: str
    title: Mapping[str, str]
    authority: Mapping[str, str]
    #: Masked name, see delivery.masking.
    holder: str
    issued_at: datetime
    issued_on: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Act:
    """A registered act."""

    id: int
    case_id: int
    number: str
    code: str
    status: ActStatus
    sha256: str
    language: str
    title: Mapping[str, str]
    authority: Mapping[str, str]
    holder: str
    issued_at: datetime
    issued_on: date
    valid_until: date | None
    ended_at: datetime | None
    ended_because: str | None
    replaces: int | None


COLUMNS = tuple(acts.c[name] for name in Act.__dataclass_fields__)
RESERVATION_COLUMNS = tuple(acts.c[name] for name in Reservation.__dataclass_fields__)


def reserve(
    connection: Connection,
    case_id: int,
    *,
    pattern: str,
    year: int,
    now: datetime,
    replaces: int | None = None,
) -> Reservation:
    """Keep a number and a code for a case; a repeat gives the first ones again.

    `replaces` is the act that ends when this one is registered, and not before. The case's row is
    locked until the transaction ends, so that two reservations at once cannot take two numbers.
    Raises ActNotActive when the case's act is already registered.
    """
    lock_case(connection, case_id)
    kept = _reservation(connection, case_id)
    if kept is not None:
        return kept
    serial = next_number(connection, f"act:{fill_series(pattern, year=year)}")
    row = connection.execute(
        insert(acts)
        .values(
            case_id=case_id,
            number=fill_number(pattern, year=year, serial=serial),
            code=new_code(),
            status=ActStatus.RESERVED,
            reserved_at=now,
            replaces=replaces,
        )
        .returning(*RESERVATION_COLUMNS)
    ).one()
    return Reservation(**row._mapping)


def register(connection: Connection, reservation: Reservation, issued: Issued) -> Act:
    """Enter the sealed file of a reserved act, and end the one whose place it takes.

    Raises ActNotActive when it was entered before, or when the other does not hold any more: one
    statement of the same transaction says both, so that there is never a moment without an act,
    nor one with two.
    """
    if reservation.replaces is not None:
        _end(
            connection,
            reservation.replaces,
            status=ActStatus.REPLACED,
            because=CORRECTED,
            now=issued.issued_at,
        )
    row = connection.execute(
        update(acts)
        .where(acts.c.id == reservation.id, acts.c.status == ActStatus.RESERVED)
        .values(
            status=ActStatus.VALID,
            **{name: getattr(issued, name) for name in Issued.__dataclass_fields__},
        )
        .returning(*COLUMNS)
    ).one_or_none()
    if row is None:
        raise ActNotActive(reservation.id, ActStatus.RESERVED)
    return _act(row)


def act_of_case(connection: Connection, case_id: int) -> Act | None:
    """Find the valid act of a case."""
    return _one(connection, (acts.c.case_id == case_id) & (acts.c.status == ActStatus.VALID))


def latest_act(connection: Connection, case_id: int) -> Act | None:
    """Find what stands for a case's act today: its own, or the last that took its place.

    It may have been revoked. None when the case never had an act.
    """
    statement = (
        select(*COLUMNS)
        .where(acts.c.case_id == case_id, acts.c.status != ActStatus.RESERVED)
        .order_by(acts.c.id.desc())
        .limit(1)
    )
    row = connection.execute(statement).one_or_none()
    act = None if row is None else _act(row)
    while act is not None and act.status is ActStatus.REPLACED:
        following = successor(connection, act.id)
        if following is None:
            return act
        act = following
    return act


def find_act(connection: Connection, act_id: int) -> Act | None:
    """Find a registered act by its identifier."""
    return _one(connection, acts.c.id == act_id)


def find_by_number(connection: Connection, number: str) -> Act | None:
    """Find a registered act by its number, as it is printed."""
    return _one(connection, acts.c.number == number)


def find_by_code(connection: Connection, typed: str) -> Act | None:
    """Find a registered act by its code, however it was typed."""
    code = read_code(typed)
    return None if code is None else _one(connection, acts.c.code == code)


def find_by_digest(connection: Connection, sha256: str) -> Act | None:
    """Find a registered act by the SHA-256 of its whole file."""
    return _one(connection, acts.c.sha256 == sha256)


def successor(connection: Connection, act_id: int) -> Act | None:
    """Find the registered act that took the place of another."""
    return _one(connection, acts.c.replaces == act_id)


def revoke(connection: Connection, act_id: int, *, because: str, now: datetime) -> Act:
    """Take an act back for good; raises ActNotActive unless it is valid."""
    return _end(connection, act_id, status=ActStatus.REVOKED, because=because, now=now)


def _end(
    connection: Connection, act_id: int, *, status: ActStatus, because: str, now: datetime
) -> Act:
    row = connection.execute(
        update(acts)
        .where(acts.c.id == act_id, acts.c.status == ActStatus.VALID)
        .values(status=status, ended_at=now, ended_because=because)
        .returning(*COLUMNS)
    ).one_or_none()
    if row is None:
        raise ActNotActive(act_id, ActStatus.VALID)
    return _act(row)


def _reservation(connection: Connection, case_id: int) -> Reservation | None:
    active = acts.c.status.in_((ActStatus.RESERVED, ActStatus.VALID))
    row = connection.execute(
        select(acts.c.status, *RESERVATION_COLUMNS).where(acts.c.case_id == case_id, active)
    ).one_or_none()
    if row is None:
        return None
    if row.status == ActStatus.VALID:
        raise ActNotActive(row.id, ActStatus.RESERVED)
    return Reservation(row.id, row.case_id, row.number, row.code, row.replaces)


def _one(connection: Connection, condition: ColumnElement[bool]) -> Act | None:
    registered = acts.c.status != ActStatus.RESERVED
    row = connection.execute(select(*COLUMNS).where(condition, registered)).one_or_none()
    return None if row is None else _act(row)


def _act(row: Row[Any]) -> Act:
    return Act(**{**row._mapping, "status": ActStatus(row.status)})
