"""The head of every document: the country, and the authority that issues it."""

from sqlalchemy import Connection

from delivery.documents import Branding
from eservices.definition.model import EService
from eservices.packs import Pack
from workflows.organisations import all_offices, organisation_names


def branding_of(
    connection: Connection, pack: Pack, eservice: EService, *, language: str, specimen: bool
) -> Branding:
    """Give the head of a document of an e-service, in one language."""
    offices = {office.slug: office for office in all_offices(connection)}
    office = offices[eservice.office]
    authority = authority_names(connection, eservice)
    place = office.content.get("place") or pack.name.root
    return Branding(
        country=pack.branding.state.in_language(language),
        motto=pack.branding.motto.in_language(language),
        colours=pack.branding.colours,
        authority=(authority.get(language) or next(iter(authority.values())),),
        place=place.get(language) or next(iter(place.values())),
        specimen=specimen,
    )


def authority_names(connection: Connection, eservice: EService) -> dict[str, str]:
    """Give the names of an e-service's authority by language."""
    return dict(organisation_names(connection)[eservice.authority])
