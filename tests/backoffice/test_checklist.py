"""The checklist on the case screen: ticked, kept, refused, and told to whoever reads later."""

from datetime import timedelta

import pytest

from tests.backoffice.test_case_aids import a_block
from tests.builders.backoffice import Backoffice, Browser, page_of
from tests.builders.checklists import ticked, ticks, with_checklists
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case
from workflows.returning import return_expired

BOXES = ".checklist input[name=ticked]"
MESSAGE = "consult_court-message"


@pytest.fixture
def office(office: Backoffice) -> Backoffice:
    return with_checklists(office)


@pytest.fixture
def case(office: Backoffice, agent: Account) -> Case:
    office.a_waiting_case()
    return office.claim(agent)


def listed(case: Case, *done: str, was: tuple[str, ...] = ()) -> dict[str, object]:
    """Give what the form of a checklist sends besides its button."""
    return {"listed": case.entered_at.isoformat(), "ticked": list(done), "was": list(was)}


def address(case: Case) -> str:
    return f"/cases/{case.reference}"


def test_the_list_stands_beside_the_answers_above_the_actions_that_need_it(
    case: Case, browser: Browser
) -> None:
    page = browser.read(address(case))

    assert page.attributes(BOXES, "value") == ["identity", "namesake", "discussed"]
    assert page.text(".checklist .count") == "Kept: 0 of 3"
    assert page.texts(".checklist .tick")[0] == "The identity document is readable"
    assert page.texts("#checklist .hint") == [
        "See page 1.",
        "Only for: Submit for signature, Consult the court",
        "Only for: Refuse the application",
    ]
    inside = page.attributes(".checklist button[name=trigger]", "value")
    assert sorted(inside) == ["approve", "consult_court", "refuse"]
    assert page.attributes("form:not(.checklist) input[name=trigger]", "value") == ["ask_applicant"]
    keys = [one.name for one in page.soup.select("[accesskey='1'], [accesskey='4']")]
    assert keys == ["button", "summary"]


def test_a_decision_without_its_ticks_is_refused_with_what_is_missing_and_keeps_the_others(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    answer = browser.decide(case, "approve", **listed(case, "identity"))

    page = page_of(answer)
    assert answer.status_code == 422
    assert page.attributes(".problems a", "href") == ["#check-namesake"]
    assert "Namesakes were looked for" in page.text(".problems")
    assert page.attributes(f"{BOXES}[checked]", "value") == ["identity"]
    assert page.attributes(f"{BOXES}[aria-invalid]", "value") == ["namesake"]
    assert office.state_of(case) == "verification"
    assert ticked(office, case, agent) == {"identity"}


def test_missing_ticks_and_missing_words_are_told_at_once_and_nothing_typed_is_lost(
    case: Case, browser: Browser
) -> None:
    sent = {"consult_court-message": "Un homonyme ?", "consult_court-note": ""}

    answer = browser.decide(case, "consult_court", **sent, **listed(case))

    page = page_of(answer)
    assert answer.status_code == 422
    hrefs = page.attributes(".problems a", "href")
    assert hrefs == ["#consult_court-note", "#check-namesake"]
    assert page.typed(f"#{MESSAGE}")[0].strip() == "Un homonyme ?"
    again = browser.decide(case, "consult_court", **sent | {"consult_court-note": "Page 2."})
    assert again.status_code == 422
    assert page_of(again).typed("#consult_court-note")[0].strip() == "Page 2."


def test_with_its_ticks_the_decision_is_done_and_the_history_tells_what_was_checked(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    answer = browser.decide(case, "approve", **listed(case, "identity", "namesake"))

    assert (answer.status_code, answer.location) == (303, "/")
    assert office.journal(case)[-1].data["checked"] == ["identity", "namesake"]
    assert ticked(office, case, agent) == frozenset()
    office.route(case)
    signatory = office.hire(Role.SIGNATORY)
    office.claim(signatory)
    page = office.browser(signatory).read(address(case))
    told = "Ticked: The identity document is readable · Namesakes were looked for"
    assert told in page.text(".history li")
    assert page.attributes(BOXES, "value") == ["identity", "wording"]
    assert not page.has(f"{BOXES}[checked]")


def test_ticks_are_kept_by_their_button_wait_for_their_author_and_are_nobody_elses(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    kept = browser.post(address(case), {"draft": "ticks", **listed(case, "identity")})
    assert kept.location == address(case)
    browser.post(f"{address(case)}/release")
    colleague = office.hire(Role.AGENT)
    office.claim(colleague)
    theirs = office.browser(colleague)
    assert not theirs.read(address(case)).has(f"{BOXES}[checked]")
    theirs.post(f"{address(case)}/release")
    office.claim(agent)

    page = browser.read(address(case))

    assert page.attributes(f"{BOXES}[checked]", "value") == ["identity"]
    assert page.attributes("input[name=was]", "value") == ["identity"]
    assert page.text(".checklist .count") == "Kept: 1 of 3"


def test_an_older_tab_takes_no_tick_back_and_the_one_that_showed_it_does(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    browser.post(address(case), {"draft": "ticks", **listed(case, "identity")})

    browser.post(address(case), {"draft": "ticks", **listed(case, "namesake")})
    assert ticked(office, case, agent) == {"identity", "namesake"}
    browser.post(address(case), {"draft": "ticks", **listed(case, was=("identity",))})
    assert ticked(office, case, agent) == {"namesake"}


def test_a_page_of_another_stay_and_what_is_on_no_list_tick_nothing(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    former = {**listed(case, "identity"), "listed": "2020-01-01T00:00:00+00:00"}

    assert browser.post(address(case), {"draft": "ticks", **former}).status_code == 409
    browser.post(address(case), {"draft": "ticks", **listed(case, "wording", "x" * 500)})

    assert ticked(office, case, agent) == frozenset()


def test_ticks_and_words_sent_when_the_hold_has_run_out_are_kept_for_their_author(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    for _ in range(3):
        browser.read("/")
        office.clock.advance(timedelta(minutes=10, seconds=30))
    with office.engine.begin() as connection:
        return_expired(connection, clock=office.clock)

    sent = {"consult_court-message": "Rien n’est perdu", "consult_court-note": ""}
    answer = browser.decide(case, "consult_court", **sent, **listed(case, "identity"))

    assert answer.status_code == 409
    assert "Rien n’est perdu" in page_of(answer).html
    assert "is kept for you" in page_of(answer).words
    office.claim(agent)
    page = browser.read(address(case))
    assert page.attributes(f"{BOXES}[checked]", "value") == ["identity"]
    assert page.typed(f"#{MESSAGE}")[0].strip() == "Rien n’est perdu"


def test_a_second_click_is_answered_like_the_first(case: Case, browser: Browser) -> None:
    form = listed(case, "identity", "namesake")

    answers = [browser.decide(case, "approve", **form) for _ in range(2)]

    assert [(one.status_code, one.location) for one in answers] == [(303, "/")] * 2


def test_beside_a_list_each_action_keeps_fills_in_and_throws_away_its_own_words(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    number = a_block(office)
    words = {"refuse-reason": "unreadable", "consult_court-message": "Bonjour."}
    browser.post(address(case), {"draft": "keep:consult_court", **words, **listed(case)})
    page = browser.read(address(case))
    assert page.typed(f"#{MESSAGE}")[0].strip() == "Bonjour."
    assert not page.has("#refuse-reason option[selected]")

    given = {"consult_court-message": "Bonjour.", "consult_court-block_message": number}
    button = page.attribute(f"#{MESSAGE} + .put-in button, .put-in button", "value")
    put_in = browser.post(address(case), {"insert": button, **given, **listed(case)})
    assert "Votre acte est illisible." in page_of(put_in).typed(f"#{MESSAGE}")[0]

    browser.post(address(case), {"draft": "throw-away:consult_court", **listed(case, "identity")})
    assert browser.read(address(case)).typed(f"#{MESSAGE}")[0].strip() == ""
    assert ticked(office, case, agent) == {"identity"}


def test_a_page_without_the_list_decides_what_needs_none(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    ticks(office, case, agent, ["identity"])

    asked = {"fields_to_correct": "surname", "reason": "unreadable"}
    assert browser.decide(case, "ask_applicant", **asked).status_code == 303

    assert office.journal(case)[-1].data["checked"] == ["identity"]
