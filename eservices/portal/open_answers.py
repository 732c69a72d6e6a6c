"""Answers for machines anywhere: kept for some minutes, checked by tag, readable from any site."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request

from eservices.catalogue.opening import OpenOffice
from eservices.open_catalogue import graph
from eservices.open_catalogue.search_engines import as_government_office, as_government_service
from eservices.open_catalogue.sheets import Known, Names, Sheet
from eservices.portal.exchange import language, publisher, services
from workflows.language.values import Text

#: Other sites' scripts may read what is published; it holds nothing personal.
OPEN: Mapping[str, str] = {
    "Cache-Control": "public, max-age=300",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def open_answer(written: str, media_type: str, *, name: str | None = None) -> Response:
    """Answer with open data; under a name it is a file to be kept."""
    response = Response(written, content_type=f"{media_type}; charset=utf-8")
    response.headers.update(OPEN)
    if name is not None:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.add_etag()
    response.make_conditional(request)
    return response


def published_by(documentation: str) -> dict[str, str]:
    """Say whose open data it is, where it is explained, and under which licence it may be used."""
    licence = services().licence
    about = {
        "publisher": services().installation.in_language(language()),
        "documentation": services().links.public_url + documentation,
    }
    return about if licence is None else {**about, "licence": licence.address}


def prefers_linked_data() -> bool:
    """Tell whether whoever asks would rather have linked data than a page."""
    offered = ("text/html", graph.MEDIA_TYPE)
    return request.accept_mimetypes.best_match(offered) == graph.MEDIA_TYPE


def known_names(organisations: Names, offices: Names, opening: Sequence[OpenOffice] = ()) -> Known:
    """Gather how what sheets name is called, and when the offices among it are open."""
    posts = services().signposts
    return Known(
        organisations,
        offices,
        {one.slug: one.name for one in posts.categories},
        {one.slug: one.name for one in posts.life_events},
        {one.slug: one for one in opening},
    )


def describe(sheet: Sheet) -> dict[str, Any]:
    """Describe a sheet for the search engines that read its page."""
    return as_government_service(sheet, publisher(), language())


def describe_office(office: OpenOffice, organisation: Text) -> dict[str, Any]:
    """Describe an office for the search engines that read its page."""
    return as_government_office(office, organisation, publisher(), language())
