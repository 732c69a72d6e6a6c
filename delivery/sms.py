"""SMS: one port; each provider is a module of its own that keeps its words to itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from delivery.handing import Refused, Unavailable


class SmsProblem(StrEnum):
    """Why a message was not handed over, or did not arrive."""

    NUMBER = "number"
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    TOO_LONG = "too_long"
    MESSAGE = "message"
    UNDELIVERED = "undelivered"
    SETTINGS = "settings"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    #: The installation has handed over as many as it may in a day.
    USED_UP = "used_up"


class SmsRefused(Refused):
    """It never will be handed over: the number or the message is wrong."""


class SmsUnavailable(Unavailable):
    """It may be later: the provider did not answer, asked to come back, or does not know us."""


class InvalidReport(Exception):
    """A report that the provider did not sign, or that says nothing."""


#: How long a message is worth delivering: a telephone may be off for a night.
VALID_FOR = timedelta(hours=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """A short message to one person."""

    #: In international form, such as +2290197000000.
    recipient: str
    text: str
    #: What the provider repeats in its reports; none are wanted without.
    key: str = ""
    valid_for: timedelta = VALID_FOR


class Fate(StrEnum):
    """What a provider reports at the end."""

    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a message; no fate yet while it is on its way."""

    key: str
    provider_id: str
    fate: Fate | None
    problem: SmsProblem | None = None


class SmsPort(Protocol):
    """Hands short messages to whatever carries them."""

    @property
    def name(self) -> str:
        """Name the provider in the address of its reports."""

    def send(self, sms: Sms) -> str:
        """Hand over a message, give the provider's name of it; may raise Refused, Unavailable."""

    def find(self, sms: Sms) -> str | None:
        """Tell whether this very message was handed over before and is not lost.

        Asked when an attempt may have ended between handing over and writing it down.
        """

    def read_report(self, fields: Sequence[tuple[str, str]], headers: Mapping[str, str]) -> Report:
        """Read what the provider reports; raises InvalidReport."""
