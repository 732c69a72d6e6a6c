"""Every route × every role, with one's own case, somebody else's, and one that never was."""

import secrets
from collections.abc import Mapping

import pytest
from werkzeug.routing import Rule

from backoffice.policy import PUBLIC
from backoffice.routes import ROUTES
from tests.backoffice.administrators import ADMINISTERS, ADMINISTRATION, INSPECTS
from tests.builders.backoffice import Backoffice, Browser
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case

EVERYONE = frozenset(Role) - {Role.APPLICANT, Role.SYSTEM}
TREATS = frozenset({Role.AGENT, Role.SIGNATORY})
SIGNS = frozenset({Role.SIGNATORY})
SUPERVISES = frozenset({Role.SUPERVISOR})
TAKES_CASH = frozenset({Role.CASHIER})
HELPS = frozenset({Role.COUNTER_AGENT})
#: Inspectors ask for the next report; an ordinary case, as here, is never given to them.
HOLDS = TREATS | INSPECTS

#: Who may use each route; written here by hand so that the policy is checked against a second pen.
EXPECTED: Mapping[str, frozenset[Role]] = {
    **ADMINISTRATION,
    "entrance.sign_out": EVERYONE,
    "entrance.confirm_form": EVERYONE,
    "entrance.confirm": EVERYONE,
    "security.show": EVERYONE,
    "security.app_form": EVERYONE,
    "security.enrol_app": EVERYONE,
    "security.key_form": EVERYONE,
    "security.enrol_key": EVERYONE,
    "security.renew_codes": EVERYONE,
    "security.sign_out_others": EVERYONE,
    "security.remove": EVERYONE,
    "desk.home": EVERYONE,
    "desk.take_next": HOLDS,
    "desk.set_pace": HOLDS,
    "cases.read": TREATS,
    "cases.decide": TREATS,
    "cases.release": TREATS,
    "cases.pass_on": TREATS,
    "cases.recuse": TREATS,
    "cases.write_note": TREATS,
    "cases.earlier_cases": TREATS,
    "blocks.listed": SUPERVISES,
    "blocks.write": SUPERVISES,
    "blocks.settle": SUPERVISES,
    "opinions.recuse_from_opinion": frozenset({Role.AGENT}),
    "absence.mine": HOLDS,
    "absence.declare": HOLDS,
    "absence.come_back": HOLDS,
    "absence.strike": HOLDS,
    "absence.name_substitute": SIGNS,
    "absence.end_substitute": SIGNS,
    "presence.calendar": SUPERVISES,
    "presence.declare": SUPERVISES,
    "presence.strike": SUPERVISES,
    "delegations.listed": ADMINISTERS,
    "delegations.settle": ADMINISTERS,
    "handed_on.listed": SUPERVISES,
    "handed_on.look": SUPERVISES,
    "opinions.read": frozenset({Role.AGENT}),
    "opinions.give_opinion": frozenset({Role.AGENT}),
    "opinions.release": frozenset({Role.AGENT}),
    "questions.take_question": TREATS,
    "questions.read_question": TREATS,
    "questions.answer_question": TREATS,
    "questions.give_back": TREATS,
    "questions.answer_on_case": TREATS,
    "pieces.view_act": TREATS,
    "pieces.view": TREATS,
    "pieces.content": TREATS,
    "board.show": SUPERVISES,
    "demand.show": SUPERVISES,
    "demand.make_again": SUPERVISES,
    "demand.enter_event": SUPERVISES,
    "demand.strike_event": SUPERVISES,
    "demand.ask_what_if": SUPERVISES,
    "demand.what_if": SUPERVISES,
    "demand.publish_clearance": SUPERVISES,
    "demand.withdraw_clearance": SUPERVISES,
    "board.people": SUPERVISES,
    "parked.steps": SUPERVISES,
    "parked.retry": SUPERVISES,
    "messages.listed": SUPERVISES,
    "messages.again": SUPERVISES,
    "disputes.disputes": SUPERVISES,
    "disputes.give_back": SUPERVISES,
    "revocations.revocations": TREATS,
    "revocations.propose_revocation": TREATS,
    "revocations.settle_revocation": TREATS,
    "signing.sittings": SIGNS,
    "signing.begin": SIGNS,
    "signing.sitting": SIGNS,
    "signing.choose": SIGNS,
    "signing.check": SIGNS,
    "signing.sign": SIGNS,
    "cases.guide": TREATS,
    "successions.listed": ADMINISTERS,
    "successions.preview": ADMINISTERS,
    "successions.execute": ADMINISTERS,
    "eservices.listed": ADMINISTERS,
    "eservices.show": ADMINISTERS,
    "eservices.take_step": ADMINISTERS,
    "eservices.new": ADMINISTERS,
    "eservices.stage": ADMINISTERS,
    "versions.show": ADMINISTERS,
    "versions.difference": ADMINISTERS,
    "versions.preview": ADMINISTERS,
    "versions.move_cases": ADMINISTERS,
    "versions.diagram": ADMINISTERS,
    "versions.document": ADMINISTERS,
    "translating.languages": ADMINISTERS,
    "translating.texts": ADMINISTERS,
    "translating.take_step": ADMINISTERS,
    "sheets.listed": ADMINISTERS,
    "sheets.certify_sheet": ADMINISTERS,
    "sheets.remarks": ADMINISTERS,
    "sheets.answer_remark": ADMINISTERS,
    "inspection.openings": INSPECTS,
    "watch.listed": INSPECTS,
    "watch.flag": INSPECTS,
    "watch.inspect": INSPECTS,
    "inspections.listed": INSPECTS,
    "inspections.inspection": INSPECTS,
    "inspections.take_step": INSPECTS,
    "levers.listed": SUPERVISES,
    "levers.pull": SUPERVISES,
    "levers.end": SUPERVISES,
    "turns.listed": SUPERVISES,
    "turns.ask": SUPERVISES,
    "turns.turn": SUPERVISES,
    "turns.document": SUPERVISES,
    "turns.settle": SUPERVISES,
    "reports.listed": SUPERVISES | ADMINISTERS,
    "reports.ask": SUPERVISES | ADMINISTERS,
    "reports.report": SUPERVISES | ADMINISTERS,
    "reports.download": SUPERVISES | ADMINISTERS,
    "till.show": TAKES_CASH,
    "till.open_till": TAKES_CASH,
    "till.close_form": TAKES_CASH,
    "till.count": TAKES_CASH,
    "till.explain_difference": TAKES_CASH,
    "till.look": TAKES_CASH,
    "till.take": TAKES_CASH,
    "till.payment": TAKES_CASH,
    "till.print_receipt": TAKES_CASH,
    "till.propose": TAKES_CASH,
    "till.hand_out": TAKES_CASH,
    "till_deposits.listed": TAKES_CASH,
    "till_deposits.deposit": TAKES_CASH,
    "tills.overview": SUPERVISES,
    "tills.report": SUPERVISES,
    "tills.table": SUPERVISES,
    "tills.session": SUPERVISES,
    "tills.take_note": SUPERVISES,
    "tills.decide": SUPERVISES,
    "tills.check": SUPERVISES,
    "counter.home": HELPS,
    "counter.begin_one": HELPS,
    "counter.go_on": HELPS,
    "counter.give_up": HELPS,
    "counter.receipt": HELPS,
    "handing.ask": HELPS,
    "handing.find": HELPS,
    "handing.send_code": HELPS,
    "handing.prove": HELPS,
    "handing.show": HELPS,
    "handing.print_act": HELPS,
    "sending.listed": HELPS,
    "sending.add_file": HELPS,
    "sending.close_one": HELPS,
    "sending.slip": HELPS,
    "receiving.listed": TREATS | SUPERVISES,
    "receiving.show": TREATS | SUPERVISES,
    "receiving.acknowledge": TREATS | SUPERVISES,
    "problems.mine": TREATS,
    "problems.report": TREATS,
    "problems.report_with_case": TREATS,
    "problems.listed": SUPERVISES,
    "problems.problem": SUPERVISES,
    "problems.take_step": SUPERVISES,
}
#: Open to everybody: nothing of a case or an account is behind them.
OPEN = {
    "entrance.sign_in_form",
    "entrance.sign_in",
    "entrance.choose_language",
    "entrance.invitation_form",
    "entrance.accept_invitation",
    "static",
    "bootstrap.static",
}
#: What people do at their desk, without a case in hand.
DESK = {"/next", "/pace"}
NO_SUCH_REFERENCE = "CJ-26-9999999-X"
#: What each address is asked for where a test has nothing of its own to ask for.
NOTHING_THERE: Mapping[str, object] = {
    "reference": NO_SUCH_REFERENCE,
    "piece": "none",
    "event": 1,
    "identifier": "none",
    "step": 1,
    "intent": "none",
    "eservice": "criminal-record",
    "number": 1,
    "language": "rn",
    "kind": "guide",
    "proposal": 1,
    "flag": 1,
    "inspection": 1,
    "turn": 1,
    "batch": 1,
    "factor": 1,
    "login": "nobody",
    "change": 1,
    "hold": 1,
    "closing": 1,
    "pool": 1,
    "notice": 1,
    "sheet_kind": "eservice",
    "slug": "criminal-record",
    "remark": 1,
    "lever": 1,
    "form": "pdf",
    "problem": 1,
    "question": 1,
    "cash_return": "none",
    "till_session": "none",
    "deposit": "none",
    "block": 1,
    "recusal": 1,
    "absence": 1,
    "delegation": 1,
    "assistance": 1,
    "hand_over": 1,
}


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


def test_somebody_with_no_role_here_learns_so_and_nothing_else(office: Backoffice) -> None:
    page = office.browser(office.hire(Role.COUNTER_AGENT)).read("/")

    assert "no role that works in this application" in page.words
    assert page.has("nav")
    assert not page.has("nav a")


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
