"""The counter: begin to fill an application in with a citizen, go on with one, print a receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from flask import Response, flash, make_response, redirect, render_template, request, send_file
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from backoffice.headers import leading_to
from backoffice.languages import DEFAULT, LANGUAGES, words
from delivery.typesetting import typeset
from eservices.counter.assisting import (
    Beginning,
    UnknownAssistance,
    assistable,
    begin,
    drop,
    filed,
    give_link,
    unfinished,
)
from eservices.counter.model import Assistance, Consent
from eservices.counter.papers import Lodged, receipt_of
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from eservices.offering import NotOffered, Offer, offer_of
from payments.charges import charges_of
from payments.money import Money, total
from workflows.accounts import Account, own_addresses
from workflows.cases import Case, applicant_of, find_case
from workflows.definitions import definition
from workflows.errors import UnknownDefinition
from workflows.organisations import Office, find_office

PDF = "application/pdf"
NOT_THERE = _("This is not under way at your counter any more.")
NOT_OPEN = _("This e-service cannot be applied for at a counter now.")
DROPPED = _("Given up. What was typed is erased.")
AGREED: Mapping[Consent, LazyString] = {
    Consent.CODE: _("with a code"),
    Consent.PAPER: _("on paper"),
}


@dataclass(frozen=True, slots=True)
class Begun:
    """An application that waits to be gone on with."""

    assistance: Assistance
    title: str


@dataclass(frozen=True, slots=True)
class Filed:
    """An application lodged today at this counter, and what is due of it."""

    assistance: Assistance
    reference: str
    title: str
    agreed: LazyString
    due: Money | None


@dataclass(frozen=True, slots=True)
class Counter:
    """What lies before somebody who works at a counter."""

    office: Office
    offered: tuple[EService, ...]
    begun: tuple[Begun, ...]
    filed: tuple[Filed, ...]


def home() -> ResponseReturnValue:
    """Show the counter, or what is missing before anybody can be helped at it."""
    with services().engine.begin() as connection:
        missing = _missing(connection, staff())
        counter = None if missing else _counter(connection, staff())
    page = render_template("counter.html", counter=counter, missing=missing, tongues=LANGUAGES)
    # The form leads to the portal, in a page of its own.
    return leading_to(make_response(page), services().portal_url)


def _missing(connection: Connection, account: Account) -> str:
    """Name what keeps an account from helping: an office with a counter, an address of its own."""
    if account.office is None:
        return "office"
    if not find_office(connection, account.office).content.get("counter", True):
        return "office"
    return "" if own_addresses(connection, account.id) else "addresses"


def _counter(connection: Connection, account: Account) -> Counter:
    now = services().clock.now(connection)
    offered = assistable(connection)
    titles = {service.eservice: words(service.title) for service in offered}
    return Counter(
        office=find_office(connection, account.office or ""),
        offered=offered,
        begun=tuple(
            Begun(one, titles.get(one.eservice, one.eservice))
            for one in unfinished(connection, account, now=now)
        ),
        filed=tuple(_filed(connection, one) for one in filed(connection, account, now=now)),
    )


def _filed(connection: Connection, one: Assistance) -> Filed:
    case, service = _case_of(connection, one)
    owed = [charge.money for charge in charges_of(connection, case.id) if charge.is_due]
    return Filed(
        assistance=one,
        reference=case.reference,
        title=words(service.title),
        agreed=AGREED[one.consent or Consent.CODE],
        due=total(owed) if owed else None,
    )


def _case_of(connection: Connection, one: Assistance) -> tuple[Case, EService]:
    case = find_case(connection, one.case_id or 0)
    return case, eservice_of(definition(connection, case.definition))


def begin_one() -> ResponseReturnValue:
    """Open a draft for somebody who is present, and lead the browser to its form."""
    eservice, tongue = request.form.get("eservice", ""), request.form.get("language", "")
    account = staff()
    try:
        with services().engine.begin() as connection:
            offer = _offer(connection, eservice)
            now = services().clock.now(connection)
            tongue = tongue if tongue in LANGUAGES else DEFAULT
            beginning = Beginning(account, account.office or "", offer, tongue, services().zone)
            one = begin(connection, beginning, now=now)
            link = _link(connection, one.id)
    except (UnknownDefinition, NotOffered):
        flash(str(NOT_OPEN))
        return redirect(address_of("counter.home"), 303)
    return redirect(link, 303)


def _offer(connection: Connection, eservice: str) -> Offer:
    """Give what may be filed here; raises UnknownDefinition or NotOffered."""
    allowed = {one.eservice for one in assistable(connection)}
    if _missing(connection, staff()) or eservice not in allowed:
        raise UnknownDefinition(eservice)
    return offer_of(connection, eservice)


def _link(connection: Connection, assistance_id: int) -> str:
    now = services().clock.now(connection)
    browser = request.user_agent.string
    token = give_link(connection, assistance_id, staff(), browser=browser, now=now)
    return f"{services().portal_url}/counter/{token}"


def go_on(assistance: int) -> ResponseReturnValue:
    """Lead the browser back to a form that was begun today."""
    try:
        with services().engine.begin() as connection:
            link = _link(connection, assistance)
    except UnknownAssistance:
        return _not_there()
    return redirect(link, 303)


def give_up(assistance: int) -> ResponseReturnValue:
    """Give an unfinished application up."""
    try:
        with services().engine.begin() as connection:
            now = services().clock.now(connection)
            drop(connection, assistance, staff(), now=now)
    except UnknownAssistance:
        return _not_there()
    flash(str(DROPPED))
    return redirect(address_of("counter.home"), 303)


def receipt(assistance: int) -> ResponseReturnValue:
    """Print the receipt again, on the day on which the application was lodged."""
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        today = {one.id: one for one in filed(connection, staff(), now=now)}
        if assistance not in today:
            return _not_there()
        case, service = _case_of(connection, today[assistance])
        speaks = applicant_of(connection, case.id).language
        issuer = services().issuer(connection, service, case, speaks)
        tills = services().cash_offices.get(case.eservice, frozenset())
        document = receipt_of(connection, Lodged(today[assistance], case, service, tills), issuer)
    if document is None:
        return _not_there()
    return pdf(typeset(document), f"{case.reference}.pdf")


def pdf(data: bytes, name: str) -> Response:
    """Show a PDF, for the browser to print."""
    return send_file(BytesIO(data), mimetype=PDF, download_name=name, etag=False)


def _not_there() -> ResponseReturnValue:
    flash(str(NOT_THERE))
    return redirect(address_of("counter.home"), 303)
