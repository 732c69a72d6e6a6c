"""The whole way of a criminal record in a browser whose scripts are turned off."""

from tests.journeys.applications import CRIMINAL_RECORD, FOR_A_RECORD
from tests.journeys.papers import a_photograph
from tests.journeys.people import People
from tests.journeys.town import Town


def test_a_criminal_record_needs_no_script_at_all(town: Town, people: People) -> None:
    # Given a citizen without scripts, who adds a file too many and takes it back
    afi = people.citizen(scripts=False)
    afi.begins(CRIMINAL_RECORD)
    afi.fills_in_pages(FOR_A_RECORD[:-1])
    afi.answers("Pièce d’identité", a_photograph("de-trop.jpg"))
    afi.presses("Ajouter Pièce d’identité")
    afi.sees("de-trop.jpg")
    afi.presses("Retirer de-trop.jpg")
    afi.does_not_see("de-trop.jpg")
    afi.goes_on(FOR_A_RECORD[-1])
    afi.sees("passeport.jpg", "quittance.pdf")
    afi.sends()
    afi.pays()
    town.does_its_jobs()

    # When an agent asks for a correction, the citizen answers, and it is approved and signed
    agent = people.agent("records1", java_script_enabled=False)
    agent.takes_next_case()
    agent.decides_with(
        "Demander une correction",
        fields_to_correct=["Nom"],
        reason="Une pièce ou une réponse manque.",
        message="Écrivez votre nom en entier.",
    )
    town.does_its_jobs()
    afi.looks_again()
    afi.follows("Répondre")
    afi.fills_in({"Nom": "Dossou-Yovo"})
    afi.presses("Envoyer ma réponse")
    town.does_its_jobs()
    agent.treats_next("Proposer à la signature")
    town.does_its_jobs()
    people.signatory("magistrate", java_script_enabled=False).treats_next("Signer le bulletin")
    town.does_its_jobs()

    # Then the citizen downloads the bulletin and has it verified
    afi.looks_again()
    afi.verifies(afi.takes("Télécharger mon acte"))
    afi.sees("Cet acte est authentique et valable")
