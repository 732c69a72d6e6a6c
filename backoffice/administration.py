"""The administrator's page of accounts: who has which role in which pool."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from backoffice.exchange import services
from backoffice.languages import words_of
from backoffice.security import must_have_factor
from backoffice.story import ROLES
from workflows.accounts import Account, all_accounts
from workflows.board import office_names
from workflows.organisations import all_pools
from workflows.proofs.factors import how_many


@dataclass(frozen=True, slots=True)
class Person:
    """An account as its administrator sees it."""

    login: str
    name: str
    roles: tuple[str, ...]
    office: str
    pools: tuple[str, ...]
    #: How many second factors they have, and whether their role must have one.
    factors: int
    must_have_factor: bool


def accounts() -> ResponseReturnValue:
    """List the accounts with their roles, offices and pools."""
    with services().engine.begin() as connection:
        offices = office_names(connection)
        pools = {pool.id: words_of(pool.name) for pool in all_pools(connection)}
        held = how_many(connection)
        people = tuple(_person(a, offices, pools, held) for a in all_accounts(connection))
    return render_template("accounts.html", people=people)


def _person(
    account: Account,
    offices: Mapping[str, Mapping[str, str]],
    pools: Mapping[int, str],
    held: Mapping[int, int],
) -> Person:
    return Person(
        login=account.login,
        name=account.name,
        roles=tuple(str(ROLES[role]) for role in sorted(account.roles)),
        office=words_of(offices.get(account.office or "")),
        pools=tuple(pools[pool] for pool in account.pools),
        factors=held.get(account.id, 0),
        must_have_factor=must_have_factor(account),
    )
