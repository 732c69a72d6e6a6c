"""What waits for room: short messages that the bound of a day held up, to people with no mail.

Who has a mail address was told that way. The others are told as soon as there is room again: when
an administrator raises the bound, or on the next day.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, exists, func, select, update

from delivery.notices import Channel, NoticeStatus
from delivery.rationing import sms_day
from delivery.reports import AGAIN, NOTICE_AGAIN
from delivery.sms import SmsProblem
from delivery.tables import notices
from workflows.actors import Role
from workflows.complaints import may_be_told
from workflows.outbox import Outbox
from workflows.tables import cases

#: What waited longer is no news any more.
WORTH_SAYING = timedelta(days=3)
#: Messages that go back to work in one transaction.
AT_ONCE = 500


def waiting_for_room(connection: Connection, *, roles: Collection[Role], now: datetime) -> int:
    """Count the messages to people whom no mail has told, as far as `roles` may know of them."""
    counted = select(func.count()).join_from(notices, cases, cases.c.id == notices.c.case_id)
    counted = counted.where(*_held_up(now), may_be_told(roles))
    number: int = connection.execute(counted).scalar_one()
    return number


def send_what_waited(connection: Connection, outbox: Outbox, *, per_day: int, now: datetime) -> int:
    """Put back to work what there is room for, the oldest first; tells how many."""
    room = min(sms_day(connection, now).room(per_day), AT_ONCE)
    if room == 0:
        return 0
    oldest = select(notices.c.id).where(*_held_up(now)).order_by(notices.c.failed_at).limit(room)
    # Read once: as a plain subquery it may be run for each row, beyond the room there is.
    chosen = oldest.with_for_update(skip_locked=True).cte("chosen")
    again = update(notices).where(notices.c.id.in_(select(chosen.c.id))).values(AGAIN)
    found = connection.execute(again.returning(notices.c.id, notices.c.case_id)).all()
    for row in found:
        outbox.emit(connection, NOTICE_AGAIN, case_id=row.case_id, data={"notice": row.id})
    return len(found)


def _held_up(now: datetime) -> tuple[ColumnElement[bool], ...]:
    mail = notices.alias("mail")
    told = exists().where(
        mail.c.case_id == notices.c.case_id,
        mail.c.position == notices.c.position,
        mail.c.party == notices.c.party,
        mail.c.channel == Channel.MAIL,
        mail.c.status != NoticeStatus.FAILED,
    )
    return (
        notices.c.failed_at > now - WORTH_SAYING,
        notices.c.channel == Channel.SMS,
        notices.c.problem == SmsProblem.USED_UP,
        # Erased with its case.
        notices.c.recipient != "",
        ~told,
    )
