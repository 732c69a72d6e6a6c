"""Answers written back as typed and read again are the same answers; others never break a form."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eservices.form import read_form
from eservices.form.refilling import refilled
from tests.builders.eservices import ANSWERS, an_eservice
from tests.builders.groups import PARENT, a_grouped_form

TODAY = date(2026, 3, 2)
FAMILY = {
    **PARENT,
    "children": "2",
    "children.1.name": "Afi",
    "children.1.minor": "yes",
    "children.1.school": "Kpota",
    "children.2.name": "Koffi",
    "children.2.minor": "no",
}


def test_a_group_comes_back_item_by_item() -> None:
    form = a_grouped_form()
    first = read_form(form, FAMILY, {}, TODAY)

    again = read_form(form, *refilled(form, first.answers), TODAY)

    assert first.problems == again.problems == ()
    assert again.answers == first.answers
    assert len(again.answers["children"]) == 2


def test_files_come_back_with_their_field() -> None:
    form = an_eservice().form
    answers = {**ANSWERS, "birth_certificate": ["one", "two"]}

    again = read_form(form, *refilled(form, answers), TODAY)

    assert again.problems == ()
    assert again.answers["birth_certificate"] == ["one", "two"]
    assert again.answers["born_on"] == ANSWERS["born_on"]


strange: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@pytest.mark.parametrize("form", [a_grouped_form(), an_eservice().form])
@given(data=st.data())
def test_answers_to_other_questions_are_mistakes_and_no_accident(
    form: Any, data: st.DataObject
) -> None:
    answers = {field.id: data.draw(strange) for field in form.fields()}

    reading = read_form(form, *refilled(form, answers), TODAY)

    assert reading.answers.keys() <= {field.id for field in form.fields()}
