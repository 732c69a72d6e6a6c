"""The back office as a WSGI application: its own cookies, key, pages and guards."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Flask, request, url_for
from flask_babel import format_date, format_datetime, format_decimal, format_time
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from backoffice.actions import Action
from backoffice.decisions import problem_words
from backoffice.durations import in_words
from backoffice.errors import answer_errors
from backoffice.exchange import EXTENSION, known_account, known_session
from backoffice.handing_words import PASSED_FOR, RECUSED_FOR
from backoffice.headers import protect_answers
from backoffice.languages import language, speak
from backoffice.policy import allows, is_open_to
from backoffice.routes import register_routes
from backoffice.sections import sections
from backoffice.services import BackofficeServices
from backoffice.staging import admit_definition
from backoffice.turns import LARGEST_DOCUMENT, MEGABYTE, WITH_DOCUMENT
from backoffice.voice_page import KINDS
from payments.money import Money

#: The longest form is a message of 4,000 characters; files have bounds of their own.
LARGEST_FORM = 128 * 1024


def create_backoffice(services: BackofficeServices) -> Flask:
    """Build the back office on its services."""
    app = Flask("backoffice")
    app.extensions[EXTENSION] = services
    _configure(app, services)
    Bootstrap5(app)
    # Before the form token is looked for, which reads the body.
    app.before_request(admit_definition)
    app.before_request(_admit_document)
    CSRFProtect(app)
    protect_answers(app, secure=services.secure)
    speak(app, str(services.zone))
    answer_errors(app)
    _equip_templates(app, services)
    register_routes(app)
    _believe_proxies(app, services.trusted_proxies)
    return app


def _configure(app: Flask, services: BackofficeServices) -> None:
    prefix = "__Host-" if services.secure else ""
    app.config.update(
        SECRET_KEY=services.session_key,
        SESSION_COOKIE_NAME=f"{prefix}form",
        SESSION_COOKIE_SECURE=services.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        BOOTSTRAP_SERVE_LOCAL=True,
        # A form may lie open all day; the token ends with the browser session that it is bound to.
        WTF_CSRF_TIME_LIMIT=None,
    )


def _admit_document() -> None:
    if request.endpoint == WITH_DOCUMENT:
        request.max_content_length = LARGEST_DOCUMENT * MEGABYTE + LARGEST_FORM


def _believe_proxies(app: Flask, count: int) -> None:
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]  # how Flask documents it


def _equip_templates(app: Flask, services: BackofficeServices) -> None:
    # A misspelt name in a template is an error, never an empty place on a page that decides.
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        services=services,
        account=known_account,
        may=_may,
        sections=sections,
        asset=_assets(app),
        problem_words=problem_words,
        in_words=in_words,
        day=format_date,
        moment=format_datetime,
        amount=_amount,
        hour=format_time,
        number=format_decimal,
        decimal=_decimal,
        problem_kinds=KINDS,
        passed_for=PASSED_FOR,
        recused_for=RECUSED_FOR,
    )


def _amount(money: Money) -> str:
    return money.in_locale(language())


def _decimal(value: float) -> str:
    return str(format_decimal(value, "#,##0.##"))


def _may(action: str) -> bool:
    session = known_session()
    return (
        session is not None
        and is_open_to(session.standing, Action(action))
        and allows(session.account.roles, Action(action))
    )


def _assets(app: Flask) -> Callable[[str, str], str]:
    """Give the function that addresses a static file by its content.

    Browsers may then keep a file for ever, and a new release still reaches them at once.
    """
    folders = {
        "static": app.static_folder,
        "bootstrap.static": app.blueprints["bootstrap"].static_folder,
    }

    @cache
    def digest(endpoint: str, filename: str) -> str:
        content = (Path(str(folders[endpoint])) / filename).read_bytes()
        return hashlib.sha256(content).hexdigest()[:12]

    def asset(filename: str, endpoint: str = "static") -> str:
        return url_for(endpoint, filename=filename, v=digest(endpoint, filename))

    return asset
