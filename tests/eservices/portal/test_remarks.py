"""“This sheet is wrong”: kept, answered, never lost, and no gift to machines."""

import pytest
from sqlalchemy import func, select

from eservices.catalogue.remarks import LONGEST_REMARK
from eservices.catalogue.tables import remarks
from tests.builders.portal import Site
from tests.builders.visitor import Visitor

FORM = "/sheets/eservice/criminal-record/remark"


def kept(site: Site) -> list[tuple[str, bool]]:
    with site.services.engine.begin() as connection:
        rows = connection.execute(select(remarks.c.said, remarks.c.suspect).order_by(remarks.c.id))
        return [(row.said, row.suspect) for row in rows]


def test_what_somebody_wrote_is_kept_and_shown_under_an_address_of_its_own(
    site: Site, visitor: Visitor
) -> None:
    visitor.get(FORM).press({"said": "Le prix est <b>faux</b>.\r\nC’est 2 000 F."})

    assert visitor.at.startswith("/remarks/")
    assert "Votre remarque a bien été reçue" in visitor.text
    assert "Le prix est <b>faux</b>." in visitor.text
    assert kept(site) == [("Le prix est <b>faux</b>.\nC’est 2 000 F.", False)]


@pytest.mark.parametrize("said", ["", "   ", "x" * (LONGEST_REMARK + 1)])
def test_what_cannot_be_kept_is_given_back(site: Site, visitor: Visitor, said: str) -> None:
    visitor.get(FORM).press({"said": said})

    assert visitor.last.status_code == 422
    assert visitor.held("said") == said.strip()
    assert kept(site) == []


def test_a_machine_is_marked_and_a_person_taken_for_one_is_not_lost(
    site: Site, visitor: Visitor
) -> None:
    visitor.get(FORM).press({"said": "Le délai est faux.", "website": "https://spam.example"})

    assert kept(site) == [("Le délai est faux.", True)]
    assert "Votre remarque a bien été reçue" in visitor.text


def test_who_writes_too_often_waits_and_loses_nothing(site: Site, visitor: Visitor) -> None:
    for number in range(5):
        visitor.get(FORM).press({"said": f"Remarque {number}"})
    visitor.get(FORM).press({"said": "Une de plus"})

    assert visitor.last.status_code == 429
    assert visitor.held("said") == "Une de plus"
    assert len(kept(site)) == 5


def test_a_form_that_has_grown_old_gives_back_what_was_typed(site: Site, visitor: Visitor) -> None:
    visitor.post(FORM, {"said": "Écrit longtemps", "csrf_token": "stale"})

    assert visitor.last.status_code == 400
    assert visitor.held("said") == "Écrit longtemps"
    visitor.press()
    assert kept(site) == [("Écrit longtemps", False)]


@pytest.mark.parametrize(
    "address",
    ["/sheets/eservice/none/remark", "/sheets/none/criminal-record/remark", "/remarks/none"],
)
def test_what_does_not_exist_is_not_found(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).last.status_code == 404


def test_an_address_cannot_be_guessed(site: Site, visitor: Visitor) -> None:
    visitor.get(FORM).press({"said": "Une remarque"})

    with site.services.engine.begin() as connection:
        assert connection.execute(select(func.length(remarks.c.token))).scalar_one() >= 22
