"""Files on paper: batches with a number, a slip and a clock, acknowledged file by file."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text, update

from eservices.counter import batches, transmitting
from eservices.counter.batches import Paper
from eservices.counter.tables import paper_batches, paper_files
from tests.builders.backoffice import Backoffice, Browser, page_of
from tests.builders.counter import another_office
from tests.builders.counter_desk import AtWork, somebody_at_the_counter
from tests.builders.portal import ZONE
from workflows.actors import Role
from workflows.calendars import due, working_time_of
from workflows.cases import Case
from workflows.language.values import Span
from workflows.tables import accounts


@pytest.fixture
def town_hall(office: Backoffice) -> AtWork:
    """Seat somebody at the counter of an office that treats nothing itself."""
    with office.engine.begin() as connection:
        slug = another_office(connection)
    return somebody_at_the_counter(office, slug)


def adds(at_work: AtWork, case: Case, kind: str = "consent") -> int:
    form = {"reference": case.reference, "kind": kind}
    return at_work.browser.post("/counter/batches", form).status_code


def sent(at_work: AtWork, *cases: Case) -> int:
    """Send these in a batch and give its identifier."""
    for case in cases:
        assert adds(at_work, case) == 303
    page = at_work.browser.read("/counter/batches")
    close = page.attribute("form[action^='/counter/batches/']", "action")
    assert at_work.browser.post(close).status_code == 303
    return int(close.rsplit("/", 1)[-1])


def first_number(office: Backoffice) -> str:
    """Tell which number the first batch of this year bears."""
    with office.engine.begin() as connection:
        return f"BT-{office.clock.now(connection).astimezone(ZONE):%y}-00001"


def found(office: Backoffice, browser: Browser, batch: int, *standings: str) -> None:
    """Say of each file of a batch what was found, in their order."""
    with office.engine.begin() as connection:
        ids = [one.id for one in batches.files_in(connection, batch)]
    form = {f"file-{id_}": standing for id_, standing in zip(ids, standings, strict=True)}
    assert browser.post(f"/batches/{batch}", form).status_code == 303


def test_a_signed_form_waits_to_be_put_into_a_batch(town_hall: AtWork) -> None:
    case = town_hall.files()
    assert case.reference in town_hall.browser.read("/counter/batches").text("ul.plain")

    statuses = [adds(town_hall, case), adds(town_hall, case), adds(town_hall, case, "originals")]

    page = town_hall.browser.read("/counter/batches")
    assert statuses == [303, 422, 303]
    assert page.texts("ol li") == [
        f"{case.reference} – Signed form",
        f"{case.reference} – Originals",
    ]
    assert not page.has("ul.plain")


def test_one_paper_added_by_two_offices_at_once_lies_in_one_batch(
    office: Backoffice, town_hall: AtWork
) -> None:
    with office.engine.begin() as connection:
        annex = another_office(connection, "annex")
    other, case = somebody_at_the_counter(office, annex), town_hall.files()
    with ThreadPoolExecutor(1) as somebody:
        with office.engine.begin() as connection:
            now = office.clock.now(connection)
            transmitting.add(connection, case, Paper.CONSENT, town_hall.account, zone=ZONE, now=now)
            second = somebody.submit(adds, other, case)
            while not connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                time.sleep(0.01)
        status = second.result(timeout=60)

    assert status == 422
    assert case.reference in town_hall.browser.read("/counter/batches").text("ol li")
    assert not other.browser.read("/counter/batches").has("ol li")


def test_a_closed_batch_has_a_number_a_slip_and_a_clock_in_working_time(
    office: Backoffice, town_hall: AtWork
) -> None:
    case = town_hall.files()
    batch = sent(town_hall, case)

    slip = town_hall.browser.get(f"/counter/batches/{batch}/slip")
    again = town_hall.browser.post(f"/counter/batches/{batch}")
    later = adds(town_hall, town_hall.files())

    with office.engine.begin() as connection:
        closed = batches.find(connection, batch)
        assert closed is not None
        assert closed.closed_at is not None
        working = working_time_of(connection, "mairie")
        by = due(working, closed.closed_at, Span.of("5 working-days"))
        opened = (
            connection.execute(
                select(paper_batches.c.id).where(paper_batches.c.closed_at.is_(None))
            )
            .scalars()
            .all()
        )
    number = first_number(office)
    assert (closed.number, closed.due_at, len(closed.digest or "")) == (number, by, 64)
    assert (slip.mimetype, slip.data[:5], again.status_code) == ("application/pdf", b"%PDF-", 409)
    assert (later, len(opened), opened[0] != batch) == (303, 1, True)
    assert office.journal(case)[-1].data["batch"] == number


def test_a_batch_is_numbered_in_the_year_of_the_office_that_sends_it(
    office: Backoffice, town_hall: AtWork
) -> None:
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        last = datetime(now.year, 12, 31, 23, 30, tzinfo=UTC)
        office.clock.advance(last - now)
    at_work = replace(town_hall, browser=office.browser(town_hall.account))

    batch = sent(at_work, at_work.files())

    with office.engine.begin() as connection:
        closed = batches.find(connection, batch)
    assert closed is not None
    assert closed.number == f"BT-{last.year % 100 + 1}-00001", "it is the new year there by an hour"


def test_the_receiving_office_acknowledges_each_file_and_names_the_others(
    office: Backoffice, town_hall: AtWork
) -> None:
    first, second = town_hall.files(), town_hall.files()
    batch = sent(town_hall, first, second)
    agent = office.browser(office.hire(Role.AGENT))
    assert first_number(office) in agent.read("/batches").text("tbody th")
    found(office, agent, batch, "received", "missing")
    agent.post(f"/batches/{batch}", {"surplus": f"also {first.reference} and x"})

    page = agent.read(f"/batches/{batch}")
    assert page.texts("tbody td:nth-child(3)")[0] == "there"
    assert page.has("input[value=missing][checked]")
    assert f"Not listed, and there all the same: {first.reference}" in page.words
    assert [office.journal(one)[-1].trigger for one in (first, second)] == [
        "paper_received",
        "paper_missing",
    ]
    # What was missing lies at the counter again, and what was found is not asked for twice.
    assert second.reference in town_hall.browser.read("/counter/batches").text("ul.plain")
    entries = len(office.journal(first))
    found(office, agent, batch, "missing", "received")
    assert len(office.journal(first)) == entries
    assert office.journal(second)[-1].trigger == "paper_received"


def test_only_the_office_it_was_sent_to_acknowledges_a_batch(
    office: Backoffice, town_hall: AtWork
) -> None:
    batch = sent(town_hall, town_hall.files())
    from_third = office.hire(Role.AGENT)
    with office.engine.begin() as connection:
        third = another_office(connection, "third")
        mine = accounts.c.id == from_third.id
        connection.execute(update(accounts).where(mine).values(office=third))
    stranger = office.browser(from_third)
    with office.engine.begin() as connection:
        file = connection.execute(select(paper_files.c.id)).scalar_one()

    assert stranger.get(f"/batches/{batch}").location == "/batches"
    answer = stranger.post(f"/batches/{batch}", {f"file-{file}": "received"})
    assert answer.location == "/batches"
    assert "No batch was sent." in stranger.read("/batches").words
    other_counter = somebody_at_the_counter(office)
    assert other_counter.browser.get(f"/counter/batches/{batch}/slip").status_code == 409


def test_a_late_batch_stands_on_the_board_and_is_told_once(
    office: Backoffice, town_hall: AtWork
) -> None:
    batch = sent(town_hall, town_hall.files())
    number, supervisor = first_number(office), office.hire(Role.SUPERVISOR)
    calm = office.browser(supervisor).read("/board").words
    office.clock.advance(timedelta(days=15))
    with office.engine.begin() as connection:
        told = [
            transmitting.mark_late(connection, now=office.clock.now(connection)) for _ in range(2)
        ]

    board = office.browser(supervisor).read("/board")

    assert ("1 batch of files on paper" in calm, "is late" in calm) == (True, False)
    assert f"{number} from Cotonou city hall to CNCJ, Cotonou is late" in board.words
    assert told == [1, 0]
    found(office, office.browser(office.hire(Role.AGENT)), batch, "received")
    assert "batch of files" not in office.browser(supervisor).read("/board").words


def test_an_office_sends_nothing_to_itself_and_no_empty_batch(
    office: Backoffice, town_hall: AtWork
) -> None:
    here = somebody_at_the_counter(office)
    case = here.files()
    answer = here.browser.post("/counter/batches", {"reference": case.reference, "kind": "consent"})
    unknown = here.browser.post("/counter/batches", {"reference": "?", "kind": "consent"})
    kindless = here.browser.post("/counter/batches", {"reference": case.reference})

    assert "Your own office treats this case" in page_of(answer).words
    assert [one.status_code for one in (answer, unknown, kindless)] == [422, 422, 422]
    assert town_hall.browser.post("/counter/batches/999").status_code == 409
