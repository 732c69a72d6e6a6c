"""The supervisor's page of demand and staffing, from an empty house to a forecast."""

from datetime import timedelta

import pytest

from backoffice.demand.outlook import stored_outlook
from tests.builders.backoffice import Backoffice, Browser, page_of
from tests.builders.looking_ahead import has_a_past, work
from workflows.actors import Role


@pytest.fixture
def supervisor(office: Backoffice) -> Browser:
    return office.browser(office.hire(Role.SUPERVISOR))


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
        ({"expected": "9" * 5_000}, "whole number"),
        ({"name": "\x00"}, "Give the event a name"),
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


@pytest.mark.parametrize("touches", [{}, {"everywhere": "on"}])
def test_an_event_that_is_sent_twice_brings_its_candidates_once(
    supervisor: Browser, touches: dict[str, str]
) -> None:
    form = {
        "eservice": "criminal-record",
        "name": "Concours de la douane",
        "first_day": "2026-09-01",
        "last_day": "2026-09-14",
        "expected": "9000",
    }

    twice = [supervisor.post("/demand/events", form | touches).location for _click in range(2)]
    said = supervisor.read(twice[1]).words
    page = supervisor.read("/demand")
    supervisor.post(page.attribute(".events form", "action"), {"eservice": "criminal-record"})
    again = supervisor.read(supervisor.post("/demand/events", form | touches).location)

    assert "entered already" in said
    assert len(page.texts(".events tbody tr")) == 1
    # What was struck out may be entered afresh.
    assert len(again.texts(".events tbody tr")) == 1


def test_an_event_that_never_was_is_not_struck_out(supervisor: Browser) -> None:
    answer = supervisor.post(f"/demand/events/{10**30}/strike", {"eservice": "criminal-record"})

    assert "struck out already" in supervisor.read(answer.location).words


def test_an_impossible_what_if_is_refused_on_the_page(supervisor: Browser) -> None:
    answer = supervisor.post(
        "/demand/what-if", {"eservice": "criminal-record", "longer": "99", "candidates": "7"}
    )

    page = page_of(answer)
    assert answer.status_code == 422
    assert "impossible" in page.text("#problem")
    assert page.attribute("#candidates", "value") == "7"


def test_a_history_gives_a_forecast_with_plots_and_the_same_in_tables(
    office: Backoffice, supervisor: Browser
) -> None:
    has_a_past(office.engine, office.clock, days=140)
    supervisor.post("/demand/again", {"eservice": "criminal-record"})
    work(office)

    page = supervisor.read("/demand")

    assert len(page.texts(".weeks tr.ahead")) == 8
    assert page.has("svg.plot[role=img] title")
    assert not page.has("svg [style], svg style, svg script")
    assert "mean absolute scaled error" in page.words


def test_longer_hours_of_the_office_are_reckoned_with(
    office: Backoffice, supervisor: Browser
) -> None:
    has_a_past(office.engine, office.clock, days=70)
    office.hire(Role.AGENT)
    with office.engine.begin() as connection:
        today = office.clock.now(connection).date()
    lever = {
        "kind": "hours",
        "from_pool": str(office.pools["records"]),
        "until": (today + timedelta(days=20)).isoformat(),
        "reason": "peak",
        "note": "Concours.",
        "longer": "2",
    }

    capacities = []
    for _forecast in range(2):
        supervisor.post("/demand/again", {"eservice": "criminal-record"})
        work(office)
        with office.engine.begin() as connection:
            stored = stored_outlook(connection, "criminal-record")
        assert stored is not None
        assert stored.outlook.load is not None
        capacities.append(stored.outlook.load.capacity)
        supervisor.post("/levers", lever)

    usual, longer = capacities
    assert longer[0] > usual[0]
    # It ends within the third week.
    assert longer[-1] == pytest.approx(usual[-1])
