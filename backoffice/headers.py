"""What every answer tells the browser: what may run, who may frame it, what may be kept."""

import gzip
from collections.abc import Mapping

from flask import Flask, Response, request

#: Bootstrap draws its ticks and arrows as data: images; nothing else may come from outside.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: A security key can be asked by a script alone; it is one of ours, and on these pages only.
SCRIPTED_POLICY = f"{PAGE_POLICY}; script-src 'self'"
ALONE = (PAGE_POLICY, "DENY")
#: The viewer stands inside the case screen, and so do the errors that it meets.
FRAMED = (PAGE_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"), "SAMEORIGIN")
FRAMED_BLUEPRINTS = frozenset({"pieces"})

COMMON: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    # The form token's check compares the page a POST came from, so our own pages must say it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"
#: What shrinks; files of cases are compressed already.
TEXTS = frozenset({"text/html", "text/css", "text/javascript", "image/svg+xml"})
FOREVER = "public, max-age=31536000, immutable"


def protect_answers(app: Flask, *, secure: bool) -> None:
    """Put the headers on every answer of the application, errors included."""

    def protect(response: Response) -> Response:
        for name, value in COMMON.items():
            response.headers[name] = value
        policy, framing = FRAMED if request.blueprint in FRAMED_BLUEPRINTS else ALONE
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers["X-Frame-Options"] = framing
        if secure:
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        response.headers["Cache-Control"] = _keeping(response)
        return compressed(response)

    app.after_request(protect)


def with_scripts(response: Response) -> Response:
    """Let our own scripts run on this page."""
    response.headers["Content-Security-Policy"] = SCRIPTED_POLICY
    return response


def leading_to(response: Response, site: str) -> Response:
    """Let the forms of this page lead to another site of ours, and to no third."""
    policy = PAGE_POLICY.replace("form-action 'self'", f"form-action 'self' {site}")
    response.headers["Content-Security-Policy"] = policy
    return response


def _keeping(response: Response) -> str:
    # Static files carry their digest in the address, so they may be kept for ever; a file that
    # is not found must not be.
    is_static = request.endpoint in {"static", "bootstrap.static"} and response.status_code < 400  # noqa: PLR2004
    return FOREVER if is_static else "no-store"


def compressed(response: Response) -> Response:
    """Pack a text for a slow line when the browser can unpack it."""
    if response.mimetype not in TEXTS or response.status_code != 200:  # noqa: PLR2004
        return response
    response.vary.update(("Accept-Encoding", "Accept-Language", "Cookie"))
    if request.accept_encodings.quality("gzip") > 0:
        # Static files are sent from the disk as they are, unless they are read first.
        response.direct_passthrough = False
        response.set_data(gzip.compress(response.get_data(), compresslevel=6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
