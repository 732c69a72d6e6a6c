"""Out of turn in the back office: asked with a document, decided by another, seen on the record."""

from io import BytesIO

import pytest

from tests.builders.backoffice import PDF, Backoffice, Browser
from tests.builders.files import a_pdf
from workflows.actors import Role
from workflows.cases import Case
from workflows.journal import Happening
from workflows.openings import openings_of

NOTE = "Ticket for Thursday."


@pytest.fixture
def waiting(office: Backoffice) -> list[Case]:
    return [office.a_waiting_case() for _ in range(3)]


@pytest.fixture
def asker(office: Backoffice) -> Browser:
    return office.browser(office.hire(Role.SUPERVISOR))


@pytest.fixture
def other(office: Backoffice) -> Browser:
    return office.browser(office.hire(Role.SUPERVISOR))


def ask(browser: Browser, case: Case, **changes: object) -> str:
    form: dict[str, object] = {
        "reference": case.reference.lower(),
        "reason": "booked_travel",
        "note": NOTE,
        "document": (BytesIO(a_pdf()), "billet.pdf"),
    }
    answer = browser.post("/out-of-turn", form | changes)
    return str(answer.headers.get("Location", "")) or answer.get_data(as_text=True)


def test_another_supervisor_sees_the_document_and_grants(
    office: Backoffice, waiting: list[Case], asker: Browser, other: Browser
) -> None:
    assert ask(asker, waiting[2]) == "/out-of-turn"
    address = other.read("/out-of-turn").attribute("tbody a", "href")
    document = other.get(f"{address}/document")
    other.post(address, {"decision": "grant"})

    assert document.mimetype == "application/pdf"
    assert "sandbox" in document.headers["Content-Security-Policy"]
    assert office.claim(office.hire(Role.AGENT)).id == waiting[2].id
    assert "Granted" in other.read(address).text(".lead")
    with office.engine.begin() as connection:
        assert [one.purpose for one in openings_of(connection, waiting[2].id)] == ["out_of_turn"]


def test_whoever_asked_is_offered_no_decision_and_cannot_take_it(
    office: Backoffice, waiting: list[Case], asker: Browser
) -> None:
    ask(asker, waiting[2])
    assert not asker.read("/out-of-turn/1").has("button[name=decision]")

    asker.post("/out-of-turn/1", {"decision": "grant"})

    assert "Somebody else must decide" in asker.read("/out-of-turn/1").text(".said")
    assert Happening.OUT_OF_TURN not in [one.trigger for one in office.journal(waiting[2])]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": "friend"}, "Choose a reason"),
        ({"note": " "}, "Choose a reason"),
        ({"reference": "CJ-26-9999999-X"}, "No case has this reference"),
        ({"document": (BytesIO(b""), "empty.pdf")}, "empty"),
        ({"document": (BytesIO(b"MZ"), "ticket.pdf")}, "neither a PDF"),
        ({"document": (BytesIO(PDF), "torn.pdf")}, "damaged"),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_what_was_typed_stays(
    waiting: list[Case], asker: Browser, changes: dict[str, object], told: str
) -> None:
    page = ask(asker, waiting[2], **changes)

    assert told in page
    if "note" not in changes:
        assert NOTE in page
    assert not asker.read("/out-of-turn").has("tbody")


def test_two_decisions_at_once_are_one(waiting: list[Case], asker: Browser, other: Browser) -> None:
    ask(asker, waiting[2])
    other.post("/out-of-turn/1", {"decision": "decline"})
    other.post("/out-of-turn/1", {"decision": "grant"})

    page = other.read("/out-of-turn/1")

    assert "decided meanwhile" in page.text(".said")
    assert "Declined" in page.text(".lead")
