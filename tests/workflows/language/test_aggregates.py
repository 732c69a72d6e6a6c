"""Loops over repeated groups: what they give, how they are typed, and why none can be costly."""

from datetime import date
from decimal import Decimal
from time import thread_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.language.checker import Checker
from workflows.language.conditions import UnusableExpression, compile_condition
from workflows.language.lexicon import MAX_LENGTH, ExpressionError, Fault
from workflows.language.values import ValueType

TODAY = date(2026, 3, 15)
OWNERS = {
    "name": ValueType.TEXT,
    "kind": ValueType.TEXT,
    "share": ValueType.NUMBER,
    "born_on": ValueType.DATE,
    "minor": ValueType.TRUTH,
}
CHECKER = Checker(
    {"price": ValueType.NUMBER, "status": ValueType.TEXT},
    {"owners.kind": frozenset({"person", "company"})},
    groups={"owners": OWNERS},
)
TWO = {
    "owners": [
        {"name": "Afi", "kind": "person", "share": 60, "born_on": "1990-01-01"},
        {"name": "Koffi", "kind": "company", "share": 40.5},
    ]
}
#: The most that the grammar allows.
MANY = {"owners": [{"share": 1, "name": "A" * 200}] * 20}


@pytest.mark.parametrize(
    ("expression", "answers", "value"),
    [
        ("count(answers.owners)", TWO, 2),
        ("count(answers.owners)", {"owners": []}, 0),
        ("count(answers.owners) * 2 + 1", TWO, 5),
        ("sum(answers.owners.map(item, item.share))", TWO, Decimal("100.5")),
        ("sum(answers.owners.map(item, item.share * 2)) > 200", TWO, True),
        ("answers.owners.exists(item, item.share > 50)", TWO, True),
        ("answers.owners.exists(item, item.share > 70)", TWO, False),
        ('answers.owners.all(item, item.name != "")', TWO, True),
        ('answers.owners.all(item, item.kind == "person")', {"owners": []}, True),
        ("answers.owners.exists(item, item.share > answers.price)", TWO | {"price": 59}, True),
        ("answers.owners.exists(item, item.born_on < today)", TWO, True),
    ],
)
def test_a_loop_gives_one_value_of_all_items(
    expression: str, answers: dict[str, Any], value: object
) -> None:
    CHECKER.check(expression, ValueType.TRUTH if isinstance(value, bool) else ValueType.NUMBER)

    assert compile_condition(expression).evaluate(answers, TODAY) == value


@given(st.lists(st.decimals(min_value=0, max_value=10_000, places=2), max_size=20))
def test_a_sum_is_exact(shares: list[Decimal]) -> None:
    answers = {"owners": [{"share": float(share)} for share in shares]}

    found = compile_condition("sum(answers.owners.map(item, item.share))").evaluate(answers, TODAY)

    assert found == sum(shares)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("answers.owners.all(item, item.born_on < today)", False),
        ("sum(answers.owners.map(item, item.area))", None),
        ("count(answers.children)", None),
        ("answers.children.exists(item, item.share > 1)", False),
    ],
)
def test_what_was_not_answered_holds_for_nobody(expression: str, value: object) -> None:
    assert compile_condition(expression).evaluate(TWO, TODAY) is value


def test_a_missing_answer_is_no_verdict_and_a_wrong_one_is_an_error() -> None:
    over = compile_condition("sum(answers.owners.map(item, item.share)) <= 100")

    assert over.verdict(TWO, TODAY) is False
    assert over.verdict({"owners": [{}]}, TODAY) is None
    with pytest.raises(UnusableExpression):
        over.verdict({"owners": [{"share": "half"}]}, TODAY)


def test_within_a_group_a_condition_reads_its_own_item() -> None:
    condition = CHECKER.within("owners").check('item.kind == "person"', ValueType.TRUTH)

    assert condition.holds({}, TODAY, item={"kind": "person"})
    assert not condition.holds({}, TODAY, item={})
    assert condition.items == ("kind",)


@pytest.mark.parametrize(
    ("expression", "fault", "offset"),
    [
        ("answers.owners.exists(item, item.shar > 1)", Fault.UNKNOWN_FIELD, 33),
        ("answers.owners.exists(item, item.name > 1)", Fault.MISMATCH, 38),
        ("answers.owners.exists(item, item.share)", Fault.RESULT, 0),
        ('answers.owners.exists(item, item.kind == "firm")', Fault.UNKNOWN_OPTION, 41),
        ("answers.owners.exists(item, item.minor)", Fault.BARE, 0),
        ("answers.owners == null", Fault.AGGREGATE, 8),
        ("count(answers.price) > 1", Fault.AGGREGATE, 14),
        ("count(answers.heirs) > 1", Fault.UNKNOWN_FIELD, 14),
        ("item.share > 1", Fault.UNKNOWN_WORD, 5),
        ("count(answers.owners) == answers.status", Fault.MISMATCH, 22),
        ("answers.owners.exists(one, one.share > 1)", Fault.UNKNOWN_WORD, 22),
        ("answers.owners.exists(item, item.minor == true, 1)", Fault.UNREADABLE, 0),
        ("answers.owners.map(item, item.share)", Fault.AGGREGATE, 15),
        ("sum(answers.owners)", Fault.AGGREGATE, 0),
        ("sum(answers.owners.map(item, item.share), 2)", Fault.AGGREGATE, 0),
        ("count(answers.owners, 2)", Fault.AGGREGATE, 0),
        ("count(today)", Fault.AGGREGATE, 6),
        ('"abc".exists(item, true)', Fault.AGGREGATE, 0),
        ("answers.owners.exists(item)", Fault.WHOLE_ANSWERS, 22),
        ("answers.owners.exists(item, )", Fault.AGGREGATE, 15),
        ("answers.owners.exists(item, item.share > 1", Fault.UNREADABLE, 21),
        (
            "answers.owners.exists(item, answers.owners.all(item, item.share > 1))",
            Fault.NESTED,
            28,
        ),
        ("answers.owners.exists(item, count(answers.owners) > 1)", Fault.NESTED, 28),
    ],
)
def test_a_loop_is_typed_and_stands_alone(expression: str, fault: Fault, offset: int) -> None:
    with pytest.raises(ExpressionError) as refused:
        CHECKER.check(expression, ValueType.TRUTH)

    assert refused.value.fault is fault
    if offset:
        assert refused.value.offset == offset


def test_the_costliest_expression_ends_at_once() -> None:
    loop = 'answers.owners.all(item, item.name.contains("AAAAB") == false) && '
    costly = loop * (MAX_LENGTH // len(loop) - 1) + loop.removesuffix(" && ")
    condition = compile_condition(costly)

    began = thread_time()
    assert condition.holds(MANY, TODAY)
    assert thread_time() - began < 0.05


@given(st.lists(st.sampled_from(
    ["answers", ".", "owners", "exists", "all", "map", "count", "sum", "(", ")", "item", ",", "1"]
), max_size=14))  # fmt: skip
def test_no_arrangement_of_words_makes_the_check_fail(words: list[str]) -> None:
    try:
        CHECKER.check(" ".join(words), ValueType.TRUTH)
        offset = 0
    except ExpressionError as refused:
        offset = refused.offset

    assert offset <= len(" ".join(words))
