"""Accounts without a password: a code proves an address, and opens all that was lodged with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from delivery.notices import Channel
from delivery.register import Act, ActStatus, latest_act
from eservices.citizens import (
    Citizen,
    OwnCase,
    end_session,
    keep_draft,
    open_session,
    own_cases,
    own_drafts,
    sessions_of,
)
from eservices.contacts import read_contact
from eservices.correcting import service_of
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from eservices.form.characters import storable
from eservices.one_time_codes import (
    Asking,
    NoMoreTexts,
    Proven,
    Refusal,
    TooManyCodes,
    channel_asked,
)
from eservices.portal.exchange import language, services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.signing_in import citizen_here, device, forget, remember
from payments.receipts import Receipt, receipts_of
from workflows.definitions import definition
from workflows.publications import suspended

LONGEST_ADDRESS, LONGEST_CODE, LONGEST_DRAFT = 260, 20, 40
UNPROCESSABLE, TOO_MANY = 422, 429


@dataclass(frozen=True, slots=True)
class Listed:
    """A case as its owner's list shows it."""

    own: OwnCase
    service: EService
    act: Act | None
    receipts: tuple[Receipt, ...]
    address: Mapping[str, Any]


def ask_address() -> ResponseReturnValue:
    """Ask for a mail address or a telephone number."""
    if citizen_here() is not None:
        return redirect(url_for("account.home"), 303)
    return _asked(request.args.get("draft", ""))


def send_code() -> ResponseReturnValue:
    """Have a code sent; what is answered is the same whoever the address belongs to."""
    portal, typed = services(), storable(request.form.get("address", ""))[:LONGEST_ADDRESS]
    draft = request.form.get("draft", "")[:LONGEST_DRAFT]
    contact = read_contact(typed, portal.desk.reference_prefix)
    if contact is None or (contact.channel is Channel.SMS and not portal.sms):
        return _asked(draft, typed=typed, problem="address"), UNPROCESSABLE
    try:
        with portal.engine.begin() as connection:
            code = portal.codes.ask(
                connection,
                portal.outbox,
                contact,
                language=language(),
                client=request.remote_addr or "",
                asking=Asking(draft_id=draft or None),
                now=portal.desk.clock.now(connection),
            )
    except TooManyCodes:
        return _asked(draft, typed=typed, problem="often"), TOO_MANY
    except NoMoreTexts:
        return _asked(draft, typed=typed, problem="used_up"), TOO_MANY
    return redirect(url_for("account.ask_code", code=code), 303)


def _asked(draft: str, *, typed: str = "", problem: str = "") -> str:
    texts = bool(services().sms)
    return render_template(
        "sign_in.html", draft=draft[:LONGEST_DRAFT], typed=typed, problem=problem, texts=texts
    )


def ask_code(code: str) -> ResponseReturnValue:
    """Ask for the code that was sent."""
    return _code_asked(code, problem=None)


def try_code(code: str) -> ResponseReturnValue:
    """Sign in whoever types the code that was sent."""
    portal, typed = services(), request.form.get("code", "")[:LONGEST_CODE]
    with portal.engine.begin() as connection:
        now = portal.desk.clock.now(connection)
        found = portal.codes.check(connection, code, typed, now=now)
    if isinstance(found, Refusal):
        return _code_asked(code, problem=found)
    return _welcome(found)


def _code_asked(code: str, *, problem: Refusal | None) -> ResponseReturnValue:
    with services().engine.begin() as connection:
        channel = channel_asked(connection, code, now=services().desk.clock.now(connection))
    ended = channel is None
    page = render_template("code.html", channel=channel, ended=ended, problem=problem)
    return page, UNPROCESSABLE if problem or ended else 200


def _welcome(proven: Proven) -> Response:
    # A form token from before may be known to somebody else: it is not carried over.
    form_session.clear()
    with services().engine.begin() as connection:
        now = services().desk.clock.now(connection)
        citizen, token = open_session(connection, proven.contact, device=device(), now=now)
        if proven.draft_id is not None:
            keep_draft(connection, proven.draft_id, citizen)
    return remember(make_response(redirect(url_for("account.home"), 303)), token)


def home(citizen: Citizen) -> ResponseReturnValue:
    """List everything that was begun and lodged with the proven address."""
    with services().engine.begin() as connection:
        now = services().desk.clock.now(connection)
        begun = [
            (draft, eservice_of(definition(connection, draft.definition)))
            for draft in own_drafts(connection, citizen, now=now)
        ]
        listed = [_listed(connection, own) for own in own_cases(connection, citizen)]
        browsers = sessions_of(connection, citizen, now=now)
        closed = suspended(connection) if begun else {}
    return render_template(
        "account.html",
        citizen=citizen,
        drafts=begun,
        closed=closed,
        cases=listed,
        sessions=browsers,
    )


def _listed(connection: Connection, own: OwnCase) -> Listed:
    case, act = own.case, latest_act(connection, own.case.id)
    secret = services().links.secret(case.reference, own.nonce)
    return Listed(
        own=own,
        service=service_of(connection, case),
        act=act if act is not None and act.status is ActStatus.VALID else None,
        receipts=tuple(one for one in receipts_of(connection, case.id) if one.file_sha256),
        address={"reference": case.reference, "secret": secret},
    )


def sign_out(citizen: Citizen) -> ResponseReturnValue:
    """Sign this browser out."""
    with services().engine.begin() as connection:
        end_session(connection, citizen, citizen.session)
    form_session.clear()
    return forget(make_response(redirect(url_for("catalogue.home"), 303)))


def sign_out_elsewhere(citizen: Citizen, session: str) -> ResponseReturnValue:
    """Sign another browser of the same account out."""
    with services().engine.begin() as connection:
        end_session(connection, citizen, session)
    return redirect(url_for("account.home"), 303)


def blueprint() -> Blueprint:
    """Give the routes of accounts."""
    return attach(
        Blueprint("account", __name__, url_prefix="/account"),
        (
            Route("", home, Guard.CITIZEN),
            Route("/sign-in", ask_address, Guard.PUBLIC),
            Route("/sign-in", send_code, Guard.LOOKUP, ("POST",)),
            Route("/codes/<code>", ask_code, Guard.LOOKUP),
            Route("/codes/<code>", try_code, Guard.LOOKUP, ("POST",)),
            Route("/sign-out", sign_out, Guard.CITIZEN, ("POST",)),
            Route("/sessions/<session>", sign_out_elsewhere, Guard.CITIZEN, ("POST",)),
        ),
    )
