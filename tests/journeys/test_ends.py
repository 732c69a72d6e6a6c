"""Applications that end without a document: refused in plain words, or withdrawn."""

import pytest

from tests.journeys.applications import CRIMINAL_RECORD, MAIL
from tests.journeys.beforehand import lodged
from tests.journeys.citizen import Citizen
from tests.journeys.people import People
from tests.journeys.town import Town

REASON = "Vous ne relevez pas du casier judiciaire du Bénin."
MESSAGE = "Adressez-vous au casier judiciaire du Togo."


@pytest.fixture
def afi(town: Town, people: People) -> Citizen:
    """Give a citizen who has applied and not paid yet."""
    return people.holder_of(lodged(town))


def test_a_refusal_needs_a_reason_and_is_told_with_the_way_to_contest_it(
    town: Town, people: People, afi: Citizen
) -> None:
    afi.follows("Payer")
    afi.pays()
    town.does_its_jobs()
    agent = people.agent("records1")
    agent.takes_next_case()

    agent.decides_with("Refuser la demande", message=MESSAGE)
    agent.sees("Rien n’est encore décidé", "Choisissez un motif.")
    assert agent.page.locator("textarea[name=message]").last.input_value() == MESSAGE
    agent.decides_with("Refuser la demande", reason=REASON)
    town.does_its_jobs()

    afi.looks_again()
    afi.sees("Demande refusée", REASON, MESSAGE, "Si vous n’êtes pas d’accord")
    letter = town.letters_to(MAIL)[0]
    assert letter.subject == f"Dossier {afi.reference} : votre demande est refusée"
    assert REASON in letter.body
    assert people.supervisor().figures(CRIMINAL_RECORD)[:5] == ["1", "0", "0", "1", "0"]


def test_an_application_can_be_withdrawn_before_it_is_paid(
    town: Town, people: People, afi: Citizen
) -> None:
    afi.looks_again()
    afi.follows("Retirer ma demande")
    afi.sees(f"Retirer la demande {afi.reference} ?")
    afi.follows("La garder")
    afi.follows("Retirer ma demande")
    afi.presses("Retirer ma demande")
    town.does_its_jobs()

    afi.sees("Vous avez retiré votre demande.")
    assert "est close sans suite" in town.letters_to(MAIL)[0].body
    afi.opens(f"{afi.link}/payment")
    afi.does_not_see("À payer")
    assert people.agent("records1").has_nothing_to_do()
