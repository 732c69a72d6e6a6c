"""From a definition to what citizens can apply for: stored, read by another, live, suspended."""

from pathlib import Path

import pytest

from eservices.packs.shelf import pack_folder
from tests.journeys.administrators import PAGE, RECORD, Administrator
from tests.journeys.applications import FOR_A_RECORD
from tests.journeys.beforehand import paid
from tests.journeys.navigator import plain
from tests.journeys.people import People
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.town import Town

DEFINITION = (pack_folder("benin") / "eservices" / f"{RECORD}.yaml").read_text("utf-8")
DEARER = DEFINITION.replace("1900 XOF", "2500 XOF")
WHY = "Décision du 3 mars"
SERVICE = "Casier judiciaire"


def administrator(people: People, login: str = "administrator") -> Administrator:
    found = people.newcomer("fr")
    person = Administrator(found.page, found.home, found.words)
    person.signs_in(login)
    return person


def test_a_new_price_goes_from_a_file_to_the_citizens_by_two_people(
    people: People, tmp_path: Path
) -> None:
    one, other = administrator(people), administrator(people, "administrator2")
    wrong = tmp_path / "casier.yaml"
    wrong.write_text(DEARER.replace("stage: review", "stage: reviw", 1), "utf-8")

    one.uploads(wrong, WHY)
    one.sees("Rien n’a été enregistré", "casier.yaml:", "review")
    is_accessible(one)
    assert "2500 XOF" in one.page.locator("#text").input_value()
    one.pastes(DEARER, WHY)
    one.sees(f"{SERVICE}", "Brouillon")
    one.opens(PAGE)
    one.sees("Un autre administrateur doit la mettre à l’essai ou en service.")
    one.does_not_see("Mettre la version 2 en service")

    other.opens(PAGE)
    other.page.get_by_role("link", name="Différence").first.click()
    other.sees("tariff.issue.amount", "1900 XOF", "2500 XOF")
    is_accessible(other)
    other.follows("Aperçu")
    other.sees("Pour les dossiers en cours", "Sur les dossiers des derniers mois")
    other.takes_step("Mettre la version 2 en service", WHY)
    other.sees("Mise en service", WHY)
    is_accessible(other)

    citizen = people.citizen()
    citizen.opens(f"/services/{RECORD}")
    citizen.sees("2 500")


def test_a_suspension_stops_an_application_and_lets_it_go_on_afterwards(people: People) -> None:
    citizen = people.citizen()
    citizen.begins(SERVICE)
    citizen.goes_on(FOR_A_RECORD[0])
    draft = citizen.page.url
    boss = administrator(people)
    broken = "Le fichier national est en panne."
    boss.takes_step("Suspendre", WHY, said=broken, back_on="2027-03-02")

    for address in ("/", "/?q=casier"):
        citizen.opens(address)
        card = citizen.page.locator("li.service-card").filter(has_text=SERVICE)
        assert "Suspendu pour l’instant" in card.inner_text()
        assert broken in card.inner_text()
        assert "Retour prévu le 2 mars 2027." in plain(card.inner_text())
        is_accessible(citizen)

    citizen.opens(f"/services/{RECORD}")
    citizen.sees("Vous ne pouvez pas déposer de demande", broken, "Retour prévu le 2 mars 2027.")
    citizen.does_not_see(citizen.words.apply)
    is_accessible(citizen)
    citizen.opens(draft)
    citizen.sees("Ce que vous avez rempli est conservé.", "Ce que vous pouvez faire")
    is_accessible(citizen)

    boss.takes_step("Rouvrir", WHY)
    citizen.opens(draft)
    citizen.page.locator("form").last.wait_for()
    citizen.opens("/")
    citizen.sees(SERVICE)
    citizen.does_not_see("Suspendu pour l’instant")


def test_an_agent_reads_the_guide_beside_the_case(town: Town, people: People) -> None:
    paid(town)
    agent = people.agent("records1")
    agent.takes_next_case()

    agent.follows("Guide")
    agent.sees("Proposer à la signature", "Motifs possibles", "À vérifier")
    is_accessible(agent)
    agent.follows("Retour")
    assert agent.case


@pytest.mark.parametrize("kind", ["sheet", "guide", "test-plan"])
def test_documents_print_without_the_bar(people: People, kind: str) -> None:
    boss = administrator(people)
    boss.opens(f"{PAGE}/versions/1/documents/{kind}")
    boss.page.emulate_media(media="print")

    assert not boss.page.locator(".topbar").is_visible()
    assert boss.page.locator("article h1").is_visible()
    assert boss.page.pdf()[:5] == b"%PDF-"
