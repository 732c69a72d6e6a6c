"""Filling a form in for somebody at a counter: the way in, their consent, and the receipt."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from delivery.notices import Channel
from delivery.typesetting import typeset
from eservices.contacts import Contact
from eservices.counter.assisting import LinkEnded, scans_of, use_link
from eservices.counter.filing import (
    AgentsOwnAddress,
    ChangedSince,
    addresses_in,
    file_at_counter,
    is_of_a_counter_agent,
    often_used,
)
from eservices.counter.model import SCAN, Agreed, Assistance, Consent
from eservices.counter.papers import Filled, Lodged, consent_of, receipt_of
from eservices.drafts import renew
from eservices.filing import digest_of_answers
from eservices.lodging import ApplicationIncomplete, FormChanged
from eservices.one_time_codes import Asking, NoMoreTexts, Purpose, Refusal, TooManyCodes
from eservices.portal.assistance import browser, remember
from eservices.portal.exchange import language, services
from eservices.portal.files import keep_for_draft, send_bytes
from eservices.portal.forms import receive_files
from eservices.portal.guards import GONE, Guard, Route, attach
from eservices.portal.views.drafts import LARGEST_PAGE
from eservices.portal.visits import DraftVisit
from payments.charges import charges_of
from payments.money import total
from workflows.cases import applicant_of, find_case

PDF = "application/pdf"
UNPROCESSABLE, TOO_MANY = 422, 429
LONGEST_CODE = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and beside what it is said."""

    anchor: str
    said: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A code that waits to be read out, and where it was sent."""

    id: str
    to: Contact


def open_link(token: str) -> ResponseReturnValue:
    """Let the browser in that a counter agent came with; a link works once, within a minute."""
    portal = services()
    try:
        with portal.engine.begin() as connection:
            now = portal.desk.clock.now(connection)
            found, session = use_link(connection, token, browser=browser(), now=now)
    except LinkEnded:
        return render_template("errors/assistance_ended.html"), GONE
    form = redirect(address_of("resuming.go_on", draft_id=found.draft_id), 303)
    return remember(make_response(form), session)


def consent(
    visit: DraftVisit, problem: Problem | None = None, *, status: int = 200
) -> ResponseReturnValue:
    """Ask how the person agrees, and say what is wrong where something is."""
    if visit.draft.is_lodged:
        return _to_the_receipt(visit)
    if visit.reading.problems:
        return redirect(address_of("drafts.check", draft_id=visit.draft.id), 303)
    addresses = _addresses(visit)
    with services().engine.begin() as connection:
        used = often_used(connection, addresses, since=_midnight(visit))
    page = render_template(
        "consent.html",
        visit=visit,
        problem=problem,
        addresses=addresses,
        used=used,
        code=_code_sent(addresses),
        lines=services().desk.price(visit.service, visit.reading.answers, now=visit.now),
    )
    return page, status


def _to_the_receipt(visit: DraftVisit) -> Response:
    return make_response(redirect(address_of("assisting.lodged", draft_id=visit.draft.id), 303))


def _addresses(visit: DraftVisit) -> tuple[Contact, ...]:
    """Give where a code can be sent."""
    found = addresses_in(visit.service, visit.reading, services().country)
    return tuple(one for one in found if one.channel is Channel.MAIL or services().sms)


def _midnight(visit: DraftVisit) -> datetime:
    local = visit.now.astimezone(services().desk.zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _code_sent(addresses: tuple[Contact, ...]) -> Sent | None:
    identifier, channel = request.values.get("asked", "")[:64], request.values.get("by", "")
    to = next((one for one in addresses if one.channel == channel), None)
    return Sent(identifier, to) if identifier and to is not None else None


def send_code(visit: DraftVisit) -> ResponseReturnValue:
    """Have a code sent to the person, never to anybody who works at a counter."""
    chosen = request.form.get("channel", "")
    to = next((one for one in _addresses(visit) if one.channel == chosen), None)
    if visit.draft.is_lodged or to is None:
        return consent(visit)
    try:
        with services().engine.begin() as connection:
            asked = _ask(connection, visit, to)
    except AgentsOwnAddress:
        return _own_address(visit)
    except NoMoreTexts:
        said = gettext("No short message can be sent any more today. Let the form be signed.")
        return consent(visit, Problem("send-code", said), status=TOO_MANY)
    except TooManyCodes:
        said = gettext("Too many codes were asked for. Wait a while, or let the form be signed.")
        return consent(visit, Problem("send-code", said), status=TOO_MANY)
    there = address_of("assisting.consent", draft_id=visit.draft.id, asked=asked, by=chosen)
    return redirect(there, 303)


def _ask(connection: Connection, visit: DraftVisit, to: Contact) -> str:
    if is_of_a_counter_agent(connection, to):
        raise AgentsOwnAddress
    speaks = visit.draft.language
    title = visit.service.title.in_language(speaks)
    return services().codes.ask(
        connection,
        services().outbox,
        to,
        language=speaks,
        # A counter stands behind one address of the network: each assistance counts for itself.
        client=f"assistance {_assistance(visit).id}",
        asking=Asking(
            Purpose.FILING,
            about=title,
            draft_id=visit.draft.id,
            answers_digest=digest_of_answers(visit.reading.answers),
        ),
        now=visit.now,
    )


def _assistance(visit: DraftVisit) -> Assistance:
    return visit.helped.assistance if visit.helped is not None else abort(404)


def _own_address(visit: DraftVisit) -> ResponseReturnValue:
    said = gettext(
        "This address belongs to somebody who works at a counter. Give the person’s own, or leave "
        "it empty and let the form be signed."
    )
    return consent(visit, Problem("on-paper", said), status=UNPROCESSABLE)


def lodge_by_code(visit: DraftVisit) -> ResponseReturnValue:
    """Lodge with the code that the person reads out."""
    if visit.draft.is_lodged:
        return _to_the_receipt(visit)
    asked, typed = (request.form.get(name, "") for name in ("asked", "code"))
    with services().engine.begin() as connection:
        found = services().codes.check(
            connection, asked[:64], typed[:LONGEST_CODE], purpose=Purpose.FILING, now=visit.now
        )
    if isinstance(found, Refusal):
        said = {
            Refusal.WRONG: gettext("This is not the code that was sent. Ask for its six figures."),
            Refusal.ENDED: gettext("This code has ended. Send another."),
        }[found]
        return consent(visit, Problem("code", said), status=UNPROCESSABLE)
    if found.draft_id != visit.draft.id:
        return _changed_since(visit)
    agreed = Agreed(_assistance(visit), Consent.CODE, answers_digest=found.answers_digest)
    return _lodged(visit, agreed)


def _changed_since(visit: DraftVisit) -> ResponseReturnValue:
    """Let them agree anew: the address, or any other answer, is not what they were told of."""
    said = gettext("What was filled in was changed since the code was sent. Send another.")
    return consent(visit, Problem("send-code", said), status=UNPROCESSABLE)


def lodge_on_paper(visit: DraftVisit) -> ResponseReturnValue:
    """Lodge with the form that the person signed."""
    if visit.draft.is_lodged:
        return _to_the_receipt(visit)
    uploads = receive_files((SCAN,), (), language())
    if uploads.refused or not uploads.accepted:
        refused = [said for texts in uploads.refused.values() for said in texts]
        said = " ".join(refused) or gettext("Add the form that the person signed.")
        return consent(visit, Problem("scan", said), status=UNPROCESSABLE)
    keep_for_draft(visit.draft, uploads)
    with services().engine.begin() as connection:
        scans = scans_of(connection, visit.draft.id)
    return _lodged(visit, Agreed(_assistance(visit), Consent.PAPER, scans))


def _lodged(visit: DraftVisit, agreed: Agreed) -> ResponseReturnValue:
    portal = services()
    try:
        with portal.engine.begin() as connection:
            file_at_counter(connection, portal.desk, visit.offer, agreed, reading=visit.reading)
    except AgentsOwnAddress:
        return _own_address(visit)
    except ChangedSince:
        return _changed_since(visit)
    except ApplicationIncomplete:
        return consent(visit)
    except FormChanged:
        with portal.engine.begin() as connection:
            renew(connection, visit.draft, visit.offer.definition)
        return redirect(address_of("drafts.check", draft_id=visit.draft.id), 303)
    return _to_the_receipt(visit)


def consent_form(visit: DraftVisit) -> ResponseReturnValue:
    """Give the form to be signed."""
    portal, speaks = services(), visit.draft.language
    if visit.draft.is_lodged or visit.reading.problems:
        return consent(visit)
    lines = portal.desk.price(visit.service, visit.reading.answers, now=visit.now)
    helped = _assistance(visit)
    filled = Filled(helped, visit.service, visit.reading, lines, speaks, visit.now)
    with portal.engine.begin() as connection:
        form = consent_of(connection, filled, portal.house(connection, helped.office, speaks))
    return _pdf(typeset(form), f"{helped.id}.pdf")


def lodged(visit: DraftVisit) -> ResponseReturnValue:
    """Say what was lodged and what is due; nothing else of the file is shown any more."""
    with services().engine.begin() as connection:
        case = find_case(connection, visit.draft.case_id or abort(404))
        person = applicant_of(connection, case.id)
        owed = [charge.money for charge in charges_of(connection, case.id) if charge.is_due]
    return render_template(
        "lodged_at_counter.html",
        visit=visit,
        case=case,
        due=total(owed) if owed else None,
        told=bool(person.mail or person.phone),
        takes_cash=bool(services().cash_offices.get(case.eservice)),
    )


def receipt(visit: DraftVisit) -> ResponseReturnValue:
    """Give the receipt, typeset outside of any transaction."""
    with services().engine.begin() as connection:
        case = find_case(connection, visit.draft.case_id or abort(404))
        speaks = applicant_of(connection, case.id).language
        issuer = services().issuer(connection, visit.service, case, speaks)
        tills = services().cash_offices.get(case.eservice, frozenset())
        one = Lodged(_assistance(visit), case, visit.service, tills)
        found = receipt_of(connection, one, issuer)
    return _pdf(typeset(found or abort(404)), f"{case.reference}.pdf")


def _pdf(data: bytes, filename: str) -> Response:
    return send_bytes(data, media_type=PDF, filename=filename, disposition="inline")


def blueprint() -> Blueprint:
    """Give the routes by which somebody is helped at a counter."""
    draft = "/applications/<draft_id>"
    return attach(
        Blueprint("assisting", __name__),
        (
            Route("/counter/<token>", open_link, Guard.LOOKUP),
            Route(f"{draft}/consent", consent, Guard.ASSISTANT),
            Route(f"{draft}/consent/code", send_code, Guard.ASSISTANT, ("POST",)),
            Route(f"{draft}/consent", lodge_by_code, Guard.ASSISTANT, ("POST",)),
            Route(f"{draft}/consent/form", consent_form, Guard.ASSISTANT),
            Route(
                f"{draft}/consent/paper", lodge_on_paper, Guard.ASSISTANT, ("POST",), LARGEST_PAGE
            ),
            Route(f"{draft}/lodged", lodged, Guard.ASSISTANT),
            Route(f"{draft}/receipt", receipt, Guard.ASSISTANT),
        ),
    )
