"""Files on paper at a counter: put into the batch of the week, which is closed and sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.counter.assisting import pdf
from backoffice.exchange import services, staff
from backoffice.languages import language, words_of
from delivery.documents import Entry, SlipDocument, SlipLine
from delivery.typesetting import typeset
from delivery.wording import write_due, write_instant
from eservices.counter import batches, transmitting
from eservices.counter.batches import Batch, BatchRefused, Obstacle, Paper, PaperFile
from eservices.counter.references import case_at_counter
from workflows.errors import UnknownCase
from workflows.organisations import all_offices, find_office

PAPERS: Mapping[Paper, LazyString] = {
    Paper.CONSENT: _("Signed form"),
    Paper.ORIGINALS: _("Originals"),
}
OBSTACLES: Mapping[Obstacle, LazyString] = {
    Obstacle.HERE: _("Your own office treats this case: there is nowhere to send it to."),
    Obstacle.LISTED: _("This lies in a batch already."),
    Obstacle.EMPTY: _("This batch is empty."),
    Obstacle.GONE: _("This batch is closed, or of another office."),
}
UNKNOWN = _("No case has this reference.")


@dataclass(frozen=True, slots=True)
class Filling:
    """A batch that is being filled, with what lies in it."""

    batch: Batch
    files: tuple[PaperFile, ...]


def listed() -> ResponseReturnValue:
    """Show what waits to be sent, the open batches, and those that were sent."""
    return _page()


def _page(problem: LazyString | str = "", *, status: int = 200) -> ResponseReturnValue:
    office = staff().office or ""
    with services().engine.begin() as connection:
        open_ones = batches.open_batches(connection, office)
        page = render_template(
            "batches.html",
            awaited=batches.awaited(connection, office),
            filling=[Filling(one, batches.files_in(connection, one.id)) for one in open_ones],
            sent=batches.sent_batches(connection, office),
            names=names_of_offices(connection),
            papers=PAPERS,
            problem=problem,
            typed=request.form,
            now=services().clock.now(connection),
        )
    return page, status


def names_of_offices(connection: Connection) -> dict[str, str]:
    """Name every office in the reader's language."""
    return {office.slug: words_of(office.name) for office in all_offices(connection)}


def add_file() -> ResponseReturnValue:
    """Put a file into the open batch towards the office that treats it."""
    kind = request.form.get("kind", "")
    if kind not in set(Paper) or staff().office is None:
        return _page(OBSTACLES[Obstacle.GONE], status=422)
    try:
        with services().engine.begin() as connection:
            case = case_at_counter(connection, request.form.get("reference", "")[:200])
            now, zone = services().clock.now(connection), services().zone
            transmitting.add(connection, case, Paper(kind), staff(), zone=zone, now=now)
    except UnknownCase:
        return _page(UNKNOWN, status=422)
    except BatchRefused as refused:
        return _page(OBSTACLES[refused.why], status=422)
    flash(gettext("%(reference)s lies in the batch.", reference=case.reference))
    return redirect(address_of("sending.listed"), 303)


def close_one(batch: int) -> ResponseReturnValue:
    """Close a batch: its slip can be printed, and its clock runs."""
    if staff().office is None:
        return _page(OBSTACLES[Obstacle.GONE], status=409)
    try:
        with services().engine.begin() as connection:
            office = find_office(connection, staff().office or "")
            closed = transmitting.close(connection, services().workflow, batch, office, staff())
    except BatchRefused as refused:
        return _page(OBSTACLES[refused.why], status=409)
    flash(gettext("Closed as %(number)s. Print its slip and lay it on top.", number=closed.number))
    return redirect(address_of("sending.listed"), 303)


def slip(batch: int) -> ResponseReturnValue:
    """Print the slip of a batch that this office sent."""
    with services().engine.begin() as connection:
        found = batches.find(connection, batch)
        if found is None or found.office != staff().office or found.number is None:
            return _page(OBSTACLES[Obstacle.GONE], status=409)
        document = _slip(connection, found)
    return pdf(typeset(document), f"{found.number}.pdf")


def _slip(connection: Connection, batch: Batch) -> SlipDocument:
    head = services().house(connection, batch.office, language())
    names, zone = names_of_offices(connection), services().zone
    closed, due = (batch.closed_at or batch.opened_at), (batch.due_at or batch.opened_at)
    told = (
        (gettext("From"), names[batch.office]),
        (gettext("To"), names[batch.towards]),
        (gettext("Closed on"), write_instant(closed.astimezone(zone), language())),
        (gettext("Expected by"), write_due(due.astimezone(zone), language())),
    )
    files = batches.files_in(connection, batch.id)
    counted = (gettext("Number of files"), str(len(files)))
    site = services().means.site.origin
    return SlipDocument(
        language=language(),
        branding=head.branding,
        number=batch.number or "",
        facts=tuple(Entry(label, said) for label, said in (*told, counted)),
        lines=tuple(SlipLine(one.reference, str(PAPERS[one.kind])) for one in files),
        digest=batch.digest or "",
        url=f"{site}{address_of('receiving.show', batch=batch.id)}",
    )
