"""Handing a printed act over: a proof for each print, and never what is unpaid, ended or secret."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from backoffice.retention.personal import erase_answers
from delivery.register import Act, revoke
from eservices.counter.tables import hand_overs
from payments.charges import freeze
from payments.money import Money
from payments.tariff import AssessedLine
from tests.builders.backoffice import Backoffice, page_of
from tests.builders.counter import a_counter_agent, code_sent, issue_an_act
from tests.builders.counter_desk import AtWork, somebody_at_the_counter
from tests.builders.delivery import use_up_the_texts
from workflows.cases import Case
from workflows.language.values import Text
from workflows.openings import openings_of
from workflows.tables import applicants

SEALED = b"%PDF-1.7 the sealed act"
PAPER = {"kind": "passport", "name": "DOSSOU Afi", "end": "AB 12345"}


@pytest.fixture
def issued(office: Backoffice) -> tuple[Case, Act]:
    case = office.a_waiting_case()
    with office.engine.begin() as connection:
        mine = applicants.c.case_id == case.id
        connection.execute(update(applicants).where(mine).values(phone="+2290197000000"))
        return case, issue_an_act(connection, case, office.storage.put(SEALED), office.clock)


def codes_of(office: Backoffice) -> str:
    services = office.app.extensions["backoffice"]
    return code_sent(office.engine, services.codes, office.clock)


def test_an_identity_document_prints_the_act_once(
    office: Backoffice, at_work: AtWork, issued: tuple[Case, Act]
) -> None:
    case, act = issued
    scanned = f"https://portal.example/track?reference={case.reference.lower()}"
    shown = page_of(at_work.browser.post("/counter/documents", {"reference": scanned}))
    assert act.number in shown.words
    assert "Dossou" not in shown.words

    answer = at_work.browser.post(
        "/counter/documents/proof", {"reference": case.reference, **PAPER}
    )
    first = at_work.browser.post(answer.location)
    second = at_work.browser.post(answer.location)

    assert (first.mimetype, first.data) == ("application/pdf", SEALED)
    assert (second.status_code, "printed already" in second.get_data(as_text=True)) == (409, True)
    with office.engine.begin() as connection:
        kept = connection.execute(select(hand_overs)).one()
        looks = [one.purpose for one in openings_of(connection, case.id)]
    told = office.journal(case)[-1]
    assert (kept.manner, kept.document_kind, kept.document_end) == (
        "identity",
        "passport",
        "B12345",
    )
    assert (told.trigger, told.account_id) == ("handed_over", at_work.account.id)
    assert looks == ["hand_over"]


def test_a_code_sent_to_the_telephone_of_the_case_is_a_proof(
    office: Backoffice, at_work: AtWork, issued: tuple[Case, Act]
) -> None:
    case, _act = issued
    sent = {"reference": case.reference, "channel": "sms"}
    page = page_of(at_work.browser.post("/counter/documents/code", sent))
    asked = page.attribute("input[name=asked]", "value")
    proof = {"reference": case.reference, "asked": asked, "by": "sms"}
    code = codes_of(office)
    wrong = "000000" if code != "000000" else "111111"

    refused = at_work.browser.post("/counter/documents/proof", {**proof, "code": wrong})
    right = at_work.browser.post("/counter/documents/proof", {**proof, "code": code})
    again = at_work.browser.post("/counter/documents/proof", {**proof, "code": code})

    assert "… 00" in page.words
    assert "+229" not in page.words
    assert [refused.status_code, right.status_code, again.status_code] == [422, 303, 422]


def test_when_no_short_message_goes_any_more_a_document_is_looked_at(
    office: Backoffice, at_work: AtWork, issued: tuple[Case, Act]
) -> None:
    use_up_the_texts(office.engine, office.clock)

    sent = {"reference": issued[0].reference, "channel": "sms"}
    answer = at_work.browser.post("/counter/documents/code", sent)

    assert answer.status_code == 429
    assert "No short message can be sent any more today" in answer.get_data(as_text=True)


def test_the_code_of_one_case_hands_over_no_other(
    office: Backoffice, at_work: AtWork, issued: tuple[Case, Act]
) -> None:
    case, _act = issued
    other = office.a_waiting_case()
    with office.engine.begin() as connection:
        issue_an_act(connection, other, office.storage.put(SEALED + b" 2"), office.clock)
    sent = {"reference": case.reference, "channel": "sms"}
    page = page_of(at_work.browser.post("/counter/documents/code", sent))
    asked = page.attribute("input[name=asked]", "value")

    answer = at_work.browser.post(
        "/counter/documents/proof",
        {"reference": other.reference, "asked": asked, "code": codes_of(office)},
    )

    assert answer.status_code == 422
    assert "This code has ended." in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "Koffi Mensah"}, "This is not the name in which the case was lodged."),
        ({"name": "Afi"}, "This is not the name in which the case was lodged."),
        ({"end": "1"}, "Choose the kind of document"),
        ({"kind": "library_card"}, "Choose the kind of document"),
    ],
)
def test_a_document_that_proves_nothing_hands_nothing_over(
    office: Backoffice,
    at_work: AtWork,
    issued: tuple[Case, Act],
    changes: dict[str, str],
    told: str,
) -> None:
    form = {"reference": issued[0].reference, **PAPER, **changes}

    answer = at_work.browser.post("/counter/documents/proof", form)

    assert (answer.status_code, told in answer.get_data(as_text=True)) == (422, True)
    with office.engine.begin() as connection:
        assert connection.execute(select(hand_overs)).all() == []


def tries(at_work: AtWork, case: Case, name: str) -> tuple[int, bool]:
    form = {"reference": case.reference, **PAPER, "name": name}
    answer = at_work.browser.post("/counter/documents/proof", form)
    return answer.status_code, "Too many other names" in answer.get_data(as_text=True)


def test_names_of_one_act_are_not_tried_until_one_fits(
    office: Backoffice, at_work: AtWork, issued: tuple[Case, Act]
) -> None:
    case, _act = issued
    others = ("Koffi Mensah", "Awa Zinsou", "Jean Houngbo", "Afi Dossou")
    colleague = somebody_at_the_counter(office)

    answers = [tries(at_work, case, name) for name in others]

    assert answers == [(422, False)] * 3 + [(429, True)]
    assert tries(colleague, case, "Afi Dossou") == (429, True)
    office.clock.advance(timedelta(minutes=16))
    later = replace(at_work, browser=office.browser(at_work.account))
    assert tries(later, case, "Afi Dossou") == (303, False)


def test_one_agent_does_not_try_names_over_many_acts(office: Backoffice, at_work: AtWork) -> None:
    cases = [office.a_waiting_case() for _ in range(4)]
    with office.engine.begin() as connection:
        for at, case in enumerate(cases):
            issue_an_act(connection, case, office.storage.put(SEALED + bytes(at)), office.clock)

    answers = [tries(at_work, case, "Koffi Mensah") for case in cases for _again in range(3)]

    assert answers == [(422, False)] * 10 + [(429, True)] * 2
    assert tries(somebody_at_the_counter(office), cases[3], "Afi Dossou")[0] == 303


def test_an_act_that_ended_or_is_unpaid_is_not_handed_over(
    office: Backoffice, at_work: AtWork, issued: tuple[Case, Act]
) -> None:
    case, act = issued
    answer = at_work.browser.post(
        "/counter/documents/proof", {"reference": case.reference, **PAPER}
    )
    with office.engine.begin() as connection:
        copy = AssessedLine("copy", Text({"fr": "Copie", "en": "Copy"}), Money(500, "XOF"))
        freeze(connection, case_id=case.id, lines=(copy,))
    unpaid = at_work.browser.post("/counter/documents", {"reference": case.reference})
    with office.engine.begin() as connection:
        revoke(connection, act.id, because="error", now=office.clock.now(connection))
    ended = at_work.browser.post("/counter/documents", {"reference": case.reference})
    printed = at_work.browser.post(answer.location)

    assert "still to be paid" in unpaid.get_data(as_text=True)
    assert "not valid any more" in ended.get_data(as_text=True)
    assert (printed.status_code, printed.mimetype) == (409, "text/html")


@pytest.mark.parametrize("typed", ["", "CJ-26-9999999-X", "'; drop", "x" * 500])
def test_what_is_no_case_is_said_to_be_none(at_work: AtWork, typed: str) -> None:
    answer = at_work.browser.post("/counter/documents", {"reference": typed})

    assert answer.status_code == 422
    assert "No case has this reference." in answer.get_data(as_text=True)


def test_a_case_without_an_act_says_so(office: Backoffice, at_work: AtWork) -> None:
    case = office.a_waiting_case()

    answer = at_work.browser.post("/counter/documents", {"reference": case.reference})

    assert "The document of this case is not ready." in answer.get_data(as_text=True)


def test_what_was_seen_of_a_document_is_erased_with_the_answers(
    office: Backoffice, at_work: AtWork, issued: tuple[Case, Act]
) -> None:
    at_work.browser.post("/counter/documents/proof", {"reference": issued[0].reference, **PAPER})

    with office.engine.begin() as connection:
        erase_answers(connection, [issued[0].id])
        kept = connection.execute(select(hand_overs)).one()

    assert (kept.document_kind, kept.document_end) == ("passport", "")


def test_another_agent_prints_nothing_of_a_colleagues_hand_over(
    office: Backoffice, at_work: AtWork, issued: tuple[Case, Act]
) -> None:
    from_mine = at_work.browser.post(
        "/counter/documents/proof", {"reference": issued[0].reference, **PAPER}
    ).location
    with office.engine.begin() as connection:
        somebody = a_counter_agent(connection)
    colleague = office.browser(somebody)

    assert colleague.post(from_mine).location == "/counter/documents"
    assert colleague.get(from_mine).location == "/counter/documents"
