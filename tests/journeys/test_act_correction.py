"""A document with a mistake: corrected in a case of its own, and the former not valid any more."""

from pathlib import Path

from tests.journeys.beforehand import delivered
from tests.journeys.citizen import Citizen
from tests.journeys.navigator import Paper
from tests.journeys.papers import a_scan, has_a_good_seal, text_of
from tests.journeys.people import People
from tests.journeys.test_criminal_record import CODE
from tests.journeys.town import Town

CORRECTION = "Correction d’un document délivré"


def is_compared_and_signed(town: Town, people: People) -> None:
    """Let the office that issued the document compare, and another person sign."""
    agent = people.agent("records1")
    agent.takes_next_case()
    agent.sees("Dossou-Yovo", "Sur le document : Dossou", "Mon nom est incomplet.")
    agent.decides("Admettre la correction")
    town.does_its_jobs()
    people.signatory("magistrate").treats_next("Signer le document corrigé")
    town.does_its_jobs()


def is_known_to_be_replaced(somebody: Citizen, former: Paper, words: str) -> None:
    """Verify a document that was replaced, by its file and by its code."""
    somebody.verifies(former)
    somebody.sees("a été remplacé par le n° CJ-", "Remplacé le")
    printed = CODE.search(words)
    assert printed is not None
    somebody.verifies_code(printed[0])
    somebody.sees("a été remplacé par le n° CJ-")


def test_a_corrected_document_takes_the_place_of_the_former(
    town: Town, people: People, tmp_path: Path
) -> None:
    # Given a citizen whose bulletin bears half of their name
    afi = people.holder_of(delivered(town))
    first = afi.link
    former = afi.takes("Télécharger mon acte")

    # When they ask for its correction from the page of the case, and it is admitted and signed
    afi.presses(CORRECTION)
    afi.sees("Ce que dit votre document", "Sur le document : Dossou")
    afi.goes_on({"Nom": "Dossou-Yovo"})
    afi.sees("Numéro du document", "Centre national du casier judiciaire")
    afi.goes_on(
        {
            "Dites ce qui est faux et ce qui devrait y être": "Mon nom est incomplet.",
            "Pièce qui le prouve": a_scan("naissance.pdf"),
        }
    )
    afi.goes_on({})
    afi.sends()
    town.does_its_jobs()
    is_compared_and_signed(town, people)

    # Then the corrected bulletin says the right name and which one it replaces
    afi.looks_again()
    corrected = afi.takes("Télécharger mon acte")
    words = " ".join(text_of(corrected, tmp_path).split())
    assert "Dossou-Yovo" in words
    assert "il remplace le n° CJ-" in words
    assert has_a_good_seal(corrected, town, tmp_path)
    afi.verifies(corrected)
    afi.sees("Cet acte est authentique et valable")

    # And whoever verifies the former learns what replaced it and when; the first case tells it too
    is_known_to_be_replaced(afi, former, text_of(former, tmp_path))
    afi.link = first
    afi.looks_again()
    afi.sees("Suivie de :", CORRECTION, "Votre document a été corrigé et remplacé")


def another_than(link: str) -> str:
    """Write a secret link with another last sign: it may be any of its alphabet by itself."""
    return link[:-1] + ("a" if link[-1] != "a" else "b")


def test_a_correction_is_opened_by_number_and_link_and_by_nothing_less(
    town: Town, people: People, tmp_path: Path
) -> None:
    afi = people.holder_of(delivered(town))
    bulletin = text_of(afi.takes("Télécharger mon acte"), tmp_path)
    number = next(word for word in bulletin.split() if word.startswith("CJ-"))
    stranger = people.citizen()
    stranger.opens("/")
    stranger.follows(CORRECTION)
    stranger.follows("Continuer")

    stranger.box("Numéro du document").fill(number)
    stranger.box("Lien secret de la demande").fill(another_than(afi.link))
    stranger.presses("Continuer")
    stranger.sees("Aucune demande n’a ce lien")

    stranger.box("Lien secret de la demande").fill(afi.link)
    stranger.presses("Continuer")
    stranger.sees("Ce que dit votre document")
