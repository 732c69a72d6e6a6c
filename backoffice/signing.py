"""Signing together: a signatory reviews the oldest acts that wait and signs them in one sitting."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from backoffice.signing_page import Sheet, noted, results, sheets
from workflows.agent_queues import waiting
from workflows.signing import batches, deciding
from workflows.signing.batches import LONGEST_REMARK, Batch, Choice, Chosen, Item, NoLongerOpen
from workflows.signing.taking import SIZE, HandsFull, take

#: Seconds after which the page of a sitting under way looks again by itself.
LOOK_AGAIN = 2
CHOOSE_REASON = _("Choose why it is sent back.")
NOT_YOURS = _("There is no such sitting of yours.")
CONFIRMED_ALREADY = _("This sitting was confirmed or given back already.")


def sittings() -> ResponseReturnValue:
    """Show the way into a sitting, and the former ones."""
    account = staff()
    with services().engine.begin() as connection:
        latest = batches.latest(connection, account.id)
        counted = batches.outcomes(connection, [batch.id for batch in latest])
        queue = waiting(connection, account)
        present = batches.open_batch(connection, account.id)
    return render_template(
        "sittings.html", latest=latest, counted=counted, waiting=queue, present=present, size=SIZE
    )


def begin() -> ResponseReturnValue:
    """Take the oldest acts that wait for a signature, or go on with those taken before."""
    try:
        with services().engine.begin() as connection:
            batch = take(connection, services().workflow, staff(), lease=services().lease)
    except HandsFull:
        flash(gettext("A case is in your hands: decide it or give it back first."))
        return redirect(url_for("desk.home"), 303)
    if batch is None:
        flash(gettext("No act waits for a signature alone. “Next case” gives what waits."))
        return redirect(url_for("signing.sittings"), 303)
    return redirect(url_for("signing.sitting", batch=batch.id), 303)


def sitting(batch: int) -> ResponseReturnValue:
    """Show the acts under review, or how far a confirmed sitting is."""
    with services().engine.begin() as connection:
        mine = batches.find_batch(connection, batch, staff().id)
        if mine is None:
            return _no_such()
        items = batches.items_of(connection, mine.id)
        is_open = mine.confirmed_at is None and mine.finished_at is None
        review = _review(connection, mine, items) if is_open else None
        shown = results(connection, items) if review is None else ()
    if review is not None:
        return _shown(review, {})
    counted = {one: sum(item.outcome == one for item in items) for one in batches.Outcome}
    return render_template(
        "sitting.html",
        batch=mine,
        results=shown,
        counted=counted,
        waits=sum(item.outcome is None for item in items),
        look_again=None if "still" in request.args else LOOK_AGAIN,
    )


@dataclass(frozen=True, slots=True)
class Review:
    """The acts of a sitting, read for its page."""

    batch: Batch
    sheets: tuple[Sheet, ...]
    until: datetime


def _review(connection: Connection, batch: Batch, items: tuple[Item, ...]) -> Review:
    """Hold the cases for longer, and read them."""
    now = services().clock.now(connection)
    until = now + services().lease
    batches.renew(connection, batch, at=now, until=until)
    return Review(batch, sheets(connection, staff(), items), until)


def _shown(review: Review, problems: Mapping[int, LazyString]) -> ResponseReturnValue:
    page = render_template("review.html", review=review, problems=problems, longest=LONGEST_REMARK)
    return page, 422 if problems else 200


def choose(batch: int) -> ResponseReturnValue:
    """Keep what was chosen; then check it before signing, or give everything back."""
    try:
        with services().engine.begin() as connection:
            mine = batches.find_batch(connection, batch, staff().id)
            if mine is None:
                return _no_such()
            if request.form.get("step") == "give_back":
                deciding.give_back(connection, services().workflow, staff(), mine)
                return _given_back()
            review, problems = _kept(connection, mine)
    except NoLongerOpen:
        flash(str(CONFIRMED_ALREADY))
        return redirect(url_for("signing.sitting", batch=batch), 303)
    if problems:
        return _shown(review, problems)
    page = "signing.check" if request.form.get("step") == "check" else "signing.sitting"
    return redirect(url_for(page, batch=batch), 303)


def _given_back() -> ResponseReturnValue:
    flash(gettext("All of them went back to their places in the queue."))
    return redirect(url_for("signing.sittings"), 303)


def _kept(connection: Connection, mine: Batch) -> tuple[Review, Mapping[int, LazyString]]:
    """Keep every choice that is whole, and say what the others lack."""
    items = batches.items_of(connection, mine.id)
    review = _review(connection, mine, items)
    typed = {sheet.item.position: _read(sheet) for sheet in review.sheets}
    problems = {place: CHOOSE_REASON for place, chosen in typed.items() if _lacks(chosen)}
    batches.choose(connection, mine, {k: v for k, v in typed.items() if k not in problems})
    overlaid = tuple(
        replace(sheet, item=_overlaid(sheet.item, typed[sheet.item.position]))
        for sheet in review.sheets
    )
    return replace(review, sheets=overlaid), problems


def _read(sheet: Sheet) -> Chosen:
    """Read what was chosen for one case; what cannot be chosen for it is left as it was."""
    place, item = sheet.item.position, sheet.item
    kept = Chosen(item.choice, item.reason, item.remark, item.note)
    wanted = request.form.get(f"choice-{place}", "")
    if wanted not in set(Choice) or (wanted == Choice.BACK and sheet.back is None):
        return kept
    reason = request.form.get(f"reason-{place}", "")
    remark = request.form.get(f"remark-{place}", "").replace("\r\n", "\n").strip()
    known = {one.value for one in sheet.back.reasons} if sheet.back else set()
    chosen = Chosen(Choice(wanted), reason if reason in known else None, remark[:LONGEST_REMARK])
    return replace(chosen, note=noted(sheet, chosen))


def _lacks(chosen: Chosen) -> bool:
    return chosen.choice is Choice.BACK and chosen.reason is None


def _overlaid(item: Item, chosen: Chosen) -> Item:
    return replace(item, choice=chosen.choice, reason=chosen.reason, remark=chosen.remark)


def check(batch: int) -> ResponseReturnValue:
    """Show what will be signed, sent back and set aside, before it is confirmed."""
    with services().engine.begin() as connection:
        mine = batches.find_batch(connection, batch, staff().id)
        if mine is None:
            return _no_such()
        if mine.confirmed_at is not None or mine.finished_at is not None:
            return redirect(url_for("signing.sitting", batch=batch))
        shown = sheets(connection, staff(), batches.items_of(connection, mine.id))
    groups = {one: [s for s in shown if s.item.choice is one] for one in Choice}
    return render_template("check.html", batch=mine, groups=groups)


def sign(batch: int) -> ResponseReturnValue:
    """Have every case of the sitting decided as it was chosen."""
    with services().engine.begin() as connection:
        mine = batches.find_batch(connection, batch, staff().id)
        if mine is None:
            return _no_such()
        try:
            deciding.confirm(connection, services().workflow, mine, lease=services().lease)
        except NoLongerOpen:
            flash(str(CONFIRMED_ALREADY))
    return redirect(url_for("signing.sitting", batch=batch), 303)


def _no_such() -> ResponseReturnValue:
    flash(str(NOT_YOURS))
    return redirect(url_for("signing.sittings"), 303)
