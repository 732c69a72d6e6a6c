"""The head of every document: the country, and the office that answers for it."""

from sqlalchemy import Connection

from delivery.documents import Branding
from eservices.definition.model import EService
from eservices.following import signing_office
from eservices.packs import Pack
from workflows.cases import Case
from workflows.organisations import Office, all_offices


def answering_office(connection: Connection, eservice: EService, case: Case) -> Office:
    """Give the office that signs a case's act, else the e-service's own."""
    offices = {office.slug: office for office in all_offices(connection)}
    return offices[signing_office(connection, eservice, case)]


def branding_of(pack: Pack, office: Office, *, language: str, specimen: bool) -> Branding:
    """Give the head of a document that an office answers for, in one language."""
    place = office.content.get("place") or {}
    return Branding(
        country=pack.branding.state.in_language(language),
        motto=pack.branding.motto.in_language(language),
        colours=pack.branding.colours,
        authority=(office.name.get(language) or next(iter(office.name.values())),),
        place=place.get(language, ""),
        specimen=specimen,
    )
