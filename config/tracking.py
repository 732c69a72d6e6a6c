"""Tracking links with the installation's own key."""

from config.settings import Settings
from eservices.tracking import TrackingLinks


def links_of(settings: Settings) -> TrackingLinks:
    """Give what makes and checks the links by which applicants follow their cases."""
    return TrackingLinks(settings.portal.public_url, settings.tracking_key.encode())
