"""Agent queues: people ask for the next case and get the oldest that they may treat.

Nobody picks. The order is the minute from which a case was complete, then a keyed hash. The case
given is held under a lease; when it runs out, the case goes back to its place. An opinion that is
asked for waits in the same order: whoever gets it sees the case, and gives the opinion only.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    Subquery,
    all_,
    bindparam,
    func,
    insert,
    null,
    select,
    union_all,
    update,
)

from workflows import claims, complaints
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import COLUMNS, Case, case_of, lock_case
from workflows.claims import NOT_HELD
from workflows.clock import Clock
from workflows.database import Instant
from workflows.errors import CaseNotClaimed
from workflows.tables import cases, consultations
from workflows.tables import claims as claims_table

LEASE = timedelta(minutes=30)
#: Counting stops here: an exact count of a long queue costs more than it tells.
COUNT_CAP = 1000

WAITING = cases.c.pool_id.is_not(None) & cases.c.claimed_by.is_(None)
ORDER = (cases.c.eligible_at, cases.c.tie_break)
#: By somebody else than whoever filed the case at a counter.
AWAITED = (
    consultations.c.filed_by.is_distinct_from(bindparam("holder", type_=BigInteger))
    & consultations.c.claimed_by.is_(None)
    & consultations.c.answered_at.is_(None)
    & consultations.c.closed_at.is_(None)
)
ORDER_OF_OPINIONS = (consultations.c.eligible_at, consultations.c.tie_break)


@dataclass(frozen=True, slots=True)
class Handed(Case):
    """A case as somebody holds it: to treat it, or to give one opinion on it."""

    held_until: datetime
    #: The opinion that is asked for; None when the case itself is held.
    consultation_id: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits in some pools, counted up to a cap, and since when the oldest waits."""

    count: int
    is_capped: bool
    oldest: datetime | None


def _handed(row: Row[*tuple[Any, ...]] | None) -> Handed | None:
    if row is None:
        return None
    case = case_of(row)
    whole = {name: getattr(case, name) for name in Case.__dataclass_fields__}
    return Handed(**whole, held_until=row.held_until, consultation_id=row.consultation_id)


NO_OPINION = null().cast(BigInteger).label("consultation_id")


def _in_hand() -> Select[Any]:
    """Find what an account holds: the case itself, or an opinion on one."""
    whose = bindparam("holder", type_=BigInteger)
    present = bindparam("present", type_=Instant)
    held = select(*COLUMNS, cases.c.claimed_until.label("held_until"), NO_OPINION).where(
        cases.c.claimed_by == whose, cases.c.claimed_until > present
    )
    until = consultations.c.claimed_until
    asked = (
        select(*COLUMNS, until.label("held_until"), consultations.c.id.label("consultation_id"))
        .join_from(consultations, cases)
        .where(consultations.c.claimed_by == whose, until > present)
    )
    both = union_all(held, asked).subquery()
    return select(*both.c).order_by(both.c.held_until).limit(1)


CURRENT = _in_hand()


def current_case(connection: Connection, account: Account, *, at: datetime) -> Handed | None:
    """Give what the account holds, if anything: a case, or one on which it gives an opinion."""
    row = connection.execute(CURRENT, {"holder": account.id, "present": at}).one_or_none()
    return _handed(row)


def next_case(
    connection: Connection, *, account: Account, clock: Clock, lease: timedelta = LEASE
) -> Handed | None:
    """Give the account its next case, under a lease; None when nothing waits for it.

    Whoever already holds a case gets that one again. The account is locked: two clicks are one.
    """
    hold(connection, account)
    now = clock.now(connection)
    held = current_case(connection, account, at=now)
    return held or take_oldest(connection, account, at=now, until=now + lease)


def hold(connection: Connection, account: Account) -> None:
    """Keep an account from taking cases twice at once, until the transaction ends."""
    connection.execute(HOLD, {"holder": account.id})


def take_oldest(
    connection: Connection, account: Account, *, at: datetime, until: datetime
) -> Handed | None:
    """Take the oldest case or opinion that the account may treat, whatever it holds already."""
    if not account.pools:
        return None
    pools = {f"pool_{place}": pool for place, pool in enumerate(account.pools)}
    given = {"holder": account.id, "present": at, "until": until, **pools}
    while handed := _handed(connection.execute(_taking(len(account.pools)), given).one_or_none()):
        if handed.consultation_id or not complaints.take_away(connection, handed, account, at):
            return handed
    return None


#: First key of the advisory locks that keep one account from claiming twice at once.
HOLDERS = 7201
HOLD = select(func.pg_advisory_xact_lock(HOLDERS, bindparam("holder", type_=Integer)))


@cache
def _taking(pools: int) -> Select[Any]:
    """Take the oldest eligible case or opinion over so many pools, and record the claim with it."""
    oldest = _oldest(pools).cte("oldest")
    lease: dict[str, Any] = {"claimed_by": bindparam("holder"), "claimed_until": bindparam("until")}
    taken = (
        update(cases)
        .where(cases.c.id == select(oldest.c.whole).scalar_subquery())
        .values(lease)
        .returning(*COLUMNS)
        .cte("taken")
    )
    asked = (
        update(consultations)
        .where(consultations.c.id == select(oldest.c.asked).scalar_subquery())
        .values(lease)
        .returning(*consultations.c)
        .cte("asked")
    )
    whole = select(*taken.c, taken.c.claimed_until.label("held_until"), NO_OPINION)
    opinion = select(*COLUMNS, asked.c.claimed_until, asked.c.id).join_from(
        asked, cases, cases.c.id == asked.c.case_id
    )
    handed = union_all(whole, opinion).subquery()
    return select(*handed.c).add_cte(_begun(taken, asked))


def _begun(taken: CTE, asked: CTE) -> CTE:
    """Record the claim on what was taken."""
    at = bindparam("present", type_=Instant)
    names = ("case_id", "account_id", "pool_id", "eligible_at", "at", "consultation_id")
    place = (taken.c.pool_id, taken.c.eligible_at, at, NO_OPINION)
    whole = select(taken.c.id, taken.c.claimed_by, *place)
    place_asked = (asked.c.pool_id, asked.c.eligible_at, at, asked.c.id)
    opinion = select(asked.c.case_id, asked.c.claimed_by, *place_asked)
    return insert(claims_table).from_select(names, union_all(whole, opinion)).cte("begun")


def _oldest(pools: int) -> Select[Any]:
    """Find what is the oldest over so many pools: one index probe for each, and for opinions."""
    not_barred = bindparam("holder", type_=BigInteger) != all_(cases.c.barred)
    no_case, no_opinion = (null().cast(BigInteger).label(name) for name in ("whole", "asked"))
    heads = []
    for at in range(pools):
        pool = bindparam(f"pool_{at}", type_=BigInteger)
        whole = select(cases.c.id.label("whole"), no_opinion, *ORDER)
        heads.append(_first(whole.where(WAITING, cases.c.pool_id == pool, not_barred), ORDER))
        asked = select(no_case, consultations.c.id.label("asked"), *ORDER_OF_OPINIONS)
        unbarred = bindparam("holder", type_=BigInteger) != all_(consultations.c.barred)
        mine = asked.where(AWAITED, consultations.c.pool_id == pool, unbarred)
        heads.append(_first(mine, ORDER_OF_OPINIONS))
    merged = union_all(*(select(head) for head in heads)).subquery()
    return select(merged).order_by(merged.c.eligible_at, merged.c.tie_break).limit(1)


def _first(waiting: Select[Any], order: tuple[ColumnElement[Any], ...]) -> Subquery:
    return waiting.order_by(*order).limit(1).with_for_update(skip_locked=True).subquery()


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
    connection.execute(update(cases).where(cases.c.id == case_id).values(NOT_HELD))
    claims.end(connection, case_id, claims.Ending.RELEASED, at=now)


def waiting(connection: Connection, account: Account) -> Waiting:
    """Count what waits in the account's pools, and since when; inspectors, what they may see."""
    if not account.pools:
        return Waiting(0, is_capped=False, oldest=None)
    pools = {f"pool_{at}": pool for at, pool in enumerate(account.pools)}
    statement = _counting(len(account.pools), Role.INSPECTOR in account.roles)
    counted, oldest = connection.execute(statement, {**pools, "holder": account.id}).one()
    return Waiting(counted, counted == COUNT_CAP, oldest)


@cache
def _counting(pools: int, discreet: bool) -> Select[Any]:  # noqa: FBT001 - a key of the cache
    """Count and find the oldest at one instant: in two, the last case may go in between."""
    mine = [bindparam(f"pool_{at}", type_=BigInteger) for at in range(pools)]
    mine_only = bindparam("holder", type_=BigInteger) != all_(cases.c.barred)
    open_to_me = WAITING & mine_only if discreet else WAITING
    queues = ((cases, open_to_me), (consultations, AWAITED))
    each = [select(table.c.id).where(waits, table.c.pool_id.in_(mine)) for table, waits in queues]
    some = union_all(*each).limit(COUNT_CAP).subquery()
    oldest = [
        select(func.min(table.c.eligible_at)).where(waits, table.c.pool_id == pool)
        for pool in mine
        for table, waits in queues
    ]
    return select(
        select(func.count()).select_from(some).scalar_subquery(),
        func.least(*(one.scalar_subquery() for one in oldest), type_=Instant),
    )
