"""The administrators' form of opening hours: filled in, refused with reasons, and taken back."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from eservices.catalogue.opening import open_offices
from tests.builders.backoffice import Backoffice, Browser, page_of
from workflows.actors import Role
from workflows.calendars import working_time_of
from workflows.opening_hours import read_week

OFFICE, ZONE = "cncj-cotonou", ZoneInfo("Africa/Porto-Novo")
WHY = {"reason_fr": "Horaires d’été", "reason_en": "Summer hours"}
MORNINGS = {
    "mon-0-opens": "8", "mon-0-closes": "12h30", "tue-0-opens": "0800", "tue-0-closes": "12:00",
    "tue-1-opens": "14h", "tue-1-closes": "17.30",
}  # fmt: skip
WEEK = {"mon": [["08:00", "12:30"]], "tue": [["08:00", "12:00"], ["14:00", "17:30"]]}


@pytest.fixture
def administrator(office: Backoffice) -> Browser:
    return office.browser(office.hire(Role.ADMINISTRATOR))


def in_days(office: Backoffice, ahead: int) -> date:
    with office.engine.begin() as connection:
        local = office.clock.now(connection).astimezone(ZONE)
    return local.date() + timedelta(days=ahead)


def form(day: date, **changes: Any) -> dict[str, Any]:
    return {"offices": [OFFICE], "from_day": day.isoformat(), **WHY, **MORNINGS, **changes}


def test_hours_are_changed_from_a_day_on_told_to_citizens_and_taken_back(
    office: Backoffice, administrator: Browser
) -> None:
    day = in_days(office, 3)

    told = administrator.post("/office-hours", form(day))

    page = administrator.read("/offices")
    assert told.status_code == 303
    assert "Summer hours" in page.words
    with office.engine.begin() as connection:
        (shown,) = open_offices(connection, day - timedelta(days=1))
        calendar = working_time_of.fresh(connection, OFFICE).calendar
    assert [one.day for one in shown.coming] == [day]
    assert calendar.week_on(day) == read_week(WEEK)
    assert "mon 08:00-12:30, tue 08:00-12:00 14:00-17:30" in administrator.read("/deeds").words
    back = page.attribute("form[action*=office-hours]", "action")
    administrator.post(back)
    administrator.post(back)
    with office.engine.begin() as connection:
        (again,) = open_offices(connection, day)
    assert again.coming == ()
    assert again.week == shown.week
    assert administrator.read("/deeds?area=places").words.count("Opening hours taken back") == 1


def test_the_form_begins_with_the_hours_of_the_office_that_was_followed(
    administrator: Browser,
) -> None:
    followed = administrator.read("/offices").attribute("a[href*='office-hours?office']", "href")

    page = administrator.read(followed)

    assert page.attribute("input[name=mon-1-closes]", "value") == "18:30"
    assert page.attribute("input[name=sat-0-opens]", "value") == ""
    assert page.attributes("input[name=offices][checked]", "value") == [OFFICE]
    assert not page.has("input[name=mon-2-opens]")
    unknown = administrator.read("/office-hours?office=moon")
    assert unknown.attribute("input[name=mon-1-closes]", "value") == ""


def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(
    office: Backoffice, administrator: Browser
) -> None:
    day, wrong = in_days(office, 3), "8 o’clock"
    nothing = dict.fromkeys(MORNINGS, "")

    mistakes: dict[str, dict[str, Any]] = {
        "Choose the offices.": {"offices": ["moon"]},
        "Choose a day from tomorrow on": {"from_day": in_days(office, 0).isoformat()},
        "within a year.": {"from_day": in_days(office, 400).isoformat()},
        "Say why in each language": {"reason_en": " "},
        "Give hours on one day": nothing,
        "Monday: write times such as 08:00.": {"mon-0-opens": wrong},
        "Tuesday: say when it opens": {"tue-1-closes": ""},
        "Monday: the hours must follow": {"mon-0-closes": "08:00"},
        "Tuesday: the hours must follow": {"tue-1-opens": "12:00"},
    }
    said = {
        text: page_of(administrator.post("/office-hours", form(day, **changes))).text("#problem")
        for text, changes in mistakes.items()
    }
    kept = page_of(administrator.post("/office-hours", form(day, **{"mon-0-opens": wrong})))

    assert all(text in told for text, told in said.items()), said
    assert kept.attribute("input[name=mon-0-opens]", "value") == wrong
    assert kept.attribute("input[name=tue-1-closes]", "value") == "17.30"
    assert kept.attribute("input[name=from_day]", "value") == day.isoformat()
    assert kept.attribute("input[name=reason_fr]", "value") == WHY["reason_fr"]
    assert kept.attributes("input[name=offices][checked]", "value") == [OFFICE]


def test_a_second_click_changes_nothing_more(office: Backoffice, administrator: Browser) -> None:
    day = in_days(office, 3)
    administrator.post("/office-hours", form(day))

    again = administrator.post("/office-hours", form(day))

    assert again.status_code == 422
    assert "these are their hours already" in page_of(again).text("#problem")
    assert len(administrator.read("/offices").texts("form[action*=office-hours]")) == 1


def test_hours_that_took_the_place_of_others_say_so(
    office: Backoffice, administrator: Browser
) -> None:
    day = in_days(office, 3)
    administrator.post("/office-hours", form(day))
    administrator.post("/office-hours", form(day, **{"mon-0-closes": "11:00"}))

    page = administrator.read("/offices")

    assert "Replaced by others" in page.words
    assert len(page.texts("form[action*=office-hours]")) == 1


def test_a_third_stretch_of_an_evening_is_kept(office: Backoffice, administrator: Browser) -> None:
    late = {"tue-2-opens": "20:00", "tue-2-closes": "21:00"}
    administrator.post("/office-hours", form(in_days(office, 1), **late))

    page = administrator.read(f"/office-hours?office={OFFICE}")

    assert page.attribute("input[name=tue-2-closes]", "value") == "21:00"
