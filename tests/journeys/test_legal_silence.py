"""A building permit that nobody decided in time: granted by silence, certified, paid, issued."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from config.pulse import Deadlines
from tests.journeys.applications import FOR_A_PERMIT, MAIL, PERMIT
from tests.journeys.papers import has_a_good_seal, text_of
from tests.journeys.people import People
from tests.journeys.town import Town
from workflows.deadlines import Kind
from workflows.tables import deadlines


def the_legal_delay_passes(town: Town) -> None:
    """Let the law's delay of every case end, as if forty days had gone by."""
    installation = town.installation
    ours = deadlines.c.kind == Kind.SILENCE
    with installation.database.begin() as connection:
        past = installation.clock.now(connection) - timedelta(seconds=1)
        ended = connection.execute(update(deadlines).where(ours).values(due_at=past))
        assert ended.rowcount == 1
    Deadlines(installation.database, installation.workflow).sweep()
    town.does_its_jobs()


def test_silence_grants_the_permit_and_the_secretary_can_only_certify_it(
    town: Town, people: People, tmp_path: Path
) -> None:
    # Given an application that is paid, of which the law's delay passes at the desk
    builder = people.citizen()
    builder.applies_for(PERMIT, FOR_A_PERMIT)
    builder.pays()
    town.does_its_jobs()
    builder.looks_again()
    builder.sees("Sans décision d’ici le", "est acceptée par la loi")
    the_legal_delay_passes(town)

    # Then the applicant is told that it is granted, on the page and by mail
    builder.looks_again()
    builder.sees("Permis accordé par le silence de la mairie", "votre demande est acceptée")
    assert "est accordé par le silence" in town.letters_to(MAIL)[0].subject
    assert people.agent("permits-porto-novo").has_nothing_to_do()

    # And the secretary finds one action: to certify
    secretary = people.signatory("secretary-porto-novo")
    secretary.takes_next_case()
    secretary.sees("le délai légal est passé")
    secretary.does_not_see("Refuser le permis", "Renvoyer à la préparation")
    secretary.decides("Attester le permis accordé par silence")
    town.does_its_jobs()

    # And the permit is issued once it is paid
    builder.looks_again()
    builder.follows("Payer")
    builder.pays()
    town.does_its_jobs()
    builder.looks_again()
    permit = builder.takes("Télécharger mon acte")
    assert "Société Ahossi & Fils" in text_of(permit, tmp_path)
    assert has_a_good_seal(permit, town, tmp_path)
