"""What conditions say of answers is computed once, and never taken for another's."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from eservices.definition.truths import SOME_DAY, Truths
from workflows.language.conditions import compile_condition

CONDITIONS = (
    "answers.age >= 18",
    "answers.age >= 18 && answers.married",
    "answers.children.exists(item, item.age < 18)",
    "opinions.fire == 'favourable' && answers.married",
)
asked = st.tuples(
    st.sampled_from(CONDITIONS),
    st.fixed_dictionaries(
        {
            "age": st.sampled_from([None, 17, 18]),
            "married": st.sampled_from([None, True, False]),
            "children": st.lists(st.fixed_dictionaries({"age": st.sampled_from([3, 30])})),
        }
    ),
    st.sampled_from([{}, {"fire": "favourable"}, {"fire": "unfavourable"}]),
)


@given(st.lists(asked, max_size=30))
def test_what_is_remembered_is_what_would_be_computed(
    questions: list[tuple[str, dict[str, Any], dict[str, str]]],
) -> None:
    truths = Truths()

    for condition, answers, opinions in questions:
        afresh = compile_condition(condition).holds(answers, SOME_DAY, opinions)

        assert truths.holds(condition, answers, opinions) is afresh


def test_where_there_is_no_condition_everything_holds() -> None:
    assert Truths().holds(None, {})
