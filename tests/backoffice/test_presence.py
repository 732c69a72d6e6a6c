"""Absences and delegations on their pages: declared, seen, ended, and by nobody else."""

from datetime import date, timedelta

import pytest

from backoffice.days import DAY
from backoffice.staffing.asking import manned_pools
from tests.builders.absences import at_work, goes_away
from tests.builders.backoffice import Backoffice, Browser
from tests.builders.kernel import OFFICE
from workflows import absences, delegations
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case

NOBODY = 999_999


def days(office: Backoffice, first: int, last: int) -> dict[str, str]:
    """Write a period as the form does, counted in days from today."""
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
    today = now.astimezone(office.app.extensions["backoffice"].zone).date()
    return {
        "first": (today + DAY * first).isoformat(),
        "last": (today + DAY * last).isoformat(),
    }


def is_away(office: Backoffice, account: Account) -> bool:
    with office.engine.begin() as connection:
        return at_work(connection, account, office.clock).absent_until is not None


def test_who_goes_away_loses_the_case_is_told_so_and_comes_back_by_one_click(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    browser.post("/my-absence", {**days(office, 0, 1), "reason": "leave"})

    assert office.holder_of(case) is None
    desk = browser.read("/")
    assert "You are declared absent" in desk.words
    for address in (f"/cases/{case.reference}", f"/cases/{case.reference}/pieces/none"):
        assert browser.get(address).status_code == 409
    refused = browser.decide(case, "refuse", message="Typed meanwhile")
    assert refused.status_code == 409
    assert "Typed meanwhile" in refused.get_data(as_text=True)
    assert browser.post("/next").status_code == 409
    browser.post("/my-absence/end")
    assert not is_away(office, agent)
    assert browser.post("/next").status_code == 303
    assert office.holder_of(case) == agent.id


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"first": "2026-02-31", "last": "2026-03-01", "reason": "leave"},
        {"first": "9999-12-31", "last": "9999-12-31", "reason": "leave"},
        {"first": "2020-01-01", "last": "2020-01-02", "reason": "leave"},
        {"first": date.today().isoformat(), "last": "x", "reason": "leave"},  # noqa: DTZ011
    ],
)
def test_a_period_that_makes_no_sense_declares_nothing(
    office: Backoffice, agent: Account, browser: Browser, sent: dict[str, str]
) -> None:
    assert browser.post("/my-absence", sent).status_code == 422
    assert not is_away(office, agent)


def test_a_second_absence_on_the_same_days_is_refused_and_the_first_is_struck(
    office: Backoffice, browser: Browser
) -> None:
    sent = {**days(office, 2, 4), "reason": "training"}
    assert browser.post("/my-absence", sent).status_code == 303
    assert browser.post("/my-absence", sent).status_code == 422
    stranger = office.browser(office.hire(Role.AGENT))

    stranger.post("/my-absence/1/strike")
    assert browser.read("/my-absence").has("form[action$='/1/strike']")
    browser.post("/my-absence/1/strike")
    assert not browser.read("/my-absence").has("form[action$='/1/strike']")


def test_a_supervisor_sees_who_is_there_and_declares_an_absence(
    office: Backoffice, agent: Account
) -> None:
    boss, pool = office.browser(office.hire(Role.SUPERVISOR)), office.pools["records"]
    sent = {**days(office, 0, 2), "reason": "sick", "pool": pool}

    assert boss.post("/presence", {**sent, "who": NOBODY}).status_code == 422
    assert boss.post("/presence", {**sent, "who": agent.id}).status_code == 303

    assert is_away(office, agent)
    page = boss.read(f"/presence?pool={pool}")
    assert page.texts("table:nth-of-type(1) .none .visually-hidden") == ["Sick leave"] * 3
    assert page.has(".presence .none")
    boss.post("/presence/1/strike", {"pool": pool})
    assert not is_away(office, agent)


def test_nobody_sends_an_inspector_away(office: Backoffice) -> None:
    inspector = office.hire(Role.INSPECTOR)
    boss, pool = office.browser(office.hire(Role.SUPERVISOR)), office.pools["records"]
    with office.engine.begin() as connection:
        goes_away(connection, inspector, office.clock)

    sent = {**days(office, 5, 6), "reason": "leave", "pool": pool, "who": inspector.id}
    assert boss.post("/presence", sent).status_code == 422
    boss.post("/presence/1/strike", {"pool": pool})
    assert is_away(office, inspector)


def test_a_substitute_is_named_confirmed_by_an_administrator_and_takes_the_next(
    office: Backoffice,
) -> None:
    director, deputy = (office.hire(Role.SIGNATORY) for _ in range(2))
    named, administrator = office.browser(director), office.browser(office.hire(Role.ADMINISTRATOR))
    sent = {**days(office, 0, 3), "substitute": deputy.id, "act": "12/2026"}

    assert named.post("/my-substitute", {**sent, "act": " "}).status_code == 422
    assert named.post("/my-substitute", {**sent, "substitute": director.id}).status_code == 422
    assert named.post("/my-substitute", sent).status_code == 303
    office.browser(deputy).post("/my-substitute/1/end")
    assert "ended before its date" in named.read("/my-absence").words
    named.post("/my-substitute", sent)
    administrator.post("/delegations/2", {"decision": "confirm"})
    with office.engine.begin() as connection:
        found = delegations.find(connection, 2)
    assert found is not None
    assert found.confirmed
    assert administrator.read("/delegations").has("button[value=end]")


def test_who_is_away_for_most_of_the_eight_weeks_is_no_capacity(
    office: Backoffice, agent: Account
) -> None:
    office.hire(Role.AGENT)
    with office.engine.begin() as connection:
        goes_away(connection, agent, office.clock, days=20)
        (before,) = manned_pools(connection, frozenset({"records"}), OFFICE)
        now = office.clock.now(connection)
        absences.come_back(connection, agent.id, by=agent.id, at=now)
        goes_away(connection, agent, office.clock, after=timedelta(days=7), days=30)
        (after,) = manned_pools(connection, frozenset({"records"}), OFFICE)

    assert (before.agents, after.agents) == (2, 1)


def test_supervisors_read_who_withdrew_and_look_and_inspectors_withdrawals_stay_theirs(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    boss = office.browser(office.hire(Role.SUPERVISOR))
    for sent in ({}, {"recused_for": "whim", "note": "x"}, {"recused_for": "family", "note": " "}):
        assert browser.post(f"/cases/{case.reference}/withdraw", sent).status_code == 422
    assert office.holder_of(case) == agent.id
    sent = {"recused_for": "family", "note": "My cousin."}

    assert browser.post(f"/cases/{case.reference}/withdraw", sent).status_code == 303
    assert browser.post(f"/cases/{case.reference}/withdraw", sent).status_code == 409
    page = boss.read("/handed-on")
    assert "My cousin." in page.words
    assert page.has(".flag")
    boss.post("/handed-on/withdrawals/1")
    assert not boss.read("/handed-on").has("tbody button")
