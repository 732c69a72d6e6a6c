"""A building permit: an architect, opinions side by side, a decision, and two payments."""

from pathlib import Path

from tests.journeys.applications import FOR_A_PERMIT, PERMIT
from tests.journeys.papers import has_a_good_seal, text_of
from tests.journeys.people import People
from tests.journeys.town import Town


def is_granted(town: Town, people: People) -> None:
    """Let the desk check, two services advise, the desk propose and the secretary decide."""
    desk = people.agent("permits-porto-novo")
    desk.treats_next("Déclarer le dossier complet")
    town.does_its_jobs()
    commission = people.agent("commission-porto-novo")
    commission.gives_opinion("Favorable", "Conforme au plan.")
    assert desk.has_nothing_to_do()
    fire = people.agent("fire-safety")
    fire.gives_opinion("Favorable avec réserves", "Ajouter un extincteur par niveau.")
    town.does_its_jobs()
    desk.takes_next_case()
    desk.sees("Conforme au plan.", "Sapeurs-pompiers", "Ajouter un extincteur par niveau.")
    desk.decides_with("Proposer à la décision", note="Rien à signaler.")
    town.does_its_jobs()
    secretary = people.signatory("secretary-porto-novo")
    secretary.takes_next_case()
    secretary.sees("Rien à signaler.")
    secretary.decides("Accorder et signer le permis")
    town.does_its_jobs()


def test_from_the_form_through_two_payments_to_a_verified_permit(
    town: Town, people: People, tmp_path: Path
) -> None:
    # Given a company that applied with its architect and paid 100 F for each square metre
    builder = people.citizen()
    builder.applies_for(PERMIT, FOR_A_PERMIT)
    builder.sees("24 050 F")
    builder.pays()
    town.does_its_jobs()

    # When the city hall of Porto-Novo checks, the services agree and the secretary grants it
    is_granted(town, people)

    # Then it is issued once the permit itself is paid, and not before
    builder.looks_again()
    builder.sees("Permis accordé, paiement attendu")
    builder.does_not_see("Rien à signaler.")
    assert builder.opens(f"{builder.link}/act") == 404
    builder.looks_again()
    builder.follows("Payer")
    builder.sees("25 000 F")
    builder.pays()
    town.does_its_jobs()
    builder.looks_again()
    assert len(builder.receipts()) == 2
    permit = builder.takes("Télécharger mon acte")
    words = text_of(permit, tmp_path)
    assert "Société Ahossi & Fils" in words
    assert "240,5" in words
    assert "Porto-Novo" in words
    assert has_a_good_seal(permit, town, tmp_path)
    builder.verifies(permit)
    builder.sees("Cet acte est authentique et valable", "Permis de construire")
