"""Who treats what: each pool with its people, and whether they are enough for its procedures."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from workflows.accounts import Account, all_accounts
from workflows.actors import TREATING
from workflows.language.procedure import Procedure
from workflows.organisations import Pool, all_pools
from workflows.tables import lever_members, levers, pool_members


class Want(StrEnum):
    """What a pool is short of."""

    NOBODY = "nobody"
    #: One person cannot be the second reader of what they did themselves.
    FOUR_EYES = "four_eyes"
    #: When that person is away, everything waits.
    ONE_ONLY = "one_only"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a pool, for good or lent by a reinforcement."""

    account: Account
    is_lent: bool

    @property
    def treats(self) -> bool:
        """Tell whether their roles treat cases at all: else they are in the pool in vain."""
        return bool(self.account.roles & TREATING)


@dataclass(frozen=True, slots=True)
class Staffed:
    """A pool with its people."""

    pool: Pool
    members: tuple[Member, ...]
    want: Want | None


def needs_two(procedure: Procedure) -> frozenset[str]:
    """Name the agent queues in which one step must be taken by another person than another step.

    Both stand in the same queue: where they stand in two, a person of each pool is enough.
    """
    queues = {name: state.queue for name, state in procedure.states.items()}
    fired_in: dict[str, set[str | None]] = {}
    for one in procedure.transitions:
        fired_in.setdefault(one.fire, set()).update(queues.get(state) for state in one.origins)
    return frozenset(
        queue
        for one in procedure.transitions
        for queue in (queues.get(state) for state in one.origins)
        if queue and any(queue in fired_in.get(other, ()) for other in one.distinct_from)
    )


def staffed(connection: Connection, procedures: Iterable[Procedure]) -> tuple[Staffed, ...]:
    """List the pools with their people, and what they are short of for these procedures."""
    two = frozenset[str]().union(*(needs_two(procedure) for procedure in procedures))
    members = _members(connection)
    return tuple(
        Staffed(pool, found, _want(pool, found, two))
        for pool in all_pools(connection)
        for found in [tuple(members.get(pool.id, ()))]
    )


def _want(pool: Pool, members: tuple[Member, ...], two: frozenset[str]) -> Want | None:
    if pool.succeeded_by is not None:
        # Another pool takes over what it has.
        return None
    able = sum(member.treats for member in members)
    if able == 0:
        return Want.NOBODY
    if able == 1:
        return Want.FOUR_EYES if pool.queue in two else Want.ONE_ONLY
    return None


def _members(connection: Connection) -> dict[int, list[Member]]:
    lent = (
        select(lever_members.c.lever_id)
        .join_from(lever_members, levers)
        .where(
            lever_members.c.account_id == pool_members.c.account_id,
            lever_members.c.pool_id == pool_members.c.pool_id,
            levers.c.ended_at.is_(None),
        )
        .exists()
    )
    people = {account.id: account for account in all_accounts(connection)}
    columns = (pool_members.c.pool_id, pool_members.c.account_id, lent.label("is_lent"))
    found: dict[int, list[Member]] = {}
    for row in connection.execute(select(*columns).order_by(pool_members.c.account_id)):
        if row.account_id in people:
            member = Member(people[row.account_id], row.is_lent)
            found.setdefault(row.pool_id, []).append(member)
    return found
