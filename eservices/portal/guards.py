"""The guard before every view: who comes in, and with what.

A view is reached through a route, and a route has a guard: the table of routes is the only way to
register a view, so none can be forgotten. What a guard does not let in does not exist: 404.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from eservices.portal.assistance import helped_here
from eservices.portal.exchange import services
from eservices.portal.rate import RateLimit
from eservices.portal.signing_in import citizen_here
from eservices.portal.visits import DraftVisit, visit_case, visit_draft
from eservices.representing import author_of
from workflows.cases import find_case
from workflows.database import single_statements
from workflows.errors import UnknownCase

View = Callable[..., ResponseReturnValue]
RATE_LIMIT = "portal.rate_limit"
REMARK_LIMIT = "portal.remark_limit"
KILOBYTE = 1024
GONE = 410
#: Every field of the longest form filled to its limit.
LARGEST_FORM = 512 * KILOBYTE


class Guard(StrEnum):
    """Whom a route lets in."""

    #: Anybody.
    PUBLIC = "public"
    #: Anybody, so many times a minute: the view looks up what can be guessed.
    LOOKUP = "lookup"
    #: Anybody who writes a remark; the view limits how often, and gives back what was typed.
    WRITER = "writer"
    #: Who has the address of a draft, as long as it is one.
    DRAFT_HOLDER = "draft holder"
    #: The same, where nobody fills it in for an applicant at a counter.
    APPLICANT_ALONE = "applicant alone"
    #: Who helps at a counter, in the browser that was let in for this very draft.
    ASSISTANT = "assistant"
    #: Who has the secret link of a case.
    CASE_HOLDER = "case holder"
    #: Who is signed in with a proven address; others are asked to sign in.
    CITIZEN = "citizen"
    #: A provider of payments or messages; the view checks its signature on the bytes received.
    PROVIDER = "provider"
    #: Who was sent to the sandbox's page; the view checks that the page exists.
    SANDBOX_PAYER = "sandbox payer"


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the portal: what answers it, to whom, and the largest body it takes."""

    rule: str
    view: View
    guard: Guard
    methods: tuple[str, ...] = ("GET",)
    largest: int = LARGEST_FORM


def attach(blueprint: Blueprint, routes: Sequence[Route]) -> Blueprint:
    """Register routes, each behind its guard."""
    for route in routes:
        blueprint.add_url_rule(
            route.rule,
            endpoint=route.view.__name__,
            view_func=guarded(route),
            methods=list(route.methods),
        )
    return blueprint


def guarded(route: Route) -> View:
    """Put the guard of a route before its view; the function carries the route it serves."""
    enter = ENTRANCES[route.guard]

    def entrance(**arguments: Any) -> ResponseReturnValue:
        return route.view(**enter(arguments))

    entrance.__name__ = route.view.__name__
    entrance.route = route  # type: ignore[attr-defined]  # read back by `route_of`
    return entrance


def route_of(endpoint: str | None) -> Route | None:
    """Give the route that answers the exchange at hand."""
    view = current_app.view_functions.get(endpoint or "")
    route = getattr(view, "route", None)
    return route if isinstance(route, Route) else None


def _anybody(arguments: dict[str, Any]) -> dict[str, Any]:
    return arguments


def _limited(arguments: dict[str, Any]) -> dict[str, Any]:
    limit: RateLimit = current_app.extensions[RATE_LIMIT]
    if not limit.allow(request.remote_addr or ""):
        abort(429)
    return arguments


def _draft_holder(arguments: dict[str, Any]) -> dict[str, Any]:
    draft_id = arguments.pop("draft_id")
    with single_statements(services().engine) as connection:
        visit = _visited(connection, draft_id)
        if visit.draft.case_id is not None:
            # A second tab, or a second click: the application is lodged, here is its case.
            abort(redirect(_lodged_page(connection, visit, visit.draft.case_id), 303))
    return {"visit": visit, **arguments}


def _applicant_alone(arguments: dict[str, Any]) -> dict[str, Any]:
    entered = _draft_holder(arguments)
    return entered if entered["visit"].helped is None else abort(404)


def _assistant(arguments: dict[str, Any]) -> dict[str, Any]:
    draft_id = arguments.pop("draft_id")
    with single_statements(services().engine) as connection:
        visit = _visited(connection, draft_id)
    return {"visit": visit, **arguments} if visit.helped is not None else abort(404)


def _visited(connection: Connection, draft_id: str) -> DraftVisit:
    visit = visit_draft(connection, services(), draft_id)
    if visit.draft.assistance_id is None:
        return visit
    helped = helped_here(connection, draft_id, now=visit.now)
    if helped is None:
        # The address alone opens nothing: whoever helped a citizen keeps no way in.
        abort(make_response(render_template("errors/assistance_ended.html"), GONE))
    return replace(visit, helped=helped)


def _citizen(arguments: dict[str, Any]) -> dict[str, Any]:
    citizen = citizen_here()
    if citizen is None:
        abort(redirect(url_for("account.ask_address"), 303))
    return {"citizen": citizen, **arguments}


def _lodged_page(connection: Connection, visit: DraftVisit, case_id: int) -> str:
    if visit.helped is not None:
        return url_for("assisting.lodged", draft_id=visit.draft.id)
    return _confirmation_of(connection, visit, case_id)


def _confirmation_of(connection: Connection, visit: DraftVisit, case_id: int) -> str:
    case = find_case(connection, case_id)
    nonce = author_of(connection, case, visit.service).tracking_nonce
    secret = services().links.secret(case.reference, nonce)
    return url_for("cases.confirmation", reference=case.reference, secret=secret)


def _case_holder(arguments: dict[str, Any]) -> dict[str, Any]:
    reference, secret = arguments.pop("reference"), arguments.pop("secret")
    with single_statements(services().engine) as connection:
        try:
            visit = visit_case(connection, services(), reference=reference, secret=secret)
        except UnknownCase:
            _limited(arguments)
            abort(404)
    return {"visit": visit, **arguments}


ENTRANCES: Mapping[Guard, Callable[[dict[str, Any]], dict[str, Any]]] = {
    Guard.PUBLIC: _anybody,
    Guard.LOOKUP: _limited,
    Guard.WRITER: _anybody,
    Guard.DRAFT_HOLDER: _draft_holder,
    Guard.APPLICANT_ALONE: _applicant_alone,
    Guard.ASSISTANT: _assistant,
    Guard.CASE_HOLDER: _case_holder,
    Guard.CITIZEN: _citizen,
    Guard.PROVIDER: _anybody,
    Guard.SANDBOX_PAYER: _anybody,
}
