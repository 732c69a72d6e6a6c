"""Procedures that are not online, and what the installation says of its own values."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eservices.catalogue.listing import authorities
from eservices.catalogue.opening import open_offices
from eservices.open_catalogue.sheets import of_procedure
from eservices.packs import digest_of
from eservices.packs.procedures import DeskProcedure
from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.open_answers import describe, known_names, prefers_linked_data
from eservices.portal.sheets import beside_procedure
from eservices.portal.signposts import heading_named
from eservices.portal.views.catalogue import public


def show_procedure(procedure: str) -> ResponseReturnValue:
    """Show a procedure as it is done at a desk."""
    found = procedure_or_404(procedure)
    if prefers_linked_data():
        return redirect(url_for("machines.procedure_data", procedure=procedure), 303)
    with services().engine.begin() as connection:
        names = authorities(connection)
        beside = beside_procedure(connection, procedure, digest_of(found), found, found.checked_on)
        opening = open_offices(connection, services().desk.today(connection))
    category = heading_named(services().signposts.categories, found.category)
    page = render_template(
        "procedure.html",
        procedure=found,
        authority=names[found.authority],
        category=category,
        beside=beside,
        described=describe(of_procedure(found, known_names(names, beside.offices, opening))),
    )
    return public(page)


def procedure_or_404(procedure: str) -> DeskProcedure:
    """Find a procedure at a desk by its name in addresses."""
    found = next((one for one in services().procedures if one.procedure == procedure), None)
    return found or abort(404)


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
