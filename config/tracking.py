"""Links and codes of applicants, with the installation's own key."""

from config.settings import Settings
from eservices.draft_codes import DraftCodes
from eservices.one_time_codes import OneTimeCodes
from eservices.short_links import ShortLinks
from eservices.tracking import TrackingLinks


def links_of(settings: Settings) -> TrackingLinks:
    """Give what makes and checks the links by which applicants follow their cases."""
    return TrackingLinks(settings.portal.public_url, settings.tracking_key.encode())


def short_links_of(settings: Settings) -> ShortLinks:
    """Give what makes and opens the links of short messages."""
    return ShortLinks(settings.portal.public_url, settings.tracking_key.encode())


def codes_of(settings: Settings) -> OneTimeCodes:
    """Give what computes and checks one-time codes."""
    return OneTimeCodes(settings.tracking_key.encode())


def draft_codes_of(settings: Settings) -> DraftCodes:
    """Give what gives and takes the codes by which drafts are resumed elsewhere."""
    return DraftCodes(settings.tracking_key.encode())
