"""Differences between versions: everything that changed is told, and nothing else."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from eservices.changes.difference import Change, Kind, Topic, differences
from eservices.definition.publish import content_of
from eservices.packs import known_packs, read_eservices, read_pack
from tests.builders.portal import a_thorough_eservice


@pytest.fixture
def before() -> dict[str, Any]:
    return content_of(a_thorough_eservice())


def changed(before: Mapping[str, Any], change: Any) -> dict[str, Any]:
    after = deepcopy(dict(before))
    change(after)
    return after


def only(before: Mapping[str, Any], change: Any) -> Change:
    (found,) = differences(before, changed(before, change))
    return found


@pytest.mark.parametrize("pack", known_packs())
def test_a_version_does_not_differ_from_itself(pack: str) -> None:
    for eservice in read_eservices(read_pack(pack)):
        content = content_of(eservice)
        assert differences(content, deepcopy(content)) == ()


def test_a_price_is_told_before_and_after(before: dict[str, Any]) -> None:
    def dearer(content: dict[str, Any]) -> None:
        content["tariff"][0]["amount"] = "2500 XOF"

    assert only(before, dearer) == Change(
        Topic.FEES, Kind.CHANGED, "tariff.issue.amount", "1900 XOF", "2500 XOF"
    )


def test_a_deadline_is_told_apart_from_its_state(before: dict[str, Any]) -> None:
    def longer(content: dict[str, Any]) -> None:
        content["procedure"]["states"]["verification"]["deadline"] = "9 working-days"

    found = only(before, longer)

    assert (found.topic, found.path) == (
        Topic.DEADLINES,
        "procedure.states.verification.deadline",
    )


def test_a_transition_that_leads_elsewhere_is_the_same_one_changed(before: dict[str, Any]) -> None:
    def redirected(content: dict[str, Any]) -> None:
        moves = content["procedure"]["transitions"]
        next(move for move in moves if move["fire"] == "approve")["to"] = "issuing"

    assert only(before, redirected) == Change(
        Topic.TRANSITIONS,
        Kind.CHANGED,
        "procedure.transitions.approve.to",
        "signature",
        "issuing",
    )


def test_a_field_is_found_again_wherever_it_stands(before: dict[str, Any]) -> None:
    def moved(content: dict[str, Any]) -> None:
        content["form"]["pages"][0]["fields"].reverse()

    found = only(before, moved)

    assert (found.topic, found.kind, found.path) == (
        Topic.FORM,
        Kind.REORDERED,
        "form.pages.identity.fields",
    )


def test_one_language_of_a_text_is_told_alone(before: dict[str, Any]) -> None:
    def mended(content: dict[str, Any]) -> None:
        content["form"]["pages"][0]["title"]["en"] = "You"

    assert only(before, mended) == Change(
        Topic.TEXTS, Kind.CHANGED, "form.pages.identity.title.en", "Your identity", "You"
    )


def test_what_was_added_or_removed_is_told_whole(before: dict[str, Any]) -> None:
    state = {"stage": "review", "label": {"fr": "Avis", "en": "Opinion"}}
    after = changed(before, lambda content: content["procedure"]["states"].update(opinion=state))

    (added,) = differences(before, after)
    (removed,) = differences(after, before)

    assert (added.kind, added.path) == (Kind.ADDED, "procedure.states.opinion")
    assert (removed.kind, removed.before) == (Kind.REMOVED, added.after)
    assert "Opinion" in added.after


def test_a_key_that_nobody_knows_yet_is_told_all_the_same(before: dict[str, Any]) -> None:
    found = only(before, lambda content: content.update(tomorrow={"x": [1, 2]}))

    assert (found.topic, found.path, found.after) == (Topic.OTHER, "tomorrow", '{"x": [1, 2]}')


def test_transitions_of_one_name_are_told_apart_by_where_they_start(before: dict[str, Any]) -> None:
    def doubled(content: dict[str, Any]) -> None:
        moves = content["procedure"]["transitions"]
        refuse = next(move for move in moves if move["fire"] == "refuse")
        moves.append({**refuse, "from": ["signature"]})

    after = changed(before, doubled)
    paths = {change.path for change in differences(before, after)}

    assert "procedure.transitions.refuse [signature]" in paths


def test_a_long_value_is_cut(before: dict[str, Any]) -> None:
    found = only(before, lambda content: content.update(code="A" * 1_000))

    assert len(found.after) == 301
