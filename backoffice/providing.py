"""What the installation is given to work with from outside, as the back office may ask about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from delivery.notices import Channel


class Kind(StrEnum):
    """What is provided."""

    MAIL = "mail"
    SMS = "sms"
    PAYMENTS = "payments"
    SEAL = "seal"
    STORAGE = "storage"
    DATABASE = "database"
    BROKER = "broker"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is provided, as it answers now; never with a secret."""

    kind: Kind
    #: What it is, such as the name of a provider or a version.
    name: str
    answers: bool = True
    #: Until when a certificate is good.
    expires_at: datetime | None = None
    #: Bytes that are left to store files.
    free: int | None = None


class Providing(Protocol):
    """Asks what is provided how it is, and tries it out."""

    @property
    def sms_per_day(self) -> int:
        """Tell how many short messages may go in a day."""

    def facts(self) -> tuple[Fact, ...]:
        """Ask each how it is; one that does not answer says so and stops nobody."""

    def send(self, channel: Channel, address: str, words: str) -> None:
        """Send a message to try a channel out; may raise Refused or Unavailable."""
