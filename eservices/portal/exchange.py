"""What belongs to the exchange at hand: the services of this application and its reader."""

from typing import cast

from flask import current_app

from eservices.open_catalogue.linked_data import Publisher
from eservices.portal.languages import base_language
from eservices.portal.services import PortalServices

EXTENSION = "portal"


def services() -> PortalServices:
    """Give what this application was built with."""
    return cast("PortalServices", current_app.extensions[EXTENSION])


def language() -> str:
    """Give the language in which the page being made is complete."""
    return base_language()


def publisher() -> Publisher:
    """Tell whose catalogue this portal publishes."""
    portal = services()
    return Publisher(portal.links.public_url, portal.installation, portal.country)
