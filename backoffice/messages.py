"""Messages to people: how many arrive, which do not, and what can be done about them.

Supervisors see to those of all cases but confidential reports, and inspectors to those of reports.
"""

from collections.abc import Mapping
from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from backoffice.exchange import services, staff
from delivery.notices import Channel, NoticeStatus
from delivery.rationing import sms_day
from delivery.reports import counted, send_again, undelivered
from delivery.room import waiting_for_room

COUNTED, LISTED = timedelta(days=7), timedelta(days=30)

#: Why a message did not arrive, and what helps, by the code that was kept of it.
PROBLEMS: Mapping[str, LazyString] = {
    "address": _("The mail address is not one."),
    "recipient": _("The mail address does not exist."),
    "header": _("The message could not be written."),
    "message": _("The provider refused the message."),
    "number": _("The number does not exist or is no mobile telephone."),
    "stopped": _("The person has asked to receive no SMS."),
    "unreachable": _("The telephone could not be reached."),
    "blocked": _("The network blocked the message: ask the provider to register the sender."),
    "too_long": _("The message is too long."),
    "settings": _("The provider's settings are wrong or missing: tell the operator."),
    "undelivered": _("The network could not deliver it."),
    "used_up": _("As many short messages as a day may cost were sent already."),
}
CHANNELS: Mapping[Channel, LazyString] = {Channel.MAIL: _("Mail"), Channel.SMS: _("SMS")}
FATES: Mapping[NoticeStatus, LazyString] = {
    NoticeStatus.QUEUED: _("On its way"),
    NoticeStatus.SENT: _("Sent"),
    NoticeStatus.DELIVERED: _("Arrived"),
    NoticeStatus.FAILED: _("Did not arrive"),
}


def listed() -> ResponseReturnValue:
    """Show what was sent lately and what did not arrive; no address and no words."""
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        figures = counted(connection, roles=staff().roles, now=now, within=COUNTED)
        lost = undelivered(connection, roles=staff().roles, now=now, within=LISTED)
        day = sms_day(connection, now)
        held_up = waiting_for_room(connection, roles=staff().roles, now=now)
    return render_template(
        "messages.html",
        figures=figures,
        lost=lost,
        problems=PROBLEMS,
        channels=CHANNELS,
        fates=FATES,
        day=day,
        held_up=held_up,
    )


def again(notice: int) -> ResponseReturnValue:
    """Have a message sent again; a second click finds nothing to do and says the same."""
    with services().engine.begin() as connection:
        outbox = services().workflow.outbox
        send_again(connection, outbox, notice, roles=staff().roles)
    flash(gettext("The message will be sent again."))
    return redirect(url_for("messages.listed"), 303)
