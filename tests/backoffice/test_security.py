"""My security: factors added and taken away, recovery codes, sessions, and resets by others."""

import json

import pyotp
import pytest

from tests.builders.backoffice import Backoffice, page_of
from tests.builders.proofs import enrol, sign_in
from workflows.actors import Role
from workflows.proofs import codes, factors, recovery
from workflows.proofs.factors import New
from workflows.proofs.keys import KeyRefused, PublicKey


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
