"""The job that tells people: queue the notice, hand it over outside, record its fate."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from delivery.mail import Mail, MailPort, MailRefused, MailUnavailable
from delivery.notices import (
    Notice,
    NoticeDraft,
    NoticeStatus,
    mark_delayed,
    mark_failed,
    mark_sent,
    queue,
)
from workflows.clock import Clock
from workflows.outbox import Held, complete


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifying:
    """Sends the notice of an event; at least once, and twice only if stopped in the very act."""

    engine: Engine
    clock: Clock
    mail: MailPort
    #: Ends the message identifiers, such as the portal's host name.
    domain: str
    #: What to tell about an event; None when the case's applicant has nothing to be told.
    draft: Callable[[Connection, Held], NoticeDraft | None]

    def __call__(self, held: Held) -> None:
        """Tell what the held row is about; raises MailUnavailable so that it is tried again."""
        notice = self._queued(held)
        if notice is None:
            return
        try:
            self.mail.send(self._mail(notice))
        except MailRefused as refusal:
            self._give_up(held, notice, refusal.problem)
        except MailUnavailable as delay:
            with self.engine.begin() as connection:
                mark_delayed(connection, notice.id, problem=delay.problem)
            raise
        else:
            self._record(held, notice)

    def _queued(self, held: Held) -> Notice | None:
        with self.engine.begin() as connection:
            draft = self.draft(connection, held)
            if draft is None:
                complete(connection, held)
                return None
            notice = queue(connection, draft, now=self.clock.now(connection))
            if notice.status is not NoticeStatus.QUEUED:
                complete(connection, held)
                return None
            return notice

    def _mail(self, notice: Notice) -> Mail:
        key = f"{notice.case_id}.{notice.position}.{notice.channel}"
        return Mail(
            recipient=notice.recipient,
            subject=notice.subject,
            text=notice.body,
            language=notice.language,
            message_id=f"<notice.{key}@{self.domain}>",
        )

    def _record(self, held: Held, notice: Notice) -> None:
        with self.engine.begin() as connection:
            mark_sent(connection, notice.id, now=self.clock.now(connection))
            complete(connection, held)

    def _give_up(self, held: Held, notice: Notice, problem: str) -> None:
        with self.engine.begin() as connection:
            now = self.clock.now(connection)
            mark_failed(connection, notice.id, problem=problem, now=now)
            complete(connection, held)
