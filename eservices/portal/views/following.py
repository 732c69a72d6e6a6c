"""Applications opened from delivered ones: from the case's page, or by number and secret link."""

import hmac
from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from eservices.correcting import as_asked
from eservices.definition.model import EService
from eservices.drafts import Opening, start_draft
from eservices.following import CannotFollow, Followed, followed_of, taken_over, why_not
from eservices.form.characters import storable
from eservices.offering import Offer, offer_of, shown
from eservices.portal.exchange import language, services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.visits import CaseVisit
from workflows.errors import UnknownCase, UnknownDefinition

LONGEST_NUMBER, LONGEST_LINK = 80, 300


def ask_followed(eservice: str) -> ResponseReturnValue:
    """Ask which application the new one follows."""
    return _asked(eservice, wrong=False)


def open_by_number(eservice: str) -> ResponseReturnValue:
    """Open an application from the one that a link opens and whose document bears a number."""
    with services().engine.begin() as connection:
        followed = _found(connection)
        address = None if followed is None else _opened(connection, eservice, followed)
    return _asked(eservice, wrong=True) if address is None else redirect(address, 303)


def open_from_case(visit: CaseVisit, eservice: str) -> ResponseReturnValue:
    """Open an application from the case at hand."""
    with services().engine.begin() as connection:
        followed = followed_of(connection, visit.case)
        return redirect(_opened(connection, eservice, followed), 303)


def _opened(connection: Connection, eservice: str, followed: Followed) -> str:
    """Open a draft with what it takes over, and give the address of its first page."""
    offer, desk = _offer_or_404(connection, eservice), services().desk
    now = desk.clock.now(connection)
    barred = why_not(connection, offer.service, followed, now=now, zone=desk.zone)
    if barred is not None:
        raise CannotFollow(barred)
    asked = as_asked(offer.service, followed)
    draft = start_draft(
        connection,
        eservice=eservice,
        definition=offer.definition,
        language=language(),
        now=now,
        opening=Opening(followed.case.id, taken_over(asked, followed)),
    )
    return url_for("drafts.show_page", draft_id=draft.id, page=asked.form.pages[0].page)


def _offer_or_404(connection: Connection, eservice: str) -> Offer:
    try:
        return offer_of(connection, eservice)
    except UnknownDefinition:
        abort(404)


def _found(connection: Connection) -> Followed | None:
    """Find the case by link and number; nothing tells which of the two was wrong."""
    parts = urlsplit(_typed("link", LONGEST_LINK)).path.strip("/").split("/")
    reference, secret = (parts[-2], parts[-1]) if len(parts) > 1 else ("", "")
    try:
        case, _applicant = services().links.open(connection, reference=reference, secret=secret)
    except UnknownCase:
        return None
    followed = followed_of(connection, case)
    printed = "" if followed.act is None else followed.act.number
    number = _typed("number", LONGEST_NUMBER)
    return followed if hmac.compare_digest(printed.encode(), number.encode()) else None


def _typed(name: str, longest: int) -> str:
    return storable(request.form.get(name, ""))[:longest].strip()


def _asked(eservice: str, *, wrong: bool) -> tuple[str, int]:
    with services().engine.begin() as connection:
        service = _shown_or_404(connection, eservice)
        names = service.follows.eservices if service.follows else abort(404)
        followed = [_shown_or_404(connection, name) for name in names]
    page = render_template(
        "follow.html",
        service=service,
        followed=followed,
        wrong=wrong,
        number=_typed("number", LONGEST_NUMBER),
        link=_typed("link", LONGEST_LINK),
    )
    return page, 422 if wrong else 200


def _shown_or_404(connection: Connection, eservice: str) -> EService:
    try:
        return shown(connection, eservice).service
    except UnknownDefinition:
        abort(404)


def blueprint() -> Blueprint:
    """Give the routes by which cases are followed."""
    return attach(
        Blueprint("following", __name__),
        (
            Route("/services/<eservice>/follow", ask_followed, Guard.PUBLIC),
            Route("/services/<eservice>/follow", open_by_number, Guard.LOOKUP, ("POST",)),
            Route(
                "/track/<reference>/<secret>/follow/<eservice>",
                open_from_case,
                Guard.CASE_HOLDER,
                ("POST",),
            ),
        ),
    )
