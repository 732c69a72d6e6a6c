"""What belongs to the exchange at hand: the services of this application and its reader."""

from typing import cast

from flask import current_app
from flask_babel import get_locale

from eservices.open_catalogue.linked_data import Publisher
from eservices.portal.languages import DEFAULT
from eservices.portal.services import PortalServices

EXTENSION = "portal"


def services() -> PortalServices:
    """Give what this application was built with."""
    return cast("PortalServices", current_app.extensions[EXTENSION])


def language() -> str:
    """Give the language of the page being made."""
    return str(get_locale() or DEFAULT)


def publisher() -> Publisher:
    """Tell whose catalogue this portal publishes."""
    portal = services()
    return Publisher(portal.links.public_url, portal.installation, portal.country)
