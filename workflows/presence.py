"""Who is at work at an instant: what an account may take then, its own and by delegation.

Nothing is switched on or off when a day comes: absences and delegations are periods, and every
question is asked with its instant.
"""

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Row,
    and_,
    bindparam,
    func,
    select,
)

from workflows.accounts import COLUMNS as OF_ACCOUNT
from workflows.accounts import Account, account_of
from workflows.actors import Role
from workflows.database import Instant
from workflows.tables import absences, accounts, delegations, pool_members, recusals

#: So many withdrawals that no supervisor has looked at, and an account takes nothing more.
UNSEEN_AT_MOST = 3

PRESENT: ColumnElement[Any] = bindparam("present", type_=Instant)


def running(table: FromClause, at: ColumnElement[Any] = PRESENT) -> ColumnElement[bool]:
    """Tell of absences or delegations whether they run at an instant."""
    return and_(table.c.ended_at.is_(None), table.c.starts_at <= at, table.c.ends_at > at)


def away(account_id: Column[int], at: ColumnElement[Any] = PRESENT) -> ColumnElement[bool]:
    """Tell of an account whether it is absent at an instant."""
    mine = absences.alias()
    return select(mine.c.id).where(mine.c.account_id == account_id, running(mine, at)).exists()


def standing_in(at: ColumnElement[Any] = PRESENT) -> ColumnElement[bool]:
    """Tell of delegations whether they count: confirmed, running, and the delegator away."""
    return and_(
        delegations.c.confirmed, running(delegations, at), away(delegations.c.delegator, at)
    )


UNTIL = (
    select(func.max(absences.c.ends_at))
    .where(absences.c.account_id == accounts.c.id, running(absences))
    .scalar_subquery()
    .label("absent_until")
)
BORROWED = (
    select(func.jsonb_object_agg(pool_members.c.pool_id, delegations.c.id))
    .join_from(delegations, pool_members, pool_members.c.account_id == delegations.c.delegator)
    .where(delegations.c.substitute == accounts.c.id, standing_in())
    .scalar_subquery()
    .label("borrowed")
)
UNSEEN = (
    select(func.count())
    .select_from(recusals)
    .where(
        recusals.c.account_id == accounts.c.id,
        recusals.c.seen_at.is_(None),
        recusals.c.role != Role.INSPECTOR,
    )
    .scalar_subquery()
    .label("unseen")
)
#: An account as it is at the instant `present`.
COLUMNS = (*OF_ACCOUNT, UNTIL, BORROWED, UNSEEN)


def account_at_work(row: Row[*tuple[Any, ...]]) -> Account:
    """Make an account of a row that has these columns: absent or held back, it has no pool."""
    whole = account_of(row)
    borrowed = {int(pool): number for pool, number in (row.borrowed or {}).items()}
    stands_in = tuple(sorted(pair for pair in borrowed.items() if pair[0] not in whole.pools))
    held_back = row.unseen >= UNSEEN_AT_MOST
    takes = row.absent_until is None and not held_back
    values = {name: getattr(whole, name) for name in Account.__dataclass_fields__}
    pools = sorted({*whole.pools, *(pool for pool, _ in stands_in)})
    return Account(
        **values
        | {
            "pools": tuple(pools) if takes else (),
            "absent_until": row.absent_until,
            "held_back": held_back,
            "stands_in": stands_in if takes else (),
        }
    )
