"""Whatever stops at any point of any job, its step is done once by whoever comes next."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from config.drain import Drain
from config.reactions import QUEUES, Job, JobQueue
from tests.faults.failpoints import Killed, Tripwire, die, fail, watched
from tests.faults.stories import STORIES, effects_of
from tests.faults.world import Outside, World, a_world, handlers

OVER = timedelta(0)
SOON = "-c timezone=UTC -c lock_timeout=200ms"

Fault = Callable[[World, Job], Callable[[], None]]


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return a_world(engine, tmp_path)


def killed(_world: World, _job: Job) -> Callable[[], None]:
    return die


def failing(_world: World, _job: Job) -> Callable[[], None]:
    return fail


def asleep_beyond_the_lease(world: World, job: Job) -> Callable[[], None]:
    """Let somebody else claim and do the same step while this one sleeps."""
    outside = world.outside
    other = create_engine(world.engine.url, connect_args={"options": SOON})
    theirs = Outside(
        other, outside.storage, outside.gateway, outside.mail, outside.sms, outside.sealer
    )

    def sleep() -> None:
        try:
            Drain(other, handlers(world.installation, theirs))(job)
        finally:
            other.dispose()

    return sleep


FAULTS: tuple[Fault, ...] = (killed, failing, asleep_beyond_the_lease)


def disturbed(world: World, job: Job, wire: Tripwire) -> None:
    """Let a worker that the wire runs through treat what is due, its lease over at once."""
    through = handlers(world.installation, watched(world.outside, wire))
    try:
        Drain(world.engine, through, lease=OVER)(job)
    except Killed:
        return


def test_every_job_that_touches_a_case_has_its_story() -> None:
    # What is only computed, and computed anew with the same result, can come to no harm.
    computed = {job for job, queue in QUEUES.items() if queue is JobQueue.FIGURES}

    assert set(STORIES) == set(Job) - computed


@pytest.mark.parametrize("job", STORIES)
def test_undisturbed_a_job_passes_exactly_the_points_of_its_story(world: World, job: Job) -> None:
    story, wire = STORIES[job], Tripwire()
    case = story.arrange(world)

    disturbed(world, job, wire)

    assert tuple(wire.passed) == story.points
    assert effects_of(story, world, case) == 1
    world.settle()
    assert world.findings() == {}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("job", STORIES)
def test_stopped_at_any_point_its_step_is_done_once(world: World, job: Job, fault: Fault) -> None:
    story = STORIES[job]
    for at, point in enumerate(story.points):
        case = story.arrange(world)
        wire = Tripwire(at, fault(world, job))

        disturbed(world, job, wire)
        world.settle()

        assert wire.tripped, f"{job} did not come to {point}"
        assert effects_of(story, world, case) == 1, f"{job}, {fault.__name__} {point}"
        assert world.findings() == {}, f"{job}, {fault.__name__} {point}"


WITH_EFFECT = [job for job, story in STORIES.items() if len(story.points) > 2]


@pytest.mark.parametrize("job", WITH_EFFECT)
def test_who_slept_through_the_lease_is_fenced_off_after_its_effect(
    world: World, job: Job, caplog: pytest.LogCaptureFixture
) -> None:
    story = STORIES[job]
    story.arrange(world)
    (*_, last_effect) = (at for at, point in enumerate(story.points) if "commit" not in point)

    disturbed(world, job, Tripwire(last_effect, asleep_beyond_the_lease(world, job)))

    assert [record.getMessage() for record in caplog.records] == ["step_fenced"]
