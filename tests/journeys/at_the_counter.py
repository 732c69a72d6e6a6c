"""Somebody at a counter, and the form that they fill in for the person before them."""

import os
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.applications import BIRTH, DOCUMENTS, IDENTITY, PURPOSE
from tests.journeys.citizen import REFERENCE, Citizen
from tests.journeys.navigator import Answers, Paper
from tests.journeys.staff import Staff
from tests.journeys.town import Town
from tests.journeys.words import WORDS

PHONE = "+229 01 97 00 00 00"
REACHED = "+2290197000000"
OWN_PHONE = "01 97 99 99 01"
RECORD = "Casier judiciaire (bulletin n° 3)"


def for_somebody(**contact: str) -> Sequence[Answers]:
    """Answer every page for a person who can be reached so, or not at all."""
    reached = {
        "Adresse électronique": contact.get("mail", ""),
        "Téléphone": contact.get("phone", ""),
    }
    return (IDENTITY, BIRTH, PURPOSE, reached, DOCUMENTS)


def begins(agent: Staff, town: Town) -> Citizen:
    """Begin with a person who is present; gives the page that opens for it."""
    agent.opens("/counter")
    agent.page.get_by_label("Ce qu’il lui faut").select_option(label=RECORD)
    return _in_a_new_page(agent, town, "Remplir le formulaire")


def goes_on(agent: Staff, town: Town) -> Citizen:
    """Go on with what was begun."""
    agent.opens("/counter")
    return _in_a_new_page(agent, town, "Reprendre")


def _in_a_new_page(agent: Staff, town: Town, button: str) -> Citizen:
    with agent.page.context.expect_page() as opened:
        agent.page.get_by_role("button", name=button).first.click()
    page = opened.value
    page.wait_for_url(f"{town.portal}/**")
    page.wait_for_load_state()
    return Citizen(page, town.portal, WORDS["fr"])


def reference_on(form: Citizen) -> str:
    """Read the reference of what was just lodged."""
    found = REFERENCE.search(form.reads())
    assert found is not None, form.reads()
    return found[0]


def fetched(page: Page, address: str, name: str) -> Paper:
    """Fetch a PDF as a browser does that shows it."""
    answer = page.context.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return Paper(name, "application/pdf", answer.body())


def keeps_a_picture(page: Page, name: str) -> None:
    """Keep a picture of a page where a folder for them is named."""
    folder = os.environ.get("JOURNEY_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
