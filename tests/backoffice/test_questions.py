"""Questions of applicants: pulled oldest first, answered once, every look recorded."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.builders.backoffice import Backoffice, page_of
from workflows.accounts import Account
from workflows.actors import APPLICANT, Role
from workflows.cases import Case
from workflows.journal import Happening
from workflows.openings import openings_of
from workflows.question_queue import next_question
from workflows.questions import AFTER_CLOSING, Asked, Question, ask, thread
from workflows.tables import cases, question_claims, questions

WORDS = "When may I come?"


def asks(office: Backoffice, case: Case, text: str = WORDS, *, key: str = "k" * 20) -> Asked:
    with office.engine.begin() as connection:
        return ask(connection, office.workflow, case.id, APPLICANT, text=text, key=key)


def asked_on(office: Backoffice, case: Case) -> tuple[Question, ...]:
    with office.engine.begin() as connection:
        return thread(connection, case.id)


def given_to(office: Backoffice, account: Account) -> Question | None:
    with office.engine.begin() as connection:
        return next_question(connection, account=account, clock=office.clock)


def test_a_question_is_kept_once_and_a_case_has_three_at_most(office: Backoffice) -> None:
    case = office.a_waiting_case()

    sent = [asks(office, case, key=key * 20) for key in "aabcd"]

    assert sent == [Asked.KEPT] * 4 + [Asked.TOO_MANY]
    assert len(asked_on(office, case)) == 3


def test_clicks_at_the_same_instant_cannot_pass_the_bound(office: Backoffice) -> None:
    case = office.a_waiting_case()

    with ThreadPoolExecutor(8) as hands:
        sent = list(hands.map(lambda n: asks(office, case, key=str(n % 6) * 20), range(12)))

    assert len(asked_on(office, case)) == 3
    assert set(sent) == {Asked.KEPT, Asked.TOO_MANY}


def test_a_closed_case_can_be_asked_about_for_sixty_days(office: Backoffice) -> None:
    case, late = office.a_waiting_case(), office.a_waiting_case()
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        for one, closed in ((case, now - timedelta(days=59)), (late, now - AFTER_CLOSING)):
            changed = {"closed_at": closed, "pool_id": None}
            connection.execute(update(cases).where(cases.c.id == one.id).values(changed))

    assert (asks(office, case), asks(office, late)) == (Asked.KEPT, Asked.CLOSED)
    # Nobody holds it any more: whoever held it last answers.
    pulled = given_to(office, office.hire(Role.AGENT))
    assert pulled is not None
    assert pulled.case_id == case.id


def test_the_journal_says_that_it_happened_and_not_what_was_said(
    office: Backoffice, agent: Account
) -> None:
    case = office.a_waiting_case()
    asks(office, case)
    browser = office.browser(agent)
    browser.post("/questions/next")
    number = asked_on(office, case)[0].id
    browser.post("/question", {"question": number, "answer": "On Monday."})

    *_before, first, second = office.journal(case)
    assert [first.trigger, second.trigger] == [
        Happening.QUESTION_ASKED,
        Happening.QUESTION_ANSWERED,
    ]
    assert (first.data, second.data) == ({"question": number}, {"question": number})
    assert second.account_id == agent.id


def test_the_oldest_comes_first_and_nobody_holds_two(office: Backoffice) -> None:
    one, two = office.a_waiting_case(), office.a_waiting_case()
    asks(office, two)
    asks(office, one)
    first, second = office.hire(Role.AGENT), office.hire(Role.AGENT)

    pulled = [given_to(office, who) for who in (first, first, second)]

    assert [one.case_id if one else None for one in pulled] == [two.id, two.id, one.id]
    assert given_to(office, office.hire(Role.AGENT)) is None


def test_only_the_pool_that_holds_the_case_is_given_its_questions(office: Backoffice) -> None:
    case = office.a_waiting_case()
    asks(office, case)
    signatory = office.hire(Role.SIGNATORY)
    assert given_to(office, signatory) is None

    office.approve_next(office.hire(Role.AGENT))

    pulled = given_to(office, signatory)
    assert pulled is not None
    assert pulled.case_id == case.id


def test_a_lease_that_ran_out_gives_the_question_to_the_next(office: Backoffice) -> None:
    case = office.a_waiting_case()
    asks(office, case)
    slow, quick = office.hire(Role.AGENT), office.hire(Role.AGENT)
    browser = office.browser(slow)
    browser.post("/questions/next")
    with office.engine.begin() as connection:
        past = office.clock.now(connection) - timedelta(minutes=1)
        connection.execute(update(questions).values(claimed_until=past))
    number = asked_on(office, case)[0].id
    assert given_to(office, quick) is not None

    late = browser.post("/question", {"question": number, "answer": "My long answer"})

    assert late.status_code == 409
    assert "My long answer" in page_of(late).words
    assert asked_on(office, case)[0].answer is None


def test_a_second_click_on_an_answer_is_no_second_answer(
    office: Backoffice, agent: Account
) -> None:
    case = office.a_waiting_case()
    asks(office, case)
    browser = office.browser(agent)
    browser.post("/questions/next")
    form = {"question": asked_on(office, case)[0].id, "answer": "On Monday."}

    statuses = [browser.post("/question", form).status_code for _click in range(2)]
    other = browser.post("/question", {**form, "answer": "On Friday."})

    assert statuses == [303, 303]
    assert (other.status_code, "On Friday." in page_of(other).words) == (409, True)
    assert asked_on(office, case)[0].answer == "On Monday."
    answered = [e for e in office.journal(case) if e.trigger == Happening.QUESTION_ANSWERED]
    assert len(answered) == 1


def test_the_look_is_recorded_and_ways_to_reach_people_are_not_shown(
    office: Backoffice, agent: Account
) -> None:
    case = office.a_waiting_case()
    asks(office, case, "<b>Bold</b> question")
    browser = office.browser(agent)
    browser.post("/questions/next")

    page = browser.read("/question")

    assert "<b>Bold</b> question" in page.words
    assert case.reference in page.text("h1")
    with office.engine.begin() as connection:
        looks = openings_of(connection, case.id)
    assert [(look.account_id, look.purpose) for look in looks] == [(agent.id, "question")]


def test_without_a_question_in_hand_nothing_is_shown(office: Backoffice, agent: Account) -> None:
    case = office.a_waiting_case()
    asks(office, case)
    number = asked_on(office, case)[0].id
    browser = office.browser(agent)

    shown = browser.get("/question")
    answered = browser.post("/question", {"question": number, "answer": "Guessed"})

    assert (shown.status_code, answered.status_code) == (303, 409)
    assert asked_on(office, case)[0].answer is None
    with office.engine.begin() as connection:
        assert connection.execute(select(question_claims)).all() == []


@pytest.mark.parametrize("typed", ["", "   ", "x" * 2001])
def test_an_answer_that_cannot_be_sent_is_given_back(
    office: Backoffice, agent: Account, typed: str
) -> None:
    case = office.a_waiting_case()
    asks(office, case)
    browser = office.browser(agent)
    browser.post("/questions/next")

    answer = browser.post("/question", {"question": asked_on(office, case)[0].id, "answer": typed})

    assert answer.status_code == 422
    assert page_of(answer).typed("textarea[name=answer]")[0].strip() == typed.strip()


def test_whoever_holds_the_case_answers_on_its_page_and_no_question_of_another(
    office: Backoffice, agent: Account, case: Case
) -> None:
    other = office.a_waiting_case()
    asks(office, case)
    asks(office, other)
    mine, foreign = asked_on(office, case)[0].id, asked_on(office, other)[0].id
    browser, home = office.browser(agent), f"/cases/{case.reference}"
    assert WORDS in browser.read(home).words

    refused = browser.post(f"{home}/questions/{foreign}", {"answer": "Not mine"})
    empty = browser.post(f"{home}/questions/{mine}", {"answer": ""})
    sent = browser.post(f"{home}/questions/{mine}", {"answer": "On Monday."})

    assert [one.status_code for one in (refused, empty, sent)] == [409, 422, 303]
    assert asked_on(office, other)[0].answer is None
    assert "On Monday." in browser.read(home).words


def test_a_question_given_back_is_the_next_one_again(office: Backoffice, agent: Account) -> None:
    case = office.a_waiting_case()
    asks(office, case)
    browser = office.browser(agent)
    browser.post("/questions/next")

    browser.post("/question/release")

    assert browser.get("/question").status_code == 303
    pulled = given_to(office, office.hire(Role.AGENT))
    assert pulled is not None
    assert pulled.case_id == case.id


def test_supervisors_see_how_many_wait_and_desks_too(office: Backoffice, agent: Account) -> None:
    board = office.browser(office.hire(Role.SUPERVISOR))
    assert not board.read("/board").has(".questions-waiting")
    asks(office, office.a_waiting_case())

    line = "1 question of an applicant waits for an answer."
    assert line in board.read("/board").text(".questions-waiting")
    assert line in office.browser(agent).read("/").words


def test_supervisors_see_which_office_leaves_questions_unanswered(
    office: Backoffice, agent: Account
) -> None:
    case = office.a_waiting_case()
    asks(office, case, key="a" * 20)
    asks(office, case, key="b" * 20)
    board = office.browser(office.hire(Role.SUPERVISOR))

    row = board.read("/board").text(".questions-by-pool tbody tr")
    assert given_to(office, agent) is not None

    assert " 2 " in f"{row} "
    assert board.read("/board").text(".questions-by-pool tbody tr") == row
