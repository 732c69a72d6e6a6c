"""The way back to a case: by its reference and secret code, or by having the link sent again."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eservices.form.characters import storable
from eservices.lost_links import LINK_ASKED, letter_number
from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.views.catalogue import public
from workflows.cases import case_by_reference
from workflows.errors import UnknownCase

#: What people write between the letters of a code.
BETWEEN = re.compile(r"[\s.\-–]+")
REFERENCE = re.compile(r"[A-Z0-9-]{6,40}")


def ask_link() -> ResponseReturnValue:
    """Explain how to follow an application, and ask for its reference."""
    return public(_asked(typed=storable(request.args.get("reference", ""))[:40]))


def _asked(**told: str) -> str:
    blank = {"typed": "", "wrong": "", "with_code": "", "refused": ""}
    return render_template("track.html", **{**blank, **told})


def open_by_code() -> ResponseReturnValue:
    """Open a case by its reference and secret code; nothing tells which of the two was wrong."""
    reference, code = _reference_typed(), _code_typed()
    with services().engine.begin() as connection:
        try:
            services().links.open(connection, reference=reference, secret=code)
        except UnknownCase:
            typed = request.form.get("reference", "")[:100]
            return _asked(with_code=typed, refused="yes"), 422
    return redirect(url_for("cases.tracking", reference=reference, secret=code), 303)


def _reference_typed() -> str:
    reference = "".join(request.form.get("reference", "").split()).upper()
    return reference if REFERENCE.fullmatch(reference) else ""


def _code_typed() -> str:
    return BETWEEN.sub("", storable(request.form.get("code", ""))[:200]).lower()


def send_link() -> ResponseReturnValue:
    """Have the link sent again; the answer is the same whether or not there is such a case."""
    typed = request.form.get("reference", "")
    reference = "".join(typed.split()).upper()
    if not REFERENCE.fullmatch(reference):
        return _asked(typed=typed[:100], wrong="yes"), 422
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
            Route("/code", open_by_code, Guard.LOOKUP, ("POST",)),
        ),
    )
