"""Repeating groups: read item by item, added to, shortened, and opened again one by one."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from eservices.definition.form import Form
from eservices.definition.groups import answer_to, correctable_names, find_part, parts
from eservices.form import Code, leaves, read_form, with_another, without_item
from eservices.form.presenting import present
from eservices.form.reopening import Reopened, opened_parts, read_parts
from tests.builders.groups import PARENT, a_group, a_grouped_form

TODAY = date(2026, 3, 2)
names = st.text(alphabet="ABCDEF", min_size=1, max_size=5)


def typed_items(children: list[str], **more: str) -> dict[str, str]:
    """Write children as they are typed: all of age but the first."""
    entries = {"children": str(len(children))}
    for number, name in enumerate(children, 1):
        entries |= {
            f"children.{number}.name": name,
            f"children.{number}.minor": "yes" if number == 1 else "no",
            f"children.{number}.school": "Kpota" if number == 1 else "",
        }
    return {**PARENT, **entries, **more}


def read_names(entries: dict[str, str]) -> list[str]:
    answers = read_form(a_grouped_form(), entries, {}, TODAY).answers
    return [child["name"] for child in answers["children"]]


def test_each_item_is_read_and_its_questions_follow_from_its_own_answers() -> None:
    reading = read_form(a_grouped_form(), typed_items(["Afi", "Koffi"]), {}, TODAY)

    assert reading.problems == ()
    assert reading.answers["children"] == [
        {"name": "Afi", "minor": True, "school": "Kpota"},
        {"name": "Koffi", "minor": False},
    ]
    asked = [field.id for field in reading.pages[1].fields]
    assert asked == [
        "children.1.name",
        "children.1.minor",
        "children.1.school",
        "children.2.name",
        "children.2.minor",
    ]


def test_every_mistake_of_every_item_is_named() -> None:
    entries = typed_items(["", "K2"], **{"children.1.school": ""})

    problems = read_form(a_grouped_form(), entries, {}, TODAY).problems

    assert [(problem.field, problem.code) for problem in problems] == [
        ("children.1.name", Code.MISSING),
        ("children.1.school", Code.MISSING),
        ("children.2.name", Code.NOT_IN_A_NAME),
    ]


def test_files_belong_to_their_item() -> None:
    form = a_grouped_form(with_proof=True)
    files = {"children.1.proof": ["a"], "children.2.proof": ["b", "c"], "children.3.proof": ["d"]}

    reading = read_form(form, typed_items(["Afi", "Koffi"]), files, TODAY)

    assert [child["proof"] for child in reading.answers["children"]] == [["a"], ["b", "c"]]
    assert answer_to("children.2.proof", reading.answers) == ["b", "c"]


@given(st.sampled_from(["", "-1", "0", "99", "١", "2.0", "x" * 50, "007"]))
def test_no_count_that_is_posted_leaves_the_bounds_of_the_definition(count: str) -> None:
    shown = leaves([a_group()], {"children": count})

    assert 0 <= len(shown) / 3 <= 4


@given(st.lists(names, max_size=4))
def test_one_more_item_is_asked_for_up_to_the_most(children: list[str]) -> None:
    entries = typed_items(children)

    more = with_another(a_group(), entries)

    assert more == ({"children": str(len(children) + 1)} if len(children) < 4 else {})


@given(st.lists(names, min_size=1, max_size=4), st.integers(min_value=0, max_value=5))
def test_an_item_that_goes_leaves_the_others_as_they_were_and_nothing_behind(
    children: list[str], number: int
) -> None:
    entries = typed_items(children)
    kept = [name for place, name in enumerate(children, 1) if place != number]

    after = entries | without_item(a_group(), number, entries)

    assert read_names(after) == kept
    left = {
        key: text for key, text in after.items() if key.startswith(f"children.{len(kept) + 1}.")
    }
    assert not any(left.values())


def reopened(named: set[str], entries: dict[str, str], **answers: Any) -> Reopened:
    form = a_grouped_form()
    sent = {"share": 10, "children": [{"name": "Afi", "minor": False}] * 2, **answers}
    opened = opened_parts(form, sent, frozenset(named), entries)
    return read_parts(form, opened, entries, {}, answers=sent, today=TODAY)


def test_only_the_item_named_is_open_and_the_others_stay_as_sent() -> None:
    typed = {"children.2.name": "Koffi", "children.2.minor": "no", "children.1.name": "Intruder"}

    found = reopened({"children.2"}, typed)

    assert [field.id for block in found.blocks for field in block.fields] == [
        "children.2.name",
        "children.2.minor",
    ]
    assert not found.blocks[0].may_add
    assert found.problems == ()
    assert found.answers == {
        "children": [{"name": "Afi", "minor": False}, {"name": "Koffi", "minor": False}]
    }


def test_a_group_named_as_a_whole_takes_more_items_and_gives_none_away() -> None:
    typed = {"children": "3", "children.3.name": "Koffi", "children.3.minor": "no"}

    found = reopened({"children"}, typed)

    (block,) = found.blocks
    assert (block.count, block.may_add, block.removable) == (3, True, 3)
    assert [child["name"] for child in found.answers["children"]] == ["Afi", "Afi", "Koffi"]
    assert (
        reopened({"children"}, {"children": "1"}).answers["children"]
        == [{"name": "Afi", "minor": False}] * 2
    )


def test_a_correction_that_breaks_a_check_is_told_beside_what_is_open() -> None:
    found = reopened({"children.1"}, {"children.1.name": "Afi", "children.1.minor": "no"}, share=80)

    assert [(problem.field, problem.code) for problem in found.problems] == [
        ("children", Code.CHECK)
    ]
    assert found.problems[0].explain("en") == "Fifty at most for two children."


def test_items_are_named_titled_and_found() -> None:
    form = a_grouped_form()
    answers = {"children": [{"name": "Afi"}, {"name": "Koffi"}]}

    inner, item = find_part(form, "children.2.name"), find_part(form, "children.2")

    assert inner is not None
    assert inner.label.in_language("en") == "Child 2 – Name"
    assert item is not None
    assert item.label.in_language("fr") == "Enfant 2"
    assert [find_part(form, name) for name in ("children.2.nam", "share.1", "x.1.y")] == [None] * 3
    assert present(a_group(), answers["children"], "fr") == "Afi, Koffi"
    assert [field.id for field in parts(form.fields(), answers)][-3:] == [
        "children.2.name",
        "children.2.minor",
        "children.2.school",
    ]
    assert correctable_names(form)[-2:] == ("children.3", "children.4")


def test_answers_that_are_not_there_are_nothing() -> None:
    assert answer_to("children.3.name", {"children": [{"name": "Afi"}]}) is None
    assert answer_to("children.1.name", {}) is None
    assert Form.model_validate(a_grouped_form().model_dump(by_alias=True)) == a_grouped_form()
