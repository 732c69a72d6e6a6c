"""The administrators' page of offices: hours shown, closed days announced and taken back."""

from datetime import date, timedelta
from typing import Any

from eservices.catalogue.opening import open_offices
from tests.builders.backoffice import Backoffice, page_of
from workflows.actors import Role

FLOOD: dict[str, Any] = {
    "offices": ["cncj-cotonou"],
    "reason_fr": "Inondation du quartier",
    "reason_en": "Flooded district",
}


def next_monday(office: Backoffice) -> date:
    with office.engine.begin() as connection:
        today = office.clock.now(connection).date()
    return today + timedelta(days=7 - today.weekday())


def test_a_flood_closes_an_office_for_citizens_and_is_taken_back(office: Backoffice) -> None:
    browser, day = office.browser(office.hire(Role.ADMINISTRATOR)), next_monday(office)
    days = {"first_day": day.isoformat(), "last_day": day.isoformat()}

    told = browser.post("/offices", FLOOD | days)

    page = browser.read("/offices")
    assert told.status_code == 303
    assert "Flooded district" in page.words
    with office.engine.begin() as connection:
        (shown,) = open_offices(connection, day)
        (after,) = open_offices(connection, day + timedelta(days=1))
    assert shown.today == ()
    assert shown.closed_today is not None
    assert shown.closed_today.why is not None
    assert shown.closed_today.why.in_language("fr") == "Inondation du quartier"
    assert after.closed_today is None
    browser.post(page.attribute("form[action*=closings]", "action"))
    with office.engine.begin() as connection:
        (again,) = open_offices(connection, day)
    assert again.closed_today is None
    assert "Closed days taken back" in browser.read("/deeds?area=places").words


def test_what_cannot_be_announced_is_said(office: Backoffice) -> None:
    browser, day = office.browser(office.hire(Role.ADMINISTRATOR)), next_monday(office)
    good = FLOOD | {"first_day": day.isoformat(), "last_day": day.isoformat()}
    far = (day + timedelta(days=400)).isoformat()

    said = [
        page_of(browser.post("/offices", good | change)).text("#problem")
        for change in (
            {"offices": ["moon"]},
            {"first_day": "2020-01-01"},
            {"last_day": (day + timedelta(days=40)).isoformat()},
            {"first_day": "soon"},
            {"first_day": far, "last_day": far},
            {"reason_en": " "},
        )
    ]

    assert said == [
        "Choose the offices.",
        *["Choose days from today on, 31 days at most."] * 3,
        "Choose days within a year.",
        "Say why in each language: citizens read it.",
    ]
