"""A network that goes: what is typed stays on the page, a file that stops half-way says so."""

from playwright.sync_api import BrowserContext, Route, expect

from tests.journeys.applications import BIRTH, CONTACT, CRIMINAL_RECORD, IDENTITY, PURPOSE
from tests.journeys.citizen import Citizen
from tests.journeys.papers import a_scan
from tests.journeys.people import People

DOCUMENT = "Pièce d’identité"
KEPT = "Pas de réseau : rien n’a été envoyé."


def _quiet(people: People) -> None:
    """Forget what the browser says of a network that the story took away."""
    people.complaints[:] = [one for one in people.complaints if "net::ERR" not in one]


def _presses(afi: Citizen) -> None:
    afi.page.get_by_role("button", name="Enregistrer et continuer").first.click()


def test_what_is_typed_stays_on_the_page_while_there_is_no_network(people: People) -> None:
    afi = people.citizen()
    afi.begins(CRIMINAL_RECORD)
    afi.fills_in(IDENTITY)
    context: BrowserContext = afi.page.context

    context.set_offline(True)
    _presses(afi)
    expect(afi.page.get_by_role("alert")).to_contain_text(KEPT)
    assert afi.box("Nom").input_value() == "Dossou"
    context.set_offline(False)
    afi.presses("Enregistrer et continuer")

    afi.sees("Votre naissance")
    assert afi.page.evaluate("localStorage.length + sessionStorage.length") == 0
    _quiet(people)


def test_a_portal_that_does_not_answer_is_noticed_before_the_page_is_lost(people: People) -> None:
    afi = people.citizen()
    afi.begins(CRIMINAL_RECORD)
    afi.fills_in(IDENTITY)
    # As if the page had been filled in slowly.
    afi.page.evaluate("performance.now = () => 60000")
    afi.page.route("**/icon.svg", lambda route: route.abort())

    _presses(afi)

    expect(afi.page.get_by_role("alert")).to_contain_text(KEPT)
    afi.page.unroute("**/icon.svg")
    afi.presses("Enregistrer et continuer")
    afi.sees("Votre naissance")
    _quiet(people)


def test_a_file_that_stops_half_way_says_so_and_is_sent_again(people: People) -> None:
    afi = people.citizen()
    afi.begins(CRIMINAL_RECORD)
    afi.fills_in_pages((IDENTITY, BIRTH, PURPOSE, CONTACT))
    stopped: list[str] = []

    def stop_once(route: Route) -> None:
        if stopped:
            route.continue_()
            return
        stopped.append(route.request.url)
        route.abort()

    afi.page.route("**/files/*", stop_once)
    scan = a_scan("carte.pdf")
    afi.box(DOCUMENT).set_input_files(
        {"name": scan.name, "mimeType": scan.media_type, "buffer": scan.content}
    )
    expect(afi.page.get_by_text("L’envoi s’est arrêté en route")).to_be_visible()
    afi.page.get_by_role("button", name="Envoyer à nouveau").first.click()

    expect(afi.page.get_by_role("link", name="carte.pdf")).to_be_visible()
    assert len(stopped) == 1
    _quiet(people)
