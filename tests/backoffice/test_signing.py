"""Signing together: the oldest first, reviewed, confirmed once, each decided by itself."""

from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from tests.builders.backoffice import Backoffice, Browser, page_of
from tests.builders.kernel import PASSWORD, acting
from workflows.accounts import Account
from workflows.actors import Role
from workflows.administering.asking import close_by_command
from workflows.cases import Case
from workflows.life_cycle import Author
from workflows.returning import return_expired
from workflows.signing import batches, deciding, taking
from workflows.signing.batches import Item, Outcome

LATER = timedelta(minutes=11)


@pytest.fixture
def signatory(office: Backoffice) -> Account:
    return office.hire(Role.SIGNATORY)


def to_sign(office: Backoffice, many: int) -> list[Case]:
    """Bring cases to the signature, the oldest first."""
    examiner = office.hire(Role.AGENT)
    for _case in range(many):
        office.a_waiting_case()
    return [office.approve_next(examiner) for _case in range(many)]


def begin(browser: Browser) -> str:
    """Begin a sitting and give its address."""
    address = browser.post("/signing").location
    assert address is not None
    return address


def choose(browser: Browser, address: str, **form: str) -> TestResponse:
    return browser.post(address, {"step": "check", **{k.replace("_", "-"): form[k] for k in form}})


def items(office: Backoffice, address: str) -> tuple[Item, ...]:
    with office.engine.begin() as connection:
        return batches.items_of(connection, int(address.rsplit("/", 1)[-1]))


def decide_all(office: Backoffice, address: str) -> list[Outcome | None]:
    """Do what the job does for each case of a sitting, each in a transaction of its own."""
    batch_id = int(address.rsplit("/", 1)[-1])
    for item in items(office, address):
        with office.engine.begin() as connection:
            deciding.decide(connection, office.workflow, batch_id=batch_id, position=item.position)
    return [item.outcome for item in items(office, address)]


def test_a_sitting_holds_what_next_would_give_in_its_order(
    office: Backoffice, signatory: Account
) -> None:
    to_sign(office, 4)
    other = office.hire(Role.SIGNATORY)
    by_next = [office.claim(office.hire(Role.SIGNATORY)).id for _case in range(4)]
    office.clock.advance(timedelta(minutes=31))
    with office.engine.begin() as connection:
        return_expired(connection, clock=office.clock)

    address = begin(office.browser(signatory))

    assert [item.case_id for item in items(office, address)] == by_next
    assert office.browser(other).post("/signing").location == "/signing"


def test_four_eyes_keep_a_case_out_of_the_sitting_of_who_proposed_it(office: Backoffice) -> None:
    both = office.hire(Role.AGENT, Role.SIGNATORY)
    office.a_waiting_case()
    mine = [office.claim(both)]
    with office.engine.begin() as connection:
        office.workflow.fire(connection, mine[0].id, "approve", actor=acting(both, Role.AGENT))
    office.route(mine[0])
    others = to_sign(office, 2)

    address = begin(office.browser(both))

    held = {item.case_id for item in items(office, address)}
    assert held == {case.id for case in others}
    assert office.holder_of(mine[0]) is None


def test_a_sitting_has_its_size_and_no_more(
    office: Backoffice, signatory: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_sign(office, 4)
    monkeypatch.setattr(taking, "SIZE", 3)

    address = begin(office.browser(signatory))

    assert len(items(office, address)) == 3


def test_who_holds_a_case_begins_no_sitting(office: Backoffice, signatory: Account) -> None:
    to_sign(office, 2)
    office.claim(signatory)

    assert office.browser(signatory).post("/signing").location == "/"


def test_a_second_beginning_is_the_same_sitting(office: Backoffice, signatory: Account) -> None:
    to_sign(office, 2)
    browser = office.browser(signatory)

    assert begin(browser) == begin(browser)


def test_each_act_is_shown_with_what_it_says_and_who_proposed_it(
    office: Backoffice, signatory: Account
) -> None:
    cases = to_sign(office, 2)
    browser = office.browser(signatory)
    page = browser.read(begin(browser))

    assert page.texts(".leaf .reference") == [case.reference for case in cases]
    assert "Dossou" in page.text(".leaf-act")
    assert "Submit for signature" in page.text(".leaf-side")
    assert browser.read(f"/cases/{cases[1].reference}").has(".identity")


def test_every_look_is_recorded_before_the_page(office: Backoffice, signatory: Account) -> None:
    cases = to_sign(office, 2)
    browser = office.browser(signatory)
    browser.read(begin(browser))
    inspector = office.browser(office.hire(Role.INSPECTOR))

    for case in cases:
        page = inspector.read(f"/openings?reference={case.reference}")
        assert signatory.login in page.words


def test_what_is_chosen_is_kept_and_done(office: Backoffice, signatory: Account) -> None:
    cases, browser = to_sign(office, 3), office.browser(signatory)
    address = begin(browser)
    choose(browser, address, choice_2="aside", choice_3="back", reason_3="unreadable")
    kept = browser.read(address)
    checked = browser.read(f"{address}/check")

    assert kept.attributes("input[checked]", "value") == ["sign", "aside", "back"]
    assert checked.text("button.forward") == "Sign 1 act"
    browser.post(f"{address}/sign")
    assert decide_all(office, address) == [Outcome.SIGNED, Outcome.ASIDE, Outcome.BACK]
    assert [office.state_of(case) for case in cases] == ["issuing", "signature", "verification"]
    last = office.journal(cases[2])[-1]
    assert (last.trigger, last.account_id) == ("send_back", signatory.id)
    assert last.data["reason"] == "unreadable"


def test_sending_back_without_a_reason_is_refused_and_the_rest_is_kept(
    office: Backoffice, signatory: Account
) -> None:
    to_sign(office, 2)
    browser = office.browser(signatory)
    address = begin(browser)

    answer = choose(browser, address, choice_1="aside", choice_2="back", reason_2="made-up")

    assert answer.status_code == 422
    assert page_of(answer).attributes("input[checked]", "value") == ["aside", "back"]
    assert page_of(answer).has("#problem-2")
    assert [item.choice for item in items(office, address)] == ["aside", "sign"]


def test_signing_asks_for_a_proof_and_loses_nothing(office: Backoffice, signatory: Account) -> None:
    to_sign(office, 1)
    browser = office.browser(signatory)
    address = begin(browser)
    office.clock.advance(LATER)

    assert page_of(browser.post(f"{address}/sign")).has("[name=proof_password]")
    assert decide_choice(office, address) is None
    browser.post(f"{address}/sign", {"proof_password": PASSWORD})

    assert decide_all(office, address) == [Outcome.SIGNED]


def decide_choice(office: Backoffice, address: str) -> object:
    """Read when the sitting was confirmed."""
    with office.engine.begin() as connection:
        return batches.lock(connection, int(address.rsplit("/", 1)[-1])).confirmed_at


def test_doing_it_twice_signs_once(office: Backoffice, signatory: Account) -> None:
    case, browser = to_sign(office, 1)[0], office.browser(signatory)
    address = begin(browser)

    assert [browser.post(f"{address}/sign").status_code for _click in range(2)] == [303, 303]
    decide_all(office, address)
    before = len(office.journal(case))
    decide_all(office, address)

    assert len(office.journal(case)) == before


def test_a_case_that_moved_is_named_and_the_others_are_signed(
    office: Backoffice, signatory: Account
) -> None:
    cases, browser = to_sign(office, 3), office.browser(signatory)
    address = begin(browser)
    office.fire(cases[1], "send_back", signatory, reason="unreadable")
    browser.post(f"{address}/sign")

    outcomes = decide_all(office, address)

    assert outcomes == [Outcome.SIGNED, Outcome.FAILED, Outcome.SIGNED]
    page = browser.read(address)
    assert cases[1].reference in page.text(".problems")
    assert "moved meanwhile" in page.text(".problems")
    assert not page.has("meta[http-equiv=refresh]")


def test_after_the_lease_nothing_is_signed_and_each_is_named(
    office: Backoffice, signatory: Account
) -> None:
    cases, browser = to_sign(office, 2), office.browser(signatory)
    address = begin(browser)
    office.clock.advance(timedelta(minutes=31))
    with office.engine.begin() as connection:
        assert return_expired(connection, clock=office.clock) == 2
    fresh = office.browser(signatory)

    fresh.post(f"{address}/sign")

    assert decide_all(office, address) == [Outcome.FAILED, Outcome.FAILED]
    assert {office.state_of(case) for case in cases} == {"signature"}
    assert "gone back to the queue" in fresh.read(address).text(".problems")
    assert begin(fresh) != address


def test_an_account_closed_after_confirming_signs_nothing_more(
    office: Backoffice, signatory: Account
) -> None:
    to_sign(office, 1)
    browser = office.browser(signatory)
    address = begin(browser)
    browser.post(f"{address}/sign")
    with office.engine.begin() as connection:
        now, operator = office.clock.now(connection), Author(operator="tests")
        close_by_command(connection, signatory.login, operator, reason="left", at=now)

    assert decide_all(office, address) == [Outcome.FAILED]


def test_a_sitting_given_back_leaves_every_case_in_its_place(
    office: Backoffice, signatory: Account
) -> None:
    cases, browser = to_sign(office, 2), office.browser(signatory)
    address = begin(browser)

    browser.post(address, {"step": "give_back"})

    assert [office.holder_of(case) for case in cases] == [None, None]
    assert office.claim(signatory).id == cases[0].id


def test_a_sitting_of_somebody_else_is_not_there(office: Backoffice, signatory: Account) -> None:
    to_sign(office, 1)
    address = begin(office.browser(signatory))
    other = office.browser(office.hire(Role.SIGNATORY))

    for answer in (other.get(address), other.get(f"{address}/check"), other.post(address)):
        assert answer.location == "/signing"
    assert other.post(f"{address}/sign").location == "/signing"
    assert decide_choice(office, address) is None
