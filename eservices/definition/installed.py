"""What an installation has around its e-services besides what the pack's file says."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from eservices.catalogue.opening import week_of
from eservices.definition.surroundings import Person, Surroundings, Week, added_up
from workflows.accounts import all_accounts
from workflows.organisations import Pool, all_pools, organisation_names
from workflows.tables import calendars, offices


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
    wanted = select(offices.c.slug, calendars.c.content).join_from(offices, calendars)
    return {row.slug: added_up(week_of(row.content)) for row in connection.execute(wanted)}
