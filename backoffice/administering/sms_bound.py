"""The bound on the short messages of a day, raised by an administrator who says why."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backoffice.administering.providers import highest_bound, page_of_providers
from backoffice.exchange import services, staff
from delivery.rationing import Raise, raise_bound
from delivery.room import send_what_waited
from workflows.life_cycle import Author

DIGITS = 9


def raise_sms_bound() -> ResponseReturnValue:
    """Let more short messages go today, and hand over those that waited for it."""
    typed, reason = request.form.get("most", "").strip(), request.form.get("reason", "").strip()
    most = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= DIGITS else 0
    if not 0 < most <= highest_bound():
        number = highest_bound()
        return page_of_providers(gettext("Write a number up to %(number)s.", number=number))
    if not reason:
        return page_of_providers(gettext("Say why: it is kept in the journal."))
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        outbox, per_day = services().workflow.outbox, services().providing.sms_per_day
        wanted = Raise(most, per_day, reason)
        if raised := raise_bound(connection, wanted, Author(staff().id), now=now):
            sent = send_what_waited(connection, outbox, per_day=per_day, now=now)
    if not raised:
        return page_of_providers(gettext("As many may go today already: write a higher number."))
    done = gettext("The bound is raised until midnight (UTC).")
    # Not how many: confidential reports, of which nobody here is to know, are among them.
    told = gettext("What waited goes out now.")
    flash(f"{done} {told}" if sent else done)
    return redirect(url_for("administration.providers"), 303)
