"""Whoever proposed an act does not sign it, even with the right to do both."""

import pytest

from tests.journeys.beforehand import paid
from tests.journeys.people import People
from tests.journeys.staff import PASSWORD
from tests.journeys.town import Town
from workflows import accounts
from workflows.actors import Role
from workflows.organisations import all_pools

BOTH = "records-and-signature"


@pytest.fixture
def both(town: Town) -> str:
    """Hire somebody who may examine and may sign, and give their login."""
    with town.installation.database.begin() as connection:
        account = accounts.create(
            connection,
            login=BOTH,
            name="Agent et signataire",
            password_hash=accounts.hash_published(PASSWORD),
            roles=(Role.AGENT, Role.SIGNATORY),
            office="cncj",
        )
        for pool in all_pools(connection):
            if pool.slug in {"cncj-records", "cncj-signatories"}:
                accounts.join_pool(connection, account_id=account, pool_id=pool.id)
    return BOTH


def test_who_proposed_an_act_is_never_given_it_to_sign(
    town: Town, people: People, both: str
) -> None:
    afi = people.holder_of(paid(town))
    one = people.agent(both)
    one.treats_next("Proposer à la signature")
    town.does_its_jobs()

    assert one.has_nothing_to_do()
    said = one.page.locator(".said")
    said.filter(has_text="Une autre personne doit traiter ceux qui attendent").wait_for()
    magistrate = people.signatory("magistrate")
    assert magistrate.takes_next_case() == afi.reference
    magistrate.decides_with("Renvoyer à la vérification", note="Vérifier le lieu de naissance.")
    town.does_its_jobs()

    another = people.agent("records2")
    assert another.takes_next_case() == afi.reference
    another.sees("Vérifier le lieu de naissance.")
    another.decides("Proposer à la signature")
    town.does_its_jobs()
    assert magistrate.takes_next_case() == afi.reference
