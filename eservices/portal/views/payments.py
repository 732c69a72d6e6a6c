"""Paying: what is owed, the choice of a provider, the way there and back, and their webhooks."""

import segno
from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from eservices.catalogue.opening import OpenOffice, open_offices
from eservices.portal.exchange import language, services
from eservices.portal.guards import KILOBYTE, Guard, Route, attach
from eservices.portal.headers import PAYMENT_POLICY
from eservices.portal.visits import CaseVisit
from payments.charges import Charge, due
from payments.collection import Payment
from payments.errors import InvalidSignature, NothingDue, UnknownProvider
from payments.intents import IntentStatus, intents_of
from payments.money import total
from payments.standing import collected
from workflows.language.procedure import Stage

#: Where each provider puts its signature.
SIGNATURES = {"stripe": "Stripe-Signature", "sandbox": "Sandbox-Signature"}
LARGEST_EVENT = 256 * KILOBYTE


def choose(visit: CaseVisit) -> ResponseReturnValue:
    """Show what is to be paid now and the providers to choose from."""
    charges = _due(visit)
    if not charges:
        return redirect(url_for("cases.tracking", **visit.address), 303)
    desks = _desks(visit)
    page = render_template(
        "payment.html",
        visit=visit,
        charges=charges,
        total=total(charge.money for charge in charges),
        providers=providers(),
        desks=desks,
        qr=_drawn(visit.case.reference) if desks else "",
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = PAYMENT_POLICY
    return response


def pay(visit: CaseVisit) -> ResponseReturnValue:
    """Go to the page of the chosen provider; a second click finds the same one."""
    back = url_for("payments.returned", **visit.address)
    payment = Payment(
        case_id=visit.case.id,
        provider=request.form.get("provider", ""),
        language=language(),
        return_url=f"{services().links.public_url}{back}",
    )
    try:
        intent = services().collection.begin(payment)
    except NothingDue:
        return redirect(url_for("cases.tracking", **visit.address), 303)
    except UnknownProvider:
        abort(404)
    return redirect(intent.page_url or back, 303)


def returned(visit: CaseVisit) -> ResponseReturnValue:
    """Welcome the applicant back: paid, refused, or waiting for the provider to say so."""
    if visit.case.stage is not Stage.PAYMENT:
        return redirect(url_for("cases.confirmation", **visit.address), 303)
    if not _due(visit):
        return render_template("payment_received.html", visit=visit)
    page = "payment_refused.html" if _is_refused(visit) else "payment_waiting.html"
    return render_template(page, visit=visit)


def receive_event(provider: str) -> ResponseReturnValue:
    """Record what a provider reports; it is told yes only when that is committed."""
    header = SIGNATURES.get(provider) or abort(404)
    signature = request.headers.get(header, "")
    try:
        services().collection.receive(provider, body=request.get_data(), signature=signature)
    except UnknownProvider:
        abort(404)
    except InvalidSignature:
        return Response("invalid signature", 400, mimetype="text/plain")
    return Response("recorded", mimetype="text/plain")


def providers() -> tuple[str, ...]:
    """Name the providers on whose pages this installation collects."""
    return services().collection.gateways.online


def _desks(visit: CaseVisit) -> tuple[OpenOffice, ...]:
    """List the offices whose till takes the money of this e-service, with their hours today."""
    named = services().cash_offices.get(visit.case.eservice)
    if not named:
        return ()
    with services().engine.begin() as connection:
        listed = open_offices(connection, services().desk.today(connection))
    return tuple(office for office in listed if office.slug in named)


def _drawn(reference: str) -> Markup:
    """Draw the reference for a cashier's scanner: alone, for it opens nothing."""
    drawn = segno.make(reference, error="m", micro=False).svg_inline(
        scale=4, border=3, dark="#000", light="#fff", omitsize=True
    )
    return Markup(drawn)  # noqa: S704 - drawn by us from a reference of ours


def _due(visit: CaseVisit) -> tuple[Charge, ...]:
    with services().engine.begin() as connection:
        return due(connection, visit.case.id, collected(connection, visit.case))


def _is_refused(visit: CaseVisit) -> bool:
    """Tell whether the provider has reported the latest attempt as refused."""
    with services().engine.begin() as connection:
        intents = intents_of(connection, visit.case.id)
    return bool(intents) and intents[-1].status is IntentStatus.FAILED


def blueprint() -> Blueprint:
    """Give the routes of an applicant who pays."""
    return attach(
        Blueprint("payments", __name__, url_prefix="/track/<reference>/<secret>/payment"),
        (
            Route("", choose, Guard.CASE_HOLDER),
            Route("", pay, Guard.CASE_HOLDER, ("POST",)),
            Route("/return", returned, Guard.CASE_HOLDER),
        ),
    )


def webhooks() -> Blueprint:
    """Give the route on which providers report."""
    return attach(
        Blueprint("webhooks", __name__, url_prefix="/webhooks"),
        (Route("/<provider>", receive_event, Guard.PROVIDER, ("POST",), LARGEST_EVENT),),
    )
