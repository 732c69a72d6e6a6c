"""An exemption claimed with its document: confirmed by going on, or rejected and then paid."""

from pathlib import Path

from tests.journeys.applications import FOR_A_CERTIFICATE, MAIL, NATIONALITY
from tests.journeys.navigator import Answers
from tests.journeys.papers import a_scan, text_of
from tests.journeys.people import People
from tests.journeys.town import Town

PRICE = "Le prix, pour vous"
FREE: Answers = {PRICE: "Je suis sans ressources : je demande la gratuité"}
HALF: Answers = {PRICE: "Je suis élève ou étudiant : je demande le demi-tarif"}
REJECT = "Ne pas accepter l’exonération"
WHY = "La pièce ne prouve pas que vous êtes exonéré."


def claiming(claim: Answers, label: str) -> tuple[Answers, ...]:
    """Apply as somebody who claims an exemption, with the document that is to prove it."""
    pages = [claim if PRICE in page else page for page in FOR_A_CERTIFICATE]
    place = pages.index(claim)
    return (*pages[:place], claim, {label: a_scan("preuve.pdf")}, *pages[place + 1 :])


def test_a_free_certificate_is_confirmed_by_going_on_and_nothing_is_paid(
    town: Town, people: People
) -> None:
    # Given somebody without means, who joins the certificate of the commune
    rose = people.citizen()
    rose.applies_for(NATIONALITY, claiming(FREE, "Certificat d’indigence de votre commune"))
    town.does_its_jobs()

    # Then nothing is asked of her, and the page says why, and not that she paid
    rose.looks_again()
    rose.sees("Contrôle au greffe", "Personne sans ressources", "Il n’y avait rien à payer.")
    rose.does_not_see("Votre paiement est arrivé", "à payer 500")
    # And the registry sees what is claimed beside its document, and goes on
    registry = people.agent("registry-parakou")
    registry.takes_next_case()
    registry.sees("Exonération à confirmer", "Personne sans ressources", "au lieu de", "preuve.pdf")
    registry.decides("Transmettre à l’Autorité")
    town.does_its_jobs()
    rose.looks_again()
    rose.sees("Examen par l’Autorité")
    assert rose.receipts() == []


def test_a_rejected_exemption_leaves_the_rest_to_pay_and_the_case_goes_on(
    town: Town, people: People, tmp_path: Path
) -> None:
    # Given a student who has paid half of the price
    koffi = people.citizen()
    koffi.applies_for(NATIONALITY, claiming(HALF, "Carte d’élève ou d’étudiant de l’année"))
    koffi.sees("250 F")
    koffi.pays()
    town.does_its_jobs()

    # When the registry finds that the card proves nothing, and says so
    registry = people.agent("registry-parakou")
    registry.takes_next_case()
    registry.decides_with(REJECT, reason=WHY, message="La carte est de 2019.")
    town.does_its_jobs()
    assert registry.has_nothing_to_do()

    # Then the other half is due, with the reason, and no more than that
    koffi.looks_again()
    koffi.sees("Reste du prix attendu", WHY, "La carte est de 2019.")
    koffi.does_not_see("Élève ou étudiant")
    assert "La carte est de 2019." in town.letters_to(MAIL)[0].body
    koffi.follows("Payer")
    koffi.sees("250 F")
    koffi.pays()
    town.does_its_jobs()

    # And the case goes on, with two receipts, and nothing left to reject
    koffi.looks_again()
    koffi.sees("Contrôle au greffe")
    papers = koffi.receipts()
    assert len(papers) == 2
    words = [text_of(paper, tmp_path) for paper in papers]
    assert ["Élève ou étudiant" in page for page in words] == [True, False]
    registry.takes_next_case()
    registry.does_not_see("Exonération à confirmer")
    assert not registry.page.locator("summary", has_text=REJECT).count()
    registry.decides("Transmettre à l’Autorité")
