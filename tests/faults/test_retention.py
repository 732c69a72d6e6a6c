"""Erasing, stopped at any point: what is over goes once, and nothing else goes with it."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Engine, text

from tests.faults.failpoints import Failure, Killed, Tripwire, WatchedDatabase, die, fail
from tests.faults.stories import CHORES, effects_of
from tests.faults.world import World, a_world
from workflows.cases import Case

STORY = CHORES["retention"]
#: What a register, the books and the journal keep of a case whose people are forgotten.
KEPT = {
    "acts": "SELECT number, sha256, status FROM acts WHERE case_id = :id",
    "receipts": "SELECT number, file_sha256 FROM receipts WHERE case_id = :id",
    "charges": "SELECT item, amount, settled_by FROM charges WHERE case_id = :id",
    "journal": "SELECT position, trigger, account_id, at FROM journal_entries WHERE case_id = :id"
    " ORDER BY position",
}
TOLD = """
SELECT data ->> 'part' AS part, sum((data ->> 'cases')::int) AS cases
FROM administration_entries WHERE what = 'erased' GROUP BY 1 ORDER BY 1
"""


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return a_world(engine, tmp_path)


def kept_of(world: World, case: Case) -> dict[str, list[tuple[object, ...]]]:
    with world.engine.begin() as connection:
        return {
            name: [tuple(row) for row in connection.execute(text(question), {"id": case.id})]
            for name, question in KEPT.items()
        }


def told(world: World) -> dict[str, int]:
    """Add up what the journal of the administration says was erased, by part."""
    with world.engine.begin() as connection:
        return {row.part: row.cases for row in connection.execute(text(TOLD))}


def disturbed(world: World, wire: Tripwire) -> None:
    """Let a clock process that the wire runs through erase what is over."""
    database = cast("Engine", WatchedDatabase(world.engine, wire))
    try:
        STORY.do(database, world.clock)
    except (Killed, Failure):
        return


def test_undisturbed_it_passes_exactly_the_points_of_its_story(world: World) -> None:
    case, wire = STORY.arrange(world), Tripwire()
    before = kept_of(world, case)

    disturbed(world, wire)

    assert tuple(wire.passed) == STORY.points
    assert effects_of(STORY, world, case) == 1
    assert kept_of(world, case) == before
    assert all(before.values())
    assert world.findings() == {}


@pytest.mark.parametrize("act", [die, fail])
def test_stopped_at_any_point_it_finishes_once(world: World, act: Callable[[], None]) -> None:
    for at, point in enumerate(STORY.points):
        case = STORY.arrange(world)
        before, said = kept_of(world, case), told(world)
        wire = Tripwire(at, act)

        disturbed(world, wire)
        STORY.do(world.engine, world.clock)

        assert wire.tripped, f"erasing did not come to {point}"
        assert effects_of(STORY, world, case) == 1, point
        assert kept_of(world, case) == before, point
        gone = {part: count - said.get(part, 0) for part, count in told(world).items()}
        assert gone == {"answers": 1, "attachments": 1}, point
        assert STORY.do(world.engine, world.clock) == 0
        assert world.findings() == {}, point


def test_two_clocks_that_erase_at_once_tell_each_case_once(world: World) -> None:
    case = STORY.arrange(world)

    def another_clock() -> None:
        STORY.do(world.engine, world.clock)

    wire = Tripwire(4, another_clock)

    disturbed(world, wire)

    assert wire.tripped
    assert effects_of(STORY, world, case) == 1
    assert told(world) == {"answers": 1, "attachments": 1}
