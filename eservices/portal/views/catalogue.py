"""The pages that anybody may read: the catalogue, its sheets, and what the site says of itself."""

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from eservices.catalogue.listing import authorities, categories, in_order, online
from eservices.catalogue.search import search
from eservices.drafts import start_draft
from eservices.offering import NotOffered, Offer, Shown, offer_of, shown
from eservices.open_catalogue.sheets import of_eservice
from eservices.portal.exchange import language, services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.headers import PUBLIC_PAGE
from eservices.portal.languages import COOKIE, YEAR, offered_languages
from eservices.portal.open_answers import describe, known_names, prefers_linked_data
from eservices.portal.sheets import beside_eservice
from eservices.portal.signing_in import citizen_here
from eservices.portal.signposts import heading_named
from workflows.database import single_statements
from workflows.errors import UnknownDefinition
from workflows.life_cycle import Standing
from workflows.publications import suspended

#: Nobody searches with more; a longer text would only slow the search down.
LONGEST_SEARCH = 200
#: So many e-services at most are listed on the first page; more are found by other ways.
MOST_SHOWN = 24


def home() -> ResponseReturnValue:
    """Show the ways to a sheet, or the sheets that the words typed lead to."""
    wanted = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    return _found(wanted) if wanted else _ways()


def _found(wanted: str) -> ResponseReturnValue:
    with services().engine.begin() as connection:
        found = search(connection, wanted.replace("\x00", ""))
        closed = suspended(connection)
    return public(render_template("found.html", found=found, wanted=wanted, closed=closed))


def _ways() -> ResponseReturnValue:
    with services().engine.begin() as connection:
        counts = categories(connection)
        shown = in_order(online(connection, MOST_SHOWN + 1), language())
        closed = suspended(connection)
    page = render_template(
        "home.html",
        counts=counts,
        online=shown if len(shown) <= MOST_SHOWN else (),
        closed=closed,
    )
    return public(page)


def sheet(eservice: str) -> ResponseReturnValue:
    """Show what one should know before applying."""
    if prefers_linked_data():
        return redirect(url_for("machines.sheet_data", eservice=eservice), 303)
    with services().engine.begin() as connection:
        found = _shown_or_404(connection, eservice)
        names = authorities(connection)
        today = services().desk.today(connection)
        told = found.service.sheet
        front = str(found.publication.front)
        beside = beside_eservice(connection, eservice, front, told, told.checked_on)
    if found.publication.standing is Standing.WITHDRAWN:
        raise NotOffered(found.publication)
    category = heading_named(services().signposts.categories, told.category or "")
    page = render_template(
        "sheet.html",
        found=found,
        authority=names[found.service.authority],
        lines=[line for line in found.service.tariff if line.in_force(today)],
        category=category,
        beside=beside,
        described=describe(
            of_eservice(found.service, found.publication, known_names(names, beside.offices), today)
        ),
    )
    return public(page)


def start(eservice: str) -> ResponseReturnValue:
    """Open a draft and go to its first page; whoever is signed in finds it in their account."""
    citizen = citizen_here()
    with single_statements(services().engine) as connection:
        offer = _offer_or_404(connection, eservice)
        if offer.service.follows is not None and offer.service.follows.required:
            return redirect(url_for("following.ask_followed", eservice=eservice), 303)
        draft = start_draft(
            connection,
            eservice=eservice,
            definition=offer.definition,
            language=language(),
            now=services().desk.clock.now(connection),
            citizen_id=None if citizen is None else citizen.id,
        )
    first = offer.service.form.pages[0].page
    return redirect(url_for("drafts.show_page", draft_id=draft.id, page=first), 303)


def accessibility() -> ResponseReturnValue:
    """Say how accessible the site is and whom to tell when it is not."""
    return public(render_template("accessibility.html"))


def choose_language(code: str) -> ResponseReturnValue:
    """Remember the language and go back to the page one came from."""
    if code not in offered_languages():
        abort(404)
    response = make_response(redirect(own_path(request.args.get("next", "")), 303))
    response.set_cookie(
        COOKIE, code, max_age=YEAR, secure=services().secure, httponly=True, samesite="Lax"
    )
    return response


def health() -> ResponseReturnValue:
    """Tell a supervisor that this process answers and reaches the database."""
    with services().engine.begin() as connection:
        connection.execute(select(1))
    return Response("ok", mimetype="text/plain")


def own_path(wanted: str) -> str:
    """Give a path of this site, whatever was asked for: a link elsewhere would serve a fraud."""
    starts_here = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if starts_here and wanted.isprintable() else url_for("catalogue.home")


def public(page: str) -> Response:
    """Answer with a page that holds nothing personal."""
    response = make_response(page)
    response.headers["Cache-Control"] = PUBLIC_PAGE
    return response


def _shown_or_404(connection: Connection, eservice: str) -> Shown:
    try:
        return shown(connection, eservice)
    except UnknownDefinition:
        abort(404)


def _offer_or_404(connection: Connection, eservice: str) -> Offer:
    try:
        return offer_of(connection, eservice)
    except UnknownDefinition:
        abort(404)


def blueprint() -> Blueprint:
    """Give the routes of the public pages."""
    return attach(
        Blueprint("catalogue", __name__),
        (
            Route("/", home, Guard.PUBLIC),
            Route("/services/<eservice>", sheet, Guard.PUBLIC),
            Route("/services/<eservice>/start", start, Guard.LOOKUP, ("POST",)),
            Route("/accessibility", accessibility, Guard.PUBLIC),
            Route("/language/<code>", choose_language, Guard.PUBLIC),
            Route("/health", health, Guard.PUBLIC),
        ),
    )
