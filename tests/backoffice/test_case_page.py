"""The case screen: what it shows, what it must never show, and that every look is recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import sqlalchemy
from sqlalchemy import text

from tests.builders.backoffice import PDF, Backoffice, Browser, page_of
from tests.builders.eservices import MAIL, PHONE
from workflows.accounts import Account
from workflows.actors import APPLICANT, Role
from workflows.cases import Case
from workflows.openings import Opening, openings_of
from workflows.routing import route


def openings(office: Backoffice, case_id: int) -> list[tuple[str, str | None]]:
    with office.engine.begin() as connection:
        looks: tuple[Opening, ...] = openings_of(connection, case_id)
    return [(look.purpose, look.attachment_id) for look in looks]


@contextmanager
def no_opening_can_be_written(engine: sqlalchemy.Engine) -> Iterator[None]:
    """Make the database refuse every record of an opening, as a full disk would."""
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE file_openings ADD CONSTRAINT full_disk CHECK (false)"))
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE file_openings DROP CONSTRAINT full_disk"))


def test_the_screen_shows_answers_documents_clocks_and_history(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    case = office.case_in_hands_of(agent)
    piece = office.attach(case)

    page = office.browser(agent).read(f"/cases/{case.reference}")

    answers = dict(zip(page.texts(".answers dt"), page.texts(".answers dd"), strict=True))
    assert answers == {
        "Surname": "Dossou",
        "Given names": "Afi",
        "Sex": "Female",
        "Date of birth": "March 1, 1994",
        "Birth certificate": "acte.pdf",
    }
    assert page.attribute("iframe", "src") == f"/cases/{case.reference}/pieces/{piece.id}"
    step, promise = page.texts(".clock .left")
    assert step.endswith("of working time left")
    assert promise == "2 days 23 h left"
    assert "Payment received" in page.text(".history li")


def test_nothing_on_the_screen_lets_an_agent_reach_the_applicant(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    case = office.case_in_hands_of(agent)

    html = office.browser(agent).read(f"/cases/{case.reference}").html

    assert MAIL not in html
    assert "afi@example.org" not in html
    assert PHONE not in html
    assert "Email address" not in html
    assert "Telephone" not in html


def test_a_correction_is_marked_and_told(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    case = office.case_in_hands_of(agent)
    office.fire(case, "ask_applicant", agent, fields_to_correct=["surname"], reason="unreadable")
    with office.engine.begin() as connection:
        moved = office.workflow.fire(
            connection, case.id, "answer", actor=APPLICANT, answers={"surname": "Dossou-Yovo"}
        )
        route(connection, office.workflow, moved.id)
    office.claim(agent)

    page = office.browser(agent).read(f"/cases/{case.reference}")

    assert page.text(".corrected dd") == "Dossou-Yovo"
    assert page.texts(".said-with") == [
        "Corrected: Surname",
        "Reason: A document is unreadable.",
        "To correct: Surname",
    ]
    assert f"{agent.name} (agent)" in page.text(".history")


def test_a_late_step_says_by_how_much(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    office.a_waiting_case()
    office.clock.advance(timedelta(days=9))
    case = office.claim(agent)

    page = office.browser(agent).read(f"/cases/{case.reference}")

    assert len(page.texts(".clock.late")) == 2
    assert page.texts(".clock .left")[1].startswith("late by 6 days")


def test_every_look_is_recorded_with_what_was_looked_at(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    case = office.case_in_hands_of(agent)
    piece = office.attach(case)
    browser = office.browser(agent)

    browser.read(f"/cases/{case.reference}")
    browser.read(f"/cases/{case.reference}/act")
    browser.get(f"/cases/{case.reference}/pieces/{piece.id}/content")

    assert openings(office, case.id) == [
        ("treatment", None),
        ("act", None),
        ("attachment", piece.id),
    ]


def test_what_cannot_be_recorded_is_not_shown(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    case = office.case_in_hands_of(agent)
    piece = office.attach(case)
    browser = office.browser(agent)
    places = ("", "/act", f"/pieces/{piece.id}/content")

    with no_opening_can_be_written(office.engine):
        office.app.config["PROPAGATE_EXCEPTIONS"] = False
        answers = [browser.get(f"/cases/{case.reference}{place}") for place in places]

    assert [answer.status_code for answer in answers] == [500, 500, 500]
    assert not any(b"Dossou" in answer.data or PDF in answer.data for answer in answers)
    assert "Something failed on our side" in page_of(answers[0]).words


def test_looking_keeps_the_case_in_hand(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    case = office.case_in_hands_of(agent)
    browser = office.browser(agent)
    for _look in range(4):
        office.clock.advance(timedelta(minutes=14))
        answer = browser.get(f"/cases/{case.reference}")

    assert answer.status_code == 200


def test_a_signatory_reads_the_act_first(office: Backoffice) -> None:
    magistrate = office.hire(Role.SIGNATORY)
    case = office.case_in_hands_of(magistrate)
    office.attach(case)
    browser = office.browser(magistrate)

    page = browser.read(f"/cases/{case.reference}")
    act = browser.read(f"/cases/{case.reference}/act")

    assert page.attribute("iframe", "src") == f"/cases/{case.reference}/act"
    assert page.texts(".offer:not(.tell-problem, .aside) .label") == [
        "Sign",
        "Send back for verification",
    ]
    assert act.texts(".sheet > p:not([class])") == [
        "Nom : Dossou",
        f"Demande {case.reference}",
    ]


def test_an_opinion_is_told_with_its_verdict_and_its_words(
    office: Backoffice, agent: Account, browser: Browser, case: Case
) -> None:
    office.fire(case, "consult_court", agent, message="Un homonyme ?", note="Voir la page 2.")
    against = {"favourable": False, "text": "Le registre dit autre chose."}
    office.fire(office.claim(agent), "give_opinion", agent, opinion=against)
    office.claim(agent)

    page = browser.read(f"/cases/{case.reference}")

    assert page.texts(".said-with") == [
        "Opinion: unfavourable — Le registre dit autre chose.",
        "Message: Un homonyme ?",
        "Internal note: Voir la page 2.",
    ]
