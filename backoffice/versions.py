"""One version of an e-service: its diagram, and what it changes over the live one."""

from dataclasses import dataclass
from itertools import groupby

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from backoffice.eservices import STATUSES
from backoffice.exchange import services
from backoffice.languages import language, words
from eservices.changes.difference import KINDS, TITLES, Change, differences
from eservices.changes.hindsight import EFFECTS, hindsight
from eservices.definition.model import EService
from eservices.definition.publish import content_of, eservice_of
from eservices.diagrams import as_mermaid, as_svg
from eservices.documents import TITLES as DOCUMENTS
from eservices.texts import translate
from workflows.definitions import definition
from workflows.errors import UnknownDefinition
from workflows.publications import Version, publication_of, version_numbered

#: An image may style itself and do nothing else.
IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A version as its pages show it."""

    slug: str
    title: str
    version: Version
    eservice: EService
    #: The version in force, when it is another one.
    live: EService | None


@dataclass(frozen=True, slots=True)
class Topic:
    """The differences of one topic."""

    title: str
    changes: tuple[Change, ...]


def show(eservice: str, number: int) -> ResponseReturnValue:
    """Show a version: where it stands, its procedure as a picture, and its documents."""
    page = _page(eservice, number)
    return render_template(
        "version.html",
        page=page,
        here="show",
        statuses=STATUSES,
        mermaid=as_mermaid(page.eservice.procedure, language()),
        documents=[(kind, translate(title, language())) for kind, title in DOCUMENTS.items()],
    )


def difference(eservice: str, number: int) -> ResponseReturnValue:
    """Show what differs from the live version."""
    page = _page(eservice, number)
    changes = (
        () if page.live is None else differences(content_of(page.live), content_of(page.eservice))
    )
    topics = [
        Topic(translate(TITLES[topic], language()), tuple(group))
        for topic, group in groupby(changes, key=lambda change: change.topic)
    ]
    kinds = {kind: translate(text, language()) for kind, text in KINDS.items()}
    return render_template(
        "difference.html", page=page, here="difference", topics=topics, kinds=kinds
    )


def preview(eservice: str, number: int) -> ResponseReturnValue:
    """Show what a version would have changed on the cases of the last months."""
    page = _page(eservice, number)
    with services().engine.begin() as connection:
        seen = hindsight(connection, page.eservice, now=services().clock.now(connection))
    effects = {effect: translate(text, language()) for effect, text in EFFECTS.items()}
    return render_template("preview.html", page=page, here="preview", seen=seen, effects=effects)


def diagram(eservice: str, number: int) -> ResponseReturnValue:
    """Give the procedure as an image."""
    page = _page(eservice, number)
    image = as_svg(page.eservice.procedure, title=page.title, language=language())
    response = Response(image, mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = IMAGE_POLICY
    return response


def _page(eservice: str, number: int) -> VersionPage:
    with services().engine.begin() as connection:
        return version_page(connection, eservice, number)


def version_page(connection: Connection, eservice: str, number: int) -> VersionPage:
    """Read a version for its pages; one that is not there does not exist."""
    try:
        version = version_numbered(connection, eservice, number)
    except UnknownDefinition:
        abort(404)
    live = publication_of(connection, eservice).live
    found = eservice_of(definition(connection, version.checksum))
    other = None if live in {None, version.checksum} else live
    return VersionPage(
        slug=eservice,
        title=words(found.title),
        version=version,
        eservice=found,
        live=None if other is None else eservice_of(definition(connection, other)),
    )
