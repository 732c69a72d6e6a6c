"""The portal put together: one Flask application on the services it is given."""

from flask import Flask, abort, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from eservices.portal.assets import load_assets
from eservices.portal.errors import answer_errors
from eservices.portal.exchange import EXTENSION
from eservices.portal.guards import LARGEST_FORM, RATE_LIMIT, REMARK_LIMIT, Guard, Route, route_of
from eservices.portal.headers import protect_answers
from eservices.portal.languages import YEAR, speak, tell_languages_apart
from eservices.portal.national import NationalTexts
from eservices.portal.rate import RateLimit
from eservices.portal.services import PortalServices
from eservices.portal.templating import equip
from eservices.portal.views import (
    account,
    assisting,
    browsing,
    cases,
    catalogue,
    complaint_figures,
    complaints,
    corrections,
    drafts,
    figures,
    finder,
    following,
    links,
    machines,
    open_data,
    papers,
    payments,
    procedures,
    questions,
    reaching,
    remarks,
    reports,
    resuming,
    sandbox,
    static_files,
    verification,
)

BLUEPRINTS = (
    static_files.blueprint,
    catalogue.blueprint,
    browsing.blueprint,
    finder.blueprint,
    remarks.blueprint,
    drafts.blueprint,
    assisting.blueprint,
    following.blueprint,
    links.blueprint,
    cases.blueprint,
    corrections.blueprint,
    complaints.blueprint,
    payments.blueprint,
    payments.webhooks,
    verification.blueprint,
    procedures.blueprint,
    papers.blueprint,
    figures.blueprint,
    account.blueprint,
    resuming.blueprint,
    reaching.blueprint,
    reaching.links,
    questions.blueprint,
    reports.blueprint,
    machines.blueprint,
    open_data.blueprint,
    complaint_figures.blueprint,
)


def create_portal(services: PortalServices) -> Flask:
    """Build the portal."""
    app = Flask(__name__, static_folder=None)
    app.config.update(_settings(services))
    app.extensions[EXTENSION] = services
    app.extensions[RATE_LIMIT] = RateLimit()
    app.extensions[REMARK_LIMIT] = RateLimit(burst=5, per_minute=1)
    texts = NationalTexts(services.engine, services.national_languages, services.national_fresh)
    speak(app, services.desk.zone.key, texts)
    equip(app, load_assets(services.colours))
    _admit_forms(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint())
    if services.sandbox is not None:
        app.register_blueprint(sandbox.blueprint())
    answer_errors(app)
    protect_answers(app, secure=services.secure)
    # Registered last, and so done first: what is packed is what readers get.
    tell_languages_apart(app)
    _believe_proxies(app, services.trusted_proxies)
    return app


def _settings(services: PortalServices) -> dict[str, object]:
    return {
        "SECRET_KEY": services.session_key,
        "SESSION_COOKIE_NAME": "__Host-portal" if services.secure else "portal",
        "SESSION_COOKIE_SECURE": services.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # A form may stay open for a day on a telephone: its token lives as long as the session.
        "PERMANENT_SESSION_LIFETIME": YEAR,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "MAX_FORM_PARTS": 400,
    }


def _admit_forms(app: Flask) -> None:
    """Bound each body by its route, then check the form token of every POST but the webhooks'.

    The bound comes first because checking the token reads the body.
    """
    csrf = CSRFProtect(app)

    def admit() -> None:
        # PostgreSQL has no text with NUL in it, so nothing has such an address.
        route = route_of(request.endpoint) if "\x00" not in request.path else abort(404)
        if route is None:
            return
        bound_body(route)
        if route.guard is not Guard.PROVIDER:
            csrf.protect()

    app.before_request(admit)


def bound_body(route: Route) -> None:
    """Bound what is read of a body; only files need more than the longest form."""
    has_files = request.mimetype == "multipart/form-data"
    is_event = route.guard is Guard.PROVIDER
    request.max_content_length = route.largest if has_files or is_event else LARGEST_FORM
    if is_event:
        return
    try:
        request.form  # noqa: B018 - reads the body, within its bound
    except UnicodeDecodeError:
        abort(400)


def _believe_proxies(app: Flask, count: int) -> None:
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]  # how Flask documents it
