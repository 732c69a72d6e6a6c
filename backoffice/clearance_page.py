"""Telling citizens until when what is open will be finished, and taking that back."""

from datetime import date

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from backoffice.staffing.asking import WhatIf, find_what_if
from eservices.catalogue.clearance import Clearance, publish, withdraw
from workflows.definitions import live


def publish_clearance(identifier: str) -> ResponseReturnValue:
    """Put the day by which a what-if clears the backlog on the sheet of its e-service."""
    with services().engine.begin() as connection:
        asked = find_what_if(connection, identifier)
        notice = None if asked is None else _notice(connection, asked)
        if asked is not None and notice is not None:
            publish(connection, notice, what_if=asked.id, account_id=staff().id)
    if asked is None or notice is None:
        flash(gettext("Nothing was published: this day is past, or no longer known."))
        return redirect(url_for("demand.show"), 303)
    flash(gettext("The notice stands on the sheet of the e-service."))
    return redirect(url_for("demand.show", eservice=asked.eservice), 303)


def _notice(connection: Connection, asked: WhatIf) -> Clearance | None:
    """Make the notice of a what-if that was answered; None where it would mislead."""
    now = services().clock.now(connection)
    today = now.astimezone(services().zone).date()
    day = publishable(asked, today=today)
    is_offered = any(one.eservice == asked.eservice for one in live(connection))
    if day is None or not is_offered:
        return None
    counted_on = asked.asked_at.astimezone(services().zone).date()
    return Clearance(asked.eservice, counted_on, day, now, None)


def publishable(asked: WhatIf, *, today: date) -> date | None:
    """Give the day that may be published: kept in nine of ten simulations, and still to come."""
    day = asked.answer.cleared_surely if asked.answer else None
    return day if day is not None and day >= today else None


def withdraw_clearance() -> ResponseReturnValue:
    """Take the notice of an e-service off its sheet; a second click finds it gone and says so."""
    eservice = request.form.get("eservice", "")
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        was_there = withdraw(connection, eservice, account_id=staff().id, at=now)
    gone = gettext("The notice was taken off the sheet.")
    flash(gone if was_there else gettext("No notice stands on this sheet any more."))
    return redirect(url_for("demand.show", eservice=eservice), 303)
