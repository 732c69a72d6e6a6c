"""Agent queues: people ask for the next case and get the oldest that they may treat.

Nobody picks. The order is the minute from which a case was complete, then a keyed hash. The case
given is held under a lease; when it runs out, the case goes back to its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    ScalarSelect,
    Select,
    all_,
    bindparam,
    func,
    insert,
    select,
    union_all,
    update,
)

from workflows import claims
from workflows.accounts import Account
from workflows.cases import COLUMNS, Case, case_of, lock_case
from workflows.clock import Clock
from workflows.database import Instant
from workflows.errors import CaseNotClaimed
from workflows.tables import cases
from workflows.tables import claims as claims_table

LEASE = timedelta(minutes=30)
#: Counting stops here: an exact count of a long queue costs more than it tells.
COUNT_CAP = 1000

WAITING = cases.c.pool_id.is_not(None) & cases.c.claimed_by.is_(None)
ORDER = (cases.c.eligible_at, cases.c.tie_break)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cases wait in some pools, counted up to a cap, and since when the oldest waits."""

    count: int
    is_capped: bool
    oldest: datetime | None


CURRENT = (
    select(*COLUMNS)
    .where(cases.c.claimed_by == bindparam("holder"), cases.c.claimed_until > bindparam("present"))
    .order_by(cases.c.claimed_until)
    .limit(1)
)


def current_case(connection: Connection, account: Account, *, at: datetime) -> Case | None:
    """Give the case the account holds, if any."""
    row = connection.execute(CURRENT, {"holder": account.id, "present": at}).one_or_none()
    return None if row is None else case_of(row)


def next_case(
    connection: Connection, *, account: Account, clock: Clock, lease: timedelta = LEASE
) -> Case | None:
    """Give the account its next case, under a lease; None when nothing waits for it.

    Whoever already holds a case gets that one again: a second case cannot be hoarded. The account
    is locked meanwhile, so that two clicks at once are one.
    """
    connection.execute(HOLD, {"holder": account.id})
    now = clock.now(connection)
    held = current_case(connection, account, at=now)
    if held is not None or not account.pools:
        return held
    pools = {f"pool_{at}": pool for at, pool in enumerate(account.pools)}
    given = {"holder": account.id, "present": now, "until": now + lease, **pools}
    row = connection.execute(_taking(len(account.pools)), given).one_or_none()
    return None if row is None else case_of(row)


#: First key of the advisory locks that keep one account from claiming twice at once.
HOLDERS = 7201
HOLD = select(func.pg_advisory_xact_lock(HOLDERS, bindparam("holder", type_=Integer)))


@cache
def _taking(pools: int) -> Select[Any]:
    """Take the oldest eligible case over so many pools, and record the claim with it."""
    taken = (
        update(cases)
        .where(cases.c.id == _oldest(pools))
        .values(claimed_by=bindparam("holder"), claimed_until=bindparam("until"))
        .returning(*COLUMNS)
        .cte("taken")
    )
    claim = {
        "case_id": taken.c.id,
        "account_id": taken.c.claimed_by,
        "pool_id": taken.c.pool_id,
        "eligible_at": taken.c.eligible_at,
        "at": bindparam("present", type_=Instant),
    }
    begun = insert(claims_table).from_select([*claim], select(*claim.values())).cte("begun")
    return select(*taken.c).add_cte(begun)


def _oldest(pools: int) -> ScalarSelect[int]:
    """Find the oldest eligible case over so many pools: one index probe for each pool."""
    not_barred = bindparam("holder", type_=BigInteger) != all_(cases.c.barred)
    heads = [
        select(cases.c.id, *ORDER)
        .where(WAITING, cases.c.pool_id == bindparam(f"pool_{at}"), not_barred)
        .order_by(*ORDER)
        .limit(1)
        .with_for_update(skip_locked=True)
        .subquery()
        for at in range(pools)
    ]
    merged = union_all(*(select(head) for head in heads)).subquery()
    return (
        select(merged.c.id)
        .order_by(merged.c.eligible_at, merged.c.tie_break)
        .limit(1)
        .scalar_subquery()
    )


def renew(
    connection: Connection,
    case_id: int,
    account: Account,
    *,
    clock: Clock,
    lease: timedelta = LEASE,
) -> Case:
    """Hold a case for longer; raises CaseNotClaimed when it is no longer held."""
    now = clock.now(connection)
    row = connection.execute(
        update(cases)
        .where(cases.c.id == case_id, cases.c.claimed_by == account.id, cases.c.claimed_until > now)
        .values(claimed_until=now + lease)
        .returning(*COLUMNS)
    ).one_or_none()
    if row is None:
        raise CaseNotClaimed(reference=str(case_id), trigger="renew")
    return case_of(row)


def release(connection: Connection, case_id: int, account: Account, *, clock: Clock) -> None:
    """Give a case back to its place in its queue; raises CaseNotClaimed when it is not held."""
    case = lock_case(connection, case_id)
    now = clock.now(connection)
    if case.claimed_by != account.id:
        raise CaseNotClaimed(reference=case.reference, trigger="release")
    _give_back(connection, [case_id])
    claims.end(connection, case_id, claims.Ending.RELEASED, at=now)


def return_expired(connection: Connection, *, clock: Clock, limit: int = 500) -> int:
    """Give back the cases whose lease ran out; tells how many."""
    now = clock.now(connection)
    expired = (
        select(cases.c.id)
        .where(cases.c.claimed_by.is_not(None), cases.c.claimed_until <= now)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = [row.id for row in connection.execute(expired)]
    _give_back(connection, ids)
    for case_id in ids:
        claims.end(connection, case_id, claims.Ending.EXPIRED, at=now)
    return len(ids)


def _give_back(connection: Connection, ids: Iterable[int]) -> None:
    connection.execute(
        update(cases).where(cases.c.id.in_(tuple(ids))).values(claimed_by=None, claimed_until=None)
    )


def waiting(connection: Connection, account: Account) -> Waiting:
    """Count what waits in the account's pools, up to the cap, and since when the oldest waits."""
    if not account.pools:
        return Waiting(0, is_capped=False, oldest=None)
    pools = {f"pool_{at}": pool for at, pool in enumerate(account.pools)}
    counted, oldest = connection.execute(_counting(len(account.pools)), pools).one()
    return Waiting(counted, counted == COUNT_CAP, oldest)


@cache
def _counting(pools: int) -> Select[Any]:
    """Count and find the oldest at one instant: in two, the last case may go in between."""
    mine = [bindparam(f"pool_{at}", type_=BigInteger) for at in range(pools)]
    some = select(cases.c.id).where(WAITING, cases.c.pool_id.in_(mine)).limit(COUNT_CAP).subquery()
    oldest = [
        select(func.min(cases.c.eligible_at)).where(WAITING, cases.c.pool_id == pool)
        for pool in mine
    ]
    return select(
        select(func.count()).select_from(some).scalar_subquery(),
        func.least(*(one.scalar_subquery() for one in oldest), type_=Instant),
    )
