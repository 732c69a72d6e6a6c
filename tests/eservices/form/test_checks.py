"""Checks across answers: all that disagrees is said at once, and nothing that cannot be known."""

from datetime import date

from eservices.form import Code, Problem, read_form
from tests.builders.groups import PARENT, a_grouped_form

TODAY = date(2026, 3, 2)


def problems(**typed: str) -> list[tuple[str, str]]:
    found = read_form(a_grouped_form(), {**PARENT, "children": "0", **typed}, {}, TODAY).problems
    return [(problem.field, problem.explain("en")) for problem in found]


def test_answers_that_agree_pass() -> None:
    assert problems() == []


def test_what_disagrees_is_said_beside_each_field_concerned() -> None:
    late = {"until-day": "1", "until-month": "1", "until-year": "2020"}

    assert problems(**late) == [
        ("since", "The end comes before the beginning."),
        ("until", "The end comes before the beginning."),
    ]


def test_every_disagreement_and_every_mistake_is_said_at_once() -> None:
    found = problems(share="80", children="2", **{"until-year": "2020", "until-month": "1"})

    assert ("share", "Fifty at most for two children.") in found
    assert ("until", "The end comes before the beginning.") in found
    assert ("children.2.name", "Fill in this field.") in found


def test_a_check_waits_for_the_answers_that_it_reads() -> None:
    found = problems(**{"until-day": "31", "until-month": "2"})

    assert found == [("until", "This date does not exist. Check the day, the month and the year.")]


def test_a_check_is_left_alone_where_its_condition_does_not_hold() -> None:
    assert problems(share="80", children="0") == []


def test_a_check_of_the_form_stands_on_each_page_of_its_fields() -> None:
    typed = {**PARENT, "share": "80", "children": "2"}
    reading = read_form(a_grouped_form(), typed, {}, TODAY)

    said = [
        [one.field for one in page.problems if one.code is Code.CHECK] for page in reading.pages
    ]

    assert said == [["share"], ["children"]]
    assert Problem("share", Code.CHECK).explain("en").startswith("Correct this")
