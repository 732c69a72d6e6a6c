"""Opinions in the back office: taken like a case, given on a page of their own, read by others."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import select

from config.pulse import Deadlines
from tests.builders.backoffice import Backoffice, Browser
from tests.builders.consulting import a_case_with_opinions, a_drafter, answers
from workflows import unfinished
from workflows.accounts import Account, set_language
from workflows.cases import Case
from workflows.openings import openings_of
from workflows.returning import return_expired
from workflows.tables import unfinished_work

GOOD = {"result": "with_reserves", "opinion": "A second stair is needed."}


@dataclass(frozen=True, slots=True)
class Permit:
    """A case on which two offices are asked, and who works on it."""

    office: Backoffice
    case: Case
    planner: Account
    officer: Account

    @property
    def address(self) -> str:
        """Give the address of the opinion's page."""
        return f"/opinions/{self.case.reference}"

    def at_work(self, account: Account) -> Browser:
        """Give the browser of somebody who took what waits for them."""
        browser = self.office.browser(account)
        assert browser.post("/next").location == self.address
        return browser


@pytest.fixture
def permit(engine: sqlalchemy.Engine, tmp_path: Path) -> Permit:
    office = Backoffice.open(engine, tmp_path)
    with engine.begin() as connection:
        case, planner, officer = a_case_with_opinions(connection, office.workflow)
        for account in (planner, officer):
            set_language(connection, account.id, "en")
    return Permit(office, case, planner, officer)


def test_the_page_shows_the_file_and_asks_for_the_opinion_only(permit: Permit) -> None:
    piece = permit.office.attach(permit.case)
    browser = permit.at_work(permit.officer)

    page = browser.read(permit.address)

    assert page.text("h1") == permit.case.reference
    assert "Your opinion: Fire safety" in page.text(".identity")
    assert page.attributes("[name=result]", "value") == [
        "favourable",
        "with_reserves",
        "unfavourable",
    ]
    assert not page.has("[name=trigger]")
    assert "counts as favourable" in page.words
    assert page.texts(".clock dt")[0].startswith("This opinion")
    assert browser.get(f"/cases/{permit.case.reference}/pieces/{piece.id}").status_code == 200
    with permit.office.engine.begin() as connection:
        looks = openings_of(connection, permit.case.id)
    assert {one.account_id for one in looks} == {permit.officer.id}


def test_the_desk_says_that_an_opinion_is_in_hand(permit: Permit) -> None:
    desk = permit.at_work(permit.planner).read("/")

    assert "Your opinion: Town planning" in desk.words
    assert desk.attribute(".hand a", "href") == permit.address


def test_an_opinion_is_given_once_and_a_second_click_is_answered_like_the_first(
    permit: Permit,
) -> None:
    browser = permit.at_work(permit.officer)

    first = browser.post(permit.address, GOOD)
    assert "your opinion was given" in browser.read("/").words
    second = browser.post(permit.address, GOOD)

    assert (first.status_code, first.location) == (303, "/")
    assert (second.status_code, second.location) == (303, "/")
    given = [entry for entry in permit.office.journal(permit.case) if entry.account_id]
    assert [entry.data["opinion"]["result"] for entry in given] == ["with_reserves"]


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"opinion": "Yes."}, "Say whether you are in favour."),
        ({"result": "favourable", "opinion": " "}, "Say why."),
        ({"result": "favourable", "opinion": "x" * 4001}, "Shorten this text"),
    ],
)
def test_what_is_missing_is_asked_again_and_nothing_typed_is_lost(
    permit: Permit, form: dict[str, str], problem: str
) -> None:
    browser = permit.at_work(permit.officer)

    answer = browser.post(permit.address, form)

    assert answer.status_code == 422
    assert problem in answer.get_data(as_text=True)
    assert form["opinion"].strip() in answer.get_data(as_text=True)


def test_an_opinion_can_be_given_back_to_its_queue(permit: Permit) -> None:
    browser = permit.at_work(permit.officer)

    answer = browser.post(f"{permit.address}/release")

    assert answer.location == "/"
    assert browser.post("/next").location == permit.address


def test_whoever_gives_an_opinion_decides_nothing_and_others_do_not_see_the_page(
    permit: Permit,
) -> None:
    browser = permit.at_work(permit.officer)
    case_page = f"/cases/{permit.case.reference}"

    # It went through their hands, so they are told why not.
    assert browser.get(case_page).status_code == 409
    assert browser.decide(permit.case, "propose").status_code == 409
    assert permit.office.browser(permit.planner).get(permit.address).status_code == 404
    assert permit.office.browser(permit.planner).get(case_page).status_code == 404


def test_whoever_prepares_the_decision_reads_every_opinion_late_and_silent_ones_too(
    permit: Permit,
) -> None:
    office = permit.office
    office.clock.advance(timedelta(days=7))
    Deadlines(office.engine, office.workflow).sweep()
    with office.engine.begin() as connection:
        answers(connection, office.workflow, permit.planner, "with_reserves")
    office.route(permit.case)
    with office.engine.begin() as connection:
        drafter = a_drafter(connection)
        set_language(connection, drafter.id, "en")
    browser = office.browser(drafter)
    browser.post("/next")

    before = browser.read(f"/cases/{permit.case.reference}").texts(".opinions li")
    with office.engine.begin() as connection:
        answers(connection, office.workflow, permit.officer, "unfavourable")
    after = browser.read(f"/cases/{permit.case.reference}").texts(".opinions li")

    assert "Favourable with reserves" in before[0]
    assert "As the rules have it." in before[0]
    assert permit.planner.name in before[0]
    assert "by silence" in before[1]
    assert "Fire service" in before[1]
    assert "Unfavourable late" in after[1]


BEGUN = {"result": "with_reserves", "opinion": "A second stair", "asked": "fire"}


def shown(permit: Permit, browser: Browser) -> tuple[str, list[str]]:
    """Give what stands on the page of the opinion: the text, and the result that is chosen."""
    page = browser.read(permit.address)
    chosen = page.attributes("[name=result][checked]", "value")
    return page.typed("textarea[name=opinion]")[0].strip(), chosen


def test_an_opinion_that_is_begun_is_kept_for_its_author_alone_and_nothing_is_sent(
    permit: Permit,
) -> None:
    browser = permit.at_work(permit.officer)

    kept = browser.post(permit.address, {**BEGUN, "draft": "keep"})

    assert kept.location == permit.address
    assert not [entry for entry in permit.office.journal(permit.case) if entry.account_id]
    browser.post(f"{permit.address}/release")
    assert shown(permit, permit.at_work(permit.officer)) == ("A second stair", ["with_reserves"])
    assert shown(permit, permit.at_work(permit.planner)) == ("", [])


def test_a_draft_of_an_opinion_is_thrown_away_or_forgotten_when_it_is_given(permit: Permit) -> None:
    browser = permit.at_work(permit.officer)
    browser.post(permit.address, {**BEGUN, "draft": "keep"})
    browser.post(permit.address, {"asked": "fire", "draft": "throw-away"})
    assert shown(permit, browser) == ("", [])

    browser.post(permit.address, {**BEGUN, "draft": "keep"})
    browser.post(permit.address, {**GOOD, "kept": "yes"})

    with permit.office.engine.begin() as connection:
        assert connection.execute(select(unfinished_work)).all() == []


def test_an_opinion_sent_when_the_hold_has_run_out_is_kept_for_its_author(permit: Permit) -> None:
    browser = permit.at_work(permit.officer)
    for _ in range(3):
        browser.read("/")
        permit.office.clock.advance(timedelta(minutes=10, seconds=30))
    with permit.office.engine.begin() as connection:
        return_expired(connection, clock=permit.office.clock)

    answer = browser.post(permit.address, BEGUN)

    assert answer.status_code == 409
    assert "is kept for you" in answer.get_data(as_text=True)
    assert shown(permit, permit.at_work(permit.officer)) == ("A second stair", ["with_reserves"])


def test_a_draft_outlives_the_silence_that_stood_for_it_and_ends_with_the_opinion(
    permit: Permit,
) -> None:
    office, browser = permit.office, permit.at_work(permit.officer)
    browser.post(permit.address, {**BEGUN, "draft": "keep"})
    browser.post(f"{permit.address}/release")
    office.clock.advance(timedelta(days=7))
    Deadlines(office.engine, office.workflow).sweep()
    with office.engine.begin() as connection:
        answers(connection, office.workflow, permit.planner, "favourable")
    assert office.state_of(permit.case) == "drafting"
    with office.engine.begin() as connection:
        assert unfinished.forget_decided(connection) == 0

    late = permit.at_work(permit.officer)
    assert shown(permit, late) == ("A second stair", ["with_reserves"])
    late.post(permit.address, GOOD)
    with office.engine.begin() as connection:
        assert unfinished.forget_decided(connection) == 1
