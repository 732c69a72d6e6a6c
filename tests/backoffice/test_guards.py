"""Every route × every role, with one's own case, somebody else's, and one that never was."""

import secrets

import pytest
from werkzeug.routing import Rule

from backoffice.policy import PUBLIC
from backoffice.routes import ROUTES
from tests.backoffice.expected_routes import (
    DESK,
    EVERYONE,
    EXPECTED,
    NO_SUCH_REFERENCE,
    NOTHING_THERE,
    OPEN,
    TREATS,
)
from tests.builders.backoffice import Backoffice, Browser
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case


def rules(office: Backoffice) -> list[Rule]:
    """List the guarded rules of the application itself, not of a table of ours."""
    return [rule for rule in office.app.url_map.iter_rules() if rule.endpoint not in OPEN]


def send(office: Backoffice, browser: Browser, rule: Rule, **values: object) -> tuple[int, str]:
    """Use a route as a page would, and give the answer's status and words."""
    known = {**NOTHING_THERE, **values}
    with office.app.test_request_context():
        address = office.app.url_map.bind("localhost").build(
            rule.endpoint, {name: known[name] for name in rule.arguments}
        )
    is_form = "POST" in (rule.methods or ())
    answer = browser.post(address) if is_form else browser.get(address)
    return answer.status_code, answer.get_data(as_text=True)


def own_case(office: Backoffice, account: Account) -> tuple[Case, str]:
    """Put a case with a document in the hands of an account."""
    case = office.case_in_hands_of(account)
    return case, office.attach(case).id


def test_no_route_is_missing_from_this_table(office: Backoffice) -> None:
    assert {rule.endpoint for rule in rules(office)} == set(EXPECTED)


def test_a_route_acts_on_a_case_exactly_when_its_rule_names_one() -> None:
    for route in (route for routes in ROUTES.values() for route in routes):
        treats_case = "case" in route.action.value or "attachment" in route.action.value
        names_case = "<reference>" in route.rule
        assert names_case == (treats_case and route.rule not in DESK), route.rule


def test_only_the_entrance_is_public() -> None:
    public = {r.rule for routes in ROUTES.values() for r in routes if r.action in PUBLIC}

    assert public == {"/sign-in", "/language", "/invitation/<token>"}


def test_who_is_not_signed_in_is_sent_to_the_entrance(office: Backoffice) -> None:
    for rule in rules(office):
        status, words = send(office, office.browser(), rule)

        # A form gets its text back; inside the viewer's frame no sign-in page may stand.
        explained = "POST" in (rule.methods or ()) or rule.endpoint.startswith("pieces.")
        expected = 401 if explained else 302
        assert (status, "CJ-" in words) == (expected, False), rule.endpoint


@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_each_role_reaches_its_own_routes_and_no_other(office: Backoffice, role: Role) -> None:
    account = office.hire(role)
    for rule in rules(office):
        browser, values = office.browser(account), {}
        if role in TREATS and "reference" in rule.arguments:
            case, piece = own_case(office, account)
            values = {"reference": case.reference, "piece": piece}

        status, _words = send(office, browser, rule, **values)

        # A form without a decision is answered 409, one without content 422: they were let in.
        let_in = status in {200, 302, 303, 409, 422}
        assert let_in == (role in EXPECTED[rule.endpoint]), (rule.endpoint, status)
        assert let_in or status == 404, (rule.endpoint, status)


@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_a_case_in_other_hands_answers_like_one_that_never_was(
    office: Backoffice, role: Role
) -> None:
    holder = office.hire(Role.AGENT)
    foreign, piece = own_case(office, holder)
    waiting = office.a_waiting_case()
    browser = office.browser(office.hire(role))
    for rule in (rule for rule in rules(office) if "reference" in rule.arguments):
        answers = [
            send(office, browser, rule, reference=reference, piece=piece)
            for reference in (foreign.reference, waiting.reference, NO_SUCH_REFERENCE)
        ]

        statuses = [status for status, _words in answers]
        assert statuses == [404, 404, 404], rule.endpoint
        assert not any(foreign.reference in words for _status, words in answers), rule.endpoint


@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_each_role_finds_its_work_when_it_signs_in(office: Backoffice, role: Role) -> None:
    browser = office.browser(office.hire(role))
    first = browser.get("/")
    page = browser.get(first.location) if first.location else first

    assert page.status_code == 200


def test_an_attachment_of_another_case_is_not_found_through_ones_own(office: Backoffice) -> None:
    foreign, piece = own_case(office, office.hire(Role.AGENT))
    agent = office.hire(Role.AGENT)
    mine, _own = own_case(office, agent)

    answer = office.browser(agent).get(f"/cases/{mine.reference}/pieces/{piece}/content")

    assert (answer.status_code, foreign.id == mine.id) == (404, False)


def test_a_made_up_session_token_opens_nothing(office: Backoffice) -> None:
    browser = office.browser()
    browser.client.set_cookie("staff", secrets.token_urlsafe(32))

    assert browser.get("/").status_code == 302
