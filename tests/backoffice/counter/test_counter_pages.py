"""The counter in the back office: who may help, links of their own, and the day's receipts."""

import pytest
from sqlalchemy import select, update

from eservices.drafts import find_draft
from tests.builders.backoffice import Backoffice
from tests.builders.counter import OWN_PHONE, another_office
from tests.builders.counter_desk import BEGIN, AtWork, somebody_at_the_counter
from workflows.tables import accounts, offices


def test_a_counter_agent_comes_in_by_the_counter_and_sees_no_case(at_work: AtWork) -> None:
    home = at_work.browser.get("/")
    page = at_work.browser.read("/counter")

    assert home.location == "/counter"
    assert page.text("h1") == "Counter · CNCJ, Cotonou"
    assert page.texts("#eservice option") == ["Choose…", "Criminal record"]
    assert (
        "form-action 'self' https://portal.example"
        in (at_work.browser.get("/counter").headers["Content-Security-Policy"])
    )


def test_what_was_begun_waits_in_the_list_of_its_agent_alone(
    office: Backoffice, at_work: AtWork
) -> None:
    one, colleague = at_work.begins(), somebody_at_the_counter(office)

    again = at_work.browser.post(f"/counter/{one.id}")
    foreign = colleague.browser.post(f"/counter/{one.id}")

    assert at_work.browser.read("/counter").has("form[action$='/drop']")
    assert again.location.startswith("https://portal.example/counter/")
    assert foreign.location == "/counter"
    assert not colleague.browser.read("/counter").has("form[action$='/drop']")


def test_somebody_moved_to_another_office_leaves_their_drafts_behind(
    office: Backoffice, at_work: AtWork
) -> None:
    one = at_work.begins()
    with office.engine.begin() as connection:
        mine = accounts.c.id == at_work.account.id
        elsewhere = another_office(connection)
        connection.execute(update(accounts).where(mine).values(office=elsewhere))

    assert at_work.browser.post(f"/counter/{one.id}").location == "/counter"
    assert not at_work.browser.read("/counter").has("form[action$='/drop']")


def test_what_is_given_up_is_erased(office: Backoffice, at_work: AtWork) -> None:
    one = at_work.begins()

    at_work.browser.post(f"/counter/{one.id}/drop")

    assert "Given up." in at_work.browser.read("/counter").words
    with office.engine.begin() as connection, pytest.raises(Exception, match="unknown draft"):
        find_draft(connection, one.draft_id, now=office.clock.now(connection))


def test_the_receipt_is_printed_again_on_the_same_day_by_the_same_person(
    office: Backoffice, at_work: AtWork
) -> None:
    case = at_work.files()
    one, colleague = at_work.last(), somebody_at_the_counter(office)
    page = at_work.browser.read("/counter")

    mine = at_work.browser.get(f"/counter/{one.id}/receipt")
    foreign = colleague.browser.get(f"/counter/{one.id}/receipt")

    assert case.reference in page.text("tbody")
    assert "on paper" in page.text("tbody")
    assert (mine.mimetype, mine.data[:5]) == ("application/pdf", b"%PDF-")
    assert foreign.location == "/counter"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"office": None}, "belongs to no office that receives visitors"),
        ({"phone": None}, "Neither your telephone nor your mail address is recorded."),
    ],
)
def test_nobody_helps_without_a_counter_and_an_address_of_their_own(
    office: Backoffice, at_work: AtWork, changes: dict[str, None], told: str
) -> None:
    with office.engine.begin() as connection:
        mine = accounts.c.id == at_work.account.id
        connection.execute(update(accounts).where(mine).values(changes))

    answer = at_work.browser.post("/counter", BEGIN)

    assert answer.location == "/counter"
    assert told in at_work.browser.read("/counter").words


def test_an_office_without_visitors_has_no_counter(office: Backoffice, at_work: AtWork) -> None:
    with office.engine.begin() as connection:
        connection.execute(update(offices).values(content={"counter": False}))

    assert "receives visitors" in at_work.browser.read("/counter").words


@pytest.mark.parametrize("form", [{}, {"eservice": "no-such"}, {"eservice": "'; --"}])
def test_what_is_not_offered_cannot_be_begun(at_work: AtWork, form: dict[str, str]) -> None:
    assert at_work.browser.post("/counter", form).location == "/counter"
    assert "cannot be applied for at a counter" in at_work.browser.read("/counter").words


def test_the_own_telephone_is_the_one_that_was_recorded(
    office: Backoffice, at_work: AtWork
) -> None:
    with office.engine.begin() as connection:
        mine = accounts.c.id == at_work.account.id
        phone = connection.execute(select(accounts.c.phone).where(mine)).scalar_one()

    assert phone == OWN_PHONE
