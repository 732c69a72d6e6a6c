"""Two tabs, two clicks, a lease that ran out: one winner, the other told plainly, no text lost."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from tests.builders.backoffice import Backoffice, Browser, page_of
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case
from workflows.returning import return_expired


def test_a_double_click_is_one_move_and_reads_as_one(
    office: Backoffice, browser: Browser, case: Case
) -> None:
    answers = [browser.decide(case, "approve") for _click in range(2)]

    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/")] * 2
    assert [entry.trigger for entry in office.journal(case)].count("approve") == 1


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
    assert [entry.trigger for entry in office.journal(case)].count("approve") == len(form)


def test_an_echo_of_an_old_decision_is_not_made_again(
    office: Backoffice, agent: Account, browser: Browser, case: Case
) -> None:
    words = {"message": "Un homonyme ?", "note": "Voir la page 2."}
    browser.decide(case, "consult_court", **words)
    office.route(case)
    favourable = {"favourable": True, "text": "Oui."}
    office.fire(office.claim(agent), "give_opinion", agent, opinion=favourable)
    office.claim(agent)

    answer = browser.decide(case, "consult_court", **words)

    assert (answer.status_code, answer.location) == (303, "/")
    assert [entry.trigger for entry in office.journal(case)].count("consult_court") == 1


def test_a_decision_on_another_version_is_explained(
    office: Backoffice, agent: Account, browser: Browser, case: Case
) -> None:
    office.fire(case, "consult_court", agent, message="Un homonyme ?", note="Voir la page 2.")
    favourable = {"favourable": True, "text": "Oui."}
    office.fire(office.claim(agent), "give_opinion", agent, opinion=favourable)
    office.claim(agent)

    answer = browser.decide(case, "approve")

    assert answer.status_code == 409
    assert page_of(answer).text("h1") == "This case has moved since you opened this page"
    assert office.state_of(case) == "verification"


def test_a_form_without_a_version_decides_nothing(
    office: Backoffice, browser: Browser, case: Case
) -> None:
    answer = browser.post(f"/cases/{case.reference}", {"trigger": "approve"})

    assert (answer.status_code, office.state_of(case)) == (409, "verification")


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
    answer = office.browser(agent).decide(case, "consult_court", **words)

    page = page_of(answer)
    assert answer.status_code == 409
    assert page.text("h1") == "This case is no longer in your hands"
    assert page.typed("textarea") == ["Un doute.", "Page 3."]
    assert office.state_of(case) == "verification"


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
