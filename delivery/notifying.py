"""The job that tells people: queue the notice, hand it over outside, record its fate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from delivery.gsm import to_sms
from delivery.handing import Refused, Unavailable
from delivery.mail import Mail, MailPort
from delivery.notices import (
    Channel,
    Notice,
    NoticeDraft,
    NoticeStatus,
    Party,
    mark_delayed,
    mark_failed,
    mark_sent,
    queue,
)
from delivery.reports import tell_failed
from delivery.sms import Sms, SmsPort, SmsProblem, SmsRefused
from workflows.clock import Clock
from workflows.outbox import Held, Outbox, complete


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifying:
    """Sends the notice of an event; at least once, and twice only if stopped in the very act."""

    engine: Engine
    clock: Clock
    mail: MailPort
    #: Absent where the installation sends none.
    sms: SmsPort | None
    #: Tells of a notice that failed, so that the other channel is tried.
    outbox: Outbox
    #: Ends the message identifiers, such as the portal's host name.
    domain: str
    #: What to tell about an event, to each who follows the case; nobody where nothing is told.
    draft: Callable[[Connection, Held], Sequence[NoticeDraft]]

    def __call__(self, held: Held) -> None:
        """Tell what the held row is about; raises Unavailable so that it is tried again.

        What went to one person stays sent when the next one's message has to be tried again.
        """
        waiting = self._queued(held)
        for left, notice in enumerate(waiting, 1 - len(waiting)):
            record = self._handed_over(notice, was_tried=held.attempts > 1)
            with self.engine.begin() as connection:
                record(connection)
                if left == 0:
                    complete(connection, held)

    def _queued(self, held: Held) -> tuple[Notice, ...]:
        """Queue what is to be told and give what was not sent yet; the row is done if nothing."""
        with self.engine.begin() as connection:
            now, drafts = self.clock.now(connection), self.draft(connection, held)
            notices = [queue(connection, draft, now=now) for draft in drafts]
            waiting = tuple(one for one in notices if one.status is NoticeStatus.QUEUED)
            if not waiting:
                complete(connection, held)
            return waiting

    def _handed_over(self, notice: Notice, *, was_tried: bool) -> Callable[[Connection], None]:
        """Send a notice and give what records its fate."""
        try:
            provider_id = self._hand(notice, was_tried=was_tried or notice.attempts > 0)
        except Refused as refusal:
            problem = refusal.problem
            return lambda connection: self._fail(connection, notice, problem)
        except Unavailable as delay:
            with self.engine.begin() as connection:
                mark_delayed(connection, notice.id, problem=delay.problem)
            raise
        return lambda connection: mark_sent(
            connection, notice.id, now=self.clock.now(connection), provider_id=provider_id
        )

    def _hand(self, notice: Notice, *, was_tried: bool) -> str | None:
        if notice.channel is Channel.MAIL:
            self.mail.send(self._mail(notice))
            return None
        if self.sms is None:
            raise SmsRefused(SmsProblem.SETTINGS)
        sms = Sms(recipient=notice.recipient, text=to_sms(notice.body), key=str(notice.id))
        # Whoever tried before may have ended between handing over and writing that down.
        before = self.sms.find(sms) if was_tried else None
        return before or self.sms.send(sms)

    def _fail(self, connection: Connection, notice: Notice, problem: str) -> None:
        now = self.clock.now(connection)
        if mark_failed(connection, notice.id, problem=problem, now=now):
            tell_failed(connection, self.outbox, notice)

    def _mail(self, notice: Notice) -> Mail:
        key = f"{notice.case_id}.{notice.position}.{notice.channel}"
        if notice.party is not Party.APPLICANT:
            key = f"{key}.{notice.party}"
        return Mail(
            recipient=notice.recipient,
            subject=notice.subject,
            text=notice.body,
            language=notice.language,
            message_id=f"<notice.{key}@{self.domain}>",
        )
