"""What each of the things provided did last, and what waits: read from what it left in tables."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from backoffice.providing import Kind
from delivery.notices import Channel
from delivery.tables import acts, notices
from payments.tables import payment_intents, provider_events
from workflows.tables import outbox_events


@dataclass(frozen=True, slots=True)
class Use:
    """What something provided did last, and what waits for it."""

    succeeded_at: datetime | None = None
    failed_at: datetime | None = None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """The steps of one job that wait to be done, or for a person."""

    job: str
    due: int
    oldest: datetime | None
    parked: int


def uses_of(connection: Connection) -> dict[Kind, Use]:
    """Read what each did last, from what it left in the tables."""
    uses = {
        kind: _of_channel(connection, channel)
        for kind, channel in {Kind.MAIL: Channel.MAIL, Kind.SMS: Channel.SMS}.items()
    }
    heard = select(func.max(provider_events.c.received_at)).scalar_subquery()
    open_ones = select(func.count()).where(payment_intents.c.status == "pending").scalar_subquery()
    paid = connection.execute(select(heard, open_ones)).one()
    sealed = connection.execute(select(func.max(acts.c.issued_at))).scalar_one()
    reserved = select(func.count()).select_from(acts).where(acts.c.status == "reserved")
    return uses | {
        Kind.PAYMENTS: Use(paid[0], None, paid[1]),
        Kind.SEAL: Use(sealed, None, connection.execute(reserved).scalar_one()),
    }


def _of_channel(connection: Connection, channel: Channel) -> Use:
    row = connection.execute(
        select(
            func.max(notices.c.sent_at),
            func.max(notices.c.failed_at),
            func.count().filter(notices.c.status == "queued"),
        ).where(notices.c.channel == channel)
    ).one()
    return Use(*row)


def waiting_jobs(connection: Connection) -> tuple[Waiting, ...]:
    """Count what waits by job, by the name of the job."""
    columns = outbox_events.c
    parked = columns.parked_at.is_not(None)
    rows = connection.execute(
        select(
            columns.job,
            func.count().filter(~parked),
            func.min(columns.due_at).filter(~parked),
            func.count().filter(parked),
        )
        .where(columns.done_at.is_(None))
        .group_by(columns.job)
        .order_by(columns.job)
    )
    return tuple(Waiting(*row) for row in rows)
