"""The life cycle decided purely: what each step demands, and what it leaves."""

from dataclasses import replace
from typing import Any

import pytest

from workflows.life_cycle import (
    Author,
    Obstacle,
    Order,
    Publication,
    Standing,
    Status,
    Step,
    StepRefused,
    after,
    status_of,
)

SAID = {"reason": {"fr": "Une panne.", "en": "A fault."}, "advice": {"fr": "Revenez.", "en": "…"}}
NOTHING = Publication("permit")
LIVE = replace(NOTHING, live="v1", turn=1)
PILOT = replace(LIVE, pilot="v2", pilot_share=10)
SUSPENDED = replace(LIVE, standing=Standing.SUSPENDED, said=SAID)
WITHDRAWN = replace(LIVE, standing=Standing.WITHDRAWN, said=SAID)


def an_order(step: Step, **more: Any) -> Order:
    values: dict[str, Any] = {"author": Author(operator="koffi"), "reason": "decided on Monday"}
    return Order(eservice="permit", step=step, **values | more)


def test_a_version_goes_live_and_ends_the_trial() -> None:
    changed = after(PILOT, an_order(Step.LIVE, checksum="v2"))

    assert (changed.live, changed.pilot, changed.pilot_share, changed.turn) == ("v2", None, 0, 2)


def test_a_trial_in_offices_takes_no_share_beside_them() -> None:
    order = an_order(Step.PILOT, checksum="v2", offices=("cncj", "cncj"), share=10)

    changed = after(LIVE, order)

    assert (changed.pilot, changed.pilot_offices, changed.pilot_share) == ("v2", ("cncj",), 0)
    assert changed.live == "v1"


def test_a_new_version_does_not_lift_a_suspension() -> None:
    changed = after(SUSPENDED, an_order(Step.LIVE, checksum="v2"))

    assert (changed.live, changed.standing, changed.said) == ("v2", Standing.SUSPENDED, SAID)


def test_what_was_withdrawn_begins_again_by_going_live() -> None:
    changed = after(WITHDRAWN, an_order(Step.LIVE, checksum="v1"))

    assert (changed.is_open, changed.said) == (True, {})


def test_a_suspension_is_lifted_and_says_nothing_more() -> None:
    changed = after(SUSPENDED, an_order(Step.RESUME))

    assert (changed.is_open, changed.said, changed.live) == (True, {}, "v1")


@pytest.mark.parametrize(
    ("present", "order", "obstacle"),
    [
        (LIVE, an_order(Step.RESUME), Obstacle.NOT_SUSPENDED),
        (LIVE, an_order(Step.LIVE), Obstacle.NO_VERSION),
        (LIVE, an_order(Step.PILOT, share=10), Obstacle.NO_VERSION),
        (LIVE, an_order(Step.LIVE, checksum="v1"), Obstacle.ALREADY),
        (LIVE, an_order(Step.LIVE, checksum="v2", reason="  "), Obstacle.NO_REASON),
        (LIVE, an_order(Step.LIVE, checksum="v2", turn=0), Obstacle.STALE),
        (LIVE, an_order(Step.PILOT, checksum="v1", share=10), Obstacle.ALREADY),
        (LIVE, an_order(Step.PILOT, checksum="v2"), Obstacle.PILOT_OF_NOBODY),
        (LIVE, an_order(Step.PILOT, checksum="v2", share=100), Obstacle.PILOT_OF_NOBODY),
        (SUSPENDED, an_order(Step.PILOT, checksum="v2", share=10), Obstacle.NOT_OPEN),
        (LIVE, an_order(Step.END_PILOT), Obstacle.NO_PILOT),
        (NOTHING, an_order(Step.SUSPEND, said=SAID), Obstacle.NOT_OFFERED),
        (SUSPENDED, an_order(Step.SUSPEND, said=SAID), Obstacle.NOT_OFFERED),
        (LIVE, an_order(Step.SUSPEND), Obstacle.NOTHING_SAID),
        (LIVE, an_order(Step.WITHDRAW, said={"reason": {"fr": "x"}}), Obstacle.NOTHING_SAID),
        (WITHDRAWN, an_order(Step.WITHDRAW, said=SAID), Obstacle.NOT_OFFERED),
    ],
)
def test_a_step_out_of_place_is_refused_and_says_why(
    present: Publication, order: Order, obstacle: Obstacle
) -> None:
    with pytest.raises(StepRefused) as refused:
        after(present, order)

    assert refused.value.obstacle is obstacle


@pytest.mark.parametrize(
    ("publication", "checksum", "once_live", "status"),
    [
        (NOTHING, "v1", False, Status.DRAFT),
        (LIVE, "v1", True, Status.LIVE),
        (LIVE, "v0", True, Status.REPLACED),
        (PILOT, "v2", False, Status.PILOT),
        (SUSPENDED, "v1", True, Status.SUSPENDED),
        (WITHDRAWN, "v1", True, Status.WITHDRAWN),
    ],
)
def test_a_version_stands_somewhere(
    publication: Publication, checksum: str, *, once_live: bool, status: Status
) -> None:
    assert status_of(publication, checksum, once_live=once_live) is status
