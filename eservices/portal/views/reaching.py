"""How an applicant is told: which channel, whether messages arrive, and links that can be cut."""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.told import open_channels
from eservices.portal.visits import CaseVisit
from eservices.short_links import EndedLink, UnknownLink, revoke_short_links
from workflows.cases import applicant_of, choose_channel, renew_nonce

GONE = 410


def choose(visit: CaseVisit) -> ResponseReturnValue:
    """Write how the applicant wants to be told from now on."""
    wanted = request.form.get("channel", "")
    if visit.holder.representative is None and wanted in open_channels(visit):
        with services().engine.begin() as connection:
            choose_channel(connection, visit.case.id, wanted)
    return redirect(f"{url_for('cases.tracking', **visit.address)}#messages", 303)


def ask_new_link(visit: CaseVisit) -> ResponseReturnValue:
    """Ask whether every link given so far shall be cut."""
    return render_template("new_link.html", visit=visit)


def cut_links(visit: CaseVisit) -> ResponseReturnValue:
    """Cut every link of the applicant, and show the new one."""
    if visit.holder.representative is not None:
        abort(404)
    with services().engine.begin() as connection:
        renew_nonce(connection, visit.case.id)
        revoke_short_links(connection, visit.case.id, now=visit.now)
        nonce = applicant_of(connection, visit.case.id).tracking_nonce
    secret = services().links.secret(visit.case.reference, nonce)
    there = url_for("cases.confirmation", reference=visit.case.reference, secret=secret)
    return redirect(there, 303)


def follow_short(token: str) -> ResponseReturnValue:
    """Open the case of a short link, or say what to do when it has ended."""
    portal = services()
    try:
        with portal.engine.begin() as connection:
            now = portal.desk.clock.now(connection)
            case, person = portal.short_links.open(connection, token, now=now)
    except UnknownLink:
        abort(404)
    except EndedLink:
        return make_response(render_template("link_ended.html"), GONE)
    secret = portal.links.secret(case.reference, person.tracking_nonce)
    return redirect(url_for("cases.tracking", reference=case.reference, secret=secret), 303)


def links() -> Blueprint:
    """Give the route of short links."""
    return attach(Blueprint("short", __name__), (Route("/s/<token>", follow_short, Guard.LOOKUP),))


def blueprint() -> Blueprint:
    """Give the routes by which an applicant says how to be reached."""
    return attach(
        Blueprint("reaching", __name__, url_prefix="/track/<reference>/<secret>"),
        (
            Route("/channel", choose, Guard.CASE_HOLDER, ("POST",)),
            Route("/new-link", ask_new_link, Guard.CASE_HOLDER),
            Route("/new-link", cut_links, Guard.CASE_HOLDER, ("POST",)),
        ),
    )
