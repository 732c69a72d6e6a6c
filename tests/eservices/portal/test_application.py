"""Applying: page by page, mistakes named at once, nothing typed lost, one case at the end."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select, update

from eservices.definition.publish import publish
from eservices.drafts import delete_expired
from eservices.portal.application import create_portal
from eservices.tables import drafts
from tests.builders.files import a_pdf, an_image
from tests.builders.portal import TYPED, Site, a_thorough_eservice
from tests.builders.visitor import Visitor, upload
from workflows.clock import ShiftedClock
from workflows.tables import cases, publications

WRONG = {
    "npi": "12",
    "surname": "Doss0u <b>🙂</b>",
    "born_on-day": "31",
    "born_on-month": "2",
    "born_on-year": "1990",
}


def count(site: Site) -> int:
    with site.services.engine.begin() as connection:
        found: int = connection.execute(select(func.count()).select_from(cases)).scalar_one()
    return found


def test_a_citizen_applies_from_the_catalogue_to_the_payment(site: Site, visitor: Visitor) -> None:
    visitor.get("/")
    assert "Casier judiciaire" in visitor.text

    visitor.fill_in()
    assert visitor.at.endswith("/check")
    assert "Afi Sènami" in visitor.text
    assert "1 mars 1994" in visitor.text

    visitor.press()
    assert visitor.at.endswith("/payment")
    assert "BJ-" in visitor.text
    assert "1\u202f900" in visitor.last.get_data(as_text=True)
    assert count(site) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Nom – N’utilisez que des lettres"),
        ("en", "Surname – Use only letters"),
    ],
)
def test_every_mistake_of_a_page_is_told_at_once_in_the_readers_language(
    site: Site, language: str, words: str
) -> None:
    visitor = Visitor(site.app, language).start()

    visitor.press(WRONG)

    assert visitor.last.status_code == 422
    mistakes = visitor.mistakes()
    expected = {"npi", "surname", "given_names", "born_on-day", "status-citizen"}
    assert mistakes.keys() == expected
    assert mistakes["surname"].startswith(words)
    for anchor in mistakes:
        assert visitor.page.find(id=anchor), f"the summary links to {anchor}, which is not there"


def test_nothing_typed_is_lost_even_when_it_is_wrong(visitor: Visitor) -> None:
    visitor.start().press(WRONG)
    address = visitor.at

    visitor.get("/").get(address)

    for name, typed in WRONG.items():
        assert visitor.held(name) == typed


def test_markup_is_shown_and_never_becomes_a_tag(visitor: Visitor) -> None:
    visitor.start().press({**WRONG, "surname": '"><script>alert(1)</script>'})

    assert not visitor.page.find("script", string="alert(1)")
    assert visitor.held("surname") == '"><script>alert(1)</script>'


@pytest.mark.parametrize("typed", ["A\x00fi", "عبد \u202eالله", "x" * 30_000, "🙂" * 500, "\r\n\t"])
def test_whatever_is_typed_gets_a_page_and_not_an_accident(visitor: Visitor, typed: str) -> None:
    visitor.start().press(dict.fromkeys(TYPED["identity"], typed))

    assert visitor.last.status_code == 422
    assert visitor.mistakes()


def test_an_answer_that_opens_another_question_asks_it_without_blame(visitor: Visitor) -> None:
    visitor.start().press({**TYPED["identity"], "status": "resident"})

    assert visitor.at.endswith("?more=1")
    assert not visitor.mistakes()
    assert visitor.page.find(id="country")

    visitor.press()
    assert visitor.mistakes().keys() == {"country"}
    visitor.press({"country": "Togo"})
    assert visitor.at.endswith("/pages/purpose")


def test_changing_one_answer_comes_back_to_the_check(visitor: Visitor) -> None:
    visitor.fill_in()
    change = visitor.page.select(".answers-head a")[0]["href"]

    visitor.get(str(change)).press({"surname": "Ahouansou"})

    assert visitor.at.endswith("/check")
    assert "Ahouansou" in visitor.text


def test_an_incomplete_application_cannot_be_sent(site: Site, visitor: Visitor) -> None:
    visitor.fill_in()
    check, token = visitor.at, visitor.token
    page = str(visitor.page.select(".answers-head a")[1]["href"])
    visitor.get(page).press({"town": ""})

    visitor.get(check)
    assert visitor.page.select(".problems a")
    assert not visitor.page.find_all("form", method="post")

    visitor.post(check.replace("/check", "/lodge"), token)
    assert visitor.last.status_code == 422
    assert count(site) == 0


def test_sending_twice_and_from_another_tab_makes_one_case(site: Site, visitor: Visitor) -> None:
    visitor.fill_in()
    check = visitor.at
    token = visitor.token
    lodge = check.replace("/check", "/lodge")

    first = visitor.post(lodge, token).at
    second = visitor.post(lodge, token).at
    other_tab = visitor.get(check).at

    assert first.rsplit("/", 1)[0] == second.rsplit("/", 1)[0] == other_tab.rsplit("/", 1)[0]
    assert count(site) == 1


def test_a_form_that_changed_is_shown_again_before_it_is_sent(site: Site, visitor: Visitor) -> None:
    visitor.fill_in()
    with site.services.engine.begin() as connection:
        publish(connection, a_thorough_eservice(code="PS99999"))

    visitor.press()
    assert visitor.last.status_code == 409
    assert "Ce formulaire a changé" in visitor.text

    visitor.press()
    assert visitor.at.endswith("/payment")


def test_a_service_withdrawn_meanwhile_says_so(site: Site, visitor: Visitor) -> None:
    visitor.fill_in()
    with site.services.engine.begin() as connection:
        connection.execute(publications.delete())

    visitor.get(visitor.at)

    assert visitor.last.status_code == 410
    assert "n’est plus proposée" in visitor.text


def test_a_draft_of_another_is_like_one_that_never_was(visitor: Visitor) -> None:
    answers = [
        visitor.get(f"/applications/{draft}/pages/identity").last
        for draft in ("A" * 22, "x", "%00", "a" * 4000)
    ]

    assert {answer.status_code for answer in answers} == {404}
    visitor.start()
    assert visitor.get(visitor.at.replace("identity", "nowhere")).last.status_code == 404


def test_files_are_added_without_javascript_and_removed(visitor: Visitor) -> None:
    visitor.start().press(TYPED["identity"]).press(TYPED["purpose"])
    both = [upload(a_pdf()), upload(an_image(), "verso.png")]

    visitor.press({"birth_certificate": both, "add": "birth_certificate"})
    assert [link.get_text() for link in visitor.page.select(".held a")] == ["acte.pdf", "verso.png"]

    shown = visitor.client.get(str(visitor.page.select(".held a")[0]["href"]))
    assert shown.mimetype == "application/pdf"
    assert "sandbox" in shown.headers["Content-Security-Policy"]

    visitor.press({"remove": str(visitor.page.select(".held button")[0]["value"])})
    assert [link.get_text() for link in visitor.page.select(".held a")] == ["verso.png"]


def test_a_refused_file_says_why_and_the_good_one_stays(visitor: Visitor) -> None:
    visitor.start().press(TYPED["identity"]).press(TYPED["purpose"])
    both = [upload(b"PK\x03\x04", "acte.docx"), upload(a_pdf(), "bon.pdf")]

    visitor.press({"birth_certificate": both})

    assert visitor.last.status_code == 422
    assert "acte.docx – Ce n’est ni un PDF" in visitor.mistakes()["birth_certificate"]
    assert [link.get_text() for link in visitor.page.select(".held a")] == ["bon.pdf"]


def test_a_script_sends_files_as_they_are_chosen(visitor: Visitor) -> None:
    visitor.start().press(TYPED["identity"]).press(TYPED["purpose"])
    token = visitor.token
    address = str(visitor.page.select("[data-upload]")[0]["data-upload"])

    good = visitor.post(address, {**token, "birth_certificate": upload(a_pdf())}).last
    bad = visitor.post(address, {**token, "birth_certificate": upload(b"MZ")}).last
    stray = visitor.post(address.replace("birth_certificate", "surname"), token).last

    assert "acte.pdf" in good.get_json()["held"]
    assert (bad.status_code, len(bad.get_json()["refused"])) == (422, 1)
    assert "acte.pdf" in bad.get_json()["held"]
    assert stray.get_json()["refused"] == []
    assert "<li>" not in stray.get_json()["held"]


def test_a_body_beyond_the_limit_is_refused_by_name(visitor: Visitor) -> None:
    visitor.start().press({**TYPED["identity"], "surname": "x" * 600_000})

    assert visitor.last.status_code == 413
    assert "trop volumineux" in visitor.text


def test_an_application_paused_for_long_has_expired(site: Site, visitor: Visitor) -> None:
    visitor.start()
    with site.services.engine.begin() as connection:
        connection.execute(update(drafts).values(expires_at=func.now()))

    assert visitor.get(visitor.at).last.status_code == 410
    assert "Recommencer" in visitor.text

    with site.services.engine.begin() as connection:
        assert delete_expired(connection, now=site.clock.now(connection)) == 1
    assert visitor.get(visitor.at).last.status_code == 410
    assert "30 jours" in visitor.text


class HurryingClock(ShiftedClock):
    """A clock by which a minute passes each time that it is asked."""

    def now(self, connection: Connection) -> datetime:
        self.advance(timedelta(minutes=1))
        return super().now(connection)


def test_an_application_that_expires_while_it_is_being_sent_is_told_so(
    site: Site, visitor: Visitor
) -> None:
    visitor.fill_in()
    clock = HurryingClock()
    desk = replace(site.services.desk, clock=clock)
    visitor.client = create_portal(replace(site.services, desk=desk)).test_client()
    visitor.get(visitor.at)
    with site.services.engine.begin() as connection:
        ends = clock.now(connection) + timedelta(seconds=90)
        connection.execute(update(drafts).values(expires_at=ends))

    visitor.press()

    assert visitor.last.status_code == 410
    assert "n’a pas été envoyée à temps" in visitor.text
    assert count(site) == 0
