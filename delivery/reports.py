"""What providers report of notices, and what is tried next when one did not arrive."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update

from delivery.notices import COLUMNS, Channel, Notice, NoticeStatus, Party, notice_of_row
from delivery.sms import Fate, Report
from delivery.tables import notices
from workflows.actors import Role
from workflows.complaints import may_be_told
from workflows.outbox import Outbox
from workflows.tables import cases

#: A notice will not arrive on its channel: the other one is tried, once.
NOTICE_FAILED = "notice.failed"
#: Somebody wants a notice that did not arrive to be handed over again.
NOTICE_AGAIN = "notice.again"

#: A report may come before the process that handed the message over could write that down.
ON_ITS_WAY = (NoticeStatus.QUEUED, NoticeStatus.SENT)


def record_report(connection: Connection, outbox: Outbox, report: Report, *, now: datetime) -> bool:
    """Write down the fate of a notice, once; tells whether anything changed."""
    if report.fate is None or not report.key.isdecimal():
        return False
    delivered = report.fate is Fate.DELIVERED
    ended = "delivered_at" if delivered else "failed_at"
    found = connection.execute(
        update(notices)
        .where(notices.c.id == int(report.key), notices.c.status.in_(ON_ITS_WAY))
        .values(
            status=NoticeStatus.DELIVERED if delivered else NoticeStatus.FAILED,
            sent_at=func.coalesce(notices.c.sent_at, now),
            provider_id=report.provider_id,
            problem=report.problem,
            **{ended: now},
        )
        .returning(*COLUMNS)
    ).one_or_none()
    if found is not None and not delivered:
        tell_failed(connection, outbox, notice_of_row(found))
    return found is not None


def tell_failed(connection: Connection, outbox: Outbox, notice: Notice) -> None:
    """Have the other channel tried, unless this notice stands in for one that failed already."""
    if notice.instead_of is None:
        outbox.emit(connection, NOTICE_FAILED, case_id=notice.case_id, data={"notice": notice.id})


#: How a notice that failed stands when it is to be handed over anew.
AGAIN: Mapping[str, Any] = {
    "status": NoticeStatus.QUEUED,
    "sent_at": None,
    "failed_at": None,
    "problem": None,
    "attempts": 0,
}


def send_again(
    connection: Connection, outbox: Outbox, notice_id: int, *, roles: Collection[Role]
) -> bool:
    """Put a notice that failed back to work; tells whether there was one that `roles` may see."""
    found = connection.execute(
        update(notices)
        .where(notices.c.id == notice_id, notices.c.status == NoticeStatus.FAILED)
        .where(notices.c.case_id == cases.c.id, may_be_told(roles))
        .values(AGAIN)
        .returning(notices.c.case_id)
    ).one_or_none()
    if found is None:
        return False
    outbox.emit(connection, NOTICE_AGAIN, case_id=found.case_id, data={"notice": notice_id})
    return True


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A notice that reached nobody on its channel: no address, no words."""

    id: int
    reference: str
    channel: Channel
    party: Party
    failed_at: datetime
    problem: str
    #: What became of the notice that stands in for it; none where there is no other way.
    otherwise: NoticeStatus | None


def undelivered(
    connection: Connection,
    *,
    roles: Collection[Role],
    now: datetime,
    within: timedelta,
    limit: int = 200,
) -> tuple[Undelivered, ...]:
    """List what did not arrive lately, first what reached its person in no way at all.

    `roles` are those of whoever reads: its reference would tell a supervisor that there is a
    confidential report.
    """
    lost, other = notices.c, notices.alias("other")
    arrived = other.c.status.in_((NoticeStatus.SENT, NoticeStatus.DELIVERED))
    told = (lost.id, cases.c.reference, lost.channel, lost.party, lost.failed_at, lost.problem)
    found = (
        select(*told, other.c.status)
        .join(cases, cases.c.id == lost.case_id)
        .outerjoin(other, other.c.instead_of == notices.c.id)
        .where(notices.c.failed_at > now - within, notices.c.instead_of.is_(None))
        .where(may_be_told(roles))
        .order_by(func.coalesce(arrived, False), notices.c.failed_at.desc())
        .limit(limit)
    )
    return tuple(
        Undelivered(
            row.id,
            row.reference,
            Channel(row.channel),
            Party(row.party),
            row.failed_at,
            row.problem or "",
            None if row.status is None else NoticeStatus(row.status),
        )
        for row in connection.execute(found)
    )


def counted(
    connection: Connection, *, roles: Collection[Role], now: datetime, within: timedelta
) -> Mapping[tuple[Channel, NoticeStatus], int]:
    """Count the notices queued lately of which `roles` may know, by channel and fate."""
    rows = connection.execute(
        select(notices.c.channel, notices.c.status, func.count())
        .join(cases, cases.c.id == notices.c.case_id)
        .where(notices.c.queued_at > now - within, may_be_told(roles))
        .group_by(notices.c.channel, notices.c.status)
    )
    return {(Channel(channel), NoticeStatus(status)): count for channel, status, count in rows}
