"""Everything that must happen because time passes is in the table of chores, and can be done."""

from pathlib import Path

from sqlalchemy import Engine, select

from config.reactions import Job
from config.schedule import chores
from payments.gateway import ProviderState
from payments.intents import IntentStatus
from payments.tables import payment_intents
from tests.faults import people
from tests.faults.world import World, a_world
from workflows.deadlines import deadlines_of

#: The longest that each may have to wait, in seconds.
AT_MOST = {
    "deadlines": 1.0,
    "latecomers": 20.0,
    "overflows": 2.0,
    "leases": 5.0,
    "board": 2.0,
    "payments": 15.0,
    "estimates": 20.0,
    "forecasts": 600.0,
    "days": 600.0,
    "watch": 300.0,
    "messages": 60.0,
    "paper": 300.0,
    "drafts": 3600.0,
    "tills": 3600.0,
    "remarks": 86_400.0,
    "retention": 3600.0,
    "files": 86_400.0,
}


def done(world: World) -> None:
    """Do every chore once."""
    for chore in chores(world.installation):
        chore.do()


def test_the_chores_are_those_that_time_brings_about(engine: Engine, tmp_path: Path) -> None:
    world = a_world(engine, tmp_path)

    assert {chore.name: chore.every for chore in chores(world.installation)} == AT_MOST
    done(world)


def test_a_case_nobody_pays_for_is_closed_in_time_and_its_page_with_it(
    engine: Engine, tmp_path: Path
) -> None:
    world = a_world(engine, tmp_path)
    case = people.lodged(world)
    reference = people.begun(world, case).provider_reference
    assert reference is not None
    with engine.begin() as connection:
        (expiry,) = deadlines_of(connection, case.id)
        assert expiry.due_at is not None
        world.clock.advance(expiry.due_at - world.clock.now(connection))

    done(world)
    world.settle()

    assert people.now(world, case).is_closed
    with engine.begin() as connection:
        statuses = connection.execute(select(payment_intents.c.status)).scalars().all()
    assert statuses == [IntentStatus.EXPIRED]
    assert people.provider(world).checkout(reference).state is ProviderState.EXPIRED
    assert world.step(Job.END_PAGES).done_at is not None
