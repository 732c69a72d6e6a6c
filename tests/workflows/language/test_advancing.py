"""What brings a case forward: delivery in reach of people, without coming back."""

import pytest

from eservices.packs import read_pack
from eservices.packs.reading import load_eservices
from eservices.packs.shelf import pack_folder
from tests.builders.eservices import an_eservice
from workflows.actors import Role
from workflows.language.advancing import advances
from workflows.language.procedure import Procedure


def forward(procedure: Procedure, state: str) -> set[str]:
    """Name what people do to bring a case forward from a state."""
    return {
        one.fire
        for one in procedure.transitions
        if state in one.origins and one.by is not Role.SYSTEM and advances(procedure, state, one)
    }


def of_benin(name: str) -> Procedure:
    """Give the procedure of one of Benin's e-services."""
    loaded = load_eservices(pack_folder("benin"), read_pack("benin"))
    return next(
        one.eservice.procedure
        for one in loaded
        if one.eservice is not None and one.eservice.eservice == name
    )


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        ("verification", {"approve"}),
        ("court_opinion", {"give_opinion"}),
        ("signature", {"sign"}),
        ("awaiting_applicant", {"answer"}),
    ],
)
def test_asking_refusing_consulting_and_sending_back_are_no_way_forward(
    state: str, moves: set[str]
) -> None:
    assert forward(an_eservice().procedure, state) == moves


def test_what_time_would_decide_brings_nothing_forward() -> None:
    permit = of_benin("building-permit")

    # Sent back, the permit could still be granted by silence: nobody decides that.
    assert forward(permit, "signature") == {"sign"}
    assert forward(permit, "deemed_granted") == {"attest"}
    assert forward(permit, "completeness") == {"declare_complete"}
    assert forward(permit, "contested") == {"settle"}
