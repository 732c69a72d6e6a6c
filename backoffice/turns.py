"""Out of turn, for supervisors: one asks with a document, another looks at it and decides."""

from collections.abc import Mapping
from contextlib import closing
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from backoffice.exchange import services, staff
from backoffice.languages import language, words_of
from backoffice.openings import Purpose, record
from eservices.refusals import FileRefused, Refusal
from eservices.uploads import kind_of, made_safe
from workflows import out_of_turn
from workflows.cases import case_by_reference, find_case
from workflows.errors import UnknownCase, WorkflowError
from workflows.organisations import all_pools
from workflows.out_of_turn import (
    AlreadyAsked,
    Asking,
    Document,
    NotOpen,
    NotWaiting,
    QuotaUsed,
    Reason,
    SamePerson,
)

LONGEST_NOTE = 1000
MEGABYTE = 1024 * 1024
LARGEST_DOCUMENT = 5
#: Only the form that brings a document may be longer than the others; see `application`.
WITH_DOCUMENT = "turns.ask"

REASONS: Mapping[Reason, LazyString] = {
    Reason.MEDICAL: _("Medical care that cannot wait"),
    Reason.BOOKED_TRAVEL: _("Journey already booked"),
    Reason.EXAMINATION: _("Examination or competition whose closing date is near"),
    Reason.COURT_DATE: _("Date before a court"),
    Reason.OWN_ERROR: _("Error of the administration, to be made good"),
}
REFUSALS: Mapping[type[WorkflowError], LazyString] = {
    UnknownCase: _("No case has this reference."),
    NotWaiting: _("This case waits in no queue, or somebody treats it already."),
    AlreadyAsked: _("This was asked for already."),
    SamePerson: _("Somebody else must decide on what you asked for."),
    QuotaUsed: _("This queue has let as many cases go out of turn as it may for now."),
    NotOpen: _("This was decided meanwhile. Nothing was changed."),
}
#: The document is shown on a page of its own, where nothing of it may run.
DOCUMENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"


def listed() -> ResponseReturnValue:
    """List what was asked for, what each queue may still let go, and the form to ask."""
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        turns = out_of_turn.latest(connection)
        pools = {pool.id: words_of(pool.name) for pool in all_pools(connection)}
        wanted = {turn.pool_id for turn in turns}
        quotas = {pool: out_of_turn.quota_of(connection, pool, at=now) for pool in sorted(wanted)}
    return render_template(
        "turns.html", turns=turns, pools=pools, quotas=quotas, reasons=REASONS, typed=request.form
    )


def ask() -> ResponseReturnValue:
    """Ask that a case be let go out of turn."""
    reason, note = request.form.get("reason", ""), request.form.get("note", "").strip()
    if reason not in set(Reason) or not note:
        flash(gettext("Choose a reason and say in a few words what the document proves."))
        return listed()
    try:
        document = _kept_document()
        _ask(Reason(reason), note[:LONGEST_NOTE], document)
    except FileRefused as refused:
        flash(refused.explain(language()))
        return listed()
    except WorkflowError as refused:
        flash(str(REFUSALS[type(refused)]))
        return listed()
    flash(gettext("Asked for. Another supervisor decides."))
    return redirect(url_for("turns.listed"), 303)


def _ask(reason: Reason, note: str, document: Document) -> None:
    with services().engine.begin() as connection:
        reference = request.form.get("reference", "").strip().upper()
        case = case_by_reference(connection, reference)
        asking = Asking(case.id, reason, note, document, staff().id)
        out_of_turn.ask(connection, asking, at=services().clock.now(connection))


def _kept_document() -> Document:
    """Check the document that came with the form and keep it; raises FileRefused."""
    sent = request.files.get("document")
    if sent is None:
        raise FileRefused(Refusal.EMPTY)
    # A large one lies in a file of its own until it is closed.
    with closing(sent):
        data = sent.read()
    if not data:
        raise FileRefused(Refusal.EMPTY)
    if len(data) > LARGEST_DOCUMENT * MEGABYTE:
        raise FileRefused(Refusal.TOO_BIG, limit=LARGEST_DOCUMENT)
    kind = kind_of(data)
    if kind is None:
        raise FileRefused(Refusal.UNKNOWN_KIND)
    kept = made_safe(kind, filename=sent.filename or "", data=data)
    return Document(services().storage.put(kept.data), kept.filename, kept.media_type)


def turn(turn: int) -> ResponseReturnValue:
    """Show what was asked for, to whoever decides."""
    with services().engine.begin() as connection:
        found = out_of_turn.find(connection, turn)
        if found is None:
            return _nothing_there()
        now = services().clock.now(connection)
        quota = out_of_turn.quota_of(connection, found.pool_id, at=now)
    return render_template("turn.html", turn=found, quota=quota, reasons=REASONS)


def document(turn: int) -> ResponseReturnValue:
    """Give the document, after recording who looks at it."""
    with services().engine.begin() as connection:
        found = out_of_turn.find(connection, turn)
        if found is None:
            return _nothing_there()
        record(connection, find_case(connection, found.case_id), staff(), Purpose.OUT_OF_TURN)
    response = send_file(
        BytesIO(services().storage.get(found.document.sha256)),
        mimetype=found.document.media_type,
        download_name=found.document.name,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = DOCUMENT_POLICY
    return response


def settle(turn: int) -> ResponseReturnValue:
    """Grant or decline, as the second person."""
    granted = request.form.get("decision") == "grant"
    try:
        with services().engine.begin() as connection:
            if granted:
                out_of_turn.grant(connection, services().workflow, turn, by=staff().id)
            else:
                now = services().clock.now(connection)
                out_of_turn.decline(connection, turn, by=staff().id, at=now)
    except WorkflowError as refused:
        flash(str(REFUSALS[type(refused)]))
        return redirect(url_for("turns.turn", turn=turn), 303)
    flash(gettext("Granted: it is treated next.") if granted else gettext("Declined."))
    return redirect(url_for("turns.listed"), 303)


def _nothing_there() -> ResponseReturnValue:
    flash(str(REFUSALS[NotOpen]))
    return redirect(url_for("turns.listed"))
