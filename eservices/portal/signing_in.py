"""Who is signed in at the portal: a cookie whose session is kept on the server."""

from flask import Response, request

from eservices.citizens import ABSOLUTE, Citizen, citizen_of_session
from eservices.portal.exchange import services
from workflows.database import single_statements

COOKIE = "citizen"
#: What a browser says of itself, in the order in which to look: others call themselves by these.
BROWSERS = (
    ("Opera Mini", "Opera Mini"),
    ("OPR/", "Opera"),
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def cookie_name() -> str:
    """Name the session cookie; behind HTTPS the prefix binds it to this very host."""
    return f"__Host-{COOKIE}" if services().secure else COOKIE


def citizen_here() -> Citizen | None:
    """Find who is signed in; whoever has no such cookie costs nothing."""
    token = request.cookies.get(cookie_name(), "")
    if not token:
        return None
    with single_statements(services().engine) as connection:
        return citizen_of_session(connection, token, now=services().desk.clock.now(connection))


def remember(response: Response, token: str) -> Response:
    """Give the browser its session, as long as one may last."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(ABSOLUTE.total_seconds()),
        secure=services().secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response: Response) -> Response:
    """Take the session back from the browser."""
    response.delete_cookie(cookie_name(), secure=services().secure, httponly=True, samesite="Lax")
    return response


def device() -> str:
    """Name the browser in two words, so that its owner knows it again in a list."""
    said = request.user_agent.string
    names = (
        next((name for sign, name in table if sign in said), "") for table in (BROWSERS, SYSTEMS)
    )
    return " · ".join(name for name in names if name)
