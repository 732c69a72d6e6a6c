"""The administrators' pages of accounts: found, opened, changed, confirmed, and told."""

import re
from typing import Any

from tests.builders.backoffice import Backoffice, Browser, Page, page_of
from workflows.accounts import Account
from workflows.actors import Role

PHRASE = "marmite verte sous la pluie"
NEW: dict[str, Any] = {
    "login": "a.dossou",
    "name": "Awa Dossou",
    "language": "en",
    "roles": ["agent"],
    "pools": ["cncj-records"],
    "office": "cncj-cotonou",
    "reason": "arrives on Monday",
}


def administrator(office: Backoffice) -> tuple[Account, Browser]:
    account = office.hire(Role.ADMINISTRATOR)
    return account, office.browser(account)


def link_of(page: Page) -> str:
    return page.attribute("#link", "value").removeprefix("http://localhost")


def chooses(office: Backoffice, link: str, **typed: str) -> Any:
    browser = office.browser()
    browser.client.set_cookie("language", "en")
    assert browser.get(link).status_code == 200
    return browser.post(link, {"password": PHRASE, "again": PHRASE, **typed})


def test_the_accounts_stand_with_their_roles_office_and_pools(office: Backoffice) -> None:
    agent, (boss, browser) = office.hire(Role.AGENT), administrator(office)

    page = browser.read("/accounts")

    cells = page.texts("tbody tr th, tbody tr td")
    rows = {cells[at]: cells[at + 1 : at + 6] for at in range(0, len(cells), 7)}
    pool = "CNCJ, Cotonou – records"
    assert rows[agent.login] == [agent.name, "Agent", "CNCJ, Cotonou", pool, "none"]
    own = [boss.name, "Administrator", "CNCJ, Cotonou", "–", "none"]
    assert rows[boss.login] == own
    assert "argon2" not in page.html


def test_who_must_have_a_factor_and_has_none_is_seen(office: Backoffice) -> None:
    strict = office.which_wants_factors_of(Role.SIGNATORY)
    signatory = strict.hire(Role.SIGNATORY)

    page = strict.browser(strict.hire(Role.ADMINISTRATOR)).read("/accounts")

    assert page.text("a.late") == "missing"
    assert page.attribute("a.late", "href") == f"/accounts/{signatory.login}/factors"


def test_accounts_are_found_by_what_is_typed_and_odd_values_are_not_looked_for(
    office: Backoffice,
) -> None:
    agent, (_boss, browser) = office.hire(Role.AGENT), administrator(office)

    found = browser.read(f"/accounts?text={agent.login[-8:]}&role=agent&office=cncj-cotonou")
    odd = browser.read("/accounts?role=king&state=odd&page=99999&text=%25%27%3B--")
    closed = browser.read("/accounts?state=closed")
    file = browser.get("/accounts.csv?role=agent")

    assert found.texts("tbody th") == [agent.login]
    assert "No account is like that" in odd.words
    assert "No account is like that" in closed.words
    assert file.mimetype == "text/csv"
    assert agent.login in file.get_data(as_text=True)


def test_an_agent_is_let_in_by_a_link_shown_once(office: Backoffice) -> None:
    _boss, browser = administrator(office)

    handed = page_of(browser.post("/new-account", NEW))
    again = page_of(browser.post("/new-account", NEW))
    short = page_of(chooses(office, link_of(handed), password="short", again="short"))
    unlike = page_of(chooses(office, link_of(handed), again="another phrase"))
    kept = chooses(office, link_of(handed))

    assert "This login is taken" in again.text("#problem")
    assert "12 to 128 characters" in short.text("#problem")
    assert "not the same" in unlike.text("#problem")
    assert kept.headers["Location"] == "/sign-in"
    assert office.browser().get(link_of(handed)).status_code == 404
    came = office.browser()
    entered = came.post("/sign-in", {"login": "a.dossou", "password": PHRASE})
    assert entered.headers["Location"] == "/"
    assert "records" in browser.read("/accounts/a.dossou").words


def test_a_signatory_takes_two_administrators_a_link_and_a_code(office: Backoffice) -> None:
    (_one, first), (_other, second) = administrator(office), administrator(office)
    asked = page_of(first.post("/new-account", NEW | {"roles": ["signatory"]}))
    code = asked.text(".handed")
    assert re.fullmatch(r"([2-9A-Z]{4}-){2}[2-9A-Z]{4}", code)
    number = re.search(r"/account-changes/(\d+)", first.read("/account-changes").html)
    assert number is not None
    alone = page_of(first.post(number[0], {"step": "confirm"}))

    handed = page_of(second.post(number[0], {"step": "confirm"}))

    assert "Another administrator" in alone.text("#problem")
    wrong = page_of(chooses(office, link_of(handed), code="2222-2222-2222"))
    assert "not the code" in wrong.text("#problem")
    assert chooses(office, link_of(handed), code=code).status_code == 303
    twice = page_of(second.post(number[0], {"step": "confirm"}))
    assert "settled already" in twice.text("#problem")


def test_roles_that_nobody_holds_together_are_refused_in_a_sentence(office: Backoffice) -> None:
    agent, (boss, browser) = office.hire(Role.AGENT), administrator(office)
    wanted = NEW | {"kind": "change", "roles": ["agent", "supervisor"]}

    refused = browser.post(f"/accounts/{agent.login}", wanted)
    own = browser.post(f"/accounts/{boss.login}", wanted | {"roles": ["administrator"]})
    odd = browser.post(f"/accounts/{agent.login}", {"kind": "crown"})

    assert refused.status_code == 422
    said = page_of(refused)
    assert "Nobody may be « Agent » and « Supervisor » at once" in said.text("#problem")
    assert said.attributes("input[name=roles][checked]", "value") == ["agent", "supervisor"]
    assert "Another administrator must do this for you" in page_of(own).text("#problem")
    assert odd.status_code == 303


def test_a_closed_account_is_out_at_once_and_its_case_is_back(office: Backoffice) -> None:
    agent, (_boss, browser) = office.hire(Role.AGENT), administrator(office)
    case, inside = office.case_in_hands_of(agent), office.browser(agent)
    assert inside.get("/").status_code == 200

    closed = browser.post(f"/accounts/{agent.login}", {"kind": "close", "reason": "has left"})

    assert closed.status_code == 303
    assert office.holder_of(case) is None
    assert inside.get("/").status_code == 302
    page = browser.read(f"/accounts/{agent.login}")
    assert page.text(".status") == "Account closed"
    assert "1 case given back" in page.words
    back = page_of(
        browser.post(f"/accounts/{agent.login}", {"kind": "reopen", "reason": "is back"})
    )
    assert link_of(back).startswith("/invitation/")


def test_the_review_confirms_others_and_never_oneself(office: Backoffice) -> None:
    agent, (boss, browser) = office.hire(Role.AGENT), administrator(office)
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE accounts SET created_at = '2020-01-01'")
    assert browser.read("/access-review").texts("tbody th") == sorted([agent.login, boss.login])

    browser.post("/access-review", {"login": [agent.login, boss.login, "nobody"]})

    assert browser.read("/access-review").texts("tbody th") == [boss.login]
    assert "Access confirmed" in browser.read(f"/accounts/{agent.login}").words


def test_inspectors_read_who_changed_what_and_computed_cells_are_text(office: Backoffice) -> None:
    _boss, browser = administrator(office)
    browser.post("/new-account", NEW | {"reason": "=HYPERLINK(1)"})
    inspector = office.browser(office.hire(Role.INSPECTOR))

    page = inspector.read("/deeds?area=accounts&subject=dossou&since=2020-01-01")
    none = inspector.read("/deeds?until=2020-01-01")
    file = inspector.get("/deeds.csv?area=accounts").get_data(as_text=True)

    assert "Account opened" in page.words
    assert "Roles: Agent" in page.words
    assert "Nothing is written of that" in none.words
    assert '"\'=HYPERLINK(1)"' in file
    assert inspector.get("/accounts").status_code == 404
