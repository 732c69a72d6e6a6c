"""Paying: a bank that refuses, a citizen who comes back later, and one who presses twice."""

import pytest

from tests.journeys.beforehand import lodged
from tests.journeys.citizen import Citizen
from tests.journeys.people import People
from tests.journeys.town import Town


@pytest.fixture
def afi(town: Town, people: People) -> Citizen:
    """Give a citizen who has applied and stands before the payment."""
    afi = people.holder_of(lodged(town))
    afi.follows("Payer")
    return afi


def test_a_payment_that_the_bank_refused_is_said_to_be_and_can_be_made_again(
    town: Town, afi: Citizen
) -> None:
    afi.presses("Payer")
    afi.presses("Simuler un refus de la banque")

    afi.sees("Votre paiement a été refusé", "Rien n’a été débité")
    afi.does_not_see("Ne payez pas une seconde fois")
    afi.follows("Revenir au paiement")
    afi.pays()
    town.does_its_jobs()

    afi.looks_again()
    afi.sees("Vérification", "payé")
    assert len(afi.receipts()) == 1


def test_who_comes_back_without_paying_finds_the_way_to_the_payment(
    town: Town, afi: Citizen
) -> None:
    afi.presses("Payer")
    afi.follows("Revenir sans payer")
    afi.sees("Nous n’avons pas encore connaissance de votre paiement")
    afi.looks_again()
    afi.sees("Paiement attendu", "C’est à vous.")
    afi.follows("Payer")
    afi.pays()
    town.does_its_jobs()

    afi.looks_again()
    afi.sees("C’est au tour de l’administration", "Attendue au plus tard le")


def test_who_pays_later_is_given_the_link_to_keep(people: People, afi: Citizen) -> None:
    afi.follows("Payer plus tard : garder mon lien")
    afi.sees("Votre demande est déposée", afi.reference, afi.link)

    elsewhere = people.citizen()
    elsewhere.opens(afi.link)
    elsewhere.follows("Payer")
    elsewhere.pays()
    elsewhere.sees("Votre paiement a été reçu")


def test_paying_in_two_tabs_takes_the_money_once(town: Town, people: People, afi: Citizen) -> None:
    second = people.citizen()
    second.opens(f"{afi.link}/payment")
    second.presses("Payer")
    afi.pays()
    town.does_its_jobs()

    second.page.reload()
    second.sees("Ce paiement est fait.")
    afi.looks_again()
    assert len(afi.receipts()) == 1
