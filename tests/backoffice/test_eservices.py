"""The administrator's e-services: what is offered, and each step of the life cycle."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from eservices.definition.publish import content_of, stage
from tests.builders.backoffice import Backoffice, Browser, page_of
from tests.builders.eservices import an_eservice
from tests.builders.kernel import OFFICE
from workflows.accounts import Account
from workflows.actors import Role
from workflows.life_cycle import Author, Publication, Standing, Step
from workflows.publications import entries_of, publication_of

RECORD = "criminal-record"
ADDRESS = f"/e-services/{RECORD}"
SAID = {
    "said-reason-fr": "Une panne.",
    "said-reason-en": "A fault.",
    "said-advice-fr": "Revenez lundi.",
    "said-advice-en": "Come back on Monday.",
}


@pytest.fixture
def administrator(office: Backoffice) -> Account:
    return office.hire(Role.ADMINISTRATOR)


@pytest.fixture
def browser(office: Backoffice, administrator: Account) -> Browser:
    return office.browser(administrator)


def drafted(office: Backoffice, by: Account | None = None, code: str = "PS99999") -> str:
    """Store a second version of the small e-service."""
    author = Author(operator="koffi") if by is None else Author(account_id=by.id)
    with office.engine.begin() as connection:
        draft = an_eservice().model_copy(update={"code": code})
        return stage(connection, draft, author, "another code")


def now(office: Backoffice) -> Publication:
    with office.engine.begin() as connection:
        return publication_of(connection, RECORD)


def step(browser: Browser, office: Backoffice, name: str, **more: Any) -> TestResponse:
    form = {"step": name, "turn": now(office).turn, "reason": "decided on Monday"}
    return browser.post(ADDRESS, form | more)


def test_the_e_services_stand_with_version_status_and_checksum(
    office: Backoffice, browser: Browser
) -> None:
    drafted(office)

    page = browser.read("/e-services")

    assert page.text("tbody th") == "Criminal record criminal-record"
    assert page.texts("tbody td")[:3] == ["1", "Live", "2 · Draft"]
    assert page.text("tbody .sum") == office.definition


def test_the_page_of_one_shows_its_versions_and_all_that_was_done(
    office: Backoffice, browser: Browser, administrator: Account
) -> None:
    drafted(office, by=administrator)

    page = browser.read(ADDRESS)

    assert page.texts("tbody tr th")[:2] == ["2", "1"]
    assert "another code" in page.words
    assert administrator.name in page.texts("table")[-1]
    assert browser.get("/e-services/nothing").status_code == 404


def test_a_draft_goes_on_trial_then_live(office: Backoffice, browser: Browser) -> None:
    draft = drafted(office)

    assert step(browser, office, "pilot", number=2, offices=[OFFICE]).status_code == 303
    assert (now(office).pilot, now(office).pilot_offices) == (draft, (OFFICE,))
    assert "On trial" in browser.read(ADDRESS).words
    assert step(browser, office, "live", number=2).status_code == 303

    assert (now(office).live, now(office).pilot) == (draft, None)
    with office.engine.begin() as connection:
        kept = entries_of(connection, RECORD)[-1]
    assert (kept.step, kept.reason) == (Step.LIVE, "decided on Monday")
    assert "Done. criminal-record: Put live" in browser.read(ADDRESS).words


def test_who_stored_a_version_is_told_that_another_must_offer_it(
    office: Backoffice, browser: Browser, administrator: Account
) -> None:
    draft = drafted(office, by=administrator)
    page = browser.read(ADDRESS)
    assert "you stored it" in page.words
    assert not page.has("input[name=step][value=live]")

    refused = step(browser, office, "live", number=2)

    assert refused.status_code == 409
    assert "another administrator must offer it" in page_of(refused).words
    assert now(office).live == office.definition
    other = office.browser(office.hire(Role.ADMINISTRATOR))
    assert step(other, office, "live", number=2).status_code == 303
    assert now(office).live == draft


def test_of_two_administrators_who_decide_on_one_page_the_second_is_told(
    office: Backoffice, browser: Browser
) -> None:
    drafted(office)
    other = drafted(office, code="PS88888")
    seen = now(office).turn
    assert step(browser, office, "live", number=3, turn=seen).status_code == 303

    late = step(browser, office, "live", number=2, turn=seen)

    assert late.status_code == 409
    assert "Somebody changed this e-service" in page_of(late).words
    assert now(office).live == other


def test_a_suspension_tells_applicants_and_is_lifted(office: Backoffice, browser: Browser) -> None:
    assert step(browser, office, "suspend", **SAID).status_code == 303
    page = browser.read(ADDRESS)
    assert "A fault." in page.text(".notice")
    assert now(office).said["advice"] == {"fr": "Revenez lundi.", "en": "Come back on Monday."}

    assert step(browser, office, "resume").status_code == 303
    assert now(office).standing is Standing.OPEN
    assert step(browser, office, "withdraw", **SAID).status_code == 303
    assert now(office).standing is Standing.WITHDRAWN


def test_a_refused_step_loses_nothing_of_what_was_written(
    office: Backoffice, browser: Browser
) -> None:
    refused = step(browser, office, "suspend", **{**SAID, "reason": " "})
    page = page_of(refused)

    assert refused.status_code == 409
    assert "the journal keeps it" in page.text("[role=alert]")
    assert page.has("details.offer[open]")
    assert "Revenez lundi." in page.typed("textarea")
    assert now(office).standing is Standing.OPEN


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("stage", {}),
        ("", {}),
        ("explode", {}),
        ("live", {"number": 9}),
        ("live", {}),
        ("live", {"number": 1}),
        ("pilot", {"number": 2, "share": 100}),
        ("pilot", {"number": 2, "offices": ["atlantis"]}),
        ("resume", {}),
        ("end_pilot", {}),
        ("suspend", {}),
        ("suspend", {**SAID, "turn": ""}),
    ],
)
def test_what_no_button_sends_changes_nothing(
    office: Backoffice, browser: Browser, name: str, form: dict[str, Any]
) -> None:
    drafted(office)
    before = now(office)

    assert step(browser, office, name, **form).status_code == 409
    assert now(office) == before


def test_a_definition_s_own_words_never_become_tags(office: Backoffice, browser: Browser) -> None:
    content = content_of(an_eservice())
    content["title"] = {"fr": "<script>alert(1)</script>", "en": "<script>alert(1)</script>"}
    wild = type(an_eservice()).model_validate(content)
    with office.engine.begin() as connection:
        stage(connection, wild, Author(operator="koffi"), "<b>why</b>")

    for address in (ADDRESS, f"{ADDRESS}/versions/2", f"{ADDRESS}/versions/2/difference"):
        page = browser.read(address)
        assert not page.has("script")
        assert not page.has("main b")
