"""Photograph the main pages for docs/: not a test, and so run only when it is named.

.venv/bin/python -m pytest tests/journeys/screenshots.py
"""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from tests.journeys.applications import CRIMINAL_RECORD, IDENTITY, MAIL
from tests.journeys.at_the_counter import begins, for_somebody
from tests.journeys.beforehand import delivered, paid
from tests.journeys.looking_ahead import DEMAND, asks_what_help_would_do, works_since_months
from tests.journeys.people import People
from tests.journeys.scenery import has_an_account, takes_money
from tests.journeys.test_integrity import put_ahead_and_found
from tests.journeys.test_open_data import busy_month
from tests.journeys.test_signing_together import proposed
from tests.journeys.town import Town

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PHONE: Mapping[str, Any] = {"viewport": {"width": 390, "height": 844}}
DESKTOP: Mapping[str, Any] = {"viewport": {"width": 1280, "height": 860}}
#: The most bytes of a picture, and the numbers of colours that are tried to stay below.
LARGEST, COLOURS = 80_000, (128, 64, 32, 16)


def keep(page: Page, name: str) -> None:
    """Write a picture with as many colours as its size allows; an error page is none."""
    assert "problème" not in page.title(), page.url
    seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for colours in COLOURS:
        written = io.BytesIO()
        seen.quantize(colours, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
        if written.tell() <= LARGEST:
            break
    assert written.tell() <= LARGEST, name
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(written.getvalue())


def test_what_citizens_see_on_a_telephone(town: Town, people: People) -> None:
    delivered(town)
    link = paid(town)
    busy_month(town)
    afi = people.citizen(**PHONE)
    for name, address in {
        "home": "/",
        "sheet": "/services/criminal-record",
        "case": link,
        "open-data": "/figures/of/criminal-record",
    }.items():
        afi.opens(address)
        keep(afi.page, name)
    afi.begins(CRIMINAL_RECORD)
    afi.fills_in(IDENTITY)
    afi.page.evaluate("scrollTo(0, 250)")
    keep(afi.page, "form")
    has_an_account(town, afi)
    keep(afi.page, "account")


def test_what_the_administration_sees(town: Town, people: People) -> None:
    put_ahead_and_found(town)
    town.does_its_jobs()
    agent = people.agent("records1", **DESKTOP)
    keep(agent.page, "desk")
    agent.takes_next_case()
    agent.viewer.locator("body *").first.wait_for()
    keep(agent.page, "agent-case")
    for login, pages in OVERSEEING.items():
        somebody = people.agent(login, **DESKTOP)
        for name, address in pages.items():
            somebody.opens(address)
            keep(somebody.page, name)


def test_how_acts_are_signed_together(town: Town, people: People) -> None:
    proposed(town, people)
    magistrate = people.signatory("magistrate", **DESKTOP)
    magistrate.opens("/signing")
    magistrate.presses("Ouvrir une séance")
    keep(magistrate.page, "signing")


def test_what_a_supervisor_sees_coming(town: Town, people: People) -> None:
    works_since_months(town, people)
    paid(town)
    boss = people.agent("supervisor", **DESKTOP)
    asks_what_help_would_do(town, boss)
    keep(boss.page, "staffing")
    boss.opens(DEMAND)
    keep(boss.page, "demand")


def test_what_a_counter_and_a_till_look_like(town: Town, people: People) -> None:
    helper = people.agent("counter-cotonou", **DESKTOP)
    form = begins(helper, town)
    form.page.set_viewport_size(DESKTOP["viewport"])
    form.fills_in_pages(for_somebody(mail=MAIL))
    form.follows("Continuer : la personne consent")
    keep(form.page, "consent")
    helper.opens("/counter")
    keep(helper.page, "counter")
    cashier, _known = takes_money(town, people)
    cashier.page.set_viewport_size(DESKTOP["viewport"])
    cashier.opens("/till")
    keep(cashier.page, "till")


#: What those who oversee look at: whose login, the name of each picture, and its page.
OVERSEEING: Mapping[str, Mapping[str, str]] = {
    "supervisor": {"board": "/board", "levers": "/levers"},
    "inspector": {"watch": "/watch"},
    "administrator": {
        "publishing": "/e-services/criminal-record",
        "accounts": "/accounts",
        "offices": "/offices",
        "deeds": "/deeds",
    },
}
