"""The pages of retention: previewed, switched on by two, and a case kept by an inspector."""

from datetime import timedelta

from sqlalchemy import update

from backoffice.retention.erasing import erase_due
from tests.builders.backoffice import Backoffice, page_of
from workflows.actors import Role
from workflows.tables import cases


def test_two_administrators_see_what_goes_and_switch_it_on(office: Backoffice) -> None:
    office.a_waiting_case()
    with office.engine.begin() as connection:
        connection.execute(update(cases).values(closed_at=office.clock.now(connection)))
    one, other = (office.browser(office.hire(Role.ADMINISTRATOR)) for _ in range(2))
    assert "Nothing is over by" in one.read("/retention").words
    office.clock.advance(timedelta(days=731))
    one, other = (office.browser(office.hire(Role.ADMINISTRATOR)) for _ in range(2))

    seen = one.read("/retention")
    silent = page_of(one.post("/retention", {"step": "propose"}))
    one.post("/retention", {"step": "propose", "reason": "law 2017-20"})
    alone = page_of(one.post("/retention", {"step": "confirm", "reason": "me"}))
    other.post("/retention", {"step": "confirm", "reason": "agreed"})

    assert seen.texts("tbody td.n")[:2] == ["1", "0"]
    assert "2 years" in seen.words
    assert "Say why" in silent.text("#problem")
    assert "Another administrator" in alone.text("#problem")
    assert other.read("/retention").text(".status") == "On"
    assert erase_due(office.engine, office.clock) == 2
    told = other.read("/deeds?area=retention").words
    assert "Closed cases erased" in told
    assert "By itself" in told
    other.post("/retention", {"step": "end", "reason": "a court asks"})
    assert other.read("/retention").text(".status") == "Off"


def test_an_inspector_keeps_a_case_and_lets_it_go(office: Backoffice) -> None:
    case, browser = office.a_waiting_case(), office.browser(office.hire(Role.INSPECTOR))
    wanted = {"reference_of_case": case.reference.lower(), "reason": "inquiry 7"}

    unknown = page_of(browser.post("/holds", wanted | {"reference_of_case": "CJ-0"}))
    silent = page_of(browser.post("/holds", wanted | {"reason": " "}))
    browser.post("/holds", wanted)
    page = browser.read("/holds")

    assert "No case has this reference" in unknown.text("#problem")
    assert "Say why" in silent.text("#problem")
    assert page.texts("tbody th") == [case.reference]
    end = page.attribute("tbody form", "action")
    browser.post(end, {"reason": "closed"})
    assert "No case is kept" in browser.read("/holds").words
