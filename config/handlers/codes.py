"""The job that sends one-time codes: handed over outside, then written down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, Engine

from delivery.gsm import to_sms
from delivery.handing import Refused
from delivery.mail import Mail, MailPort
from delivery.notices import Channel
from delivery.sms import Sms, SmsPort
from eservices.code_words import write_code
from eservices.one_time_codes import GOOD_FOR, Message, OneTimeCodes, mark_code_sent
from workflows.clock import Clock
from workflows.outbox import Held, complete


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingCodes:
    """Sends the code that a held row names, while it is of use."""

    engine: Engine
    clock: Clock
    mail: MailPort
    sms: SmsPort | None
    codes: OneTimeCodes
    #: Ends the message identifiers.
    domain: str

    def __call__(self, held: Held) -> None:
        """Send it; raises Unavailable so that it is tried again, until it is too old."""
        with self.engine.begin() as connection:
            message = self.codes.message(
                connection, held.data["code"], now=self.clock.now(connection)
            )
            if message is None:
                complete(connection, held)
                return
        record = self._handed_over(message, was_tried=held.attempts > 1)
        with self.engine.begin() as connection:
            record(connection)
            complete(connection, held)

    def _handed_over(self, message: Message, *, was_tried: bool) -> Callable[[Connection], None]:
        try:
            if message.contact.channel is Channel.MAIL:
                self.mail.send(self._mail(message))
            elif self.sms is not None:
                self._text(self.sms, message, was_tried=was_tried)
        except Refused:
            # There is nobody to tell: whoever waits for the code is told to check the address.
            return lambda _connection: None
        return lambda connection: mark_code_sent(
            connection, message.id, now=self.clock.now(connection)
        )

    def _text(self, port: SmsPort, message: Message, *, was_tried: bool) -> None:
        sms = Sms(
            recipient=message.contact.address,
            text=to_sms(write_code(message).short),
            valid_for=GOOD_FOR + timedelta(minutes=1),
        )
        if not (was_tried and port.find(sms)):
            port.send(sms)

    def _mail(self, message: Message) -> Mail:
        letter = write_code(message)
        return Mail(
            recipient=message.contact.address,
            subject=letter.subject,
            text=letter.body,
            language=message.language,
            message_id=f"<code.{message.id}@{self.domain}>",
        )
