"""Procedures that are not online, and what the installation says of its own values."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from eservices.catalogue import authorities
from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.views.catalogue import public
from workflows.language.values import Text
from workflows.organisations import all_offices


def show_procedure(procedure: str) -> ResponseReturnValue:
    """Show a procedure as it is done at a desk."""
    found = next((one for one in services().procedures if one.procedure == procedure), None)
    if found is None:
        abort(404)
    with services().engine.begin() as connection:
        authority = authorities(connection)[found.authority]
        offices = _office_names(connection)
    page = render_template("procedure.html", procedure=found, authority=authority, offices=offices)
    return public(page)


def notes() -> ResponseReturnValue:
    """List the values of the installation that are still to be confirmed."""
    return public(render_template("notes.html", notes=services().notes))


def _office_names(connection: Connection) -> dict[str, Text]:
    return {office.slug: Text(dict(office.name)) for office in all_offices(connection)}


def blueprint() -> Blueprint:
    """Give the routes of procedures at desks."""
    return attach(
        Blueprint("procedures", __name__),
        (
            Route("/procedures/<procedure>", show_procedure, Guard.PUBLIC),
            Route("/to-be-confirmed", notes, Guard.PUBLIC),
        ),
    )
