"""A language of the country: drafted by one, approved by another, read by a citizen."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import update

from config.environment import Bind
from config.portal_face import portal_services
from eservices.portal.application import create_portal
from eservices.tables import translations
from eservices.translating.keeping import Wording, write
from eservices.translating.sources import interface_texts
from tests.journeys.navigator import Navigator
from tests.journeys.people import People
from tests.journeys.staff import Staff
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.town import Town, served
from tests.ports import HOST, free_ports
from workflows.life_cycle import Author

PHONE = {"viewport": {"width": 360, "height": 740}}
YES = "/texts/fon?q=Oui&place=interface"
OPERATOR = Author(operator="ines")


def administrator(people: People, login: str) -> Staff:
    person = people.newcomer("fr", **PHONE)
    person.signs_in(login)
    return person


def sends(person: Staff, button: str, words: str | None = None) -> None:
    card = person.page.locator("article.text-card").first
    if words is not None:
        card.get_by_role("textbox").fill(words)
    with person.page.expect_navigation():
        card.get_by_role("button", name=button).click()


def said_to(person: Staff) -> str:
    """Read what the page says has been done."""
    return person.page.locator(".said").inner_text()


def test_one_administrator_drafts_and_another_approves(people: People) -> None:
    one, other = administrator(people, "administrator"), administrator(people, "administrator2")
    one.opens("/texts")
    one.follows("Fɔ̀ngbè")
    one.opens(YES)
    sends(one, "Enregistrer comme brouillon", "Een")
    assert "Enregistré comme brouillon" in said_to(one)
    sends(one, "Approuver")
    one.sees("un autre administrateur doit les approuver")
    is_accessible(one)

    other.opens(YES)
    sends(other, "Approuver")

    assert "Approuvé : les citoyens le lisent" in said_to(other)
    other.page.get_by_text("Ce qui a été fait").first.click()
    other.sees("approuvé : Een")
    is_accessible(other)
    width = other.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["viewport"]["width"]


@pytest.fixture
def portal_at_once(town: Town) -> Iterator[str]:
    """Serve a portal that notices approvals at once."""
    port = free_ports(1)[0]
    fresh = replace(portal_services(town.installation), national_fresh=0.0)
    with served(create_portal(fresh), Bind(HOST, port)):
        yield f"http://{HOST}:{port}"


def most_is_approved(town: Town) -> None:
    """Approve four texts in five, each said with a mark that no French text has."""
    texts = [text for at, text in enumerate(interface_texts()) if text.strip() and at % 6]
    with town.installation.database.begin() as connection:
        now = town.installation.clock.now(connection)
        for text in texts:
            write(connection, Wording("fon", text, f"ɖ {text}"), OPERATOR, at=now)
        connection.execute(update(translations).values(standing="approved"))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_citizen_reads_it_and_what_is_missing_in_french(
    town: Town, people: People, portal_at_once: str, *, scripts: bool
) -> None:
    most_is_approved(town)
    visitor = people.citizen("fr", scripts=scripts, **PHONE)
    citizen = Navigator(visitor.page, portal_at_once, visitor.words, scripts=scripts)
    citizen.opens("/services/criminal-record")
    citizen.follows("Fɔ̀ngbè")

    assert citizen.page.locator("html").get_attribute("lang") == "fon"
    heading = citizen.page.locator("h1 span[lang=fr]")
    assert heading.inner_text().startswith("Casier judiciaire")
    citizen.sees("ɖ ")
    if scripts:
        is_accessible(citizen)
    with citizen.page.expect_navigation():
        citizen.page.locator(".start-card button").click()
    citizen.sees("ɖ ")
    if scripts:
        is_accessible(citizen)
