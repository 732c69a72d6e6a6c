"""Changes asked for, waiting for a second administrator where they give power, and settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from workflows.accounts import account_by_id
from workflows.actors import Role
from workflows.administering.changes import (
    INVITING,
    Access,
    ChangeRefused,
    Kept,
    Kind,
    Obstacle,
    Order,
    check,
    loses_administrator,
    needs_second,
)
from workflows.administering.entries import CLOCK, What, record
from workflows.administering.invitations import hash_code, make_code
from workflows.administering.keeping import (
    check_places,
    kept_account,
    other_administrators,
    write,
)
from workflows.life_cycle import Author
from workflows.tables import account_changes

#: What nobody confirmed by then lapses.
WAITS_FOR = timedelta(days=14)
#: First key of the advisory lock under which accounts are changed, one change after the other.
LOCK = 7210
OPEN = account_changes.c.confirmed.is_(None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking: done or waiting, and what has to be handed to the person, once."""

    #: None where the change was made at once.
    waits_as: int | None = None
    #: The token of the link by which the person chooses a password.
    token: str | None = None
    #: What the person needs besides the link that the second administrator will give.
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change that waits, or waited, for a second administrator."""

    id: int
    order: Order
    before: Mapping[str, Any] | None
    code_hash: bytes | None
    at: datetime
    confirmed: bool | None


def ask(connection: Connection, order: Order, *, at: datetime) -> Answer:
    """Make a change, or let it wait for a second administrator; raises ChangeRefused."""
    connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    present = _checked(connection, order)
    _lapse(connection, at=at)
    waiting = _waiting_for(connection, order.login)
    if order.kind is Kind.CLOSE and waiting is not None:
        # Closing is the emergency: what waited for this account is off.
        _settle(connection, waiting, by=order.by, confirmed=False, at=at)
    elif waiting is not None:
        raise ChangeRefused(Obstacle.WAITING)
    if needs_second(order, present):
        return _propose(connection, order, present, at=at)
    author = Author(order.by)
    return Answer(token=write(connection, order, present, author, code_hash=None, at=at))


def close_by_command(
    connection: Connection, login: str, operator: Author, *, reason: str, at: datetime
) -> None:
    """Close an account as the operator of the command; raises ChangeRefused."""
    connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    order = Order(kind=Kind.CLOSE, login=login, by=None, reason=reason)
    present = _checked(connection, order)
    write(connection, order, present, operator, code_hash=None, at=at)


def _checked(connection: Connection, order: Order) -> Kept | None:
    if order.by is not None:
        administrator = account_by_id(connection, order.by)
        if administrator is None or Role.ADMINISTRATOR not in administrator.roles:
            # Closed, or made something else, while the page was open.
            raise ChangeRefused(Obstacle.NOT_ADMINISTRATOR)
    present = kept_account(connection, order.login)
    check(order, present)
    if order.access is not None:
        check_places(connection, order.access)
    loses = loses_administrator(order, present)
    if loses and present is not None and not other_administrators(connection, present.id):
        raise ChangeRefused(Obstacle.LAST_ADMINISTRATOR)
    return present


def _propose(connection: Connection, order: Order, present: Kept | None, *, at: datetime) -> Answer:
    code = make_code() if order.kind in INVITING else None
    values = {
        "kind": order.kind,
        "login": order.login,
        "asked": order.access.written() if order.access else None,
        "before": present.access.written() if present else None,
        "resets_factors": order.resets_factors,
        "reason": order.reason.strip(),
        "code_hash": hash_code(code) if code else None,
        "proposed_by": order.by,
        "proposed_at": at,
    }
    kept = insert(account_changes).values(**values).returning(account_changes.c.id)
    number = connection.execute(kept).scalar_one()
    data = {"kind": order.kind, "before": values["before"], "after": values["asked"]}
    _note(connection, Author(order.by), What.PROPOSED, order, data)
    return Answer(waits_as=number, code=code)


def _note(
    connection: Connection, author: Author, what: What, order: Order, data: Mapping[str, Any]
) -> None:
    told = {key: value for key, value in data.items() if value}
    record(connection, author, what, order.login, reason=order.reason, data=told)


def _lapse(connection: Connection, *, at: datetime) -> None:
    """End what waited too long."""
    over = account_changes.c.proposed_at <= at - WAITS_FOR
    ended = update(account_changes).where(OPEN, over).values(confirmed=False, settled_at=at)
    for row in connection.execute(ended.returning(account_changes)).all():
        order = _proposed(row).order
        _note(connection, CLOCK, What.DECLINED, order, {"kind": order.kind})


def _waiting_for(connection: Connection, login: str) -> Proposed | None:
    found = select(account_changes).where(account_changes.c.login == login, OPEN)
    row = connection.execute(found).one_or_none()
    return None if row is None else _proposed(row)


def _proposed(row: Row[Any]) -> Proposed:
    order = Order(
        kind=Kind(row.kind),
        login=row.login,
        by=row.proposed_by,
        reason=row.reason,
        access=Access.read(row.asked) if row.asked else None,
        resets_factors=row.resets_factors,
    )
    return Proposed(row.id, order, row.before, row.code_hash, row.proposed_at, row.confirmed)


def waiting(connection: Connection, *, at: datetime) -> tuple[Proposed, ...]:
    """List what waits for a second administrator, the oldest first."""
    fresh = account_changes.c.proposed_at > at - WAITS_FOR
    rows = connection.execute(
        select(account_changes).where(OPEN, fresh).order_by(account_changes.c.id)
    )
    return tuple(_proposed(row) for row in rows)


def find_proposed(connection: Connection, number: int, *, at: datetime) -> Proposed | None:
    """Read a change that still waits."""
    found = (one for one in waiting(connection, at=at) if one.id == number)
    return next(found, None)


def confirm(connection: Connection, number: int, *, by: int, at: datetime) -> Answer:
    """Make a change that another administrator proposed; raises ChangeRefused."""
    proposed = _to_settle(connection, number, at=at)
    order = proposed.order
    if order.by == by:
        raise ChangeRefused(Obstacle.SAME_PERSON)
    present = _checked(connection, order)
    if present is not None and present.id == by:
        raise ChangeRefused(Obstacle.ONESELF)
    if (present.access.written() if present else None) != proposed.before:
        raise ChangeRefused(Obstacle.STALE)
    _settle(connection, proposed, by=by, confirmed=True, at=at)
    code_hash = proposed.code_hash
    return Answer(token=write(connection, order, present, Author(by), code_hash=code_hash, at=at))


def decline(connection: Connection, number: int, *, by: int, at: datetime) -> Order:
    """Decline a change, or take one's own back; raises ChangeRefused."""
    proposed = _to_settle(connection, number, at=at)
    _settle(connection, proposed, by=by, confirmed=False, at=at)
    return proposed.order


def _to_settle(connection: Connection, number: int, *, at: datetime) -> Proposed:
    connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    proposed = find_proposed(connection, number, at=at)
    if proposed is None:
        raise ChangeRefused(Obstacle.SETTLED)
    return proposed


def _settle(
    connection: Connection, proposed: Proposed, *, by: int | None, confirmed: bool, at: datetime
) -> None:
    settled = {"confirmed": confirmed, "settled_by": by, "settled_at": at}
    mine = account_changes.c.id == proposed.id
    connection.execute(update(account_changes).where(mine).values(**settled))
    if not confirmed:
        data = {"kind": proposed.order.kind}
        _note(connection, Author(by), What.DECLINED, proposed.order, data)
