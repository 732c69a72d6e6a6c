"""The administrators' pages of pools: who is in them, who is missing, and the next click after."""

from tests.builders.backoffice import Backoffice, page_of
from tests.builders.kernel import a_procedure
from workflows.actors import Role
from workflows.administering.staffing import needs_two
from workflows.language.procedure import Procedure


def test_a_pool_that_has_nobody_or_one_is_warned_about(office: Backoffice) -> None:
    browser = office.browser(office.hire(Role.ADMINISTRATOR))
    empty = browser.read("/pools")
    agent = office.hire(Role.AGENT)

    one = browser.read("/pools")
    office.hire(Role.AGENT)
    two = browser.read("/pools")

    assert empty.texts("td.late") == ["Nobody treats these cases: they wait."] * 2
    assert "One person only: when they are away, cases wait." in one.texts("td.late")
    assert agent.name in one.words
    assert len(two.texts("td.late")) == 1


def test_who_is_put_in_a_pool_gets_its_next_case_and_who_is_taken_out_none(
    office: Backoffice,
) -> None:
    boss, agent = office.hire(Role.ADMINISTRATOR), office.hire(Role.AGENT)
    browser, pool = office.browser(boss), f"/pools/{office.pools['records']}"
    case = office.case_in_hands_of(agent)
    inside = office.browser(agent)

    out = {"login": agent.login, "step": "remove", "reason": "goes to the counter"}
    assert browser.post(pool, out).status_code == 303
    assert office.holder_of(case) is None
    assert inside.post("/next").headers["Location"] == "/"

    assert browser.post(pool, out | {"step": "add"}).status_code == 303
    assert inside.post("/next").headers["Location"] == f"/cases/{case.reference}"


def test_what_makes_no_sense_is_refused(office: Backoffice) -> None:
    boss, agent = office.hire(Role.ADMINISTRATOR), office.hire(Role.AGENT)
    browser, pool = office.browser(boss), f"/pools/{office.pools['records']}"

    said = {
        problem: page_of(browser.post(pool, form)).text("#problem")
        for problem, form in {
            "nobody": {"login": "nobody", "step": "add", "reason": "x"},
            "no reason": {"login": agent.login, "step": "remove"},
            "twice": {"login": agent.login, "step": "add", "reason": "x"},
            "oneself": {"login": boss.login, "step": "add", "reason": "x"},
            "odd": {"login": agent.login, "step": "crown", "reason": "x"},
        }.items()
    }

    assert said == {
        "nobody": "No account has this login.",
        "no reason": "Say why: it is kept in the journal.",
        "twice": "Nothing would change.",
        "oneself": "Another administrator must do this for you.",
        "odd": "No account has this login.",
    }
    assert browser.get("/pools/999999").status_code == 404


def test_a_queue_whose_steps_want_two_people_is_known() -> None:
    procedure = a_procedure().procedure
    content = procedure.model_dump(mode="json", by_alias=True)
    content["states"]["signature"]["queue"] = "records"

    same_queue = Procedure.model_validate(content)

    assert needs_two(procedure) == frozenset()
    assert needs_two(same_queue) == {"records"}
