"""The second step of signing in, and the proof that comes before what weighs much."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from backoffice.actions import Action
from backoffice.policy import POLICY, STEP_UP
from backoffice.proof import own_path
from backoffice.routes import ROUTES
from tests.builders.backoffice import Backoffice, Browser, page_of
from tests.builders.kernel import PASSWORD
from tests.builders.proofs import LATER, code_now, enrol, happened, prove, sign_in
from workflows.actors import Role
from workflows.proofs import factors
from workflows.sign_in import LOGIN_FAILURES
from workflows.tables import second_factors


def test_with_a_factor_the_password_alone_opens_nothing(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    enrol(office, agent)
    browser = sign_in(office, agent)

    for place in ("/", "/security", "/revocations"):
        assert browser.get(place).location == "/confirm"
    assert browser.post("/next").location == "/confirm"
    assert not browser.read("/confirm").has("nav a")


def test_the_code_of_the_telephone_opens_the_rest(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    enrol(office, agent)
    browser = sign_in(office, agent)

    assert prove(browser, code_now(office)).location == "/"
    assert agent.name in browser.read("/").words


def test_a_code_works_once_and_no_earlier_one_after_it(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    enrol(office, agent)
    now = code_now(office)
    prove(sign_in(office, agent), now)

    assert prove(sign_in(office, agent), now).status_code == 422
    assert prove(sign_in(office, agent), code_now(office, steps=-1)).status_code == 422
    assert prove(sign_in(office, agent), code_now(office, steps=1)).status_code == 303


def test_a_recovery_code_works_once_however_it_is_written(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    code = enrol(office, agent)[0]

    first = prove(sign_in(office, agent), f" {code.upper().replace('-', ' ')} ")
    second = prove(sign_in(office, agent), code)

    assert (first.status_code, second.status_code) == (303, 422)
    assert happened(office, agent)[:2] == ["failed", "code_used"]


def test_guessing_codes_is_slowed_down_and_journalled(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    enrol(office, agent)
    browser = sign_in(office, agent)
    for _guess in range(LOGIN_FAILURES):
        assert prove(browser, "000000").status_code == 422

    assert prove(browser, code_now(office)).status_code == 429
    assert happened(office, agent).count("failed") == LOGIN_FAILURES
    office.clock.advance(timedelta(minutes=14))
    assert prove(browser, code_now(office)).status_code == 429


def test_a_secret_moved_to_another_account_opens_nothing(office: Backoffice) -> None:
    agent, other = office.hire(Role.AGENT), office.hire(Role.AGENT)
    enrol(office, agent)
    with office.engine.begin() as connection:
        connection.execute(update(second_factors).values(account_id=other.id))

    assert prove(sign_in(office, other), code_now(office)).status_code == 422


def test_every_action_that_weighs_much_asks_for_a_proof_that_is_not_old(
    office: Backoffice,
) -> None:
    weighty = [r for routes in ROUTES.values() for r in routes if r.action in STEP_UP]
    assert {route.action for route in weighty} == STEP_UP
    for route in weighty:
        account = office.hire(next(role for role in ROLES if may(role, route.action)))
        browser = office.browser(account)
        address = address_for(route.rule)
        office.clock.advance(timedelta(minutes=9))
        assert not asks(send(browser, route.method, address)), route.rule
        before = happened(office, account)
        office.clock.advance(timedelta(minutes=2))

        assert asks(send(browser, route.method, address)), route.rule
        assert happened(office, account) == before


#: Who may do what weighs much, the first that may.
ROLES = (
    Role.SIGNATORY,
    Role.SUPERVISOR,
    Role.INSPECTOR,
    Role.ADMINISTRATOR,
    Role.AGENT,
    Role.CASHIER,
)


def may(role: Role, action: Action) -> bool:
    return action in POLICY[role]


def address_for(rule: str) -> str:
    """Fill in a rule's names with things that are not there."""
    return re.sub(r"<\w+>", "none", re.sub(r"<int:\w+>", "1", rule))


def send(browser: Browser, method: str, address: str) -> TestResponse:
    return browser.get(address) if method == "GET" else browser.post(address, {"note": "Typed."})


def asks(answer: TestResponse) -> bool:
    """Tell whether an answer asks for a proof, in place or on the page for it."""
    if (answer.location or "").startswith("/confirm?next="):
        return True
    page = page_of(answer)
    return page.has("[name=proof_password], [name=proof_code]")


def test_a_form_is_repeated_with_the_proof_and_nothing_typed_is_lost(office: Backoffice) -> None:
    administrator = office.hire(Role.ADMINISTRATOR)
    agent = office.hire(Role.AGENT)
    enrol(office, agent)
    browser = office.browser(administrator)
    office.clock.advance(LATER)
    address = f"/accounts/{agent.login}/factors"

    page = page_of(browser.post(address, {"reason": "Lost « it »\r\nyesterday"}))
    assert page.attribute("[name=reason]", "value") == "Lost « it »\r\nyesterday"
    wrong = {"reason": "Lost", "proof_password": "not the password"}
    assert browser.post(address, wrong).status_code == 422
    done = browser.post(address, {"reason": "Lost", "proof_password": PASSWORD})

    assert done.location == "/accounts"
    with office.engine.begin() as connection:
        assert not factors.has_factor(connection, agent.id)
    assert happened(office, agent)[0] == "reset"


def test_a_signature_needs_a_proof_and_sending_back_does_not(office: Backoffice) -> None:
    signatory = office.hire(Role.SIGNATORY)
    case, browser = office.case_in_hands_of(signatory), office.browser(signatory)
    office.clock.advance(LATER)

    asked = browser.decide(case, "sign")
    assert page_of(asked).has("[name=proof_password]")
    assert page_of(asked).attribute("[name=version]", "value") == str(case.version)
    assert office.state_of(case) == case.state
    browser.decide(case, "sign", proof_password=PASSWORD)

    assert office.state_of(case) != case.state


def test_a_page_that_needs_a_proof_is_come_back_to(office: Backoffice) -> None:
    browser = office.browser(office.hire(Role.AGENT))
    office.clock.advance(LATER)
    address = browser.get("/security/app").location or ""

    page = browser.read(address)
    form = {"next": page.attribute("[name=next]", "value"), "proof_password": PASSWORD}

    assert browser.post("/confirm", form).location == "/security/app"
    assert browser.get("/security/app").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)",
     "/\t/evil.example", "security", "", "/a\\b", "\\\\evil"],
)  # fmt: skip
def test_no_page_leads_to_another_site(address: str) -> None:
    assert own_path(address) == ""


def test_a_second_click_on_a_proof_is_one_click(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    enrol(office, agent)
    browser = sign_in(office, agent)
    code = code_now(office)

    assert [prove(browser, code).status_code for _click in range(2)] == [303, 303]
    assert "failed" not in happened(office, agent)
