"""The administrator's pages of languages: drafts, approvals by somebody else, the journal."""

from typing import Any

import pytest

from eservices.translating.keeping import approved, entries_of, find
from tests.builders.backoffice import Backoffice, Browser
from workflows.actors import Role

TEXTS = "/texts/rn"


@pytest.fixture
def writer(office: Backoffice) -> Browser:
    return office.browser(office.hire(Role.ADMINISTRATOR))


@pytest.fixture
def reader(office: Backoffice) -> Browser:
    return office.browser(office.hire(Role.ADMINISTRATOR))


def send(browser: Browser, step: str, **form: Any) -> int:
    return browser.post(TEXTS, {"step": step, "source": "Oui", "words": "Ego"} | form).status_code


def read_by_citizens(office: Backoffice) -> dict[str, str]:
    with office.engine.begin() as connection:
        return approved(connection, "rn")


def test_one_writes_and_another_approves(
    office: Backoffice, writer: Browser, reader: Browser
) -> None:
    assert send(writer, "save") == 303
    assert send(writer, "approve") == 422
    assert read_by_citizens(office) == {}

    assert send(reader, "approve") == 303

    assert read_by_citizens(office) == {"Oui": "Ego"}
    page = writer.read(f"{TEXTS}?standing=approved")
    assert page.texts("article .french") == ["Oui"]
    assert "approved" in page.text("article details")
    with office.engine.begin() as connection:
        kept = find(connection, "rn", "Oui")
        assert kept is not None
        assert len(entries_of(connection, [kept.id])[kept.id]) == 2


def test_a_second_click_changes_nothing(
    office: Backoffice, writer: Browser, reader: Browser
) -> None:
    send(writer, "save")

    assert [send(reader, "approve") for _ in range(2)] == [303, 303]

    with office.engine.begin() as connection:
        kept = find(connection, "rn", "Oui")
        assert kept is not None
        assert len(entries_of(connection, [kept.id])[kept.id]) == 2


@pytest.mark.parametrize(
    ("step", "form"),
    [
        ("save", {"words": ""}),
        ("save", {"source": "Une phrase qui n’est nulle part"}),
        ("save", {"source": "%(number)s Ko", "words": "Ko"}),
        ("approve", {"words": "Eego"}),
        ("burn", {}),
    ],
)
def test_what_does_not_fit_is_refused_and_kept_on_the_page(
    office: Backoffice, writer: Browser, step: str, form: dict[str, str]
) -> None:
    assert send(writer, step, **form) == 422
    assert read_by_citizens(office) == {}


def test_the_list_is_searched_filtered_and_turned_page_by_page(writer: Browser) -> None:
    send(writer, "save")

    assert writer.read(f"{TEXTS}?q=OUI&standing=draft").texts("article .french") == ["Oui"]
    assert len(writer.read(TEXTS).texts("article")) == 25
    first, second = (writer.read(f"{TEXTS}?page={page}").texts(".french") for page in (1, 2))
    assert not set(first) & set(second)
    assert writer.read(f"{TEXTS}?page=9999").has(".empty")


def test_a_language_that_the_pack_does_not_declare_has_no_page(writer: Browser) -> None:
    assert writer.get("/texts/fon").status_code == 404
    assert "Ikirundi" in writer.read("/texts").words
