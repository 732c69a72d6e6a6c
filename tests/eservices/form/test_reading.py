"""Forms: what was typed becomes answers, or every mistake at once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eservices.definition.form import Field, Form
from eservices.form import Code, Problem, entries_for, entries_of, read_fields, read_form
from eservices.form.problems import EXPLANATIONS
from tests.builders.portal import TYPED, a_thorough_eservice

TODAY = date(2026, 3, 2)
LABEL = {"fr": "Champ", "en": "Field"}
FILES = {"birth_certificate": ["a1"]}


def a_field(kind: str, **more: object) -> Field:
    return Field.model_validate({"id": "it", "type": kind, "label": LABEL, **more})


def read(kind: str, typed: str, **more: object) -> object:
    """Read one field: its answer, or the code of its mistake."""
    answers, problems = read_fields([a_field(kind, **more)], {"it": typed}, {}, TODAY)
    return problems[0].code if problems else answers.get("it")


def read_date(day: str, month: str, year: str, **more: object) -> object:
    entries = {"it-day": day, "it-month": month, "it-year": year}
    answers, problems = read_fields([a_field("date", **more)], entries, {}, TODAY)
    return problems[0].code if problems else answers.get("it")


def the_form() -> Form:
    return a_thorough_eservice().form


def all_typed(**changes: str) -> dict[str, str]:
    return {**TYPED["identity"], **TYPED["purpose"], **changes}


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        ("person-name", "  Afi   Sènami ", "Afi Sènami"),
        ("person-name", "N’Tcha-Gbéto O'Brien Jr.", "N’Tcha-Gbéto O'Brien Jr."),
        ("person-name", "Ɖɔ̀súƐ́", "Ɖɔ̀súƐ́"),
        ("person-name", "عبد الله", "عبد الله"),
        ("person-name", "\u202aDossou\u202c", "Dossou"),
        ("text", "<b>10 & 20</b> 🙂", "<b>10 & 20</b> 🙂"),
        ("text", "a\tb\u200b", "a b"),
        ("long-text", " un\r\ndeux ", "un\ndeux"),
        ("national-id", " 12 34-56 ab ", "1234-56AB"),
        ("national-id", "١٢٣٤", "1234"),
        ("integer", "1 234", 1234),
        ("integer", "1\u202f234", 1234),
        ("integer", "\u22125", -5),
        ("decimal", "12,50", 12.5),
        ("area", "250,00", 250),
        ("boolean", "no", False),
        ("mail", " Afi.Dossou+casier@Example.ORG ", "Afi.Dossou+casier@example.org"),
        ("mail", "afi@bénin.example", "afi@xn--bnin-bpa.example"),
        ("phone", "00 229 01.97-00 (00) 00", "+2290197000000"),
        ("phone", "97 00 00 00", "97000000"),
    ],
)
def test_what_is_typed_with_care_or_haste_is_understood(
    kind: str, typed: str, answer: object
) -> None:
    assert read(kind, typed) == answer


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("person-name", "Doss0u", Code.NOT_IN_A_NAME),
        ("person-name", "<b>Afi", Code.NOT_IN_A_NAME),
        ("person-name", "Afi 🙂", Code.NOT_IN_A_NAME),
        ("person-name", "- '", Code.NO_LETTER),
        ("person-name", "A" * 10_000, Code.TOO_LONG),
        ("person-name", "A\x00fi", Code.UNREADABLE),
        ("person-name", "a" + "\u0301" * 40, Code.UNREADABLE),
        ("person-name", "\u202e", Code.MISSING),
        ("text", "\ufffd!", Code.UNREADABLE),
        ("text", "a\ud800", Code.UNREADABLE),
        ("text", "x" * 201, Code.TOO_LONG),
        ("long-text", "x" * 3001, Code.TOO_LONG),
        ("national-id", "12é", Code.NOT_IN_A_NUMBER),
        ("integer", "douze", Code.NOT_A_NUMBER),
        ("integer", "1,5", Code.NOT_WHOLE),
        ("integer", "9" * 15 + "9", Code.NOT_A_NUMBER),
        ("decimal", "1.900", None),
        ("decimal", "1.234", Code.TOO_PRECISE),
        ("decimal", "1e9", Code.NOT_A_NUMBER),
        ("choice", "never", Code.NOT_AN_OPTION),
        ("boolean", "true", Code.NOT_AN_OPTION),
        ("mail", "afi@example", Code.NOT_A_MAIL),
        ("mail", "afi@example.org, b@example.org", Code.NOT_A_MAIL),
        ("mail", "a" * 65 + "@example.org", Code.NOT_A_MAIL),
        ("phone", "12", Code.NOT_A_PHONE),
        ("phone", "call me", Code.NOT_A_PHONE),
    ],
)
def test_what_cannot_be_understood_is_refused_with_its_reason(
    kind: str, typed: str, code: Code | None
) -> None:
    more = {"options": [{"value": "yes", "label": LABEL}]} if kind == "choice" else {}
    kept = entries_of((a_field(kind, **more),), {"it": typed})

    found = read(kind, kept["it"], **more)

    assert found == (code if code is not None else 1.9)


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (("1", "3", "1994"), "1994-03-01"),
        (("31", "2", "1994"), Code.DATE_UNREAL),
        (("1", "3", ""), Code.DATE_INCOMPLETE),
        (("1", "mars", "1994"), Code.DATE_INCOMPLETE),
        (("1", "3", "94"), Code.DATE_INCOMPLETE),
        (("1", "3", "1194"), Code.DATE_UNREAL),
        (("", " ", ""), Code.MISSING),
        (("3", "3", "2026"), Code.DATE_TOO_LATE),
        (("2", "3", "2026"), "2026-03-02"),
    ],
)
def test_a_date_is_read_from_its_three_boxes(parts: tuple[str, str, str], found: object) -> None:
    assert read_date(*parts, max="today") == found


def test_bounds_are_those_of_the_definition() -> None:
    assert read("integer", "0", min=1, max=5) is Code.TOO_SMALL
    assert read("integer", "6", min=1, max=5) is Code.TOO_LARGE
    assert read("integer", "5", min=1, max=5) == 5
    assert read("national-id", "123", pattern="[0-9]{10}") is Code.WRONG_FORM
    assert read_date("1", "3", "2026", min="today") is Code.DATE_TOO_EARLY


def test_every_mistake_of_every_page_is_named_at_once() -> None:
    reading = read_form(the_form(), {"surname": "Doss0u", "mail": "afi"}, {}, TODAY)

    found = {problem.field: problem.code for problem in reading.problems}

    assert found == {
        "npi": Code.MISSING,
        "surname": Code.NOT_IN_A_NAME,
        "given_names": Code.MISSING,
        "born_on": Code.MISSING,
        "status": Code.MISSING_CHOICE,
        "copies": Code.MISSING,
        "abroad": Code.MISSING_CHOICE,
        "town": Code.MISSING,
        "mail": Code.NOT_A_MAIL,
        "birth_certificate": Code.MISSING_FILE,
    }


def test_a_complete_form_gives_typed_answers() -> None:
    reading = read_form(the_form(), all_typed(plot="12,5"), FILES, TODAY)

    assert reading.problems == ()
    assert reading.answers == {
        "npi": "1234567890",
        "surname": "Dossou",
        "given_names": "Afi Sènami",
        "born_on": "1994-03-01",
        "status": "citizen",
        "copies": 2,
        "plot": 12.5,
        "abroad": False,
        "town": "Cotonou",
        "mail": "afi@example.org",
        "phone": "+2290197000000",
        "birth_certificate": ["a1"],
    }


def test_a_question_is_asked_only_under_its_condition() -> None:
    resident = read_form(the_form(), all_typed(status="resident"), FILES, TODAY)
    citizen = read_form(the_form(), all_typed(country="Togo"), FILES, TODAY)

    assert {problem.field for problem in resident.problems} == {"country", "residence_proof"}
    assert "country" not in citizen.answers


def test_a_page_that_asks_nothing_is_left_out() -> None:
    content = the_form().model_dump(mode="json", exclude_none=True)
    content["pages"][2]["when"] = 'answers.status == "resident"'
    reading = read_form(Form.model_validate(content), all_typed(), {}, TODAY)

    assert [read.page.page for read in reading.pages] == ["identity", "purpose"]
    assert reading.problems == ()


def test_an_answer_can_be_typed_again_as_it_was_read() -> None:
    reading = read_form(the_form(), all_typed(plot="12,5"), FILES, TODAY)
    typed: dict[str, str] = {}
    for field in the_form().fields():
        typed |= entries_for(field, reading.answers.get(field.id))

    assert read_form(the_form(), typed, FILES, TODAY).answers == reading.answers


@given(typed=st.dictionaries(st.sampled_from(sorted(all_typed())), st.text(max_size=300)))
def test_whatever_is_typed_is_answered_or_refused_and_never_fails(typed: dict[str, str]) -> None:
    kept = entries_of(the_form().fields(), typed)
    reading = read_form(the_form(), kept, FILES, TODAY)

    wrong = {problem.field for problem in reading.problems}
    assert not wrong & reading.answers.keys()
    for problem in reading.problems:
        assert problem.explain("fr")
    for value in kept.values():
        assert "\x00" not in value.encode().decode()


@given(number=st.decimals(-(10**9), 10**9, places=2))
def test_a_number_written_the_french_way_is_read_exactly(number: object) -> None:
    assert str(read("decimal", f"{number:,}".replace(",", " ").replace(".", ","))) in {
        str(number),
        str(float(str(number))),
        str(int(float(str(number)))),
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_mistake_has_its_words_in_each_language(language: str) -> None:
    filling = {"limit": TODAY, "length": 12, "characters": "0"}

    said = {code: Problem("it", code, filling).explain(language) for code in Code}

    assert EXPLANATIONS.keys() == set(Code)
    assert all(said.values())
    assert ("2 mars 2026" if language == "fr" else "March 2, 2026") in said[Code.DATE_TOO_LATE]
