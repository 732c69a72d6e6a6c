"""Decisions: forms that ask what the step asks, one winner, and nothing typed lost."""

import pytest

from tests.builders.backoffice import Backoffice, Browser, page_of
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case


def test_the_actions_on_offer_are_those_of_the_procedure(browser: Browser, case: Case) -> None:
    page = browser.read(f"/cases/{case.reference}")

    assert page.texts(".offer:not(.tell-problem, .aside) .label") == [
        "Ask for a correction",
        "Submit for signature",
        "Refuse the application",
        "Consult the court",
    ]


def test_each_action_asks_what_its_transition_asks(browser: Browser, case: Case) -> None:
    page = browser.read(f"/cases/{case.reference}")

    asked = {
        trigger: {*page.attributes(f"form:has([value={trigger}]) :is(select, textarea)", "name")}
        for trigger in page.attributes("[name=trigger]", "value")
    }
    ticks = page.attributes("form:has([value=ask_applicant]) [name=fields_to_correct]", "value")
    assert asked == {
        "ask_applicant": {"reason"},
        "approve": set(),
        "refuse": {"reason"},
        "consult_court": {"message", "note"},
    }
    # Neither mail nor phone: an agent cannot see them, so cannot find fault with them.
    assert ticks == ["surname", "given_names", "sex", "born_on", "birth_certificate"]


def test_a_decision_moves_the_case_and_leads_back_to_the_desk(
    office: Backoffice, browser: Browser, case: Case
) -> None:
    answer = browser.decide(case, "approve")

    assert (answer.status_code, answer.location) == (303, "/")
    assert office.state_of(case) == "signature"
    assert f"Done. {case.reference}: Submit for signature" in browser.read("/").words


def test_what_was_answered_is_journalled(
    office: Backoffice, agent: Account, browser: Browser, case: Case
) -> None:
    form = {"fields_to_correct": ["surname", "born_on"], "reason": "unreadable"}

    browser.decide(case, "ask_applicant", **form)

    last = office.journal(case)[-1]
    assert (last.trigger, last.account_id, last.data) == ("ask_applicant", agent.id, form)


@pytest.mark.parametrize(("word", "favourable"), [("yes", True), ("no", False)])
def test_an_opinion_says_for_or_against_and_why(
    office: Backoffice, agent: Account, *, word: str, favourable: bool
) -> None:
    case = office.case_in_hands_of(agent)
    office.fire(case, "consult_court", agent, message="Un homonyme ?", note="Voir la page 2.")
    asked = office.claim(agent)

    office.browser(agent).decide(asked, "give_opinion", favourable=word, opinion="Vu le registre.")

    last = office.journal(asked)[-1]
    assert last.data == {"opinion": {"favourable": favourable, "text": "Vu le registre."}}


def test_all_problems_are_told_at_once_and_nothing_typed_is_lost(
    office: Backoffice, browser: Browser, case: Case
) -> None:
    answer = browser.decide(case, "consult_court", message="x" * 4001, note=" ")
    page = page_of(answer)

    assert answer.status_code == 422
    problems = dict(
        zip(page.attributes(".problems a", "href"), page.texts(".problems a"), strict=True)
    )
    assert problems == {
        "#consult_court-message": "Shorten this text to 4,000 characters.",
        "#consult_court-note": "Write a note.",
    }
    assert all(page.has(place) for place in problems)
    assert page.typed("textarea[name=message]") == ["x" * 4001]
    assert office.state_of(case) == "verification"


def test_ticks_and_reason_stay_when_another_answer_is_missing(browser: Browser, case: Case) -> None:
    answer = browser.decide(case, "ask_applicant", fields_to_correct=["born_on"], reason="")
    page = page_of(answer)

    assert page.attributes("[name=fields_to_correct][checked]", "value") == ["born_on"]
    assert page.texts(".problems a") == ["Choose a reason."]
    assert page.text("details[open] summary .label") == "Ask for a correction"


@pytest.mark.parametrize("reason", ["", "because-i-say-so", "unreadable "])
def test_a_reason_is_one_of_the_coded_ones(
    office: Backoffice, browser: Browser, case: Case, reason: str
) -> None:
    answer = browser.decide(case, "refuse", reason=reason)

    accepted = reason.strip() == "unreadable"
    assert (answer.status_code == 303) == accepted
    assert (office.state_of(case) == "refused") == accepted


@pytest.mark.parametrize("trigger", ["sign", "payment_cleared", "no_such_trigger", ""])
def test_what_is_not_on_offer_cannot_be_fired(
    office: Backoffice, browser: Browser, case: Case, trigger: str
) -> None:
    answer = browser.decide(case, trigger)

    assert (answer.status_code, office.state_of(case)) == (409, "verification")


def test_who_submitted_a_case_does_not_sign_it(office: Backoffice) -> None:
    both = office.hire(Role.AGENT, Role.SIGNATORY)
    office.a_waiting_case()
    submitted = office.claim(both)
    browser = office.browser(both)
    browser.decide(submitted, "approve")

    browser.post("/next")

    assert browser.get(f"/cases/{submitted.reference}").status_code == 409
    assert office.state_of(submitted) == "signature"


def test_a_signature_is_the_signatorys_own_entry(office: Backoffice) -> None:
    magistrate = office.hire(Role.SIGNATORY)
    case = office.case_in_hands_of(magistrate)

    office.browser(magistrate).decide(case, "sign")

    last = office.journal(case)[-1]
    assert (last.role, last.account_id, last.to_state) == (Role.SIGNATORY, magistrate.id, "issuing")


def test_sending_back_needs_a_reason(office: Backoffice) -> None:
    magistrate = office.hire(Role.SIGNATORY)
    case, browser = office.case_in_hands_of(magistrate), office.browser(magistrate)

    assert browser.decide(case, "send_back").status_code == 422
    assert browser.decide(case, "send_back", reason="unreadable").status_code == 303
    assert office.state_of(case) == "verification"
