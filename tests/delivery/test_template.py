"""What an act's template may say is settled when it is loaded."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from delivery.placeholders import (
    PlaceholderError,
    check_statement,
    fill,
    fill_number,
    fill_series,
    placeholders,
)
from delivery.validity import last_day
from tests.builders.delivery import a_template
from workflows.language.values import Span


def test_a_template_lists_what_it_quotes_in_every_language_once() -> None:
    template = a_template(
        identity=["surname"],
        statements=[{"fr": "{answers.surname} {act.number}", "en": "{answers.sex} {act.number}"}],
    )

    assert template.placeholders() == ("answers.surname", "act.number", "answers.sex")
    assert template.answers_quoted() == ("surname", "sex")


@pytest.mark.parametrize(
    "statement",
    [
        "{answers}",
        "{answers.Surname}",
        "{act.secret}",
        "{case}",
        "{}",
        "{answers.a.b}",
        "{ act.number }",
    ],
)
def test_a_statement_may_quote_only_what_the_grammar_knows(statement: str) -> None:
    with pytest.raises(ValidationError, match="unknown placeholder"):
        a_template(statements=[{"fr": statement, "en": "fine"}])


@pytest.mark.parametrize("statement", ["{", "}", "half {answers.surname", "a } b"])
def test_a_brace_left_alone_is_refused_with_its_place(statement: str) -> None:
    with pytest.raises(PlaceholderError, match="at character"):
        check_statement(statement)


def test_a_doubled_brace_is_a_brace() -> None:
    assert fill("{{{answers.a}}}", {"answers.a": "x"}) == "{x}"


@pytest.mark.parametrize(
    "number",
    [
        "CJ",
        "CJ-{year}",
        "CJ-{serial}",
        "{year}{serial:7}",
        "{year}{serial}{serial:07}",
        "{year}{day}{serial}",
    ],
)
def test_a_number_needs_its_year_and_one_serial(number: str) -> None:
    with pytest.raises(ValidationError, match="act number"):
        a_template(number=number)


def test_a_number_is_padded_but_never_cut() -> None:
    assert fill_number("CJ-{year}-{serial:03}", year=2026, serial=7) == "CJ-2026-007"
    assert fill_number("CJ-{year}-{serial:03}", year=2026, serial=12345) == "CJ-2026-12345"


def test_the_width_of_the_serial_does_not_begin_another_series() -> None:
    assert fill_series("CJ-{year}-{serial:07}", year=2026) == "CJ-2026-#"
    assert fill_series("CJ-{year}-{serial}", year=2026) == "CJ-2026-#"


@given(st.text(), st.text())
def test_what_a_citizen_typed_is_never_read_as_a_placeholder(typed: str, other: str) -> None:
    filled = fill("{answers.a}|{answers.b}", {"answers.a": typed, "answers.b": other})

    assert filled == f"{typed}|{other}"


@given(st.text(alphabet="{}ab.act_number ", max_size=40))
def test_any_text_is_either_refused_or_filled(text: str) -> None:
    try:
        names = placeholders(text)
    except PlaceholderError:
        return
    assert isinstance(fill(text, dict.fromkeys(names, "x")), str)


def test_validity_in_working_time_is_refused() -> None:
    with pytest.raises(ValidationError, match="days, months or years"):
        a_template(valid_for="2 working-days")


@pytest.mark.parametrize(
    ("issued_on", "valid_for", "last"),
    [
        (date(2026, 11, 22), "3 months", date(2027, 2, 22)),
        (date(2026, 11, 30), "3 months", date(2027, 2, 28)),
        (date(2027, 11, 30), "3 months", date(2028, 2, 29)),
        (date(2028, 2, 29), "1 year", date(2029, 2, 28)),
        (date(2026, 12, 31), "12 months", date(2027, 12, 31)),
        (date(2026, 12, 31), "1 day", date(2027, 1, 1)),
    ],
)
def test_validity_ends_on_the_same_day_or_the_month_s_last(
    issued_on: date, valid_for: str, last: date
) -> None:
    assert last_day(issued_on, Span.of(valid_for)) == last
