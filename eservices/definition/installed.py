"""What an installation has around its e-services besides what the pack's file says."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from eservices.catalogue.opening import open_offices
from eservices.definition.surroundings import Person, Surroundings, Week, added_up
from workflows.accounts import all_accounts
from workflows.clock import DatabaseClock
from workflows.organisations import Pool, all_pools, organisation_names


def installed(connection: Connection, surroundings: Surroundings) -> Surroundings:
    """Add the organisations, offices and pools that administrators added to those of the pack.

    The people of a pool that the pack knows are the pack's; of another, the accounts in it.
    """
    pools = {pool.id: pool for pool in all_pools(connection)}
    people = _people(connection)
    desks = {
        (pool.office, pool.queue): people.get(_last(pools, pool).id, frozenset())
        for pool in pools.values()
    }
    moved = {
        (pool.office, pool.queue): _last(pools, pool).office
        for pool in pools.values()
        if pool.succeeded_by is not None
    }
    return replace(
        surroundings,
        organisations=surroundings.organisations | set(organisation_names(connection)),
        offices={**surroundings.offices, **_weeks(connection)},
        desks={**desks, **surroundings.desks},
        moved={**surroundings.moved, **moved},
    )


def _last(pools: Mapping[int, Pool], pool: Pool) -> Pool:
    """Give the pool that treats a pool's cases once all that is foreseen has happened."""
    while pool.succeeded_by is not None:
        pool = pools[pool.succeeded_by]
    return pool


def _people(connection: Connection) -> Mapping[int, frozenset[Person]]:
    found: dict[int, frozenset[Person]] = {}
    for account in all_accounts(connection):
        person = Person(account.login, frozenset(account.roles))
        for pool in account.pools:
            found[pool] = found.get(pool, frozenset()) | {person}
    return found


def _weeks(connection: Connection) -> Mapping[str, Week]:
    today = DatabaseClock().now(connection).date()
    return {one.slug: added_up(one.week) for one in open_offices(connection, today)}
