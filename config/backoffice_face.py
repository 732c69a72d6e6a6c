"""The back office put together, in the processes that serve it."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from backoffice.application import create_backoffice
from backoffice.services import BackofficeServices
from config.composition import Installation, compose_here


def application() -> Flask:
    """Make the back office's application, as Gunicorn asks for it."""
    return compose_backoffice(compose_here())


def compose_backoffice(installation: Installation) -> Flask:
    """Make the back office's application."""
    settings, pack = installation.settings, installation.pack
    app = create_backoffice(
        BackofficeServices(
            engine=installation.database,
            workflow=installation.workflow,
            clock=installation.clock,
            storage=installation.storage,
            session_key=settings.backoffice.session_key,
            zone=pack.zone,
            installation=pack.branding.title,
            secure=settings.backoffice.public_url.startswith("https://"),
            demo=settings.demo,
        )
    )
    app.wsgi_app = behind_proxies(app, settings.trusted_proxies)  # type: ignore[method-assign]  # Flask's own way
    return app


def behind_proxies(app: Flask, number: int) -> ProxyFix:
    """Believe so many reverse proxies about the client's address, scheme and host, and no more."""
    return ProxyFix(app.wsgi_app, x_for=number, x_proto=number, x_host=number)
