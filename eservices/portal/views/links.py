"""For who lost the secret link: it is sent again to where the notices of the case go."""

import re

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eservices.lost_links import LINK_ASKED, letter_number
from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.views.catalogue import public
from workflows.cases import case_by_reference
from workflows.errors import UnknownCase

REFERENCE = re.compile(r"[A-Z0-9-]{6,40}")


def ask_link() -> ResponseReturnValue:
    """Explain how to follow an application, and ask for its reference."""
    return public(render_template("track.html", typed="", wrong=False))


def send_link() -> ResponseReturnValue:
    """Have the link sent again; the answer is the same whether or not there is such a case."""
    typed = request.form.get("reference", "")
    reference = "".join(typed.split()).upper()
    if not REFERENCE.fullmatch(reference):
        return render_template("track.html", typed=typed[:100], wrong=True), 422
    with services().engine.begin() as connection:
        try:
            case = case_by_reference(connection, reference)
        except UnknownCase:
            pass
        else:
            letter = letter_number(services().desk.clock.now(connection))
            services().outbox.emit(connection, LINK_ASKED, case_id=case.id, data={"letter": letter})
    return render_template("link_sent.html", reference=reference)


def blueprint() -> Blueprint:
    """Give the routes by which a lost link is asked for."""
    return attach(
        Blueprint("links", __name__, url_prefix="/track"),
        (
            Route("", ask_link, Guard.PUBLIC),
            Route("", send_link, Guard.LOOKUP, ("POST",)),
        ),
    )
