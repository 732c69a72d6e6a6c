"""What is said when something does not answer or is not there: plainly, with what to do next."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from eservices.drafts import UnknownDraft, lapsed_from
from eservices.following import CannotFollow
from eservices.offering import NotOffered
from eservices.portal.exchange import services
from eservices.portal.guards import Guard, route_of
from payments.errors import ProviderError
from workflows.database import single_statements
from workflows.errors import MoveRefused, UnknownDefinition
from workflows.life_cycle import Standing
from workflows.outbox import describe

log = logging.getLogger(__name__)

#: Seconds after which a client may ask again; a crash of a database backend takes less.
RETRY_AFTER = "5"
#: Statuses that have a page of their own; others share the one of a bad exchange.
PAGES = frozenset({400, 404, 405, 413, 429})
BAD_REQUEST = 400
#: Behind these, what was typed into a form that has grown old is given back.
OF_A_DRAFT = frozenset({Guard.DRAFT_HOLDER, Guard.APPLICANT_ALONE, Guard.ASSISTANT})
KEPT_BY = OF_A_DRAFT | {Guard.CASE_HOLDER, Guard.WRITER}
NOT_FOUND, CONFLICT, GONE = 404, 409, 410
#: A trial is open, only not to this applicant; a suspension is a refusal that will not last.
STATUS_OF: Mapping[Standing, int] = {
    Standing.OPEN: 403,
    Standing.SUSPENDED: 403,
    Standing.WITHDRAWN: GONE,
}
Handler = Callable[[Exception], ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that was typed and could not be saved, to be sent again."""

    name: str
    value: str


def answer_errors(app: Flask) -> None:
    """Register a page for every error that can reach a citizen."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(UnknownDraft, _draft_ended)
    app.register_error_handler(UnknownDefinition, _no_longer_offered)
    app.register_error_handler(NotOffered, _not_offered_now)
    app.register_error_handler(CannotFollow, _cannot_follow)
    app.register_error_handler(MoveRefused, _moved_meanwhile)
    app.register_error_handler(ProviderError, _provider_silent)
    for unreachable in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(unreachable, _database_silent)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    status = error.code or BAD_REQUEST
    return _page("error.html", status, status if status in PAGES else BAD_REQUEST)


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    # Whoever knows the address of a draft or a case is its holder, and a remark concerns nobody's
    # case: what they typed is kept, to be sent again by their own click. Anywhere else it may be
    # another site's doing.
    route = route_of(request.endpoint)
    kept = _typed() if route is not None and route.guard in KEPT_BY else ()
    return _page("stale_form.html", BAD_REQUEST, BAD_REQUEST, kept=kept)


def _draft_ended(error: UnknownDraft) -> ResponseReturnValue:
    """Say of a draft that waited too long that it did, and what to do.

    It may end while its page is being answered: nobody is shown an error for that.
    """
    with single_statements(services().engine) as connection:
        now = services().desk.clock.now(connection)
        eservice = lapsed_from(connection, error.draft_id, now=now)
    if eservice is None:
        return _page("error.html", NOT_FOUND, NOT_FOUND)
    return make_response(render_template("errors/lapsed.html", eservice=eservice), GONE)


def _no_longer_offered(_error: UnknownDefinition) -> ResponseReturnValue:
    return _page("not_offered.html", GONE, GONE)


def _not_offered_now(error: NotOffered) -> ResponseReturnValue:
    """Say why nobody can apply now, what to do instead, and that a draft is kept."""
    route = route_of(request.endpoint)
    page = render_template(
        "errors/closed.html",
        publication=error.publication,
        has_draft=route is not None and route.guard in OF_A_DRAFT,
    )
    return make_response(page, STATUS_OF[error.publication.standing])


def _cannot_follow(error: CannotFollow) -> ResponseReturnValue:
    """Say why the case from which an application was opened does not admit it."""
    page = render_template("errors/cannot_follow.html", why=error.why)
    return make_response(page, CONFLICT)


def _moved_meanwhile(_error: MoveRefused) -> ResponseReturnValue:
    """Show the case as it now stands: another tab, or the administration, was quicker."""
    arguments = request.view_args or {}
    return redirect(url_for("cases.tracking", **arguments), 303)


def _provider_silent(error: ProviderError) -> ResponseReturnValue:
    log.warning("portal.provider_silent", extra={"provider": error.provider, "code": error.code})
    return _retry(_page("provider_silent.html", 503, 503))


def _database_silent(error: Exception) -> ResponseReturnValue:
    """Say that nothing was saved, and keep what was typed on the page to send it again."""
    log.error("portal.database_silent", extra={"error": type(error).__name__})
    route = route_of(request.endpoint)
    if route is not None and route.guard is Guard.PROVIDER:
        return _retry(Response("try again", 503, mimetype="text/plain"))
    return _retry(_page("unavailable.html", 503, 503, kept=_typed()))


def _unexpected(error: Exception) -> ResponseReturnValue:
    # The type and the line, never the message: it may quote what a citizen typed.
    log.error("portal.unexpected", extra={"error": describe(error)})
    return _page("error.html", 500, 500, kept=_typed())


def _typed() -> tuple[Kept, ...]:
    if request.method != "POST":
        return ()
    fields = request.form.items(multi=True)
    return tuple(Kept(name, value) for name, value in fields if name != "csrf_token")


def _page(template: str, status: int, wording: int, kept: tuple[Kept, ...] = ()) -> Response:
    page = render_template(f"errors/{template}", wording=wording, kept=kept)
    return make_response(page, status)


def _retry(response: Response) -> Response:
    response.headers["Retry-After"] = RETRY_AFTER
    return response
