"""A case as its applicant sees it: where it stands, what to do, what can be downloaded."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from delivery.register import ActStatus, latest_act
from delivery.typesetting import typeset
from eservices.asked_opinions import tell_opinions
from eservices.complaining import verdict_on, ways_to_complain
from eservices.corrections import withdrawal_among
from eservices.counter.telling import helped_at
from eservices.filing import filing_of
from eservices.following import Link, followed_by, followed_of, following, link_to, openings
from eservices.ledger import tell_ledger
from eservices.legal_silence import tell_silence
from eservices.looks import Look, tell_looks
from eservices.portal.conversing import conversation
from eservices.portal.exchange import language, services
from eservices.portal.files import send_bytes, send_file
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.templating import named
from eservices.portal.told import messages_to, open_channels, told_by
from eservices.portal.visits import CaseVisit
from eservices.price_words import exempts
from eservices.proof import proof_of
from eservices.representing import (
    author_of,
    may_withdraw,
    note_to_applicant,
    note_to_representative,
    representative_in,
)
from eservices.timeline import tell
from payments.charges import charges_of
from payments.receipts import receipts_of
from payments.standing import is_due_at_desk
from payments.waivers import waivers_of
from workflows.actors import APPLICANT
from workflows.attachments import attachments_of_case
from workflows.cases import applicant_of
from workflows.deadlines import deadlines_of
from workflows.estimates.reading import record_of, standing_of
from workflows.journal import history
from workflows.language.procedure import Stage, Transition
from workflows.openings import openings_of
from workflows.organisations import all_offices
from workflows.publications import suspended

PDF = "application/pdf"


def tracking(visit: CaseVisit) -> ResponseReturnValue:
    """Show where the case stands, who must move next, and by when."""
    case, service = visit.case, visit.service
    with services().engine.begin() as connection:
        entries = history(connection, case.id)
        clocks = deadlines_of(connection, case.id)
        owed = charges_of(connection, case.id)
        paid = [charge.settled_at for charge in owed if charge.settled_at]
        timeline = tell(entries, clocks, service, language(), payments=paid)
        ledger = tell_ledger(
            connection,
            entries=entries,
            clocks=clocks,
            service=service,
            language=language(),
            now=visit.now,
        )
        withdrawal = _withdrawal(connection, visit)
        shown = {
            "acting": _acting(connection, visit),
            "opinions": tell_opinions(connection, case.id, service, language(), now=visit.now),
            "silence": tell_silence(clocks, service, language(), services().desk.zone),
            "charges": owed,
            "at_desk": is_due_at_desk(connection, case, owed),
            "receipts": [r for r in receipts_of(connection, case.id) if r.file_sha256],
            "files": attachments_of_case(connection, case.id),
            "filing": filing_of(connection, case.id),
            "talk": conversation(connection, visit),
            "looks": _looks(connection, case.id),
            "helped": helped_at(connection, case, entries),
            "messages": messages_to(connection, visit),
            "waivers": waivers_of(connection, case.id) if exempts(service) else (),
            **_outlook(connection, visit),
            "verdict": verdict_on(connection, services().desk.workflow, case, service),
            **aftermath(connection, visit),
        }
    shown |= {"channels": open_channels(visit), "told_by": told_by(visit)}
    return render_template(
        "case.html", visit=visit, timeline=timeline, ledger=ledger, withdrawal=withdrawal, **shown
    )


def _looks(connection: Connection, case_id: int) -> tuple[Look, ...]:
    """Tell who opened the file; where nobody did, the offices are not asked for."""
    openings = openings_of(connection, case_id)
    offices = all_offices(connection) if openings else ()
    names = {office.slug: named(office.name) for office in offices}
    zone = services().desk.zone
    return tell_looks(openings, offices=names, language=language(), zone=zone)


def _outlook(connection: Connection, visit: CaseVisit) -> dict[str, Any]:
    """Tell the place in the agent queue, the days to expect, and how often such days were right.

    A case that is in nobody's queue asks for nothing.
    """
    standing = standing_of(connection, visit.case, now=visit.now)
    if standing is None or standing.first_day is None:
        return {"standing": standing, "record": None}
    record = record_of(connection, visit.case.eservice, now=visit.now)
    today = visit.now.astimezone(services().desk.zone).date()
    return {"standing": standing, "record": record, "today": today}


def aftermath(connection: Connection, visit: CaseVisit) -> dict[str, Any]:
    """Gather what comes after: the act as it stands, what it follows, what follows or may follow.

    A case that is neither delivered nor opened from another asks for nothing but its act.
    """
    case, portal = visit.case, services()
    former = followed_by(connection, case.id) if visit.service.follows else None
    follows = None if former is None else link_to(connection, former)
    shown: dict[str, Any] = {
        "act": latest_act(connection, case.id),
        "follows": None if follows is None else _linked(connection, follows, visit),
        "followed": (),
        "openings": (),
        "ways": ways_to_complain(connection, case, visit.service),
    }
    if case.stage is Stage.DELIVERED:
        known = followed_of(connection, case)
        now, zone = visit.now, portal.desk.zone
        can_open = openings(connection, known, now=now, zone=zone)
        shown["openings"] = tuple(one for one in can_open if one.complaint is None)
        shown["closed"] = suspended(connection) if shown["openings"] else {}
    if case.stage is Stage.DELIVERED or shown["ways"].attached:
        found = (_linked(connection, link, visit) for link in following(connection, case.id))
        shown["followed"] = [one for one in found if one is not None]
    return shown


def _linked(connection: Connection, link: Link, visit: CaseVisit) -> dict[str, Any] | None:
    """Show a case of the chain, with the link that opens it to whoever holds this one.

    A representative sees only those in which the same person acts.
    """
    person = applicant_of(connection, link.case.id)
    if visit.holder.representative is not None:
        person = author_of(connection, link.case, link.service)
        if person.mail != visit.applicant.mail or person.phone != visit.applicant.phone:
            return None
    nonce = person.tracking_nonce
    secret = services().links.secret(link.case.reference, nonce)
    address = {"reference": link.case.reference, "secret": secret}
    return {"link": link, "address": address}


def confirmation(visit: CaseVisit) -> ResponseReturnValue:
    """Confirm that the application is lodged, with its reference and the secret link."""
    link = services().links.link(visit.case, visit.applicant)
    with services().engine.begin() as connection:
        filing = filing_of(connection, visit.case.id)
    told = told_by(visit)
    return render_template("confirmation.html", visit=visit, link=link, filing=filing, told_by=told)


def ask_withdrawal(visit: CaseVisit) -> ResponseReturnValue:
    """Ask whether the applicant really wants to withdraw."""
    with services().engine.begin() as connection:
        withdrawal = _withdrawal(connection, visit) or abort(404)
    return render_template("withdraw.html", visit=visit, withdrawal=withdrawal)


def withdraw(visit: CaseVisit) -> ResponseReturnValue:
    """Withdraw the application."""
    workflow = services().desk.workflow
    with services().engine.begin() as connection:
        withdrawal = _withdrawal(connection, visit)
        if withdrawal is not None:
            workflow.fire(
                connection,
                visit.case.id,
                withdrawal.fire,
                actor=visit.holder.actor,
                expected_version=visit.case.version,
            )
    return redirect(url_for("cases.tracking", **visit.address), 303)


def _withdrawal(connection: Connection, visit: CaseVisit) -> Transition | None:
    """Find the move that withdraws, where whoever holds the link may make it."""
    acting = visit.holder.representative
    if acting is not None and not may_withdraw(visit.service, acting):
        return None
    offered = services().desk.workflow.offered(connection, visit.case, APPLICANT)
    return withdrawal_among(offered, visit.service)


def _acting(connection: Connection, visit: CaseVisit) -> str:
    """Say who acts for whom, to either of them; nothing where nobody does."""
    own = visit.holder.representative
    if own is not None:
        applicant = applicant_of(connection, visit.case.id)
        return note_to_representative(visit.service, own, applicant, language())
    acting = representative_in(connection, visit.case, visit.service)
    return "" if acting is None else note_to_applicant(visit.service, acting, language())


def show_attachment(visit: CaseVisit, attachment: str) -> ResponseReturnValue:
    """Show the applicant a file that they sent."""
    with services().engine.begin() as connection:
        files = attachments_of_case(connection, visit.case.id)
    found = next((file for file in files if file.id == attachment), None)
    return send_file(found) if found else abort(404)


def download_act(visit: CaseVisit) -> ResponseReturnValue:
    """Give the sealed act, byte for byte as it was registered."""
    with services().engine.begin() as connection:
        act = latest_act(connection, visit.case.id)
    if act is None or act.status is not ActStatus.VALID:
        abort(404)
    return send_bytes(
        services().storage.get(act.sha256),
        media_type=PDF,
        filename=f"{act.number}.pdf".replace("/", "-"),
        disposition="attachment",
    )


def download_receipt(visit: CaseVisit, intent: str) -> ResponseReturnValue:
    """Give the receipt of a payment of this case."""
    with services().engine.begin() as connection:
        receipts = receipts_of(connection, visit.case.id)
    found = next((one for one in receipts if one.intent_id == intent), None)
    if found is None or found.file_sha256 is None:
        abort(404)
    return send_bytes(
        services().storage.get(found.file_sha256),
        media_type=PDF,
        filename=f"{found.series}-{found.number}.pdf",
        disposition="attachment",
    )


def download_proof(visit: CaseVisit) -> ResponseReturnValue:
    """Give the proof of filing, typeset when it is asked for, outside of any transaction."""
    with services().engine.begin() as connection:
        filing = filing_of(connection, visit.case.id) or abort(404)
        speaks = applicant_of(connection, visit.case.id).language
        issuer = services().issuer(connection, visit.service, visit.case, speaks)
        proof = proof_of(connection, visit.case, visit.service, filing, issuer)
    return send_bytes(
        typeset(proof),
        media_type=PDF,
        filename=f"{visit.case.reference}.pdf",
        disposition="attachment",
    )


def download_application(visit: CaseVisit) -> ResponseReturnValue:
    """Give the application as it was lodged: the very bytes that have the digest."""
    with services().engine.begin() as connection:
        filing = filing_of(connection, visit.case.id) or abort(404)
    return send_bytes(
        filing.content.encode(),
        media_type="application/json",
        filename=f"{visit.case.reference}.json",
        disposition="attachment",
    )


def blueprint() -> Blueprint:
    """Give the routes of a case."""
    return attach(
        Blueprint("cases", __name__, url_prefix="/track/<reference>/<secret>"),
        (
            Route("", tracking, Guard.CASE_HOLDER),
            Route("/confirmation", confirmation, Guard.CASE_HOLDER),
            Route("/withdraw", ask_withdrawal, Guard.CASE_HOLDER),
            Route("/withdraw", withdraw, Guard.CASE_HOLDER, ("POST",)),
            Route("/attachments/<attachment>", show_attachment, Guard.CASE_HOLDER),
            Route("/act", download_act, Guard.CASE_HOLDER),
            Route("/proof", download_proof, Guard.CASE_HOLDER),
            Route("/application", download_application, Guard.CASE_HOLDER),
            Route("/receipts/<intent>", download_receipt, Guard.CASE_HOLDER),
        ),
    )
