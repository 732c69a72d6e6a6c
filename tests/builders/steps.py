"""Steps of a job: written, treated by a handler that does something first, and completed."""

from collections.abc import Callable

from sqlalchemy import Engine, select

from config.drain import Drain, Handler
from config.reactions import Job
from workflows import outbox
from workflows.outbox import Held, Outbox
from workflows.tables import outbox_events

BOX = Outbox({"payment.settled": (Job.CLEAR,)})


def emitted(engine: Engine, count: int) -> list[int]:
    """Write rows to treat, and give their numbers."""
    with engine.begin() as connection:
        for number in range(count):
            BOX.emit(connection, "payment.settled", case_id=None, data={"number": number})
        wanted = select(outbox_events.c.id).order_by(outbox_events.c.id)
        return list(connection.execute(wanted).scalars())


def completing(engine: Engine, treated: list[int], before: Callable[[Held], None]) -> Handler:
    """Make a handler that does something first, and completes its row."""

    def handle(held: Held) -> None:
        before(held)
        with engine.begin() as connection:
            outbox.complete(connection, held)
        treated.append(held.id)

    return handle


def draining(engine: Engine, before: Callable[[Held], None] = lambda _held: None) -> list[int]:
    """Drain once and name the rows treated, in order."""
    treated: list[int] = []
    Drain(engine, {Job.CLEAR: completing(engine, treated, before)})(Job.CLEAR)
    return treated
