"""Decisions: forms that ask what the step asks, one winner, and nothing typed lost."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.builders.backoffice import Backoffice, Browser, page_of
from workflows.accounts import Account
from workflows.actors import Role
from workflows.agent_queues import return_expired
from workflows.cases import Case, find_case
from workflows.journal import Entry, history


def decide(browser: Browser, case: Case, trigger: str, **form: Any) -> TestResponse:
    return browser.post(
        f"/cases/{case.reference}", {"trigger": trigger, "version": case.version, **form}
    )


def journal(office: Backoffice, case: Case) -> tuple[Entry, ...]:
    with office.engine.begin() as connection:
        return history(connection, case.id)


def now_in(office: Backoffice, case: Case) -> str:
    with office.engine.begin() as connection:
        return find_case(connection, case.id).state


@pytest.fixture
def agent(office: Backoffice) -> Account:
    return office.hire(Role.AGENT)


@pytest.fixture
def case(office: Backoffice, agent: Account) -> Case:
    return office.case_in_hands_of(agent)


@pytest.fixture
def browser(office: Backoffice, agent: Account) -> Browser:
    return office.browser(agent)


def test_the_actions_on_offer_are_those_of_the_procedure(browser: Browser, case: Case) -> None:
    page = browser.read(f"/cases/{case.reference}")

    assert page.texts(".offer .label") == [
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
    answer = decide(browser, case, "approve")

    assert (answer.status_code, answer.location) == (303, "/")
    assert now_in(office, case) == "signature"
    assert f"Done. {case.reference}: Submit for signature" in browser.read("/").words


def test_what_was_answered_is_journalled(
    office: Backoffice, agent: Account, browser: Browser, case: Case
) -> None:
    form = {"fields_to_correct": ["surname", "born_on"], "reason": "unreadable"}

    decide(browser, case, "ask_applicant", **form)

    last = journal(office, case)[-1]
    assert (last.trigger, last.account_id, last.data) == ("ask_applicant", agent.id, form)


@pytest.mark.parametrize(("word", "favourable"), [("yes", True), ("no", False)])
def test_an_opinion_says_for_or_against_and_why(
    office: Backoffice, agent: Account, *, word: str, favourable: bool
) -> None:
    case = office.case_in_hands_of(agent)
    office.fire(case, "consult_court", agent, message="Un homonyme ?", note="Voir la page 2.")
    asked = office.claim(agent)

    decide(office.browser(agent), asked, "give_opinion", favourable=word, opinion="Vu le registre.")

    last = journal(office, asked)[-1]
    assert last.data == {"opinion": {"favourable": favourable, "text": "Vu le registre."}}


def test_all_problems_are_told_at_once_and_nothing_typed_is_lost(
    office: Backoffice, browser: Browser, case: Case
) -> None:
    answer = decide(browser, case, "consult_court", message="x" * 4001, note=" ")
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
    assert now_in(office, case) == "verification"


def test_ticks_and_reason_stay_when_another_answer_is_missing(browser: Browser, case: Case) -> None:
    answer = decide(browser, case, "ask_applicant", fields_to_correct=["born_on"], reason="")
    page = page_of(answer)

    assert page.attributes("[name=fields_to_correct][checked]", "value") == ["born_on"]
    assert page.texts(".problems a") == ["Choose a reason."]
    assert page.text("details[open] summary .label") == "Ask for a correction"


@pytest.mark.parametrize("reason", ["", "because-i-say-so", "unreadable "])
def test_a_reason_is_one_of_the_coded_ones(
    office: Backoffice, browser: Browser, case: Case, reason: str
) -> None:
    answer = decide(browser, case, "refuse", reason=reason)

    accepted = reason.strip() == "unreadable"
    assert (answer.status_code == 303) == accepted
    assert (now_in(office, case) == "refused") == accepted


def test_a_double_click_is_one_move_and_reads_as_one(
    office: Backoffice, browser: Browser, case: Case
) -> None:
    answers = [decide(browser, case, "approve") for _click in range(2)]

    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/")] * 2
    assert [entry.trigger for entry in journal(office, case)].count("approve") == 1


@pytest.mark.parametrize(
    ("place", "form"),
    [("", {"trigger": "approve"}), ("/release", {})],
    ids=["a decision", "giving back"],
)
def test_two_clicks_at_the_same_instant_are_one(
    office: Backoffice, agent: Account, case: Case, *, place: str, form: dict[str, str]
) -> None:
    start, statuses = Barrier(2), []

    def click() -> None:
        own = office.browser(agent)
        token = own.token()
        start.wait()
        sent = {"csrf_token": token, "version": case.version, **form}
        statuses.append(own.client.post(f"/cases/{case.reference}{place}", data=sent).status_code)

    clicks = [Thread(target=click) for _click in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert statuses == [303, 303]
    assert [entry.trigger for entry in journal(office, case)].count("approve") == len(form)


def test_an_echo_of_an_old_decision_is_not_made_again(
    office: Backoffice, agent: Account, browser: Browser, case: Case
) -> None:
    words = {"message": "Un homonyme ?", "note": "Voir la page 2."}
    decide(browser, case, "consult_court", **words)
    office.route(case)
    favourable = {"favourable": True, "text": "Oui."}
    office.fire(office.claim(agent), "give_opinion", agent, opinion=favourable)
    office.claim(agent)

    answer = decide(browser, case, "consult_court", **words)

    assert (answer.status_code, answer.location) == (303, "/")
    assert [entry.trigger for entry in journal(office, case)].count("consult_court") == 1


def test_a_decision_on_another_version_is_explained(
    office: Backoffice, agent: Account, browser: Browser, case: Case
) -> None:
    office.fire(case, "consult_court", agent, message="Un homonyme ?", note="Voir la page 2.")
    favourable = {"favourable": True, "text": "Oui."}
    office.fire(office.claim(agent), "give_opinion", agent, opinion=favourable)
    office.claim(agent)

    answer = decide(browser, case, "approve")

    assert answer.status_code == 409
    assert page_of(answer).text("h1") == "This case has moved since you opened this page"
    assert now_in(office, case) == "verification"


def test_a_form_without_a_version_decides_nothing(
    office: Backoffice, browser: Browser, case: Case
) -> None:
    answer = browser.post(f"/cases/{case.reference}", {"trigger": "approve"})

    assert (answer.status_code, now_in(office, case)) == (409, "verification")


def test_a_lease_that_ran_out_while_typing_loses_the_case_but_not_the_text(
    office: Backoffice, agent: Account, case: Case
) -> None:
    office.clock.advance(timedelta(minutes=31))
    with office.engine.begin() as connection:
        return_expired(connection, clock=office.clock)
    other = office.hire(Role.AGENT)
    office.claim(other)
    # The session is a new one: the agent signed in again after the break.
    words = {"message": "Un doute.", "note": "Page 3."}
    answer = decide(office.browser(agent), case, "consult_court", **words)

    page = page_of(answer)
    assert answer.status_code == 409
    assert page.text("h1") == "This case is no longer in your hands"
    assert page.typed("textarea") == ["Un doute.", "Page 3."]
    assert now_in(office, case) == "verification"


@pytest.mark.parametrize("trigger", ["sign", "payment_cleared", "no_such_trigger", ""])
def test_what_is_not_on_offer_cannot_be_fired(
    office: Backoffice, browser: Browser, case: Case, trigger: str
) -> None:
    answer = decide(browser, case, trigger)

    assert (answer.status_code, now_in(office, case)) == (409, "verification")


def test_giving_back_puts_the_case_at_its_place_in_the_queue(
    office: Backoffice, browser: Browser, case: Case
) -> None:
    office.clock.advance(timedelta(minutes=5))
    office.a_waiting_case()

    answer = browser.post(f"/cases/{case.reference}/release")

    assert (answer.status_code, answer.location) == (303, "/")
    assert office.claim(office.hire(Role.AGENT)).id == case.id


def test_giving_back_twice_is_giving_back_once(browser: Browser, case: Case) -> None:
    answers = [browser.post(f"/cases/{case.reference}/release") for _click in range(2)]

    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/")] * 2


def test_who_submitted_a_case_does_not_sign_it(office: Backoffice) -> None:
    both = office.hire(Role.AGENT, Role.SIGNATORY)
    office.a_waiting_case()
    submitted = office.claim(both)
    browser = office.browser(both)
    decide(browser, submitted, "approve")

    browser.post("/next")

    assert browser.get(f"/cases/{submitted.reference}").status_code == 409
    assert now_in(office, submitted) == "signature"


def test_a_signature_is_the_signatorys_own_entry(office: Backoffice) -> None:
    magistrate = office.hire(Role.SIGNATORY)
    case = office.case_in_hands_of(magistrate)

    decide(office.browser(magistrate), case, "sign")

    last = journal(office, case)[-1]
    assert (last.role, last.account_id, last.to_state) == (Role.SIGNATORY, magistrate.id, "issuing")


def test_sending_back_needs_a_reason(office: Backoffice) -> None:
    magistrate = office.hire(Role.SIGNATORY)
    case, browser = office.case_in_hands_of(magistrate), office.browser(magistrate)

    assert decide(browser, case, "send_back").status_code == 422
    assert decide(browser, case, "send_back", reason="unreadable").status_code == 303
    assert now_in(office, case) == "verification"
