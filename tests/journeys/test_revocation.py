"""An act taken back: proposed by one person, confirmed by another, told to whoever asks."""

from pathlib import Path

from tests.journeys.beforehand import delivered
from tests.journeys.papers import text_of
from tests.journeys.people import People
from tests.journeys.staff import Staff
from tests.journeys.town import Town

FRAUD = "Le document a été obtenu par fraude."


def finds(person: Staff, number: str) -> None:
    """Look for an act by its number."""
    person.opens("/revocations")
    person.box("Numéro de l’acte").fill(number)
    person.presses("Chercher")


def test_an_act_is_taken_back_by_two_people_and_its_holder_is_told(
    town: Town, people: People, tmp_path: Path
) -> None:
    # Given a bulletin that was obtained by fraud
    afi = people.holder_of(delivered(town))
    bulletin = afi.takes("Télécharger mon acte")
    words = text_of(bulletin, tmp_path).split()
    number = next(word for word in words if word.startswith("CJ-"))

    # When an agent proposes to take it back, and cannot do so alone
    agent = people.agent("records1")
    finds(agent, number)
    agent.page.get_by_label("Motif").select_option(label=FRAUD)
    agent.box("Ce que votre collègue doit savoir pour juger").fill("L’acte de naissance est faux.")
    agent.presses("Proposer")
    agent.sees("Aucune proposition ne vous attend.")

    # Then the act holds until a magistrate confirms
    afi.verifies(bulletin)
    afi.sees("Cet acte est authentique et valable")
    magistrate = people.signatory("magistrate")
    magistrate.opens("/revocations")
    magistrate.sees(number, FRAUD, "L’acte de naissance est faux.")
    magistrate.presses("Retirer cet acte")
    town.does_its_jobs()

    # And from then on whoever verifies it learns it, and its holder is told why
    afi.verifies(bulletin)
    afi.sees("n’est plus valable", "Retiré le")
    afi.looks_again()
    afi.sees("Votre document a été retiré : il n’est plus valable.", FRAUD)
    afi.does_not_see("Télécharger mon acte")
    letter = town.letters_to("afi.dossou@example.org")[0]
    assert "votre document est retiré" in letter.subject
    assert FRAUD in letter.body


def test_somebody_of_another_office_finds_nothing_to_take_back(
    town: Town, people: People, tmp_path: Path
) -> None:
    afi = people.holder_of(delivered(town))
    words = text_of(afi.takes("Télécharger mon acte"), tmp_path).split()
    number = next(word for word in words if word.startswith("CJ-"))
    other = people.agent("registry-cotonou")

    finds(other, number)

    other.sees("Votre service ne peut retirer aucun acte portant ce numéro")
