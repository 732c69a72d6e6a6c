"""The catalogue for machines: linked data, feeds of changes, and the map of the site."""

import json
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from eservices.catalogue.listing import authorities
from eservices.catalogue.opening import open_offices
from eservices.offering import shown
from eservices.open_catalogue import atom, graph
from eservices.open_catalogue.atom import Feed, as_atom
from eservices.open_catalogue.changes import (
    Change,
    changes,
    changes_of_eservice,
    changes_of_procedure,
)
from eservices.open_catalogue.linked_data import of_catalogue, of_sheet
from eservices.open_catalogue.sheets import (
    Known,
    of_eservice,
    of_procedure,
    published,
)
from eservices.portal.exchange import publisher, services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.languages import LANGUAGES
from eservices.portal.open_answers import known_names, open_answer
from eservices.portal.views.procedures import procedure_or_404
from workflows.errors import UnknownDefinition
from workflows.life_cycle import Standing

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: The pages that belong to no procedure.
PAGES = (
    "catalogue.home",
    "catalogue.accessibility",
    "open_data.overview",
    "open_data.dictionary",
    "figures.out_of_turn",
)
#: What leads to a person's own pages; their addresses are secrets besides.
PRIVATE = ("/applications/", "/track", "/v/", "/sandbox/", "/webhooks/", "/language/")


def catalogue_data() -> ResponseReturnValue:
    """Give every procedure of the catalogue as linked data."""
    with services().engine.begin() as connection:
        today = services().desk.today(connection)
        sheets = published(connection, services().procedures, _known(connection), today)
    return _linked(of_catalogue(sheets, publisher()))


def sheet_data(eservice: str) -> ResponseReturnValue:
    """Give an e-service as linked data."""
    with services().engine.begin() as connection:
        try:
            found = shown(connection, eservice)
        except UnknownDefinition:
            abort(404)
        if found.publication.standing is Standing.WITHDRAWN:
            abort(404)
        today = services().desk.today(connection)
        sheet = of_eservice(found.service, found.publication, _known(connection), today)
    return _linked(of_sheet(sheet, publisher()))


def procedure_data(procedure: str) -> ResponseReturnValue:
    """Give a procedure at a desk as linked data."""
    found = procedure_or_404(procedure)
    with services().engine.begin() as connection:
        sheet = of_procedure(found, _known(connection))
    return _linked(of_sheet(sheet, publisher()))


def catalogue_feed(language: str) -> ResponseReturnValue:
    """Give the changes of the whole catalogue as a feed."""
    with services().engine.begin() as connection:
        found = changes(connection, services().procedures, services().desk.zone)
        return _feed(connection, language, found, page="")


def eservice_feed(eservice: str, language: str) -> ResponseReturnValue:
    """Give the changes of an e-service as a feed; one that was withdrawn keeps its own."""
    with services().engine.begin() as connection:
        found = changes_of_eservice(connection, eservice) or abort(404)
        return _feed(connection, language, found, page=found[0].path)


def procedure_feed(procedure: str, language: str) -> ResponseReturnValue:
    """Give the changes of a procedure at a desk as a feed."""
    described = procedure_or_404(procedure)
    with services().engine.begin() as connection:
        found = changes_of_procedure(connection, described, services().desk.zone)
        return _feed(connection, language, found, page=found[0].path)


def sitemap() -> ResponseReturnValue:
    """List the pages that search engines may show."""
    with services().engine.begin() as connection:
        today = services().desk.today(connection)
        sheets = published(connection, services().procedures, _known(connection), today)
    root = Element("urlset", {"xmlns": SITEMAP})
    for path in (*_pages(), *(f"/{sheet.path}" for sheet in sheets)):
        SubElement(SubElement(root, "url"), "loc").text = services().links.public_url + path
    written = '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")
    return open_answer(written, "application/xml")


def robots() -> ResponseReturnValue:
    """Tell robots what is not for them, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    address = f"{services().links.public_url}{url_for('machines.sitemap')}"
    return open_answer("\n".join([*lines, "", f"Sitemap: {address}", ""]), "text/plain")


def _known(connection: Connection) -> Known:
    opening = open_offices(connection, services().desk.today(connection))
    offices = {one.slug: one.name for one in opening}
    return known_names(authorities(connection), offices, opening)


def _pages() -> Iterator[str]:
    for endpoint in PAGES:
        yield url_for(endpoint)


def _linked(document: dict[str, Any]) -> Response:
    return open_answer(json.dumps(document, ensure_ascii=False), graph.MEDIA_TYPE)


def _feed(
    connection: Connection, language: str, found: tuple[Change, ...], *, page: str
) -> Response:
    if language not in LANGUAGES:
        abort(404)
    name = services().installation.in_language(language)
    title = found[0].title.in_language(language) if page else name
    feed = Feed(
        address=services().links.public_url,
        path=request.path.removeprefix("/"),
        page=page,
        title=title,
        author=name,
        language=language,
    )
    written = as_atom(feed, found, now=services().desk.clock.now(connection))
    return open_answer(written, atom.MEDIA_TYPE)


def blueprint() -> Blueprint:
    """Give the routes for machines."""
    return attach(
        Blueprint("machines", __name__),
        (
            Route("/catalogue.jsonld", catalogue_data, Guard.PUBLIC),
            Route("/services/<eservice>.jsonld", sheet_data, Guard.PUBLIC),
            Route("/procedures/<procedure>.jsonld", procedure_data, Guard.PUBLIC),
            Route("/changes/<language>.atom", catalogue_feed, Guard.PUBLIC),
            Route("/services/<eservice>/changes/<language>.atom", eservice_feed, Guard.PUBLIC),
            Route("/procedures/<procedure>/changes/<language>.atom", procedure_feed, Guard.PUBLIC),
            Route("/sitemap.xml", sitemap, Guard.PUBLIC),
            Route("/robots.txt", robots, Guard.PUBLIC),
        ),
    )
