"""The pack's own people, at work in a walk: who may take a case from its agent queue."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert

from eservices.packs.model import DemoAccount, Pack
from workflows import accounts, journal, organisations
from workflows.accounts import Account
from workflows.actors import Role
from workflows.agent_queues import next_case
from workflows.cases import Case
from workflows.clock import Clock
from workflows.language.procedure import Transition
from workflows.tables import accounts as accounts_table

#: No password has this hash: nobody can sign in as somebody of a walk.
NO_PASSWORD = "!"  # noqa: S105 - the very absence of one


class NobodyThere(Exception):
    """Nobody of the pack gets the case from its agent queue in the role that is needed."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Those who treat cases."""

    people: tuple[Account, ...]

    def take(
        self, connection: Connection, case: Case, transition: Transition, clock: Clock
    ) -> Account:
        """Let somebody take a case as their next one; raises NobodyThere."""
        before = journal.who_fired(connection, case.id, transition.distinct_from)
        for account in self.people:
            if transition.by in account.roles and account.id not in before:
                taken = next_case(connection, account=account, clock=clock)
                if taken is not None and taken.id == case.id and not taken.consultation_id:
                    return account
        raise NobodyThere

    def take_opinion(
        self, connection: Connection, clock: Clock, *, leaving: Collection[int]
    ) -> tuple[Account, int]:
        """Let somebody take an opinion that is asked for, but not one of some; raises NobodyThere.

        One of these stays with whoever got it, who says nothing.
        """
        for account in self.people:
            if Role.AGENT in account.roles:
                taken = next_case(connection, account=account, clock=clock)
                asked = None if taken is None else taken.consultation_id
                if asked is not None and asked not in leaving:
                    return account, asked
        raise NobodyThere


def hire(connection: Connection, pack: Pack) -> Staff:
    """Open the accounts of a pack's people, into which nobody can sign in."""
    pools = {pool.slug: pool.id for pool in organisations.all_pools(connection)}
    treating = [one for one in pack.accounts if one.pools]
    return Staff(tuple(_open(connection, account, pools) for account in treating))


def _open(connection: Connection, account: DemoAccount, pools: Mapping[str, int]) -> Account:
    values = {
        "login": account.login,
        "name": account.name,
        "password_hash": NO_PASSWORD,
        "roles": sorted(Role(role) for role in account.roles),
        "office": account.office,
    }
    opened = insert(accounts_table).values(**values).returning(accounts_table.c.id)
    identifier = connection.execute(opened).scalar_one()
    for slug in account.pools:
        accounts.join_pool(connection, account_id=identifier, pool_id=pools[slug])
    return accounts.find_account(connection, account.login)
