"""An application is completed by keyboard alone, as somebody who sees nothing would do it."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.journeys.applications import CRIMINAL_RECORD, FOR_A_RECORD
from tests.journeys.citizen import Citizen
from tests.journeys.keyboard import Keyboard
from tests.journeys.people import People
from tests.journeys.test_phone import NARROWEST
from tests.journeys.town import Town

DESK: Mapping[str, Any] = {"viewport": {"width": 1280, "height": 800}}


def finds_the_sheet(afi: Citizen, keys: Keyboard) -> None:
    """Come in by the home page and search, with a spelling of one's own."""
    afi.opens("/")
    keys.goes_round()
    afi.opens("/")
    first = keys.tabs()
    assert first is not None
    assert first.name == "Aller au contenu"
    afi.page.keyboard.press("Enter")
    keys.tabs_to("searchbox", "Que cherchez-vous ?")
    afi.page.keyboard.type("kazier judisiere")
    with afi.page.expect_navigation():
        afi.page.keyboard.press("Enter")
    keys.goes_round()
    keys.enters("link", CRIMINAL_RECORD)
    keys.goes_round()
    keys.enters("button", "Faire ma demande")


def hears_what_is_wrong(afi: Citizen, keys: Keyboard) -> None:
    """Send an empty page: the mistakes are an alert that leads to each question."""
    keys.enters("button", "Enregistrer et continuer")
    assert afi.page.title().startswith("Erreur")
    keys.goes_round()
    alert = afi.page.get_by_role("alert")
    for link in alert.get_by_role("link").all():
        said = link.inner_text().partition("–")[2].strip()
        link.focus()
        afi.page.keyboard.press("Enter")
        stop = keys.stands()
        assert stop is not None
        # A group of boxes or choices tells for all of them.
        group = afi.page.locator(":focus").locator("xpath=ancestor-or-self::*[@aria-describedby]")
        described = group.last.get_attribute("aria-describedby") or ""
        told = [afi.page.locator(f"#{one}").inner_text() for one in described.split()]
        assert any(said in words for words in told), (stop, told)
        assert group.last.get_attribute("aria-invalid") == "true"


@pytest.mark.parametrize("device", [DESK, NARROWEST], ids=["desk", "narrowest"])
def test_an_application_is_completed_by_keyboard_alone(
    town: Town, people: People, device: Mapping[str, Any]
) -> None:
    # Given somebody who has no mouse, at a form that they found by searching
    afi = people.citizen(**device)
    keys = Keyboard(afi.page)
    finds_the_sheet(afi, keys)

    # When they go through every page, its mistakes included, check, send and pay
    for number, answers in enumerate(FOR_A_RECORD):
        if number == 0:
            hears_what_is_wrong(afi, keys)
            afi.page.reload()
        keys.answers(answers)
        keys.enters("button", "Enregistrer et continuer")
    keys.goes_round()
    keys.enters("button", "Envoyer ma demande", "Shift+Tab")
    afi.keeps_link()
    keys.goes_round()
    keys.enters("button", "Payer 1 900 F CFA")
    keys.enters("button", afi.words.play_money)
    keys.goes_round()
    keys.enters("link", afi.words.follow)

    # Then they stand on the page of their case, and can read all of it
    town.does_its_jobs()
    afi.looks_again()
    afi.sees(afi.reference, "C’est au tour de l’administration")
    keys.goes_round()
