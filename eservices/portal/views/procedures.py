"""Procedures that are not online, and what the installation says of its own values."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from eservices.catalogue.listing import authorities
from eservices.packs import digest_of
from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.sheets import beside_procedure
from eservices.portal.signposts import heading_named
from eservices.portal.views.catalogue import public


def show_procedure(procedure: str) -> ResponseReturnValue:
    """Show a procedure as it is done at a desk."""
    found = next((one for one in services().procedures if one.procedure == procedure), None)
    if found is None:
        abort(404)
    with services().engine.begin() as connection:
        authority = authorities(connection)[found.authority]
        beside = beside_procedure(connection, procedure, digest_of(found), found, found.checked_on)
    category = heading_named(services().signposts.categories, found.category)
    page = render_template(
        "procedure.html", procedure=found, authority=authority, category=category, beside=beside
    )
    return public(page)


def notes() -> ResponseReturnValue:
    """List the values of the installation that are still to be confirmed."""
    return public(render_template("notes.html", notes=services().notes))


def blueprint() -> Blueprint:
    """Give the routes of procedures at desks."""
    return attach(
        Blueprint("procedures", __name__),
        (
            Route("/procedures/<procedure>", show_procedure, Guard.PUBLIC),
            Route("/to-be-confirmed", notes, Guard.PUBLIC),
        ),
    )
