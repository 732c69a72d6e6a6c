"""The sandbox provider's own page: marked as such, in its own clothes, for demonstrations only."""

from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue

from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.sandbox_host import SandboxHost
from payments.sandbox import CheckoutEnded, SandboxCheckout, UnknownCheckout


def show_checkout(checkout: str) -> ResponseReturnValue:
    """Show what would be paid, if there were money."""
    return render_template("sandbox.html", checkout=_checkout(checkout))


def pay_checkout(checkout: str) -> ResponseReturnValue:
    """Pretend to pay, report it as a provider does, and go back."""
    found = _checkout(checkout)
    try:
        _host().report(_host().provider.pay(checkout))
    except CheckoutEnded:
        return render_template("sandbox.html", checkout=_checkout(checkout)), 409
    return redirect(found.return_url, 303)


def refuse_checkout(checkout: str) -> ResponseReturnValue:
    """Pretend that the bank refuses, report it, and go back."""
    found = _checkout(checkout)
    try:
        _host().report(_host().provider.refuse(checkout))
    except CheckoutEnded:
        return render_template("sandbox.html", checkout=_checkout(checkout)), 409
    return redirect(found.return_url, 303)


def _host() -> SandboxHost:
    return services().sandbox or abort(404)


def _checkout(reference: str) -> SandboxCheckout:
    try:
        return _host().provider.checkout(reference)
    except UnknownCheckout:
        abort(404)


def blueprint() -> Blueprint:
    """Give the routes of the sandbox; they are registered in a demonstration alone."""
    return attach(
        Blueprint("sandbox", __name__, url_prefix="/sandbox/checkout/<checkout>"),
        (
            Route("", show_checkout, Guard.SANDBOX_PAYER),
            Route("/pay", pay_checkout, Guard.SANDBOX_PAYER, ("POST",)),
            Route("/refuse", refuse_checkout, Guard.SANDBOX_PAYER, ("POST",)),
        ),
    )
