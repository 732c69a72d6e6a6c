"""The administrator's sheets: certified under a name, and remarks answered once."""

import pytest
from sqlalchemy import Engine, select

from eservices.catalogue.certifying import last_certifications
from eservices.catalogue.entries import SheetKind
from eservices.catalogue.remarks import open_remarks, remark_by_token, write_remark
from tests.builders.backoffice import Backoffice, Browser, page_of
from workflows.actors import Role
from workflows.tables import publications

NAME = (SheetKind.ESERVICE, "criminal-record")


@pytest.fixture
def administrator(office: Backoffice) -> Browser:
    return office.browser(office.hire(Role.ADMINISTRATOR))


def remarked(engine: Engine, said: str = "The fee is wrong.", *, suspect: bool = False) -> str:
    with engine.begin() as connection:
        digest = connection.execute(select(publications.c.live)).scalar_one()
        return write_remark(connection, NAME, digest, language="en", said=said, suspect=suspect)


def test_a_sheet_is_certified_as_it_was_read(office: Backoffice, administrator: Browser) -> None:
    page = administrator.read("/sheets")
    digest = page.attribute('input[name="digest"]', "value")

    administrator.post("/sheets/eservice/criminal-record", {"digest": "what it was before"})
    with office.engine.begin() as connection:
        assert last_certifications(connection) == {}
    administrator.post("/sheets/eservice/criminal-record", {"digest": digest})

    with office.engine.begin() as connection:
        assert last_certifications(connection)[NAME].digest == digest
    assert page.attribute("tbody a", "href").startswith("https://portal.example/services/")


@pytest.mark.parametrize("address", ["/sheets/eservice/none", "/sheets/none/criminal-record"])
def test_no_other_sheet_can_be_certified(administrator: Browser, address: str) -> None:
    assert administrator.post(address, {"digest": "x"}).status_code == 404


def test_a_remark_is_answered_once(office: Backoffice, administrator: Browser) -> None:
    token = remarked(office.engine)
    with office.engine.begin() as connection:
        number = open_remarks(connection)[0].id
    assert "The fee is wrong." in administrator.read("/remarks").words

    administrator.post(f"/remarks/{number}", {"answer": "It is 1,900 F."})
    administrator.post(f"/remarks/{number}", {"answer": "Another answer."})

    with office.engine.begin() as connection:
        found = remark_by_token(connection, token)
        assert found is not None
        assert found.answer == "It is 1,900 F."
        assert open_remarks(connection) == ()


@pytest.mark.parametrize("answer", ["", "  ", "x" * 2001])
def test_an_answer_that_cannot_be_kept_is_given_back(
    office: Backoffice, administrator: Browser, answer: str
) -> None:
    remarked(office.engine)
    with office.engine.begin() as connection:
        number = open_remarks(connection)[0].id

    sent = administrator.post(f"/remarks/{number}", {"answer": answer})

    assert sent.status_code == 422
    assert page_of(sent).typed("textarea") == [answer.strip()]


def test_what_machines_may_have_written_stands_last(
    office: Backoffice, administrator: Browser
) -> None:
    remarked(office.engine, "Buy now", suspect=True)
    remarked(office.engine, "The place is wrong.")

    assert administrator.read("/remarks").texts(".said-by-reader") == [
        "The place is wrong.",
        "Buy now",
    ]
