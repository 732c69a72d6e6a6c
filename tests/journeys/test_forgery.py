"""A forged document is unmasked on the verification page."""

import pytest

from tests.delivery.attacks import ATTACKS
from tests.journeys.beforehand import delivered
from tests.journeys.navigator import Paper
from tests.journeys.papers import a_scan
from tests.journeys.people import People
from tests.journeys.town import Town

#: An empty file is no forgery: the page asks to choose one.
FORGERIES = [attack for name, attack in ATTACKS.items() if name != "an empty file"]


@pytest.fixture
def bulletin(town: Town, people: People) -> Paper:
    """Give a genuine bulletin."""
    return people.holder_of(delivered(town)).takes("Télécharger mon acte")


def test_whatever_a_forger_does_to_a_bulletin_the_page_unmasks_it(
    town: Town, people: People, bulletin: Paper
) -> None:
    employer = people.citizen()
    employer.verifies(bulletin)
    employer.sees("Cet acte est authentique et valable")

    for attack in FORGERIES:
        # In another thread, since some forgers seal and this one runs the browser's event loop.
        forged = town.hands.submit(attack, bulletin.content).result()
        employer.verifies(Paper("forged.pdf", "application/pdf", forged))
        employer.sees("Ce fichier n’est pas un acte délivré ici", "Ne vous y fiez pas.")
        employer.does_not_see("authentique")


def test_what_was_never_issued_is_told_apart_from_what_was_mistyped(people: People) -> None:
    employer = people.citizen()

    employer.verifies(a_scan())
    employer.sees("Ce fichier n’est pas un acte délivré ici")
    employer.verifies_code("ABCD-EFGH")
    employer.sees("Ce code n’est pas écrit correctement")
    employer.opens("/verify")
    employer.presses("Vérifier le fichier")
    employer.sees("Choisissez le fichier à vérifier.")
