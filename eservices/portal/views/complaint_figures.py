"""Complaints in published figures: how many came, were answered in time, and satisfied."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eservices.catalogue.listing import offered
from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.views.catalogue import public
from eservices.published_complaints import LEAST, publish_complaints

#: How far back the figures reach.
PERIOD = timedelta(days=365)


def complaints() -> ResponseReturnValue:
    """Show what became of the complaints of the last twelve months."""
    with services().engine.begin() as connection:
        since = services().desk.clock.now(connection) - PERIOD
        published = publish_complaints(connection, offered(connection), since=since)
    return public(render_template("complaints.html", published=published, since=since, least=LEAST))


def blueprint() -> Blueprint:
    """Make the blueprint of the figures of complaints."""
    return attach(
        Blueprint("complaint_figures", __name__, url_prefix="/figures"),
        (Route("/complaints", complaints, Guard.PUBLIC),),
    )
