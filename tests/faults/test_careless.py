"""The checkers catch a sealer without a fence; and behind the fence, the database stops it too."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from config.reactions import Job
from delivery.issuing import Issuing
from tests.faults import people
from tests.faults.careless import Careless, number_of_acts
from tests.faults.conftest import Migrated
from tests.faults.failpoints import Killed, Tripwire, die, watched
from tests.faults.world import Outside, World, a_world, handlers
from workflows import outbox
from workflows.outbox import Held

OVER = timedelta(0)
ACTIVE = "a_case_has_one_active_act"


def careless(world: World, outside: Outside) -> Careless:
    """Compose the careless sealer with the collaborators of the careful one."""
    careful = handlers(world.installation, outside)[Job.ISSUE]
    assert isinstance(careful, Issuing)
    return Careless(**{it.name: getattr(careful, it.name) for it in fields(careful)})


def take(world: World) -> Held:
    with world.engine.begin() as connection:
        (held,) = outbox.claim(connection, Job.ISSUE, limit=1, lease=OVER)
    return held


def interrupted(world: World, wire: Tripwire) -> None:
    """Run the careless sealer on the due step, through a tripwire."""
    careless(world, watched(world.outside, wire))(take(world))


@pytest.fixture
def unguarded(migrated: Migrated, tmp_path: Path) -> Iterator[World]:
    """Give a signed case in a database without its last line of defence."""
    with migrated("_careless") as engine:
        world = a_world(engine, tmp_path)
        people.signed(world)
        with engine.begin() as connection:
            connection.execute(text("DROP INDEX uq_acts_active"))
        yield world


@pytest.fixture
def guarded(engine: Engine, tmp_path: Path) -> World:
    world = a_world(engine, tmp_path)
    people.signed(world)
    return world


def test_undisturbed_even_the_careless_one_is_right(unguarded: World) -> None:
    interrupted(unguarded, Tripwire())
    unguarded.settle()

    assert unguarded.findings() == {}


def test_asleep_beyond_the_lease_it_issues_twice_and_is_caught(unguarded: World) -> None:
    def somebody_else_issues() -> None:
        careless(unguarded, unguarded.outside)(take(unguarded))

    wire = Tripwire(act=somebody_else_issues)
    wire.at = ("before commit", "after commit", "before seal").index("before seal")
    interrupted(unguarded, wire)
    unguarded.settle()

    assert wire.tripped
    with unguarded.engine.begin() as connection:
        assert number_of_acts(connection) == 2
    assert unguarded.findings()[ACTIVE]


def test_killed_it_leaves_a_number_to_nobody_and_is_caught(unguarded: World) -> None:
    with pytest.raises(Killed):
        interrupted(unguarded, Tripwire(2, die))
    careless(unguarded, unguarded.outside)(take(unguarded))
    unguarded.settle()

    assert unguarded.findings()[ACTIVE]


def test_the_database_refuses_the_second_act(guarded: World) -> None:
    with pytest.raises(Killed):
        interrupted(guarded, Tripwire(2, die))

    with pytest.raises(IntegrityError, match="uq_acts_active"):
        careless(guarded, guarded.outside)(take(guarded))
