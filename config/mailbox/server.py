"""The mailbox process: receives over SMTP, shows over HTTP, on this machine only."""

import re

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask, abort, render_template
from markupsafe import Markup, escape
from werkzeug.serving import BaseWSGIServer, make_server

from config.mailbox.postbox import Letter, Postbox
from config.mailbox.texts import texting
from config.settings import Settings, Texting

LINK = re.compile(r"https?://[^\s<>\"]+")


class Reception:
    """Keeps every letter that the SMTP server receives."""

    def __init__(self, postbox: Postbox) -> None:
        self._postbox = postbox

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep the letter; accepted only once it is on disk."""
        content = envelope.content or b""
        self._postbox.keep(content if isinstance(content, bytes) else content.encode())
        return "250 kept"


def linked(text: str) -> Markup:
    """Escape a letter's text and make its addresses clickable."""
    parts, last = [], 0
    for found in LINK.finditer(text):
        parts += [escape(text[last : found.start()]), _anchor(found[0])]
        last = found.end()
    return Markup().join([*parts, escape(text[last:])])


def _anchor(url: str) -> Markup:
    return Markup('<a href="{0}">{0}</a>').format(url)


def create_mailbox(postbox: Postbox, account: Texting) -> Flask:
    """Make the application that takes short messages and shows all letters."""
    app = Flask("config.mailbox")
    app.register_blueprint(texting(postbox, account))
    app.add_template_filter(linked)

    @app.get("/")
    def letters() -> str:
        return render_template("letters.html", letters=list(postbox.letters()))

    @app.get("/<identifier>")
    def letter(identifier: str) -> str:
        found: Letter | None = postbox.find(identifier)
        if found is None:
            abort(404)
        return render_template("letter.html", letter=found)

    return app


def open_mailbox(settings: Settings) -> tuple[Controller, BaseWSGIServer]:
    """Open both servers; the caller starts and stops them."""
    postbox = Postbox(settings.data_dir / "mailbox")
    controller = Controller(
        Reception(postbox), hostname=settings.mail.host, port=settings.mail.port
    )
    bind = settings.mailbox
    page = make_server(bind.host, bind.port, create_mailbox(postbox, settings.sms), threaded=True)
    return controller, page
