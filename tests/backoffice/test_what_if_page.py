"""The supervisor's what-ifs: asked, awaited, answered, and told to citizens; and the advice."""

from datetime import date, timedelta
from typing import Any

import pytest

from backoffice.demand.outlook import Advice, Post, save_outlook, stored_outlook
from eservices.catalogue.clearance import standing
from tests.builders.backoffice import Backoffice, Browser
from tests.builders.kernel import OFFICE
from tests.builders.looking_ahead import has_a_past, work
from workflows.actors import Role


@pytest.fixture
def supervisor(office: Backoffice) -> Browser:
    return office.browser(office.hire(Role.SUPERVISOR))


def test_a_what_if_is_answered_while_its_page_waits(
    office: Backoffice, supervisor: Browser
) -> None:
    has_a_past(office.engine, office.clock, days=140)
    office.a_waiting_case()
    office.approve_next(office.hire(Role.AGENT))
    supervisor.post("/demand/again", {"eservice": "criminal-record"})
    work(office)

    answer = supervisor.post("/demand/what-if", {"eservice": "criminal-record", "weeks": "4"})
    waiting = supervisor.read(answer.location)
    work(office)
    page = supervisor.read(answer.location)

    assert "Waiting for its turn" in waiting.words
    assert waiting.has("progress")
    assert waiting.has("meta[http-equiv=refresh]")
    assert not page.has("progress")
    assert len(page.texts(".figures tbody tr")) == len(office.pools)
    assert page.has("svg.plot")
    assert page.text("#advice").startswith("So staffed,")
    assert supervisor.read("/demand").has("#advice")


def test_a_what_if_that_nobody_answers_says_so_and_stops_looking(
    office: Backoffice, supervisor: Browser
) -> None:
    office.hire(Role.AGENT)
    address = supervisor.post("/demand/what-if", {"eservice": "criminal-record"}).location
    early = supervisor.read(address)

    office.clock.advance(timedelta(minutes=6))
    late = supervisor.read(address)

    assert not early.has("#overdue")
    assert "worker of figures" in late.text("#overdue")
    assert not late.has("meta[http-equiv=refresh]")


@pytest.mark.parametrize(
    ("language", "advice", "said"),
    [
        (
            "en",
            {"late_then": 3, "posts": True, "until": date(2026, 4, 6)},
            "until 6 April 2026: 4 agents in “Records”, CNCJ, Cotonou (today 1). 3 % of the",
        ),
        (
            "fr",
            {"late_then": 3, "posts": True, "until": None},
            "il faut : 4 agents dans « Records », CNCJ, Cotonou (aujourd’hui 1). 3 % des dossiers",
        ),
        ("en", {"late_then": 61, "posts": False, "until": None}, "More agents would not help"),
        ("fr", {"late_then": 61, "posts": False, "until": None}, "Plus d’agents n’aideraient pas"),
    ],
)
def test_how_many_agents_where_and_until_when_is_said_in_one_sentence(
    office: Backoffice, language: str, advice: dict[str, Any], said: str
) -> None:
    supervisor = office.browser(office.hire(Role.SUPERVISOR, language=language))
    has_a_past(office.engine, office.clock, days=140)
    supervisor.post("/demand/again", {"eservice": "criminal-record"})
    work(office)
    post = Post(
        pool="1",
        name={"fr": "Records", "en": "Records"},
        office=OFFICE,
        agents=4,
        today=1,
    )
    given = Advice(
        bearable=5,
        late_today=61,
        late_then=advice["late_then"],
        posts=(post,) if advice["posts"] else (),
        until=advice["until"],
    )
    with office.engine.begin() as connection:
        stored = stored_outlook(connection, "criminal-record")
        assert stored is not None
        outlook = stored.outlook.model_copy(update={"advice": given})
        at = stored.made_at + timedelta(seconds=1)
        save_outlook(connection, "criminal-record", outlook, drawings=stored.drawings, at=at)

    words = " ".join(supervisor.read("/demand").text("#advice").split())
    assert said in words


def answered(office: Backoffice, supervisor: Browser, form: dict[str, str]) -> str:
    """Have a what-if answered, and give the address of its page."""
    has_a_past(office.engine, office.clock, days=140)
    office.a_waiting_case()
    office.approve_next(office.hire(Role.AGENT))
    supervisor.post("/demand/again", {"eservice": "criminal-record"})
    work(office)
    address = supervisor.post("/demand/what-if", {"eservice": "criminal-record", **form}).location
    work(office)
    return address


def test_agents_of_other_offices_take_what_overflows(
    office: Backoffice, supervisor: Browser
) -> None:
    form = {f"helpers-{pool}": "3" for pool in office.pools.values()} | {"overflow_after": "1"}

    page = supervisor.read(answered(office, supervisor, form))

    rows = page.texts(".figures tbody th")
    assert len(rows) == 2 * len(office.pools)
    assert sum("other offices" in row for row in rows) == len(office.pools)


def test_the_day_of_a_clearance_is_published_once_and_taken_back(
    office: Backoffice, supervisor: Browser
) -> None:
    agents = {f"agents-{pool}": "40" for pool in office.pools.values()}
    address = answered(office, supervisor, agents)
    publish = supervisor.read(address).attribute(".tell-citizens", "action")

    # A second click replaces the notice by the same.
    supervisor.post(publish, {})
    supervisor.post(publish, {})
    with office.engine.begin() as connection:
        today = office.clock.now(connection).date()
        told = standing(connection, "criminal-record", today=today)
        later = standing(connection, "criminal-record", today=today + timedelta(days=99))
    assert told is not None
    assert later is None
    page = supervisor.read("/demand?eservice=criminal-record")
    assert len(page.texts(".clearances tbody tr")) == 2

    withdraw = "/demand/clearance/withdraw"
    said = [
        supervisor.read(supervisor.post(withdraw, {"eservice": "criminal-record"}).location).words
        for _click in range(2)
    ]
    assert "taken off the sheet" in said[0]
    assert "No notice stands" in said[1]


def test_what_no_simulation_says_is_not_published(supervisor: Browser) -> None:
    answer = supervisor.post("/demand/what-if/none/publish", {})

    assert answer.location == "/demand"
