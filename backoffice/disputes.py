"""Payments in dispute: money that came and fits nothing waits for a person, who is shown it."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.exchange import services
from payments.errors import UnknownIntent
from payments.intents import Intent, Reason, disputed
from payments.money import Money
from payments.settlement import RETURNABLE
from workflows.cases import find_case

#: Why a payment waits, in the words of whoever settles it.
WHY = {
    Reason.AMOUNT_DIFFERS: _("The amount received is not the amount asked."),
    Reason.CURRENCY_DIFFERS: _("The currency received is not the one asked."),
    Reason.SECOND_PAGE_PAID: _("It was paid twice, on two pages of the provider."),
    Reason.PARTLY_REFUNDED: _("The provider gave back a part of it."),
    Reason.REFUND_FAILED: _("The provider could not give the money back."),
}

GIVEN_BACK = _("The refund is on its way.")
NOTHING_TO_DO = _("This payment waits for nothing any more.")


@dataclass(frozen=True, slots=True)
class Dispute:
    """A payment in dispute as a supervisor sees it: figures and references, nobody's file."""

    intent_id: str
    case_reference: str
    provider: str
    provider_reference: str | None
    asked: Money
    received: Money | None
    why: str
    since: datetime
    #: Whether the money pays for nothing here, so that giving it back harms nobody.
    returnable: bool


def disputes() -> ResponseReturnValue:
    """List the payments that wait for a person, oldest first."""
    with services().engine.begin() as connection:
        listed = [_dispute(connection, intent) for intent in disputed(connection)]
    return render_template("disputes.html", disputes=listed)


def give_back(intent: str) -> ResponseReturnValue:
    """Have a wrong sum given back; a second click finds nothing to do and says so."""
    try:
        with services().engine.begin() as connection:
            queued = services().settlement.give_back_disputed(connection, intent)
    except UnknownIntent:
        queued = False
    flash(str(GIVEN_BACK if queued else NOTHING_TO_DO))
    return redirect(url_for("disputes.disputes"), 303)


def _dispute(connection: Connection, intent: Intent) -> Dispute:
    return Dispute(
        intent_id=intent.id,
        case_reference=find_case(connection, intent.case_id).reference,
        provider=intent.provider,
        provider_reference=intent.provider_reference,
        asked=intent.money,
        received=intent.received,
        why=str(WHY[intent.reason]) if intent.reason in WHY else str(intent.reason),
        since=intent.created_at,
        returnable=intent.reason in RETURNABLE,
    )
