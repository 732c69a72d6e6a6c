"""Sign-in, sign-out, the session's limits, and the language of the pages."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy
from werkzeug.test import TestResponse

from tests.builders.backoffice import Backoffice, Browser, page_of
from tests.builders.kernel import PASSWORD
from workflows.actors import Role
from workflows.sign_in import LOGIN_FAILURES


def sign_in(browser: Browser, login: str, password: str = PASSWORD) -> TestResponse:
    return browser.post("/sign-in", {"login": login, "password": password})


def test_login_and_password_open_a_session_on_the_desk(office: Backoffice) -> None:
    agent, browser = office.hire(Role.AGENT), office.browser()

    answer = sign_in(browser, agent.login)

    assert (answer.status_code, answer.location) == (303, "/")
    assert agent.name in browser.read("/").words


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(office: Backoffice) -> None:
    answer = sign_in(office.browser(), office.hire(Role.AGENT).login)

    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("staff="))
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Expires" not in cookie


def test_behind_https_every_cookie_is_bound_to_the_host(
    engine: sqlalchemy.Engine, tmp_path: Path
) -> None:
    office = Backoffice.open(engine, tmp_path, secure=True)
    client = office.app.test_client()
    secure = {"base_url": "https://agents.example"}
    token = page_of(client.get("/sign-in", **secure)).attribute("[name=csrf_token]", "value")
    form = {"csrf_token": token, "login": office.hire(Role.AGENT).login, "password": PASSWORD}

    answer = client.post(
        "/sign-in", data=form, headers={"Referer": "https://agents.example/sign-in"}, **secure
    )

    cookies = answer.headers.getlist("Set-Cookie")
    assert any(cookie.startswith("__Host-staff=") for cookie in cookies)
    assert all("Secure" in cookie and "Domain" not in cookie for cookie in cookies)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_a_wrong_password_and_an_unknown_login_read_the_same(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    answers = [
        sign_in(office.browser(), agent.login, "not the password"),
        sign_in(office.browser(), "nobody-at-all", "not the password"),
    ]

    problems = [page_of(answer).text("#problem") for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert problems[0] == problems[1] != ""


def test_the_login_that_was_typed_is_kept_and_the_password_is_not(office: Backoffice) -> None:
    page = page_of(sign_in(office.browser(), "agbodjan", "my secret password"))

    assert page.attribute("#login", "value") == "agbodjan"
    assert "my secret password" not in page.html


def test_after_too_many_failures_even_the_right_password_waits(office: Backoffice) -> None:
    agent, browser = office.hire(Role.AGENT), office.browser()
    for _attempt in range(LOGIN_FAILURES):
        sign_in(browser, agent.login, "not the password")

    assert sign_in(browser, agent.login).status_code == 429
    office.clock.advance(timedelta(minutes=16))
    assert sign_in(browser, agent.login).status_code == 303


@pytest.mark.parametrize(
    ("pauses", "alive"),
    [([14], True), ([16], False), ([14] * 42, True), ([14] * 43, False)],
    ids=["a short pause", "idle", "a long day", "beyond ten hours"],
)
def test_a_session_ends_when_idle_or_after_ten_hours(
    office: Backoffice, pauses: list[int], alive: bool
) -> None:
    browser = office.browser(office.hire(Role.AGENT))
    for minutes in pauses:
        office.clock.advance(timedelta(minutes=minutes))
        answer = browser.get("/")

    assert (answer.status_code == 200) == alive


def test_signing_out_ends_the_session_on_the_server(office: Backoffice) -> None:
    browser = office.browser(office.hire(Role.AGENT))
    token = browser.client.get_cookie("staff")
    assert token is not None

    browser.post("/sign-out")
    browser.client.set_cookie("staff", token.value)

    assert browser.get("/").status_code == 302


def test_a_session_that_ended_gives_back_what_was_typed(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    case, browser = office.case_in_hands_of(agent), office.browser(agent)
    browser.read("/")
    office.clock.advance(timedelta(minutes=20))

    answer = browser.post(f"/cases/{case.reference}", {"message": "Envoyez une photo nette."})

    assert answer.status_code == 401
    assert page_of(answer).typed("textarea") == ["Envoyez une photo nette."]


def test_a_form_from_before_the_last_sign_in_gives_back_what_was_typed(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    case, browser = office.case_in_hands_of(agent), office.browser(agent)

    answer = browser.client.post(
        f"/cases/{case.reference}", data={"csrf_token": "old", "note": "Voir la page 2."}
    )

    assert answer.status_code == 400
    assert page_of(answer).typed("textarea") == ["Voir la page 2."]


def test_the_pages_speak_french_until_somebody_chooses(office: Backoffice) -> None:
    browser = office.browser()
    assert browser.read("/sign-in").text("h1") == "Se connecter"

    browser.post("/language", {"language": "en"})

    assert browser.read("/sign-in").text("h1") == "Sign in"


def test_the_language_that_an_account_chooses_follows_it(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT, language="fr")
    office.browser(agent).post("/language", {"language": "en"})

    assert office.browser(agent).read("/").attribute("html", "lang") == "en"


def test_an_unknown_language_changes_nothing(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT, language="fr")

    answer = office.browser(agent).post("/language", {"language": "xx"})

    assert answer.status_code == 303
    assert office.browser(agent).read("/").attribute("html", "lang") == "fr"


def test_who_is_signed_in_already_goes_straight_to_the_desk(office: Backoffice) -> None:
    assert office.browser(office.hire(Role.AGENT)).get("/sign-in").location == "/"
