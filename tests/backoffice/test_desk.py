"""The desk gives the next case and shows what waits; it offers no list and no choice."""

from datetime import timedelta

from tests.builders.backoffice import Backoffice
from workflows.actors import Role


def test_the_desk_says_how_many_wait_and_for_how_long(office: Backoffice) -> None:
    office.a_waiting_case()
    office.clock.advance(timedelta(hours=2, minutes=10))
    office.a_waiting_case()

    page = office.browser(office.hire(Role.AGENT)).read("/")

    figures = page.texts(".queue dd")
    assert figures[0] == "2"
    assert figures[1].startswith("2 h 1")


def test_next_gives_the_oldest_case_whatever_is_asked_for(office: Backoffice) -> None:
    oldest = office.a_waiting_case()
    office.clock.advance(timedelta(minutes=5))
    newest = office.a_waiting_case()
    browser = office.browser(office.hire(Role.AGENT))

    answer = browser.post("/next", {"reference": newest.reference})

    assert answer.location == f"/cases/{oldest.reference}"


def test_the_desk_names_no_case_that_waits(office: Backoffice) -> None:
    waiting = office.a_waiting_case()

    page = office.browser(office.hire(Role.AGENT)).read("/")

    assert waiting.reference not in page.html
    # The links lead to what agents say of their own work and presence.
    own = "[href='/my-problems'], [href='/my-absence']"
    others = f"main a:not({own}), main input:not([type=hidden]), main select"
    assert not page.has(others)


def test_asking_twice_gives_the_same_case(office: Backoffice) -> None:
    office.a_waiting_case()
    office.a_waiting_case()
    browser = office.browser(office.hire(Role.AGENT))

    assert browser.post("/next").location == browser.post("/next").location


def test_the_case_in_hand_stands_on_the_desk(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    case = office.case_in_hands_of(agent)

    page = office.browser(agent).read("/")

    assert page.text(".hand .reference") == case.reference
    assert page.attribute(".hand a", "href") == f"/cases/{case.reference}"


def test_an_empty_queue_says_so(office: Backoffice) -> None:
    browser = office.browser(office.hire(Role.AGENT))

    assert browser.post("/next").location == "/"
    page = browser.read("/")
    assert "No case is waiting for you now." in page.words
    assert page.has(".hand button[disabled]")


def test_a_supervisor_is_sent_to_the_board(office: Backoffice) -> None:
    assert office.browser(office.hire(Role.SUPERVISOR)).get("/").location == "/board"


def test_who_works_onward_is_given_the_next_case_with_each_decision(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    first = office.case_in_hands_of(agent)
    second = office.a_waiting_case()
    browser = office.browser(agent)
    browser.post("/pace", {"onward": "yes"})

    answer = browser.decide(first, "approve")

    assert answer.location == f"/cases/{second.reference}"
    assert office.holder_of(second) == agent.id


def test_who_works_onward_comes_back_to_the_desk_when_nothing_waits(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    last = office.case_in_hands_of(agent)
    browser = office.browser(agent)
    browser.post("/pace", {"onward": "yes"})

    assert browser.decide(last, "approve").location == "/"


def test_nobody_is_given_a_case_unasked(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    first = office.case_in_hands_of(agent)
    second = office.a_waiting_case()
    browser = office.browser(agent)
    browser.post("/pace", {"onward": "yes"})
    browser.post("/pace", {"onward": "no"})

    assert browser.decide(first, "approve").location == "/"
    assert office.holder_of(second) is None


def test_a_decision_that_is_refused_brings_no_other_case(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    held = office.case_in_hands_of(agent)
    waiting = office.a_waiting_case()
    browser = office.browser(agent)
    browser.post("/pace", {"onward": "yes"})

    assert browser.decide(held, "refuse").status_code == 422
    assert office.holder_of(waiting) is None
