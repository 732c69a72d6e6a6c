"""One version of an e-service: its diagram, and what it changes over the live one."""

from dataclasses import dataclass
from itertools import groupby

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy import Connection

from backoffice.eservices import STATUSES
from backoffice.exchange import services, staff
from backoffice.languages import language, words
from eservices.changes.difference import KINDS, TITLES, Change, differences
from eservices.changes.flights import NotLive, flights, move
from eservices.changes.hindrances import WHY
from eservices.changes.hindsight import EFFECTS, hindsight
from eservices.definition.model import EService
from eservices.definition.publish import content_of, eservice_of
from eservices.diagrams import as_mermaid, as_svg
from eservices.documents import TITLES as DOCUMENTS
from eservices.texts import translate
from workflows.definitions import definition
from workflows.errors import UnknownDefinition
from workflows.life_cycle import Author, Status
from workflows.publications import Version, publication_of, version_numbered

#: The version in force, whether or not it can be applied for now.
FORCE = frozenset({Status.LIVE, Status.SUSPENDED, Status.WITHDRAWN})
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
        now = services().clock.now(connection)
        seen = hindsight(connection, page.eservice, now=now)
        flying = flights(connection, page.eservice, page.version.checksum, now=now)
    return render_template(
        "preview.html",
        page=page,
        here="preview",
        seen=seen,
        flying=flying,
        effects={effect: translate(text, language()) for effect, text in EFFECTS.items()},
        why={rule: translate(text, language()) for rule, text in WHY.items()},
        may_move=page.version.status in FORCE and flying.cases > 0,
        start=request.args.get("after", 0, type=int),
    )


def move_cases(eservice: str, number: int) -> ResponseReturnValue:
    """Put cases under a version that is live, where that is safe; the rest stays as it is."""
    page = _page(eservice, number)
    back = redirect(url_for("versions.preview", eservice=eservice, number=number), 303)
    reason = request.form.get("reason", "").strip()
    if not reason:
        flash(gettext("Write why: the journal keeps it."))
        return back
    try:
        outcome = move(
            services().engine,
            services().workflow,
            page.version.checksum,
            author=Author(account_id=staff().id),
            reason=reason,
            start=request.form.get("start", 0, type=int),
        )
    except NotLive:
        flash(gettext("Cases are put only under the version that is live."))
        return back
    flash(ngettext("%(num)s case was moved.", "%(num)s cases were moved.", outcome.moved))
    if outcome.last is None:
        return back
    flash(gettext("Not all were looked at: press the button again to go on with the next ones."))
    return redirect(
        url_for("versions.preview", eservice=eservice, number=number, after=outcome.last), 303
    )


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
