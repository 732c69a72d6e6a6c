"""Static files under addresses that change with their content, so browsers keep them for ever."""

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from eservices.portal.guards import Guard, Route, attach
from eservices.portal.headers import FOREVER
from eservices.portal.templating import assets


def static_file(digest: str, name: str) -> ResponseReturnValue:
    """Send a static file; an address of another content does not exist."""
    asset = assets().get(name)
    if asset is None or asset.digest != digest:
        abort(404)
    packed = request.accept_encodings.quality("gzip") > 0
    response = Response(asset.compressed if packed else asset.data, content_type=asset.media_type)
    response.headers["Cache-Control"] = FOREVER
    response.vary.add("Accept-Encoding")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def blueprint() -> Blueprint:
    """Give the route of static files."""
    return attach(
        Blueprint("assets", __name__),
        (Route("/static/<digest>/<name>", static_file, Guard.PUBLIC),),
    )
