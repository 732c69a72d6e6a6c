"""Conditions and formulas: what they may read, what they give, and when they do not hold."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflows.language.checker import Checker
from workflows.language.conditions import UnusableExpression, compile_condition
from workflows.language.lexicon import ExpressionError, Fault
from workflows.language.values import ValueType

TODAY = date(2026, 3, 15)
FIELDS = {
    "name": ValueType.TEXT,
    "status": ValueType.TEXT,
    "children": ValueType.NUMBER,
    "born_on": ValueType.DATE,
    "urgent": ValueType.TRUTH,
    "proof": ValueType.FILE,
}
CHECKER = Checker(FIELDS, {"status": frozenset({"citizen", "resident"})})


@pytest.mark.parametrize(
    ("expression", "answers", "value"),
    [
        ('answers.status == "citizen"', {"status": "citizen"}, True),
        ("answers.children > 2", {"children": 3}, True),
        ("answers.children > 2.5", {"children": 2}, False),
        ("answers.children * 2 + 1", {"children": 3}, 7),
        ("answers.children / 4", {"children": 3}, Decimal("0.75")),
        ("answers.area * 3", {"area": 10.5}, Decimal("31.5")),
        ('answers.status == "a" ? "x" : "y"', {"status": "b"}, "y"),
        ('answers.status in ["a", "b"]', {"status": "b"}, True),
        ("answers.born_on < today", {"born_on": "2026-03-14"}, True),
        ('answers.born_on < date("2000-01-01")', {"born_on": "1999-12-31"}, True),
        ("years_between(answers.born_on, today) >= 18", {"born_on": "2008-03-15"}, True),
        ("years_between(answers.born_on, today) >= 18", {"born_on": "2008-03-16"}, False),
        ("days_after(today, 17)", {}, "2026-04-01"),
        ('answers.name.startsWith("De ")', {"name": "De Souza"}, True),
        ("answers.proof != null", {"proof": ["file-1"]}, True),
        ("answers.proof != null", {"proof": []}, False),
        ('answers.name == "1 + 1"', {"name": "1 + 1"}, True),
    ],
)
def test_an_expression_gives_its_value(
    expression: str, answers: dict[str, Any], value: object
) -> None:
    result = compile_condition(expression).evaluate(answers, TODAY)

    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    "expression",
    [
        "answers.children > 2",
        "!(answers.children > 2)",
        "years_between(answers.born_on, today) >= 18",
        'answers.name.startsWith("A")',
    ],
)
def test_a_condition_on_a_missing_answer_does_not_hold(expression: str) -> None:
    condition = compile_condition(expression)

    assert condition.evaluate({}, TODAY) is False
    assert not condition.holds({}, TODAY)


def test_a_missing_answer_is_null() -> None:
    assert compile_condition("answers.name == null").holds({}, TODAY)
    assert compile_condition('answers.name != "A"').holds({}, TODAY)


def test_a_formula_on_a_missing_answer_gives_nothing() -> None:
    assert compile_condition("answers.children * 2").evaluate({}, TODAY) is None


def test_a_value_of_the_wrong_kind_is_an_error_and_never_a_guess() -> None:
    with pytest.raises(UnusableExpression):
        compile_condition("answers.children * 2").evaluate({"children": "three"}, TODAY)


def test_a_condition_names_the_fields_it_reads() -> None:
    condition = compile_condition('answers.b == "answers.c" || answers.a > 1 && answers.b != null')

    assert condition.names() == ("b", "a")


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("x" * 501, Fault.TOO_LONG),
        ("answers.a ==", Fault.UNREADABLE),
        ("answers.a == 'b' // note", Fault.UNREADABLE),
        ("answers['a']", Fault.WHOLE_ANSWERS),
        ("answers", Fault.WHOLE_ANSWERS),
        ("answers.a.b", Fault.UNKNOWN_WORD),
        ("[1, 2].map(x, x)", Fault.UNKNOWN_WORD),
        ("[1].exists(x, x > 0)", Fault.UNKNOWN_WORD),
        ("has(answers.a)", Fault.UNKNOWN_WORD),
        ("env.HOME", Fault.UNKNOWN_WORD),
        ('answers.a.matches("(a+)+$")', Fault.UNKNOWN_WORD),
        ("__import__('os')", Fault.UNKNOWN_WORD),
        ("answers.a / answers.b", Fault.DIVISION),
        ("1 / 0", Fault.DIVISION),
        ('date("2026-13-01") < today', Fault.NOT_A_DATE),
        ("date(answers.a) < today", Fault.NOT_A_DATE),
        ("(" * 240 + "1" + ")" * 240, Fault.UNREADABLE),
    ],
)
def test_an_expression_reaches_nothing_but_answers_and_today(expression: str, fault: Fault) -> None:
    with pytest.raises(ExpressionError) as refused:
        compile_condition(expression)

    assert refused.value.fault is fault


@pytest.mark.parametrize(
    ("expression", "gives", "fault"),
    [
        ("answers.age > 3", ValueType.TRUTH, Fault.UNKNOWN_FIELD),
        ("answers.name > 3", ValueType.TRUTH, Fault.MISMATCH),
        ("answers.born_on == answers.name", ValueType.TRUTH, Fault.MISMATCH),
        ("today - answers.born_on > today - today", ValueType.TRUTH, Fault.MISMATCH),
        ("false && answers.name > 3", ValueType.TRUTH, Fault.MISMATCH),
        ('answers.proof == "x"', ValueType.TRUTH, Fault.MISMATCH),
        ("answers.children + 1", ValueType.TRUTH, Fault.RESULT),
        ('answers.urgent == true ? "a" : "b"', ValueType.NUMBER, Fault.RESULT),
        ("answers.urgent", ValueType.TRUTH, Fault.BARE),
        ('answers.status == "foreigner"', ValueType.TRUTH, Fault.UNKNOWN_OPTION),
        ('"foreigner" != answers.status', ValueType.TRUTH, Fault.UNKNOWN_OPTION),
        ('answers.status in ["citizen", "x"]', ValueType.TRUTH, Fault.UNKNOWN_OPTION),
    ],
)
def test_types_and_options_are_checked_before_anybody_applies(
    expression: str, gives: ValueType, fault: Fault
) -> None:
    with pytest.raises(ExpressionError) as refused:
        CHECKER.check(expression, gives)

    assert refused.value.fault is fault


@pytest.mark.parametrize(
    ("expression", "offset"),
    [
        ("answers.children > 150 && answers.nothing == null", 34),
        ("answers.children > 150 && answers.name > 3", 39),
        ("150 > 20 && 3 > 2 && answers.name > 3", 34),
    ],
)
def test_a_fault_stands_at_its_character(expression: str, offset: int) -> None:
    with pytest.raises(ExpressionError) as refused:
        CHECKER.check(expression, ValueType.TRUTH)

    assert refused.value.offset == offset


@given(st.text(alphabet="answersb.tody()[]!&|=<>?:+-*/,\"'1 0", max_size=60))
@example("answers.a == answers.a")
def test_whatever_compiles_also_evaluates(expression: str) -> None:
    try:
        condition = compile_condition(expression)
    except ExpressionError:
        return

    try:
        condition.evaluate({}, TODAY)
    except UnusableExpression:
        assert condition.names() == ()


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_an_amount_of_an_answer_comes_back_exact(number: Decimal) -> None:
    assert compile_condition("answers.n").evaluate({"n": float(number)}, TODAY) == number
