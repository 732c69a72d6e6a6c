"""What providers of short messages report: signed, written down once, answered with nothing."""

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from delivery.reports import record_report
from delivery.sms import InvalidReport
from eservices.portal.exchange import services
from eservices.portal.guards import KILOBYTE, Guard, Route, attach

LARGEST_REPORT = 16 * KILOBYTE


def receive_report(provider: str) -> ResponseReturnValue:
    """Record what became of a message; the provider is told yes only when that is committed."""
    portal = services()
    port = portal.sms.get(provider) or abort(404)
    fields = [*request.form.items(multi=True), *request.args.items(multi=True)]
    try:
        report = port.read_report(fields, dict(request.headers))
    except InvalidReport:
        return Response("invalid signature", 403, mimetype="text/plain")
    with portal.engine.begin() as connection:
        record_report(connection, portal.outbox, report, now=portal.desk.clock.now(connection))
    return Response(status=204)


def blueprint() -> Blueprint:
    """Give the route on which providers report."""
    return attach(
        Blueprint("reports", __name__, url_prefix="/reports"),
        (Route("/sms/<provider>", receive_report, Guard.PROVIDER, ("POST",), LARGEST_REPORT),),
    )
