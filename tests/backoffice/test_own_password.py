"""Staff change their own password: asked for the present one, and told what came of it."""

import pytest

from tests.backoffice.test_administration import PHRASE
from tests.builders.backoffice import Backoffice, Browser, page_of
from tests.builders.kernel import PASSWORD
from tests.builders.proofs import LATER, enrol, happened, sign_in
from workflows.actors import Role
from workflows.sign_in import LOGIN_FAILURES

ADDRESS = "/security/password"
CHANGE = {"present": PASSWORD, "password": PHRASE, "again": PHRASE}


def enters(office: Backoffice, login: str, password: str) -> bool:
    browser = office.browser()
    answer = browser.post("/sign-in", {"login": login, "password": password})
    return answer.status_code in {302, 303}


def said(browser: Browser, **changes: str) -> tuple[int, str]:
    answer = browser.post(ADDRESS, CHANGE | changes)
    return answer.status_code, page_of(answer).words


def test_the_new_password_opens_the_account_and_other_sessions_end(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    mine, forgotten = office.browser(agent), office.browser(agent)
    assert "Change my password" in mine.read("/security").words

    answer = mine.post(ADDRESS, CHANGE)

    assert answer.location == "/security"
    page = mine.read("/security").words
    assert "1 other session of yours is signed out." in page
    assert "Password changed" in page
    assert forgotten.get("/").location == "/sign-in"
    assert not enters(office, agent.login, PASSWORD)
    assert enters(office, agent.login, PHRASE)
    assert happened(office, agent) == ["password_changed"]


def test_who_changed_what_tells_that_it_was_changed(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    office.browser(agent).post(ADDRESS, CHANGE)

    page = office.browser(office.hire(Role.ADMINISTRATOR)).read(f"/deeds?subject={agent.login}")

    assert "Password changed by its owner" in page.words
    assert agent.name in page.words
    assert "argon2" not in page.html


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"present": "marmite rouge sous la neige"}, "not your present password"),
        ({"present": ""}, "Type your present password"),
        ({"again": "marmite verte sous la neige"}, "not the same"),
        ({"password": "password1234", "again": "password1234"}, "hard to guess"),
        ({"password": PASSWORD, "again": PASSWORD}, "Choose another"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(
    office: Backoffice, changes: dict[str, str], words: str
) -> None:
    agent = office.hire(Role.AGENT)
    browser, other = office.browser(agent), office.browser(agent)

    status, page = said(browser, **changes)

    assert (status, words in page) == (422, True)
    assert other.get("/").status_code == 200
    assert enters(office, agent.login, PASSWORD)


def test_guesses_before_an_open_session_count_as_failed_sign_ins(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    browser = office.browser(agent)
    for _guess in range(LOGIN_FAILURES):
        assert said(browser, present="marmite rouge sous la neige")[0] == 422

    assert said(browser)[0] == 429
    assert happened(office, agent) == ["failed"] * LOGIN_FAILURES
    assert not enters(office, agent.login, PASSWORD)


def test_an_old_proof_is_not_enough_and_no_page_repeats_a_password(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    enrol(office, agent)
    browser = office.browser(agent)
    office.clock.advance(LATER)

    asked = browser.post(ADDRESS, CHANGE)

    page = page_of(asked)
    assert page.has("[name=proof_code]")
    assert PHRASE not in page.html
    assert PASSWORD not in page.html
    assert browser.get(ADDRESS).location == f"/confirm?next={ADDRESS}"
    assert enters(office, agent.login, PASSWORD)


def test_who_has_to_enrol_a_factor_first_changes_no_password(office: Backoffice) -> None:
    strict = office.which_wants_factors_of(Role.SIGNATORY)
    browser = sign_in(strict, strict.hire(Role.SIGNATORY))

    assert browser.post(ADDRESS, CHANGE).location == "/security"
    assert "Change my password" not in browser.read("/security").words


def test_a_second_click_finds_it_done_and_says_the_same(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    browser = office.browser(agent)

    answers = [browser.post(ADDRESS, CHANGE) for _click in range(2)]

    assert [answer.location for answer in answers] == ["/security"] * 2
    assert happened(office, agent) == ["password_changed"]
    assert enters(office, agent.login, PHRASE)
