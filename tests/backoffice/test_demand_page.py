"""The supervisor's page of demand and staffing, from an empty house to an answered what-if."""

from datetime import timedelta
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from backoffice.demand.asking import FORECAST_WANTED
from backoffice.staffing.asking import WHAT_IF_ASKED
from config.composition import Installation
from config.looking_ahead import forecast, simulate
from eservices.catalogue.clearance import standing
from tests.builders.backoffice import Backoffice, Browser, page_of
from workflows import outbox
from workflows.actors import Role
from workflows.tables import history_cases


@pytest.fixture
def supervisor(office: Backoffice) -> Browser:
    return office.browser(office.hire(Role.SUPERVISOR))


def imported(office: Backoffice, days: int, by_day: int = 4) -> None:
    """Give the e-service a past of so many days."""
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        rows = [
            {
                "source": "old",
                "eservice": "criminal-record",
                "key": f"{day}-{number}",
                "lodged_at": now - timedelta(days=day, hours=number),
                "last_at": now,
            }
            for day in range(1, days + 1)
            for number in range(by_day + (day % 7 < 2))
        ]
        connection.execute(insert(history_cases), rows)


def test_an_e_service_without_a_past_says_so(supervisor: Browser) -> None:
    page = supervisor.read("/demand")

    assert "No forecast has been made yet" in page.words
    assert page.has("#event-form")
    assert page.has("#what-if-form")


def test_an_event_is_entered_and_struck_out(supervisor: Browser) -> None:
    form = {
        "eservice": "criminal-record",
        "name": "Concours de la police",
        "first_day": "2026-09-01",
        "last_day": "2026-09-14",
        "expected": "12000",
    }

    supervisor.post("/demand/events", form)
    page = supervisor.read("/demand")
    assert page.texts(".events tbody th") == ["Concours de la police"]
    address = page.attribute(".events form", "action")
    supervisor.post(address, {"eservice": "criminal-record"})

    assert not supervisor.read("/demand").has(".events")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Give the event a name"),
        ({"first_day": "soon"}, "first and its last day"),
        ({"last_day": "2026-08-01"}, "before the first"),
        ({"expected": "-5"}, "whole number"),
        ({"last_day": "2027-08-01"}, "120 days"),
    ],
)
def test_an_unfit_event_is_refused_and_what_was_typed_stays(
    supervisor: Browser, changes: dict[str, str], said: str
) -> None:
    form = {
        "eservice": "criminal-record",
        "name": "Concours",
        "first_day": "2026-09-01",
        "last_day": "2026-09-14",
    }

    answer = supervisor.post("/demand/events", form | changes)

    page = page_of(answer)
    assert (answer.status_code, said in page.text("#problem")) == (422, True)
    assert page.attribute("#name", "value") == (form | changes)["name"]


def test_an_impossible_what_if_is_refused_on_the_page(supervisor: Browser) -> None:
    answer = supervisor.post(
        "/demand/what-if", {"eservice": "criminal-record", "longer": "99", "candidates": "7"}
    )

    page = page_of(answer)
    assert answer.status_code == 422
    assert "impossible" in page.text("#problem")
    assert page.attribute("#candidates", "value") == "7"


#: The jobs of the worker of figures, by the event that the builder's outbox names them by.
JOBS = {FORECAST_WANTED: forecast, WHAT_IF_ASKED: simulate}


def work(office: Backoffice) -> None:
    """Do what the worker of figures has to do."""
    pack = SimpleNamespace(zone=ZoneInfo("Africa/Porto-Novo"))
    parts = {"database": office.engine, "clock": office.clock, "pack": pack}
    installation = cast("Installation", SimpleNamespace(**parts))
    for job, effect in JOBS.items():
        with office.engine.begin() as connection:
            rows = outbox.claim(connection, job, limit=9, lease=timedelta(minutes=5))
        for held in rows:
            effect(installation, held)


def test_a_history_gives_a_forecast_with_plots_and_the_same_in_tables(
    office: Backoffice, supervisor: Browser
) -> None:
    imported(office, days=140)
    supervisor.post("/demand/again", {"eservice": "criminal-record"})
    work(office)

    page = supervisor.read("/demand")

    assert len(page.texts(".weeks tr.ahead")) == 8
    assert page.has("svg.plot[role=img] title")
    assert not page.has("svg [style], svg style, svg script")
    assert "mean absolute scaled error" in page.words


def test_a_what_if_is_answered_while_its_page_waits(
    office: Backoffice, supervisor: Browser
) -> None:
    imported(office, days=140)
    office.a_waiting_case()
    office.approve_next(office.hire(Role.AGENT))
    supervisor.post("/demand/again", {"eservice": "criminal-record"})
    work(office)

    answer = supervisor.post("/demand/what-if", {"eservice": "criminal-record", "weeks": "4"})
    waiting = supervisor.read(answer.location)
    work(office)
    page = supervisor.read(answer.location)

    assert waiting.has("progress")
    assert waiting.has("meta[http-equiv=refresh]")
    assert not page.has("progress")
    assert len(page.texts(".figures tbody tr")) == len(office.pools)
    assert page.has("svg.plot")


def answered(office: Backoffice, supervisor: Browser, form: dict[str, str]) -> str:
    """Have a what-if answered, and give the address of its page."""
    imported(office, days=140)
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
