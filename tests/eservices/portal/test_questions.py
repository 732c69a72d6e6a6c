"""Citizens ask the office: nothing typed is lost, two clicks are one, the office has no name."""

from types import SimpleNamespace
from typing import cast

import pytest
from sqlalchemy import select

from eservices.definition.model import EService
from eservices.packs import read_eservices, read_pack
from eservices.portal.conversing import is_treated
from eservices.portal.visits import CaseVisit
from tests.builders.kernel import acting, an_account, an_office
from tests.builders.portal import Site
from tests.builders.visitor import Visitor
from workflows.cases import case_by_reference
from workflows.questions import answer, thread
from workflows.tables import questions


def asked(site: Site) -> list[str]:
    with site.services.engine.begin() as connection:
        return list(connection.execute(select(questions.c.text)).scalars())


def asks(visitor: Visitor, address: str, text: str) -> dict[str, str]:
    """Fill in the form of the case's page and send it."""
    visitor.get(address)
    form = {**visitor.token, "key": visitor.held("key"), "question": text}
    visitor.post(f"{address}/questions", form)
    return form


def test_a_question_is_asked_once_however_often_it_is_sent(site: Site, visitor: Visitor) -> None:
    address = visitor.apply()

    form = asks(visitor, address, "Puis-je <b>venir</b> ?")
    visitor.post(f"{address}/questions", form)

    assert asked(site) == ["Puis-je <b>venir</b> ?"]
    assert "Puis-je <b>venir</b> ?" in visitor.text
    assert "sous 2 jours ouvrés" in visitor.text


@pytest.mark.parametrize("typed", ["", "  \x00 ", "é" * 2001])
def test_what_cannot_be_asked_is_given_back(site: Site, visitor: Visitor, typed: str) -> None:
    address = visitor.apply()

    asks(visitor, address, typed)

    assert (visitor.last.status_code, asked(site)) == (422, [])
    assert visitor.page.select_one("textarea[aria-invalid]") is not None
    assert typed.replace("\x00", "").strip() in visitor.text


@pytest.mark.parametrize("service", read_eservices(read_pack("benin")), ids=lambda it: it.eservice)
def test_no_question_is_asked_on_complaints(service: EService) -> None:
    visit = cast("CaseVisit", SimpleNamespace(service=service))

    assert is_treated(visit) == (service.eservice not in {"complaint", "corruption-report"})


def test_the_fourth_question_waits_and_its_words_are_kept(site: Site, visitor: Visitor) -> None:
    address = visitor.apply()
    form = asks(visitor, address, "Question 1")
    for number in (2, 3, 4):
        again = {**form, "key": str(number) * 20, "question": f"Question {number}"}
        visitor.post(f"{address}/questions", again)

    assert (visitor.last.status_code, len(asked(site))) == (409, 3)
    assert "Question 4" in visitor.text
    visitor.get(address)
    assert visitor.page.select_one("textarea[name=question]") is None
    assert "Plusieurs questions attendent déjà" in visitor.text


def test_a_form_without_its_key_is_shown_again(site: Site, visitor: Visitor) -> None:
    address = visitor.apply()
    visitor.get(address)

    visitor.post(f"{address}/questions", {**visitor.token, "question": "Sans clé"})

    assert (visitor.last.status_code, asked(site)) == (422, [])
    assert "Sans clé" in visitor.text


def test_the_answer_is_read_with_its_office_and_no_name(site: Site, visitor: Visitor) -> None:
    address = visitor.apply()
    asks(visitor, address, "Quand ?")
    with site.services.engine.begin() as connection:
        agent = an_account(connection, *an_office(connection).values())
        case = case_by_reference(connection, address.split("/")[2])
        (question,) = thread(connection, case.id)
        workflow = site.till.workflow
        answer(connection, workflow, question, acting(agent), text="Lundi.")

    visitor.get(address)

    told = visitor.page.select_one("#questions blockquote")
    assert told is not None
    assert "Lundi." in told.get_text()
    assert told.select_one("strong") is not None
    assert told.select("strong")[0].get_text().strip()
    assert agent.name not in visitor.text
