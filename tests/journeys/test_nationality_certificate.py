"""A nationality certificate: two offices, an inquiry, and the court chosen by the citizen."""

from pathlib import Path

from tests.journeys.applications import FOR_A_CERTIFICATE, NATIONALITY
from tests.journeys.papers import has_a_good_seal, text_of
from tests.journeys.people import People
from tests.journeys.town import Town


def is_decided(town: Town, people: People) -> None:
    """Let the chosen court check and inquire, and the Authority examine and sign."""
    assert people.agent("registry-cotonou").has_nothing_to_do()
    registry = people.agent("registry-parakou")
    registry.treats_next("Transmettre à l’Autorité")
    town.does_its_jobs()
    examiner = people.agent("nationality")
    examiner.takes_next_case()
    examiner.decides_with("Ordonner une enquête", message="Le mariage est-il célébré ici ?")
    town.does_its_jobs()
    registry.takes_next_case()
    registry.sees("Le mariage est-il célébré ici ?")
    registry.decides_with(
        "Rendre compte de l’enquête", favourable=True, opinion="Oui, acte n° 12 de 2015."
    )
    town.does_its_jobs()
    examiner.takes_next_case()
    examiner.sees("favorable", "Oui, acte n° 12 de 2015.")
    examiner.decides("Proposer à la signature")
    town.does_its_jobs()
    people.signatory("nationality-signatory").treats_next("Signer le certificat")
    town.does_its_jobs()


def test_from_the_form_through_the_chosen_court_to_a_verified_certificate(
    town: Town, people: People, tmp_path: Path
) -> None:
    # Given somebody who applied as the spouse of a citizen, at the court of Parakou, and paid
    rose = people.citizen()
    rose.applies_for(NATIONALITY, FOR_A_CERTIFICATE)
    rose.sees("500 F")
    rose.pays()
    town.does_its_jobs()

    # When that court's registry, and no other, checks it, and the Authority asks for an inquiry
    is_decided(town, people)

    # Then the certificate names her, the court and the Authority, and is genuine
    rose.looks_again()
    certificate = rose.takes("Télécharger mon acte")
    words = text_of(certificate, tmp_path)
    assert "Kérékou-Ahossi" in words
    assert "de nationalité béninoise" in words
    assert "Parakou" in words
    assert has_a_good_seal(certificate, town, tmp_path)
    rose.verifies(certificate)
    rose.sees("Cet acte est authentique et valable", "Certificat de nationalité béninoise")
