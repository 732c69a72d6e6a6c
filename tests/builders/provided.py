"""Providers from outside, as a back office sees them: which answer, and what was tried out."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from backoffice.providing import Fact, Kind
from delivery.mail import MailRefused, Problem
from delivery.notices import Channel

BELLS = Fact(Kind.BROKER, "Redis", answers=False)


@dataclass(slots=True)
class Provided:
    """What is provided from outside, with a tray for what was tried out."""

    sms_per_day: int = 10
    tray: list[tuple[Channel, str, str]] = field(default_factory=list)
    until: datetime = datetime(2046, 1, 1, tzinfo=UTC)

    def facts(self) -> tuple[Fact, ...]:
        """Say that everything answers, but what keeps the bells."""
        seal = Fact(Kind.SEAL, "CN=Seal", expires_at=self.until)
        return (Fact(Kind.MAIL, "mail:25"), Fact(Kind.SMS, "twilio"), seal, BELLS)

    def send(self, channel: Channel, address: str, words: str) -> None:
        """Put a message in the tray; refuse what is no address."""
        if channel is Channel.MAIL and "@" not in address:
            raise MailRefused(Problem.ADDRESS)
        self.tray.append((channel, address, words))
