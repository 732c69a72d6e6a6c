"""The second step of signing in, and the proof that comes before what weighs much."""

import json
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from backoffice.policy import POLICY, STEP_UP, Action
from backoffice.proof import own_path
from backoffice.routes import ROUTES
from tests.builders.backoffice import Backoffice, Browser, page_of
from tests.builders.kernel import PASSWORD
from workflows.accounts import Account
from workflows.actors import Role
from workflows.proofs import codes, entries, factors, recovery
from workflows.proofs.factors import New
from workflows.proofs.keys import KeyRefused, PublicKey
from workflows.proofs.proving import owner_of
from workflows.sign_in import LOGIN_FAILURES
from workflows.tables import second_factors

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LATER = timedelta(minutes=11)


def code_now(office: Backoffice, *, steps: int = 0) -> str:
    """Give the code that the telephone shows, or will show some steps later."""
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
    return pyotp.TOTP(SECRET).at(now + steps * timedelta(seconds=30))


def enrol(office: Backoffice, account: Account) -> tuple[str, ...]:
    """Give an account an application on the telephone, and recovery codes."""
    means = office.app.extensions["backoffice"].means
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        locked = means.locker.lock(SECRET.encode(), owner_of(account.id))
        factors.enrol_app(connection, New(account.id, "Téléphone", now), locked=locked, step=0)
        return recovery.renew(connection, account.id, at=now)


def sign_in(office: Backoffice, account: Account) -> Browser:
    """Sign in with the password."""
    browser = office.browser()
    browser.post("/sign-in", {"login": account.login, "password": PASSWORD})
    return browser


def prove(browser: Browser, code: str, **more: str) -> TestResponse:
    """Type a code on the page that asks for it."""
    return browser.post("/confirm", {"proof_code": code, **more})


def happened(office: Backoffice, account: Account) -> list[str]:
    """List what the journal of proofs says of an account, newest first."""
    with office.engine.begin() as connection:
        return [entry.what for entry in entries.latest(connection, account.id)]


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


def test_who_must_have_a_factor_can_enrol_one_and_nothing_else(office: Backoffice) -> None:
    strict = office.which_wants_factors_of(Role.SIGNATORY)
    signatory = strict.hire(Role.SIGNATORY)
    browser = sign_in(strict, signatory)

    assert browser.get("/").location == "/security"
    assert browser.post("/next").location == "/security"
    page = browser.read("/security/app")
    secret = page.text(".secret").replace(" ", "")
    with strict.engine.begin() as connection:
        code = pyotp.TOTP(secret).at(strict.clock.now(connection))
    form = {"locked": page.attribute("[name=locked]", "value"), "code": code, "name": "Mien"}
    enrolled = page_of(browser.post("/security/app", form))

    assert len(enrolled.texts(".codes li")) == recovery.HOW_MANY
    assert "Mien" in enrolled.words
    assert browser.get("/").status_code == 200
    assert sign_in(strict, signatory).get("/").location == "/confirm"


def test_a_wrong_first_code_shows_the_same_secret_again(office: Backoffice) -> None:
    browser = office.browser(office.hire(Role.AGENT))
    page = browser.read("/security/app")
    form = {"locked": page.attribute("[name=locked]", "value"), "code": "000000"}

    answer = browser.post("/security/app", form)

    assert answer.status_code == 422
    assert page_of(answer).text(".secret") == page.text(".secret")


def test_a_secret_offered_to_somebody_else_is_not_enrolled(office: Backoffice) -> None:
    page = office.browser(office.hire(Role.AGENT)).read("/security/app")
    browser = office.browser(office.hire(Role.AGENT))
    form = {"locked": page.attribute("[name=locked]", "value"), "code": "123456"}

    answer = browser.post("/security/app", form)

    assert answer.status_code == 422
    assert page_of(answer).text(".secret") != page.text(".secret")


def test_enrolling_the_first_factor_signs_the_other_sessions_out(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    stolen, browser = office.browser(agent), office.browser(agent)
    page = browser.read("/security/app")
    with office.engine.begin() as connection:
        code = pyotp.TOTP(page.text(".secret").replace(" ", "")).at(office.clock.now(connection))
    browser.post(
        "/security/app", {"locked": page.attribute("[name=locked]", "value"), "code": code}
    )

    assert browser.get("/").status_code == 200
    assert stolen.get("/").location == "/sign-in"


@pytest.mark.parametrize("must", [True, False])
def test_the_last_factor_stays_where_the_role_must_have_one(office: Backoffice, must: bool) -> None:
    place = office.which_wants_factors_of(Role.AGENT) if must else office
    agent = place.hire(Role.AGENT)
    enrol(place, agent)
    with place.engine.begin() as connection:
        factor = factors.factors_of(connection, agent.id)[0]

    place.browser(agent).post(f"/security/factors/{factor.id}/remove")

    with place.engine.begin() as connection:
        assert factors.has_factor(connection, agent.id) == must
        assert (recovery.left(connection, agent.id) > 0) == must


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


ROLES = (Role.SIGNATORY, Role.SUPERVISOR, Role.INSPECTOR, Role.ADMINISTRATOR, Role.AGENT)


def may(role: Role, action: Action) -> bool:
    return action in POLICY[role]


def address_for(rule: str) -> str:
    """Fill in a rule's names with things that are not there."""
    for name in ("<eservice>", "<login>", "<intent>"):
        rule = rule.replace(name, "none")
    for name in ("factor", "turn", "proposal", "number", "batch", "flag", "item"):
        rule = rule.replace(f"<int:{name}>", "1")
    return rule


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


def test_nobody_resets_their_own_factors_as_an_administrator(office: Backoffice) -> None:
    administrator = office.hire(Role.ADMINISTRATOR)
    enrol(office, administrator)
    address = f"/accounts/{administrator.login}/factors"

    answer = office.browser(administrator).post(address, {"reason": "I lost it"})

    assert answer.status_code == 422
    with office.engine.begin() as connection:
        assert factors.has_factor(connection, administrator.id)


def test_a_reset_needs_a_reason_and_ends_every_session(office: Backoffice) -> None:
    agent, browser = office.hire(Role.AGENT), office.browser(office.hire(Role.ADMINISTRATOR))
    enrol(office, agent)
    theirs, address = office.browser(agent), f"/accounts/{agent.login}/factors"

    assert browser.post(address, {"reason": "  "}).status_code == 422
    assert theirs.get("/").status_code == 200
    assert browser.post(address, {"reason": "Asked for in person"}).status_code == 303
    assert theirs.get("/").location == "/sign-in"


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


def test_other_sessions_are_listed_and_signed_out(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    mine, other = office.browser(agent), office.browser(agent)
    assert len(mine.read("/security").texts("#sessions ~ .rows li")) == 2

    mine.post("/security/sessions")

    assert mine.get("/").status_code == 200
    assert other.get("/").location == "/sign-in"


def test_pages_without_a_key_run_no_script(office: Backoffice) -> None:
    browser = office.browser(office.hire(Role.AGENT))

    assert "script-src" not in browser.get("/security").headers["Content-Security-Policy"]
    policy = browser.get("/security/key").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


#: What a script that is not ours may send in place of a key's answer.
NO_KEYS = (
    "",
    "{}",
    "[]",
    "null",
    "\x00",
    '{"id": 3}',
    '{"id": "AA", "rawId": "AA", "type": "x"}',
    json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": dict.fromkeys(("attestationObject", "authenticatorData", "signature"), "AA")
            | {"clientDataJSON": "e30"},
        }
    ),
)


@pytest.mark.parametrize("answer", NO_KEYS)
def test_an_answer_that_no_key_gave_is_refused(office: Backoffice, answer: str) -> None:
    agent = office.hire(Role.AGENT)
    browser = office.browser(agent)
    browser.get("/security/key")

    assert browser.post("/security/key", {"answer": answer}).status_code == 422
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        key = PublicKey(b"a key", b"its half", 0)
        factors.enrol_key(connection, New(agent.id, "Clé", now), key)
        with pytest.raises(KeyRefused):
            factors.enrol_key(connection, New(agent.id, "La même", now), key)
    entering = sign_in(office, agent)
    assert entering.read("/confirm").has("[data-security-key]")
    assert entering.post("/confirm", {"proof_answer": answer}).status_code == 422


def test_the_secret_is_drawn_long_and_never_twice() -> None:
    drawn = {codes.new_secret() for _time in range(50)}

    assert len(drawn) == 50
    assert {len(secret) for secret in drawn} == {32}
