"""No page escapes: each is accessible, fits a narrow screen and weighs little, in two languages."""

from collections.abc import Iterator, Mapping
from importlib import import_module

import pytest
from flask import Flask

from config.backoffice_face import compose_backoffice
from config.portal_face import compose_portal
from tests.journeys.every_page import BACKOFFICE, JUDGED_WITHIN, NO_PAGES, PORTAL
from tests.journeys.line import Line
from tests.journeys.people import People
from tests.journeys.scenery import at_work, of_a_citizen
from tests.journeys.test_accessibility import both_languages, is_accessible
from tests.journeys.test_phone import NARROWEST, fits
from tests.journeys.town import Town

#: Kilobytes of the first page with all that it shows, and of each later one.
FIRST, LATER = 60, 15


def addresses_of(app: Flask) -> Iterator[str]:
    """List what can be opened."""
    return (rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))


def test_every_address_is_judged_or_is_no_page(town: Town) -> None:
    installation = town.installation
    known = {*PORTAL, *NO_PAGES, *JUDGED_WITHIN}.union(*BACKOFFICE.values())

    portal = set(addresses_of(compose_portal(installation)))
    backoffice = set(addresses_of(compose_backoffice(installation)))

    assert known - portal - backoffice == set()
    assert (portal | backoffice) - known == set()
    for module, story in JUDGED_WITHIN.values():
        assert hasattr(import_module(f"tests.journeys.{module}"), story), story


@both_languages
def test_every_page_of_the_portal(town: Town, people: People, language: str) -> None:
    reader = people.citizen(language, **NARROWEST)
    known = of_a_citizen(town, people, reader)
    line = Line(reader.page)
    line.forgets_files()

    weights: dict[str, float] = {}
    for rule, address in PORTAL.items():
        line.counts_anew()
        assert reader.opens(address.format(**known)) == 200, rule
        weights[rule] = line.kilobytes()
        fits(reader)
        is_accessible(reader)

    assert weights.pop("/") <= FIRST
    assert {rule: kb for rule, kb in weights.items() if kb > LATER} == {}


@both_languages
@pytest.mark.parametrize("login", BACKOFFICE)
def test_every_page_of_the_back_office(
    town: Town, people: People, language: str, login: str
) -> None:
    somebody, known = at_work(town, people, login)
    somebody.presses(language.upper())
    somebody.page.set_viewport_size(NARROWEST["viewport"])

    pages: Mapping[str, str] = BACKOFFICE[login]
    for rule, address in pages.items():
        assert somebody.opens(address.format(**known)) == 200, rule
        is_accessible(somebody)
        fits(somebody)
