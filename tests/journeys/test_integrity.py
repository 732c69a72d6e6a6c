"""Out of turn by two supervisors, for all to see; a hand in the database, seen by inspectors."""

from datetime import timedelta

from playwright.sync_api import FilePayload
from sqlalchemy import text

from backoffice.watch.rounds import DETECTORS, look
from tests.builders.files import a_pdf
from tests.journeys.beforehand import paid
from tests.journeys.people import People
from tests.journeys.staff import Staff
from tests.journeys.town import Town

PUT_AHEAD = "UPDATE cases SET eligible_at = eligible_at - interval '2 hours' WHERE reference = :r"
TICKET: FilePayload = {"name": "billet.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}


def reference_of(link: str) -> str:
    """Read a case's reference from its link."""
    return link.rstrip("/").split("/")[-2]


def signed_in(people: People, login: str) -> Staff:
    """Let somebody of the administration sign in."""
    somebody = people.newcomer()
    somebody.signs_in(login)
    return somebody


def asks(supervisor: Staff, reference: str) -> None:
    """Fill in the form that asks to let a case go out of turn."""
    supervisor.opens("/out-of-turn")
    page = supervisor.page
    page.get_by_label("Référence du dossier").fill(reference)
    page.get_by_label("Motif").select_option("booked_travel")
    page.get_by_label("Ce que prouve le document").fill("Vol de jeudi.")
    page.get_by_label("Document (PDF").set_input_files(TICKET)
    supervisor.presses("Demander le passage")


def put_ahead_and_found(town: Town) -> str:
    """Put a case ahead by hand in the database, let the watch look, and give its reference."""
    paid(town)
    favoured = reference_of(paid(town))
    database, zone = town.installation.database, town.installation.pack.zone
    with database.begin() as connection:
        connection.execute(
            text(PUT_AHEAD),
            {"r": favoured},
        )
        now = town.installation.clock.now(connection) + timedelta(minutes=5)
        for kind in DETECTORS:
            look(connection, kind, now=now, zone=zone)
    return favoured


def test_a_case_goes_out_of_turn_by_two_people_and_the_public_reads_how_many(
    town: Town, people: People
) -> None:
    paid(town)
    young = reference_of(paid(town))
    asks(signed_in(people, "supervisor"), young)
    other = signed_in(people, "supervisor2")
    other.opens("/out-of-turn")
    other.follows(young)
    other.sees("Vol de jeudi.", "0 sur 2 utilisés en sept jours")
    other.presses("Accorder")

    assert people.agent("records1").takes_next_case() == young
    other.opens(f"{town.portal}/figures/out-of-turn")
    row = other.page.locator("tbody tr").first.inner_text().split("\t")
    # So few that a person could be recognised: the public reads that it was from one to four.
    assert row[2:3] + row[6:] == ["<5", "<5", "<5"]


def test_a_place_changed_in_the_database_leads_to_an_inspection_of_two(
    town: Town, people: People
) -> None:
    favoured = put_ahead_and_found(town)

    first = signed_in(people, "inspector")
    first.opens("/watch")
    first.sees("Place dans la file modifiée", favoured, "120 minutes")
    first.follows("Place dans la file modifiée")
    first.page.get_by_label("Première note").fill("Qui avait accès à la base ?")
    first.presses("Ouvrir une inspection")
    first.page.get_by_label("Ce que vous avez constaté").fill("Accès d’un technicien.")
    first.page.get_by_label("Conclusion").select_option("referred")
    first.presses("Proposer cette conclusion")
    first.sees("Un autre inspecteur doit confirmer")

    second = signed_in(people, "inspector2")
    second.opens("/inspections")
    second.follows("N° ")
    second.page.get_by_label("Ce que vous avez constaté").fill("Je confirme.")
    second.presses("Confirmer la conclusion")
    second.sees("Close", "Transmis à l’autorité compétente", "Je confirme.")
