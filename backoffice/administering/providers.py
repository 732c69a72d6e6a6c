"""The providers, for administrators: what each did last, what waits for it, and a trial."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from backoffice.administering.uses import Use, uses_of, waiting_jobs
from backoffice.exchange import services, staff
from backoffice.messages import PROBLEMS
from backoffice.providing import Fact, Kind
from delivery.handing import Refused, Unavailable
from delivery.notices import Channel
from delivery.rationing import SmsDay, sms_day
from delivery.room import waiting_for_room
from workflows.administering.entries import What, record
from workflows.life_cycle import Author

NAMES: Mapping[Kind, LazyString] = {
    Kind.MAIL: _("Mail"),
    Kind.SMS: _("Short messages"),
    Kind.PAYMENTS: _("Online payments"),
    Kind.SEAL: _("Seal"),
    Kind.STORAGE: _("Storage of files"),
    Kind.DATABASE: _("Database"),
    Kind.BROKER: _("Bells of the jobs"),
}
#: A certificate that ends within it is warned about; below so many bytes, storage is.
SOON, LITTLE = timedelta(days=60), 5 * 1024**3
#: From this share of the day's short messages on, a warning stands.
NEARLY = 0.8
GIGABYTE = 1024**3
LONGEST_ADDRESS = 254
#: By how much the short messages of a day may be raised: beyond, the settings are to be changed.
TIMES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """Something provided, as administrators read it."""

    name: str
    fact: Fact
    use: Use
    warning: str


def providers() -> ResponseReturnValue:
    """Show what is provided, and how it is."""
    return page_of_providers()


def page_of_providers(problem: str = "") -> ResponseReturnValue:
    """Show the page, with what could not be done."""
    facts = services().providing.facts()
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        uses, day = uses_of(connection), sms_day(connection, now)
        waiting = waiting_jobs(connection)
        held_up = waiting_for_room(connection, roles=staff().roles, now=now)
    lines = [
        Line(str(NAMES[one.kind]), one, uses.get(one.kind, Use()), _warning(one, now, day))
        for one in facts
    ]
    page = render_template(
        "providers.html",
        lines=lines,
        jobs=waiting,
        day=day,
        per_day=day.bound(services().providing.sms_per_day),
        held_up=held_up,
        highest=highest_bound(),
        gigabyte=GIGABYTE,
        problem=problem,
        typed=request.form,
    )
    return page, 422 if problem else 200


def highest_bound() -> int:
    """Tell up to which number the short messages of a day may be raised."""
    return TIMES * services().providing.sms_per_day


def _warning(fact: Fact, now: datetime, day: SmsDay) -> str:
    if not fact.answers:
        return str(gettext("Does not answer, or is not set up."))
    if fact.expires_at is not None and fact.expires_at <= now + SOON:
        left = max((fact.expires_at - now).days, 0)
        return str(gettext("The certificate ends in %(days)s days: renew it.", days=left))
    if fact.free is not None and fact.free < LITTLE:
        return str(gettext("Little room is left."))
    if fact.kind is Kind.SMS and day.stopped_at is not None:
        return str(gettext("Stopped until tomorrow, or until you raise the bound below."))
    if fact.kind is Kind.SMS and day.sent >= NEARLY * day.bound(services().providing.sms_per_day):
        return str(gettext("The day’s messages are nearly used up."))
    return ""


def try_out() -> ResponseReturnValue:
    """Send a message to an address of one's own, and say what came of it."""
    channel, address = request.form.get("channel", ""), request.form.get("address", "").strip()
    if channel not in set(Channel) or not 0 < len(address) <= LONGEST_ADDRESS:
        return page_of_providers(
            gettext("Choose a way, and write an address or a number of your own.")
        )
    words = gettext("Test message of the online services: it arrived.")
    problem = ""
    try:
        services().providing.send(Channel(channel), address, words)
    except (Refused, Unavailable) as error:
        problem = error.problem
    with services().engine.begin() as connection:
        data = {"provider": channel} | ({"problem": problem} if problem else {})
        record(connection, Author(staff().id), What.PROVIDER_TRIED, channel, data=data)
    if problem:
        said = PROBLEMS.get(problem, problem)
        return page_of_providers(gettext("It was not handed over: %(problem)s", problem=said))
    flash(gettext("Handed over. Look whether it arrives."))
    return redirect(url_for("administration.providers"), 303)
