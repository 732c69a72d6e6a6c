"""What every answer tells the browser: what may run, what may be kept, and how it is packed."""

import gzip
from collections.abc import Mapping

from flask import Flask, Response, request

#: Bootstrap draws its ticks and arrows as data: images; nothing else may come from outside.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: Browsers apply `form-action` to where a form's answer redirects, here the provider's page.
PAYMENT_POLICY = PAGE_POLICY.replace("form-action 'self'", "form-action 'self' https:")
#: A citizen's own file is shown by the browser alone, with nothing of ours around it.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"

COMMON: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Addresses hold secrets: no other site may learn them. Our own pages may, because the form
    # token's check compares the page a POST came from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"
FOREVER = "public, max-age=31536000, immutable"
PUBLIC_PAGE = "private, no-cache"
PERSONAL_PAGE = "no-store"
#: What is packed, and what else than its address an answer of this kind depends on.
PAGE_VARIES = ("Accept", "Accept-Encoding", "Accept-Language", "Cookie")
PACKED: Mapping[str, tuple[str, ...]] = {
    "text/html": PAGE_VARIES,
    **dict.fromkeys(
        (
            "application/atom+xml",
            "application/json",
            "application/ld+json",
            "application/xml",
            "text/csv",
        ),
        ("Accept-Encoding",),
    ),
}
#: Below this, compressing costs more than it saves.
LEAST = 400


def protect_answers(app: Flask, *, secure: bool) -> None:
    """Put the headers on every answer of the application, errors included."""

    def protect(response: Response) -> Response:
        for name, value in COMMON.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        # What nobody declared public is personal.
        response.headers.setdefault("Cache-Control", PERSONAL_PAGE)
        if response.headers["Cache-Control"] == PERSONAL_PAGE:
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        if secure:
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        return compressed(response)

    app.after_request(protect)


def compressed(response: Response) -> Response:
    """Pack an answer for a weak network when the browser can unpack it."""
    varies = PACKED.get(response.mimetype or "")
    if varies is None or response.direct_passthrough:
        return response
    response.vary.update(varies)
    data = response.get_data()
    if request.accept_encodings.quality("gzip") > 0 and len(data) >= LEAST:
        response.set_data(gzip.compress(data, compresslevel=6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
