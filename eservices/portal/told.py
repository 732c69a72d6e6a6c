"""What the holder of a case was told, and how they are told."""

from sqlalchemy import Connection

from delivery.notices import Channel, Notice, Party, notices_of
from eservices.portal.exchange import services
from eservices.portal.visits import CaseVisit
from eservices.reaching import address_of, preferred_channel


def messages_to(connection: Connection, visit: CaseVisit) -> tuple[Notice, ...]:
    """List the messages sent to whoever holds the case's link, latest first."""
    acting = visit.holder.representative is not None
    own = Party.REPRESENTATIVE if acting else Party.APPLICANT
    told = [one for one in notices_of(connection, visit.case.id) if one.party is own]
    return tuple(sorted(told, key=lambda one: one.queued_at, reverse=True))


def open_channels(visit: CaseVisit) -> tuple[Channel, ...]:
    """List the channels by which the holder of a case can be reached here."""
    return tuple(one for one in _offered() if address_of(visit.applicant, one))


def told_by(visit: CaseVisit) -> Channel | None:
    """Tell how the holder of a case is told."""
    return preferred_channel(visit.applicant, _offered())


def _offered() -> frozenset[Channel]:
    return frozenset(Channel) if services().sms else frozenset({Channel.MAIL})
