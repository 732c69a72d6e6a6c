"""The answer to a request for correction: the fields named are open, and no other."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from eservices.corrected_prices import (
    Correcting,
    agreed,
    follow_correction,
    foresee,
    tell_change,
)
from eservices.corrections import Correction, open_correction, send_correction
from eservices.definition.groups import item_name
from eservices.drafts import remove_held, remove_item
from eservices.form import Entries, with_another, without_item
from eservices.form.characters import storable
from eservices.portal.arranging import TURNED, rearrange
from eservices.portal.exchange import language, services
from eservices.portal.files import keep, send_file, send_small
from eservices.portal.forms import (
    ADD_ITEM,
    REMOVE,
    REMOVE_ITEM,
    Filled,
    Uploads,
    combined,
    draw,
    explained,
    receive_files,
    stays,
    with_items,
)
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.views.drafts import LARGEST_PAGE
from eservices.portal.visits import CaseVisit
from payments.repricing import Change

MESSAGE = "message"
#: The new prices that whoever sends has seen.
PRICES = "prices"
LONGEST_MESSAGE = 4000


def show_correction(visit: CaseVisit) -> ResponseReturnValue:
    """Show what was asked, with the present answers ready to be corrected."""
    correction = _open(visit)
    return _drawn(visit, correction, correction.entries, mistakes={})


def correct(visit: CaseVisit) -> ResponseReturnValue:
    """Send the corrected answers, or show all that is wrong in them."""
    uploads = _keep_files(_open(visit))
    correction = _open(visit)
    entries = correction.typed(request.form)
    entries |= _items_changed(correction, entries)
    read = correction.read(entries, _today(visit))
    if stays():
        return _drawn(visit, _open(visit), entries, mistakes=uploads.refused)
    mistakes = combined(
        explained(read.problems, language()), _message_mistakes(correction), uploads.refused
    )
    if mistakes:
        return _drawn(visit, correction, entries, mistakes=mistakes, status=422)
    if uploads.calls_for_a_look:
        return _drawn(visit, correction, entries, mistakes={}, look=True)
    correcting = Correcting(visit.case, visit.service, read.answers, services().desk.zone)
    with services().engine.begin() as connection:
        changes = foresee(connection, correcting)
    if changes and agreed(changes) != request.form.get(PRICES, ""):
        return _drawn(visit, correction, entries, mistakes={}, changes=changes)
    with services().engine.begin() as connection:
        send_correction(
            connection,
            services().desk.workflow,
            correction,
            read.answers,
            _message(),
            actor=visit.holder.actor,
            now=visit.now,
        )
        follow_correction(
            connection,
            services().desk.workflow,
            services().collection.settlement,
            correcting,
            visit.holder.actor,
        )
    return redirect(url_for("cases.tracking", **visit.address), 303)


def show_new_file(visit: CaseVisit, attachment: str) -> ResponseReturnValue:
    """Show the applicant a file that they added to their answer and have not sent yet."""
    files = _open(visit).new_files
    found = next((file for file in files if file.id == attachment), None)
    return send_file(found) if found else abort(404)


def show_new_small(visit: CaseVisit, attachment: str) -> ResponseReturnValue:
    """Show the applicant a small picture of a photograph that they have not sent yet."""
    files = _open(visit).new_files
    found = next((file for file in files if file.id == attachment), None)
    return send_small(found) if found and found.media_type in TURNED else abort(404)


def _open(visit: CaseVisit) -> Correction:
    with services().engine.begin() as connection:
        correction = open_correction(
            connection, services().desk.workflow, visit.case, visit.service
        )
    return correction or abort(404)


def _keep_files(correction: Correction) -> Uploads:
    fields = correction.fields(correction.typed(request.form))
    uploads = receive_files(fields, correction.new_files, language())
    keep(uploads, draft_id=correction.holding)
    if unwanted := request.form.get(REMOVE):
        with services().engine.begin() as connection:
            remove_held(connection, correction.holding, unwanted)
    rearrange(correction.new_files)
    return uploads


def _items_changed(correction: Correction, entries: Entries) -> dict[str, str]:
    """Give what changes when an item is added, or one added before is removed."""
    for block in correction.read(entries, date.min).blocks:
        if not block.is_group:
            continue
        if block.may_add and request.form.get(ADD_ITEM) == block.field.id:
            return with_another(block.field, {**entries, block.field.id: str(block.count)})
        removable = range(block.removable or block.count + 1, block.count + 1)
        wanted = {item_name(block.field, number): number for number in removable}
        number = wanted.get(request.form.get(REMOVE_ITEM, ""))
        if number is not None:
            with services().engine.begin() as connection:
                remove_item(connection, correction.holding, block.field.id, number)
            return without_item(block.field, number, entries)
    return {}


def _today(visit: CaseVisit) -> date:
    return visit.now.astimezone(services().desk.zone).date()


def _message() -> str:
    return storable(request.form.get(MESSAGE, "")).strip()


def _message_mistakes(correction: Correction) -> dict[str, tuple[str, ...]]:
    if not correction.asks_message or 0 < len(_message()) <= LONGEST_MESSAGE:
        return {}
    if _message():
        return {MESSAGE: (gettext("Shorten your answer: it may have 4,000 characters."),)}
    return {MESSAGE: (gettext("Write your answer here."),)}


def _drawn(
    visit: CaseVisit,
    correction: Correction,
    entries: Entries,
    *,
    mistakes: Mapping[str, tuple[str, ...]],
    status: int = 200,
    look: bool = False,
    changes: tuple[Change, ...] = (),
) -> tuple[str, int]:
    read = correction.read(entries, _today(visit))
    blocks = draw(read.blocks, Filled(entries, correction.new_files, mistakes))
    page = render_template(
        "correction.html",
        visit=visit,
        correction=correction,
        blocks=blocks,
        fields=with_items(blocks),
        look=look,
        changes=[tell_change(change, language()) for change in changes],
        agreed=agreed(changes),
        message=_message(),
        message_mistakes=mistakes.get(MESSAGE, ()),
    )
    return page, status


def blueprint() -> Blueprint:
    """Give the routes of corrections."""
    return attach(
        Blueprint("corrections", __name__, url_prefix="/track/<reference>/<secret>"),
        (
            Route("/correction", show_correction, Guard.CASE_HOLDER),
            Route("/correction/files/<attachment>", show_new_file, Guard.CASE_HOLDER),
            Route("/correction/files/<attachment>/small", show_new_small, Guard.CASE_HOLDER),
            Route("/correction", correct, Guard.CASE_HOLDER, ("POST",), LARGEST_PAGE),
        ),
    )
