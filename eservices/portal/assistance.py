"""The browser at a counter: a cookie of its own, for the one draft that it was let in for."""

from datetime import datetime

from flask import Response, request
from sqlalchemy import Connection

from eservices.counter.assisting import SESSION, let_in
from eservices.portal.exchange import services
from eservices.portal.visits import Helped
from workflows.language.values import Text
from workflows.organisations import find_office

COOKIE = "assistance"


def cookie_name() -> str:
    """Name the cookie; behind HTTPS the prefix binds it to this very host."""
    return f"__Host-{COOKIE}" if services().secure else COOKIE


def helped_here(connection: Connection, draft_id: str, *, now: datetime) -> Helped | None:
    """Find for whom this browser fills a draft in; None for a browser that was not let in."""
    token = request.cookies.get(cookie_name(), "")
    found = let_in(connection, draft_id, token, now=now) if token else None
    if found is None:
        return None
    office = find_office(connection, found.office)
    return Helped(found, Text(dict(office.name)))


def remember(response: Response, token: str) -> Response:
    """Give the browser its token, as long as one may last."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(SESSION.total_seconds()),
        secure=services().secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def browser() -> str:
    """Tell browsers apart as far as they say of themselves which they are."""
    return request.user_agent.string
