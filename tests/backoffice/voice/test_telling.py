"""Problems told: once for two clicks, answered by others, opened again by whoever told them."""

from datetime import timedelta

import pytest

from backoffice.voice import telling
from backoffice.voice.hindrances import hindrances
from backoffice.voice.telling import (
    Kind,
    MovedOn,
    NothingSaid,
    NotThere,
    Standing,
    Step,
    Told,
)
from tests.builders.backoffice import Backoffice, Browser
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case


def told(
    office: Backoffice, agent: Account, words: str = "Illisible.", case: Case | None = None
) -> int:
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        return telling.tell(connection, Told(Kind.SCAN, words, agent.id, case), at=now)


def gone_on(office: Backoffice, number: int, step: Step, by: Account) -> Standing:
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        telling.go_on(connection, number, step, "Bien noté.", by=by.id, at=now)
        found = telling.find(connection, number)
    assert found is not None
    return found.standing


def test_a_second_click_tells_nothing_new_and_later_words_do(
    office: Backoffice, agent: Account
) -> None:
    first = told(office, agent)

    assert told(office, agent) == first
    assert told(office, agent, "Autre chose.") != first
    office.clock.advance(timedelta(minutes=11))
    assert told(office, agent) != first


@pytest.mark.parametrize("words", ["", "  \n", "x" * 2001, "a\x00b"])
def test_nothing_and_too_much_are_refused(office: Backoffice, agent: Account, words: str) -> None:
    with pytest.raises(NothingSaid):
        told(office, agent, words)


def test_a_problem_is_answered_closed_and_opened_again_and_every_word_is_kept(
    office: Backoffice, agent: Account, case: Case
) -> None:
    supervisor = office.hire(Role.SUPERVISOR)
    number = told(office, agent, case=case)

    assert gone_on(office, number, Step.ANSWER, supervisor) is Standing.ANSWERED
    assert gone_on(office, number, Step.CLOSE, supervisor) is Standing.CLOSED
    assert gone_on(office, number, Step.REOPEN, agent) is Standing.OPEN
    with office.engine.begin() as connection:
        found = telling.find(connection, number)
        (counted,) = hindrances(connection, at=office.clock.now(connection))

    assert found is not None
    assert [(one.step, one.own) for one in found.said] == [
        (Step.REPORT, True),
        (Step.ANSWER, False),
        (Step.CLOSE, False),
        (Step.REOPEN, True),
    ]
    assert (found.reference, counted.state, counted.kind, counted.count, counted.waiting) == (
        case.reference,
        case.state,
        Kind.SCAN,
        1,
        1,
    )


def test_nobody_answers_themselves_and_nobody_else_opens_again(
    office: Backoffice, agent: Account
) -> None:
    number, other = told(office, agent), office.hire(Role.AGENT)

    with pytest.raises(NotThere):
        gone_on(office, number, Step.CLOSE, agent)
    with pytest.raises(NotThere):
        gone_on(office, number, Step.REOPEN, other)
    with pytest.raises(NotThere):
        gone_on(office, number + 1, Step.ANSWER, other)


def test_what_is_closed_is_not_answered_again(office: Backoffice, agent: Account) -> None:
    number, supervisor = told(office, agent), office.hire(Role.SUPERVISOR)
    gone_on(office, number, Step.CLOSE, supervisor)

    with pytest.raises(MovedOn):
        gone_on(office, number, Step.ANSWER, supervisor)


def test_the_agent_is_told_of_an_answer_until_it_is_read(
    office: Backoffice, agent: Account, browser: Browser
) -> None:
    number = told(office, agent)
    office.clock.advance(timedelta(minutes=1))
    gone_on(office, number, Step.ANSWER, office.hire(Role.SUPERVISOR))

    before = browser.read("/").text(".told-line")
    page = browser.read("/my-problems")
    after = browser.read("/").text(".told-line")

    assert "1 answer" in before
    assert "Bien noté." in page.words
    assert "answer" not in after


def test_supervisors_read_a_problem_without_the_name_of_who_told_it(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    browser.post(
        f"/cases/{case.reference}/problem", {"kind": "scan", "words": "Le numéro est coupé."}
    )
    supervisor = office.browser(office.hire(Role.SUPERVISOR))

    pages = [supervisor.read(address) for address in ("/problems", "/problems/1", "/board")]

    assert all("coupé" in page.words for page in pages[:2])
    assert not any(agent.name in page.words for page in pages)
    assert pages[2].texts(".hindrances .n")[2:] == ["1", "1"]


def test_a_refused_form_gives_back_what_was_typed(browser: Browser) -> None:
    answer = browser.post("/my-problems", {"kind": "nothing", "words": "Il fait noir."})

    assert answer.status_code == 422
    assert "Il fait noir." in answer.get_data(as_text=True)


def test_a_stale_answer_is_refused_and_its_words_are_given_back(
    office: Backoffice, agent: Account
) -> None:
    number, supervisor = told(office, agent), office.hire(Role.SUPERVISOR)
    gone_on(office, number, Step.CLOSE, supervisor)

    answer = office.browser(supervisor).post(
        f"/problems/{number}", {"step": "answer", "words": "Trop tard."}
    )

    assert answer.status_code == 409
    assert "Trop tard." in answer.get_data(as_text=True)
