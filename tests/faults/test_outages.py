"""A mail server, a provider or a webhook that stays away delays a step, and no more than that."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Engine, select, update

from config.drain import Drain
from config.mailbox.postbox import Postbox
from config.mailbox.server import Reception
from config.reactions import Job
from delivery.mail import Security, SmtpMail
from payments.errors import ProviderUnavailable
from payments.intents import IntentStatus, intents_of
from payments.reconciliation import FIRST_CHECK_AFTER, RECHECK_AFTER
from payments.sandbox.tables import sandbox_checkouts
from tests.faults import people
from tests.faults.failpoints import EFFECTS
from tests.faults.stories import owed_a_refund, withdrawn_with_a_page_open
from tests.faults.world import Outside, World, a_world, handlers
from tests.ports import HOST, free_ports
from workflows import outbox
from workflows.cases import Case
from workflows.language.procedure import Stage
from workflows.tables import outbox_events

#: More often than a step of ours may fail before it is set aside.
OFTEN = outbox.MAX_ATTEMPTS + 4


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return a_world(engine, tmp_path)


@dataclass(slots=True)
class Silent:
    """A provider that does not answer while it is away, even where it did what was asked."""

    inner: Any
    away: bool = True
    hears: bool = False

    def __getattr__(self, name: str) -> Any:
        """Give what the provider offers, behind a line that is cut."""
        offered = getattr(self.inner, name)
        if name not in EFFECTS or not self.away:
            return offered

        def unanswered(*given: Any, **named: Any) -> Any:
            if self.hears:
                offered(*given, **named)
            raise ProviderUnavailable(self.inner.name, "timeout")

        return unanswered


def drained(world: World, job: Job, outside: Outside) -> None:
    """Let a worker meet what is due, over and over again."""
    for _ in range(OFTEN):
        with world.engine.begin() as connection:
            open_rows = update(outbox_events).where(outbox.OPEN)
            connection.execute(open_rows.values(due_at=outbox.NOW))
        Drain(world.engine, handlers(world.installation, outside))(job)


@pytest.mark.parametrize("hears", [False, True], ids=["deaf", "only mute"])
@pytest.mark.parametrize("job", [Job.REFUND, Job.END_PAGES])
def test_a_provider_that_was_silent_is_asked_again_and_does_it_once(
    world: World, job: Job, hears: bool
) -> None:
    arranged = {Job.REFUND: owed_a_refund, Job.END_PAGES: withdrawn_with_a_page_open}
    arranged[job](world)
    silent = Silent(world.outside.gateway, hears=hears)
    drained(world, job, replace(world.outside, gateway=cast("Any", silent)))

    step = world.step(job)
    assert (step.done_at, step.parked_at) == (None, None)
    assert step.last_error.startswith("ProviderUnavailable at ")

    world.settle()
    assert world.findings() == {}


@pytest.mark.parametrize("hears", [False, True], ids=["deaf", "only mute"])
def test_a_payment_begun_while_the_provider_is_silent_finds_one_page_later(
    world: World, hears: bool
) -> None:
    case = people.lodged(world)
    silent = Silent(world.outside.gateway, hears=hears)
    muted = replace(world, outside=replace(world.outside, gateway=cast("Any", silent)))
    for _ in range(3):
        with pytest.raises(ProviderUnavailable):
            people.begun(muted, case)

    webhook = people.pressed_pay(world, case)
    world.paying.collection.receive("sandbox", body=webhook.body, signature=webhook.signature)
    world.settle()

    assert world.findings() == {}
    with world.engine.begin() as connection:
        assert len(connection.execute(select(sandbox_checkouts)).all()) == 1


def test_a_webhook_that_never_comes_is_made_up_for_by_asking(world: World) -> None:
    case = people.lodged(world)
    people.pressed_pay(world, case)
    reconciliation = world.paying.collection.reconciliation
    assert reconciliation.poll().asked == 0, "a provider has a moment to report"
    world.clock.advance(FIRST_CHECK_AFTER)

    assert reconciliation.poll().changed == 1

    world.settle()
    assert people.now(world, case).stage is Stage.REVIEW
    assert world.findings() == {}


def test_asking_goes_on_until_the_provider_is_back(world: World) -> None:
    case = people.lodged(world)
    people.pressed_pay(world, case)
    silent = Silent(world.outside.gateway)
    muted = replace(world, outside=replace(world.outside, gateway=cast("Any", silent)))
    for _ in range(3):
        world.clock.advance(RECHECK_AFTER)
        assert muted.paying.collection.reconciliation.poll().unanswered == 1
    silent.away = False
    world.clock.advance(RECHECK_AFTER)

    assert muted.paying.collection.reconciliation.poll().changed == 1
    assert status_of(world, case) is IntentStatus.SETTLED


def test_a_webhook_that_comes_after_the_answer_changes_nothing_more(world: World) -> None:
    case = people.lodged(world)
    webhook = people.pressed_pay(world, case)
    world.clock.advance(FIRST_CHECK_AFTER)
    world.paying.collection.reconciliation.poll()

    for _ in range(2):
        world.paying.collection.receive("sandbox", body=webhook.body, signature=webhook.signature)
    world.settle()

    assert status_of(world, case) is IntentStatus.SETTLED
    assert world.findings() == {}


def status_of(world: World, case: Case) -> IntentStatus:
    with world.engine.begin() as connection:
        (intent,) = intents_of(connection, case.id)
    return intent.status


@pytest.fixture
def port() -> int:
    """Give a port at which nobody answers yet."""
    return free_ports(1)[0]


@pytest.fixture
def postbox(tmp_path: Path) -> Postbox:
    return Postbox(tmp_path / "mailbox")


@pytest.fixture
def controller(postbox: Postbox, port: int) -> Iterator[Controller]:
    """Give a mail server that has not been started."""
    server = Controller(Reception(postbox), hostname=HOST, port=port)
    yield server
    if server.loop.is_running():
        server.stop()


def test_notices_arrive_once_when_the_mail_server_is_back(
    world: World, controller: Controller, postbox: Postbox, port: int
) -> None:
    case = people.lodged(world)
    smtp = SmtpMail(host=HOST, port=port, sender="desk@example.org", security=Security.NONE)
    through = replace(world.outside, mail=smtp)
    drained(world, Job.NOTIFY, through)
    step = world.step(Job.NOTIFY)
    assert (step.done_at, step.parked_at, list(postbox.letters())) == (None, None, [])

    controller.start()
    drained(world, Job.NOTIFY, through)

    (letter,) = postbox.letters()
    assert case.reference in letter.body + letter.subject
    assert world.step(Job.NOTIFY).done_at is not None
