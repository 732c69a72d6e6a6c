"""How a person is reached: by mail or by short message, as they chose and as they can be."""

from collections.abc import Set as AbstractSet

from delivery.notices import Channel
from eservices.texts import mark, translate
from workflows.cases import Applicant

#: Said in a short message where the definition gives no words of its own.
NEWS = mark("%(reference)s: there is news about your application. Read it here: %(link)s")


def address_of(person: Applicant, channel: Channel) -> str | None:
    """Give where a channel reaches somebody; a number without its country's code reaches nobody."""
    if channel is Channel.MAIL:
        return person.mail
    return person.phone if person.phone and person.phone.startswith("+") else None


def preferred_channel(person: Applicant, offered: AbstractSet[Channel]) -> Channel | None:
    """Choose how somebody is told: as they wished, else by mail, else by short message."""
    wished = [channel for channel in Channel if channel == person.channel]
    ways = (*wished, Channel.MAIL, Channel.SMS)
    return next((way for way in ways if way in offered and address_of(person, way)), None)


def other_channel(
    person: Applicant, failed: Channel, offered: AbstractSet[Channel]
) -> Channel | None:
    """Choose what is tried when a channel failed."""
    ways = (way for way in Channel if way is not failed)
    return next((way for way in ways if way in offered and address_of(person, way)), None)


def write_news(reference: str, link: str, language: str) -> str:
    """Write a short message that says that there is news, and where to read it."""
    return translate(NEWS, language, reference=reference, link=link)
