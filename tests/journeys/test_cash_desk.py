"""The cash desk: a till from its opening to its deposit, and what citizens see of it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.beforehand import NATIONALITY, certify, lodged
from tests.journeys.citizen import Citizen
from tests.journeys.navigator import Paper
from tests.journeys.papers import text_of
from tests.journeys.people import People
from tests.journeys.staff import Staff
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.test_phone import NARROWEST, fits
from tests.journeys.town import Town


def is_told(somebody: Staff, said: str) -> None:
    """Make sure that the page answers this to what was just done."""
    expect(somebody.page.locator(".said")).to_contain_text(said)


def opens_till(cashier: Staff, total: str) -> None:
    """Open the first till of the office with a total that was counted."""
    cashier.opens("/till")
    cashier.box("Ou le total seulement").fill(total)
    cashier.presses("Ouvrir la caisse")
    is_told(cashier, "Votre caisse est ouverte.")


def looks_up(cashier: Staff, scanned: str) -> None:
    """Type or scan a reference."""
    cashier.opens("/till")
    cashier.box("Référence du dossier, saisie ou scannée").fill(scanned)
    cashier.presses("Chercher")


def hands_over(cashier: Staff, tendered: str) -> None:
    """Type what was handed over."""
    cashier.box("Somme remise par l’usager").fill(tendered)
    cashier.presses("Calculer la monnaie")


def takes(cashier: Staff, reference: str, tendered: str = "1 000") -> str:
    """Take the fee of a case, and give the address of the payment."""
    looks_up(cashier, reference)
    hands_over(cashier, tendered)
    cashier.presses("Encaisser 500")
    return cashier.page.url


@pytest.fixture
def afi(town: Town, people: People) -> Citizen:
    """Give a citizen who has applied for a certificate and not paid."""
    return people.holder_of(lodged(town, NATIONALITY))


def hesitates(cashier: Staff, afi: Citizen) -> None:
    """Type references and sums that cannot be meant, and then those that are."""
    looks_up(cashier, "BJ-26-9999999-Z")
    cashier.sees("Aucun dossier ne porte cette référence")
    looks_up(cashier, afi.link)
    cashier.sees("Certificat de nationalité", "500", "Un paiement en ligne a été commencé")
    cashier.does_not_see("Dossou", "example.org")
    is_accessible(cashier)
    hands_over(cashier, "400")
    cashier.sees("C’est moins que ce qui est à payer.")
    hands_over(cashier, "50 000")
    cashier.sees("un billet entier reviendrait en monnaie")
    hands_over(cashier, "1 000")
    cashier.sees("Monnaie à rendre", "1 × 500")
    is_accessible(cashier)


def prints_twice(cashier: Staff, folder: Path) -> Paper:
    """Print the receipt and a duplicate of it; gives the original."""
    original = prints(cashier, "Imprimer la quittance")
    words = text_of(original, folder)
    assert "Espèces" in words
    assert "Caisse 1 du" in words
    assert "duplicata" not in words
    cashier.page.reload()
    assert "duplicata" in text_of(prints(cashier, "Imprimer un duplicata"), folder)
    return original


def test_a_fee_is_paid_in_cash_and_the_case_goes_on_to_its_act(
    town: Town, people: People, afi: Citizen, tmp_path: Path
) -> None:
    # Given a citizen who reads where cash is taken, and begins to pay online before coming
    afi.follows("Payer")
    afi.sees("Ou payez en espèces à un guichet", "Tribunal de première instance de Cotonou")
    assert afi.page.locator(".counter-ticket svg").is_visible()
    fits(afi)
    is_accessible(afi)
    afi.presses("Payer")

    # When a cashier scans the address of the case, types sums that cannot be meant, then takes it
    cashier = people.agent("cashier-cotonou")
    opens_till(cashier, "10 000")
    hesitates(cashier, afi)
    cashier.presses("Encaisser 500")

    # Then the receipt is printed at once, and a second print says that it is a duplicate
    cashier.sees("Payé", "Quittance Q-20")
    is_accessible(cashier)
    original = prints_twice(cashier, tmp_path)

    # And nobody takes the money twice: neither the till nor the online page
    looks_up(cashier, afi.reference.lower())
    cashier.sees("Ce dossier est déjà payé. N’encaissez rien.", "Déjà encaissé ici")
    afi.page.reload()
    afi.does_not_see("Simuler un paiement")
    town.does_its_jobs()
    certify(town)
    afi.looks_again()
    assert len(afi.receipts()) == 1
    assert afi.takes("Télécharger mon acte").content.startswith(b"%PDF-")
    afi.verifies(original)
    afi.sees("Cette quittance est authentique")


def prints(cashier: Staff, button: str) -> Paper:
    """Send the receipt to the printer, and read what it would print."""
    form = cashier.page.locator("form[target=_blank]")
    assert form.get_by_role("button").inner_text() == button
    token = form.locator("[name=csrf_token]").input_value()
    address = form.get_attribute("action") or ""
    answer = cashier.page.request.post(cashier.home + address, form={"csrf_token": token})
    assert answer.headers["content-type"] == "application/pdf"
    return Paper("quittance.pdf", "application/pdf", answer.body())


def proposes(cashier: Staff) -> None:
    """Propose to give back the payment on the screen."""
    cashier.page.locator("summary").click()
    cashier.page.locator("#reason").select_option(label="Encaissé pour le mauvais dossier")
    cashier.box("Ce qui s’est passé").fill("Erreur de référence")
    cashier.presses("Proposer de rendre")


def test_money_goes_back_by_two_people_and_is_due_again(
    town: Town, people: People, afi: Citizen
) -> None:
    cashier, supervisor = people.agent("cashier-cotonou"), people.supervisor()
    opens_till(cashier, "10 000")
    payment = takes(cashier, afi.reference, "500")
    town.does_its_jobs()

    # When the cashier proposes to give it back, and a supervisor agrees
    proposes(cashier)
    cashier.sees("Attend un superviseur")
    supervisor.opens("/tills")
    supervisor.sees("Encaissé pour le mauvais dossier", "Caisse 1 du greffe", "Caisses ouvertes")
    is_accessible(supervisor)
    supervisor.presses("Laisser rendre")
    is_told(supervisor, "Le caissier peut remettre l’argent.")
    cashier.opens("/till")
    is_accessible(cashier)
    cashier.box("Numéro du reçu signé").fill("R-17")
    cashier.presses("Remettre l’argent")

    # Then it is out of the till, due again, and can be taken again
    cashier.sees("Rendu", "Remis, reçu n° R-17")
    town.does_its_jobs()
    afi.looks_again()
    afi.sees("Votre argent vous a été rendu à la caisse", "Payez-y de nouveau les droits")
    is_accessible(afi)
    assert takes(cashier, afi.reference, "500") != payment


def closes_with_a_difference(cashier: Staff) -> None:
    """Count a coin too few, and explain it."""
    cashier.opens("/till/close")
    cashier.does_not_see("10 500")
    is_accessible(cashier)
    cashier.box("Ou le total seulement").fill("10 475")
    cashier.presses("Voilà ce qui s’y trouve")
    cashier.sees("La caisse présente un écart", "10 500", "Manque", "25")
    is_accessible(cashier)
    cashier.page.locator("#reason").select_option(label="Erreur de monnaie rendue")
    cashier.box("Ce qui s’est passé").fill("Une pièce de 25 en trop rendue")
    cashier.presses("Fermer la caisse")
    is_told(cashier, "Un superviseur prend acte de l’écart.")


def deposits(cashier: Staff, slip: str) -> None:
    """Record a deposit of all that the safe holds."""
    cashier.opens("/till/deposits")
    cashier.box("Numéro du bordereau").fill(slip)
    cashier.box("Recette du Trésor ou banque").fill("Recette des finances de Cotonou")
    cashier.box("Montant").fill("475")
    cashier.presses("Enregistrer le versement")


def test_a_day_from_the_count_to_the_deposit(people: People, afi: Citizen) -> None:
    # Given a till opened piece by piece, and a payment
    cashier, supervisor = people.agent("cashier-cotonou"), people.supervisor()
    cashier.opens("/till")
    cashier.page.locator("#piece_5000").fill("1")
    cashier.page.locator("#piece_500").fill("10")
    is_accessible(cashier)
    cashier.presses("Ouvrir la caisse")
    takes(cashier, afi.reference, "500")

    # When it is counted with a coin too few, explained, and acknowledged
    closes_with_a_difference(cashier)
    supervisor.opens("/tills")
    supervisor.sees("Erreur de monnaie rendue", "Une pièce de 25")
    supervisor.follows("Voir la session")
    supervisor.sees("Encaissement", "Devrait contenir", "1 × 5000", "10 × 500")
    is_accessible(supervisor)
    supervisor.opens("/tills")
    supervisor.presses("Prendre acte")

    # Then what lies in the safe is deposited, once, and its slip is checked
    deposits(cashier, "tp 4711")
    is_told(cashier, "C’est enregistré.")
    deposits(cashier, "TP 4711")
    cashier.sees("Un versement portant ce numéro de bordereau est déjà enregistré.")
    is_accessible(cashier)
    supervisor.opens("/tills")
    supervisor.presses("J’ai vu le bordereau")
    supervisor.does_not_see("TP 4711")
    supervisor.follows("État de caisse d’un jour")
    supervisor.sees("Caissier de démonstration (Cotonou)", "TP 4711")
    is_accessible(supervisor)
    table = supervisor.takes("Télécharger les mouvements")
    assert table.content.decode().count("Encaissement") == 1
    for reader, page in ((cashier, "/till"), (supervisor, "/tills"), (supervisor, "/tills/days")):
        reader.page.set_viewport_size(NARROWEST["viewport"])
        reader.opens(page)
        fits(reader)
