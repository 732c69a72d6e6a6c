"""The demonstration finds its way through any procedure, by the graph that citizens are shown."""

import pytest

from config.demo.path import NoWayOn, says, service_titled, state_labelled, way_on
from eservices.definition.model import EService
from eservices.packs import read_pack
from eservices.packs.reading import read_eservices
from workflows.language.procedure import Procedure, Stage
from workflows.language.values import Text

SERVICES = read_eservices(read_pack("benin"))


@pytest.mark.parametrize("service", SERVICES, ids=[one.eservice for one in SERVICES])
def test_following_the_way_on_leads_to_delivery(service: EService) -> None:
    procedure = service.procedure
    state, passed = procedure.initial, [procedure.initial]

    while procedure.states[state].stage is not Stage.DELIVERED:
        state = next_state(procedure, state)
        assert state not in passed, "the way runs in a circle"
        passed.append(state)

    assert len(passed) > 2


def next_state(procedure: Procedure, state: str) -> str:
    """Take the step that the demonstration would."""
    trigger = way_on(procedure, state, leaving(procedure, state))
    # Where the answers or opinions decide, the way of those that are in favour comes first.
    return next(
        transition.to
        for transition in procedure.transitions
        if transition.fire == trigger and state in transition.origins
    )


def leaving(procedure: Procedure, state: str) -> set[str]:
    """Name all that anybody could do in a state."""
    return {one.fire for one in procedure.transitions if state in one.origins}


def test_a_detour_is_left_by_the_way_back_to_the_act() -> None:
    service = service_titled(SERVICES, "Criminal record (bulletin no. 3)")

    procedure = service.procedure

    assert way_on(procedure, "court_opinion", ["give_opinion"]) == "give_opinion"
    assert way_on(procedure, "verification", leaving(procedure, "verification")) == "approve"


def test_only_what_is_offered_is_taken() -> None:
    procedure = service_titled(SERVICES, "Criminal record (bulletin no. 3)").procedure

    assert way_on(procedure, "signature", ["send_back", "sign"]) == "sign"
    with pytest.raises(NoWayOn):
        way_on(procedure, "verification", ["ask_applicant", "refuse"])


def test_from_where_no_way_leads_on_none_is_invented() -> None:
    with pytest.raises(NoWayOn):
        way_on(SERVICES[0].procedure, "refused", ["withdraw"])


def test_words_are_recognised_in_any_language_and_with_any_spaces() -> None:
    text = Text({"fr": "Bulletin n°\u00a03", "en": "Bulletin no. 3"})

    assert says(text, "Bulletin  n° 3")
    assert says(text, "Bulletin no. 3")
    assert not says(text, "Bulletin")


def test_a_label_that_nobody_wrote_is_refused() -> None:
    with pytest.raises(NoWayOn):
        state_labelled(SERVICES[0], "Nulle part")
    with pytest.raises(NoWayOn):
        service_titled(SERVICES, "Rien")
