"""Levers in the back office: pulled with a reason, in force at once, listed with who and why."""

from datetime import timedelta

import pytest

from tests.builders.backoffice import Backoffice, Browser, page_of
from tests.builders.overflowing import NATIONAL
from workflows import accounts, organisations
from workflows.actors import Role
from workflows.cases import Case, find_case

NOTE = "Concours of the <b>army</b>."


@pytest.fixture
def relief(office: Backoffice) -> int:
    """Open a second office that treats the same agent queue, with somebody in it."""
    name = {"fr": "Renfort", "en": "Relief"}
    agent = office.hire(Role.AGENT)
    with office.engine.begin() as connection:
        organisations.save_office(
            connection, slug=NATIONAL, organisation="cncj", calendar="benin", name=name
        )
        pool = organisations.save_pool(
            connection, slug=NATIONAL, office=NATIONAL, queue="records", name=name
        )
        accounts.join_pool(connection, account_id=agent.id, pool_id=pool)
    office.pools["relief"] = pool
    return pool


@pytest.fixture
def boss(office: Backoffice) -> Browser:
    return office.browser(office.hire(Role.SUPERVISOR))


def form(office: Backoffice, **changes: str) -> dict[str, str]:
    with office.engine.begin() as connection:
        today = office.clock.now(connection).date()
    values = {
        "kind": "overflow",
        "from_pool": str(office.pools["records"]),
        "to_pool": str(office.pools["relief"]),
        "keep": "1",
        "until": (today + timedelta(days=2)).isoformat(),
        "reason": "peak",
        "note": NOTE,
    }
    return values | changes


def pool_of(office: Backoffice, case: Case) -> int | None:
    with office.engine.begin() as connection:
        return find_case(connection, case.id).pool_id


@pytest.fixture
def waiting(office: Backoffice) -> list[Case]:
    return [office.a_waiting_case() for _ in range(3)]


def test_a_lever_acts_before_its_page_is_shown_and_is_listed(
    office: Backoffice, waiting: list[Case], relief: int, boss: Browser
) -> None:
    answer = boss.post("/levers", form(office))

    page = boss.read("/levers")
    assert answer.status_code == 303
    assert [pool_of(office, case) for case in waiting].count(relief) == 2
    assert "Cases that have gone already: 2" in page.text(".said")
    row = page.text("tbody")
    assert "overflows beyond 1 cases to Relief" in row
    assert "Peak of applications" in row
    assert NOTE in row


def test_an_ended_lever_moves_nothing_more_and_says_who_ended_it(
    office: Backoffice, relief: int, boss: Browser
) -> None:
    boss.post("/levers", form(office, keep="0"))
    other = office.browser(office.hire(Role.SUPERVISOR))
    address = other.read("/levers").attribute("tbody form", "action")

    other.post(address)
    boss.post(address)

    late = office.a_waiting_case()
    assert "It had ended already" in boss.read("/levers").text(".said")
    assert "Ended by" in boss.read("/levers").text("tbody")
    assert pool_of(office, late) == office.pools["records"] != relief


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": "friend"}, "Choose what"),
        ({"kind": "sell"}, "Choose what"),
        ({"note": " "}, "Choose what"),
        ({"keep": ""}, "Choose what"),
        ({"keep": "-1"}, "Choose what"),
        ({"keep": "9" * 30}, "Choose what"),
        ({"until": "tomorrow"}, "Choose what"),
        ({"until": "2020-01-01"}, "within 31 days"),
        ({"until": "9999-12-31"}, "within 31 days"),
        ({"from_pool": "9" * 30}, "Choose what"),
        ({"to_pool": "99999"}, "same agent queue"),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_what_was_typed_stays(
    office: Backoffice, relief: int, boss: Browser, changes: dict[str, str], told: str
) -> None:
    answer = boss.post("/levers", form(office, **changes))

    assert answer.status_code == 422
    page = page_of(answer)
    assert told in page.text(".said")
    assert relief
    assert not page.has("tbody")
    if "note" not in changes:
        assert NOTE in page.text("#note")


def longer(office: Backoffice, **changes: str) -> dict[str, str]:
    return form(office, kind="hours", to_pool="", keep="", longer="1,5", **changes)


def test_longer_hours_are_read_on_the_desk_at_once_and_until_they_are_ended(
    office: Backoffice, relief: int, boss: Browser
) -> None:
    agent = office.browser(office.hire(Role.AGENT))
    before = agent.read("/").words

    answer = boss.post("/levers", longer(office, saturdays="on"))

    assert relief
    assert answer.status_code == 303
    listed = boss.read("/levers")
    assert "works 1.5 h longer each day, and on Saturdays" in listed.text("tbody")
    said = "Your office works 1.5 h longer each day, and on Saturdays, until"
    assert (said in before, said in agent.read("/").words) == (False, True)
    boss.post(listed.attribute("tbody form", "action"))
    assert said not in agent.read("/").words


@pytest.mark.parametrize("hours", ["", "0", "-1", "7", "nan", "many", "9" * 30])
def test_hours_that_are_no_longer_are_refused(
    office: Backoffice, relief: int, boss: Browser, hours: str
) -> None:
    answer = boss.post("/levers", longer(office) | {"longer": hours})

    assert relief
    assert answer.status_code == 422
    assert "by how many hours" in page_of(answer).text(".said")


def test_the_same_lever_is_not_opened_twice(office: Backoffice, relief: int, boss: Browser) -> None:
    first, second = (boss.post("/levers", form(office)) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 422)
    assert "end it first" in page_of(second).text(".said")
    assert relief
