"""A criminal record, from the form to the sealed bulletin that anybody can verify."""

import re
from pathlib import Path

from tests.journeys.applications import CRIMINAL_RECORD, FOR_A_RECORD, MAIL
from tests.journeys.papers import has_a_good_seal, text_of
from tests.journeys.people import People
from tests.journeys.town import Town

CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}\b")


def is_examined_and_signed(town: Town, people: People, reference: str) -> None:
    """Let an agent examine the case and a magistrate sign it."""
    agent = people.agent("records1")
    assert agent.takes_next_case() == reference
    agent.sees("Dossou", "Afi Sènan", "27 mars 1990", "Lomé, Togo")
    agent.decides("Proposer à la signature")
    town.does_its_jobs()
    magistrate = people.signatory("magistrate")
    assert magistrate.takes_next_case() == reference
    magistrate.viewer.get_by_text("NÉANT").wait_for()
    magistrate.decides("Signer le bulletin")
    town.does_its_jobs()


def test_from_the_form_to_a_bulletin_that_anybody_can_verify(
    town: Town, people: People, tmp_path: Path
) -> None:
    # Given a citizen who applied and paid
    afi = people.citizen()
    afi.applies_for(CRIMINAL_RECORD, FOR_A_RECORD)
    afi.sees("Votre demande est déposée sous la référence", afi.reference, "1 900 F")
    afi.pays()
    afi.sees("Votre paiement a été reçu")
    town.does_its_jobs()

    # When an agent examines the case and a magistrate signs it
    is_examined_and_signed(town, people, afi.reference)

    # Then the citizen downloads a bulletin whose words and seal are right
    afi.looks_again()
    afi.sees("Votre bulletin est prêt.")
    assert afi.steps() == [
        "Demande déposée",
        "Paiement attendu",
        "Vérification",
        "Signature",
        "Établissement du bulletin",
        "Bulletin délivré",
    ]
    bulletin = afi.takes("Télécharger mon acte")
    words = text_of(bulletin, tmp_path)
    for said in ("Bulletin n° 3 du casier judiciaire", "NÉANT", "27 mars 1990", afi.reference):
        assert said in words
    assert has_a_good_seal(bulletin, town, tmp_path)

    # And anybody finds it genuine, by its file as by the code printed on it
    employer = people.citizen()
    employer.verifies(bulletin)
    employer.sees("Cet acte est authentique et valable", "Oui, à l’octet près.")
    printed = CODE.search(words)
    assert printed is not None
    employer.verifies_code(printed[0])
    employer.sees("Cet acte est authentique et valable", "Bulletin n° 3 du casier judiciaire")


def test_each_step_is_told_by_mail_and_each_payment_has_its_receipt(
    town: Town, people: People, tmp_path: Path
) -> None:
    afi = people.citizen()
    afi.applies_for(CRIMINAL_RECORD, FOR_A_RECORD)
    town.does_its_jobs()
    afi.pays()
    town.does_its_jobs()
    people.agent("records1").treats_next("Proposer à la signature")
    town.does_its_jobs()
    people.signatory("magistrate").treats_next("Signer le bulletin")
    town.does_its_jobs()

    letters = town.letters_to(MAIL)
    assert [letter.subject for letter in reversed(letters)] == [
        f"Dossier {afi.reference} : un paiement est attendu",
        f"Dossier {afi.reference} : votre demande est à l’étude",
        f"Dossier {afi.reference} : votre document est prêt",
    ]
    assert all(afi.link in letter.body for letter in letters)

    afi.looks_again()
    (receipt,) = afi.receipts()
    words = text_of(receipt, tmp_path)
    assert "1 900" in words
    assert afi.reference in words
    afi.verifies(receipt)
    afi.sees("Cette quittance est authentique")
