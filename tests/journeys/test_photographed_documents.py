"""A document photographed badly: the citizen is told at once, mends or keeps it, and it shows."""

import pytest
from playwright.sync_api import expect

from tests.journeys.applications import BIRTH, CONTACT, CRIMINAL_RECORD, IDENTITY, PURPOSE
from tests.journeys.citizen import Citizen
from tests.journeys.papers import a_blurred_photograph, a_photograph, a_scan
from tests.journeys.people import People
from tests.journeys.town import Town

DOCUMENT = "Pièce d’identité"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def afi(request: pytest.FixtureRequest, people: People) -> Citizen:
    """Give a citizen who has come to the page of documents."""
    afi = people.citizen(scripts=request.param)
    afi.begins(CRIMINAL_RECORD)
    afi.fills_in_pages((IDENTITY, BIRTH, PURPOSE, CONTACT))
    return afi


def adds(afi: Citizen, *papers: object) -> None:
    for paper in papers:
        afi.answers(DOCUMENT, paper)  # type: ignore[arg-type]  # papers, all of them
        if not afi.scripts:
            afi.presses(f"Ajouter {DOCUMENT}")


def pages(afi: Citizen) -> list[str]:
    return afi.page.locator(".held").first.locator("li > a").all_inner_texts()


def test_a_blurred_photograph_is_told_at_once_and_taken_again(afi: Citizen) -> None:
    adds(afi, a_blurred_photograph("floue.jpg"))
    afi.sees("Cette photo paraît floue. Reprenez-la plus près d’une fenêtre")

    afi.presses("Retirer floue.jpg")
    adds(afi, a_photograph("nette.jpg"))
    afi.goes_on({"Preuve de résidence au Bénin": a_scan("quittance.pdf")})

    afi.sees("Vérifiez vos réponses", "nette.jpg")
    afi.does_not_see("difficile à lire")


def test_the_pages_of_a_document_are_turned_and_put_in_order(afi: Citizen) -> None:
    adds(afi, a_photograph("verso.jpg"), a_photograph("recto.jpg"))

    afi.presses("Monter recto.jpg")
    assert pages(afi) == ["recto.jpg", "verso.jpg"]

    picture = afi.page.locator(".held img").first
    upright = picture.evaluate("image => image.naturalHeight > image.naturalWidth")
    afi.presses("Pivoter recto.jpg")
    turned = afi.page.locator(".held img").first
    expect(turned).to_be_visible()
    assert upright
    assert turned.evaluate("image => image.naturalWidth > image.naturalHeight")
    assert pages(afi) == ["recto.jpg", "verso.jpg"]


def test_the_agent_sees_the_warning_that_the_citizen_kept(
    town: Town, people: People, afi: Citizen
) -> None:
    afi.answers("Preuve de résidence au Bénin", a_scan("quittance.pdf"))
    afi.goes_on({DOCUMENT: a_blurred_photograph("floue.jpg")})
    if not afi.scripts:
        afi.sees("Regardez vos photos avant de continuer")
        afi.presses("Enregistrer et continuer")
    afi.sees("Vous la gardez bien qu’elle risque d’être difficile à lire : floue")
    afi.sends()
    afi.pays()
    town.does_its_jobs()

    agent = people.agent("records1")
    assert agent.takes_next_case() == afi.reference
    agent.sees("floue.jpg", "peut être difficile à lire")
    viewer = agent.page.frame_locator("iframe[name=viewer]")
    agent.page.get_by_role("link", name="floue.jpg").click()
    expect(viewer.locator(".warned")).to_contain_text("Le demandeur a été prévenu")

    afi.looks_again()
    afi.page.locator("summary").get_by_text("Qui a ouvert mon dossier").click()
    afi.sees("un agent", "pour traiter votre demande", "pour lire une pièce")
