"""Handing an act over: its reference, a proof of who is there, and one print for each proof."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.counter.assisting import pdf
from backoffice.exchange import services, staff
from delivery.masking import mask
from delivery.notices import Channel
from eservices.contacts import Contact
from eservices.counter.guessing import TooManyNames, fits
from eservices.counter.handing_over import (
    MOST,
    CannotHandOver,
    Obstacle,
    Paper,
    Ready,
    Seen,
    find_own,
    hand_over,
    read_end,
    ready,
    take_print,
)
from eservices.one_time_codes import Asking, NoMoreTexts, Proven, Purpose, Refusal, TooManyCodes
from workflows.cases import find_case
from workflows.errors import UnknownCase

UNPROCESSABLE, CONFLICT, TOO_MANY = 422, 409, 429
UNKNOWN = _("No case has this reference.")
OBSTACLES: Mapping[Obstacle, LazyString] = {
    Obstacle.NOT_READY: _("The document of this case is not ready."),
    Obstacle.UNPAID: _("Something is still to be paid for this case: at the cash desk, or online."),
    Obstacle.ENDED: _("The document of this case is not valid any more."),
    Obstacle.PRINTED: _(
        "It was printed already. To print it again, the person proves who they are again."
    ),
}
REFUSALS: Mapping[Refusal, LazyString] = {
    Refusal.WRONG: _("This is not the code that was sent. Ask for its six figures."),
    Refusal.ENDED: _("This code has ended. Send another."),
}
OFTEN = _("Too many codes were asked for. Wait a while, or look at an identity document.")
NO_TEXTS = _(
    "No short message can be sent any more today: send the code by mail, or look at an identity "
    "document."
)
OFTEN_NAMED = _(
    "Too many other names were tried. Wait a while, or send a code to the address of the case."
)
OTHER_NAME = _("This is not the name in which the case was lodged. Nothing is handed over.")
INCOMPLETE = _("Choose the kind of document, and type the name and the last digits as it has them.")
PAPERS: Mapping[Paper, LazyString] = {
    Paper.IDENTITY_CARD: _("Identity card"),
    Paper.PASSPORT: _("Passport"),
    Paper.CONSULAR_CARD: _("Consular card"),
    Paper.DRIVING_LICENCE: _("Driving licence"),
    Paper.RESIDENCE_CARD: _("Residence card"),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A code that was sent, and where, in part."""

    id: str
    channel: str
    to: str


def ask() -> ResponseReturnValue:
    """Ask for the reference, as it is typed or scanned from the receipt."""
    typed = request.args.get("reference", "")[:200]
    return render_template("hand_over_ask.html", typed=typed, problem="")


def _refused(problem: LazyString, status: int = UNPROCESSABLE) -> ResponseReturnValue:
    typed = request.form.get("reference", "")[:200]
    return render_template("hand_over_ask.html", typed=typed, problem=problem), status


def find() -> ResponseReturnValue:
    """Show how the person can prove who they are, where the act can be handed over."""
    try:
        with services().engine.begin() as connection:
            found = _found(connection)
    except UnknownCase:
        return _refused(UNKNOWN)
    except CannotHandOver as refused:
        return _refused(OBSTACLES[refused.why])
    return _proofs(found)


def _found(connection: Connection) -> Ready:
    return ready(connection, request.form.get("reference", "")[:200])


def _proofs(
    found: Ready, *, sent: Sent | None = None, problem: LazyString | str = "", status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "hand_over.html",
        found=found,
        addresses=[(one.channel.value, _in_part(one)) for one in _addresses(found)],
        sent=sent,
        problem=problem,
        papers=PAPERS,
        most=MOST,
        typed=request.form,
    )
    return page, status


def _addresses(found: Ready) -> tuple[Contact, ...]:
    all_of_them = found.addresses(services().country)
    return tuple(one for one in all_of_them if one.channel is Channel.MAIL or services().sms)


def _in_part(address: Contact) -> str:
    """Show so much of an address that its owner knows it, and nobody learns it."""
    if address.channel is Channel.SMS:
        return f"… {address.address[-2:]}"
    name, _at, domain = address.address.partition("@")
    return f"{mask(name)}@{domain}"


def send_code() -> ResponseReturnValue:
    """Have a code sent to the address of the case."""
    try:
        with services().engine.begin() as connection:
            found = _found(connection)
            sent = _sent(connection, found)
    except UnknownCase:
        return _refused(UNKNOWN)
    except CannotHandOver as refused:
        return _refused(OBSTACLES[refused.why])
    except TooManyCodes:
        return _refused(OFTEN, TOO_MANY)
    except NoMoreTexts:
        return _refused(NO_TEXTS, TOO_MANY)
    return _proofs(found, sent=sent)


def _sent(connection: Connection, found: Ready) -> Sent | None:
    chosen = request.form.get("channel", "")
    to = next((one for one in _addresses(found) if one.channel == chosen), None)
    if to is None:
        return None
    reference = found.case.reference
    identifier = services().codes.ask(
        connection,
        services().workflow.outbox,
        to,
        language=found.person.language,
        # A counter stands behind one address of the network: each case counts for itself.
        client=f"hand over {reference}",
        asking=Asking(Purpose.HAND_OVER, about=reference),
        now=services().clock.now(connection),
    )
    return Sent(identifier, to.channel.value, _in_part(to))


def prove() -> ResponseReturnValue:
    """Check the proof, and record that the act is handed over."""
    by_code = "asked" in request.form
    try:
        with services().engine.begin() as connection:
            found = _found(connection)
        problem = _problem_of_code(found) if by_code else _problem_of_paper(found)
        if problem is not None:
            sent = _sent_before(found) if by_code else None
            return _proofs(found, sent=sent, problem=problem, status=UNPROCESSABLE)
        with services().engine.begin() as connection:
            again = _found(connection)
            seen = None if by_code else _seen()
            done = hand_over(connection, services().workflow, again, staff(), seen=seen)
    except UnknownCase:
        return _refused(UNKNOWN)
    except TooManyNames:
        return _refused(OFTEN_NAMED, TOO_MANY)
    except CannotHandOver as refused:
        return _refused(OBSTACLES[refused.why])
    return redirect(address_of("handing.show", hand_over=done.id), 303)


def _problem_of_code(found: Ready) -> LazyString | None:
    asked, typed = request.form.get("asked", "")[:64], request.form.get("code", "")[:20]
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        checked = services().codes.check(
            connection, asked, typed, purpose=Purpose.HAND_OVER, now=now
        )
    if isinstance(checked, Refusal):
        return REFUSALS[checked]
    return None if _is_for(checked, found) else REFUSALS[Refusal.ENDED]


def _is_for(proven: Proven, found: Ready) -> bool:
    return proven.about == found.case.reference and proven.contact in _addresses(found)


def _sent_before(found: Ready) -> Sent | None:
    chosen = request.form.get("by", "")
    to = next((one for one in _addresses(found) if one.channel == chosen), None)
    identifier = request.form.get("asked", "")[:64]
    return None if to is None else Sent(identifier, chosen, _in_part(to))


def _problem_of_paper(found: Ready) -> LazyString | None:
    if _seen() is None or not request.form.get("name", "").strip():
        return INCOMPLETE
    with services().engine.begin() as connection:
        now, name = services().clock.now(connection), request.form.get("name", "")[:400]
        is_theirs = fits(connection, found, name, account_id=staff().id, now=now)
    return None if is_theirs else OTHER_NAME


def _seen() -> Seen | None:
    kind, end = request.form.get("kind", ""), read_end(request.form.get("end", "")[:40])
    return Seen(Paper(kind), end) if kind in set(Paper) and end else None


def show(hand_over: int) -> ResponseReturnValue:
    """Show what is handed over, with the button that prints it once."""
    with services().engine.begin() as connection:
        found = find_own(connection, hand_over, staff())
        if found is None:
            return _elsewhere()
        case = find_case(connection, found.case_id)
    return render_template("handed_over.html", found=found, case=case)


def _elsewhere() -> ResponseReturnValue:
    flash(str(UNKNOWN))
    return redirect(address_of("handing.ask"), 303)


def print_act(hand_over: int) -> ResponseReturnValue:
    """Give the sealed act, byte for byte, for this one print."""
    try:
        with services().engine.begin() as connection:
            found = find_own(connection, hand_over, staff())
            if found is None:
                return _elsewhere()
            act = take_print(connection, found, now=services().clock.now(connection))
    except CannotHandOver as refused:
        return _refused(OBSTACLES[refused.why], CONFLICT)
    return pdf(services().storage.get(act.sha256), f"{act.number}.pdf".replace("/", "-"))
