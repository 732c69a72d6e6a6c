"""The inspector's pages of inspections: notes, a conclusion, and the second inspector's word."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice import watch_words
from backoffice.exchange import services, staff
from backoffice.watch import flags, inquiries
from backoffice.watch.inquiries import Author, Conclusion, NotPossible, SameInspector, Standing
from backoffice.watching import typed_note


def listed() -> ResponseReturnValue:
    """List the inspections, the unfinished ones first."""
    with services().engine.begin() as connection:
        found = inquiries.latest(connection)
    return render_template("inspections.html", inspections=found, words_of_watch=watch_words)


def inspection(inspection: int) -> ResponseReturnValue:
    """Show an inspection: its flags, its journal, and what may be done."""
    with services().engine.begin() as connection:
        found = inquiries.find(connection, inspection)
        looked_at = flags.of_inspection(connection, inspection)
        entries = inquiries.entries(connection, inspection)
    if found is None:
        flash(gettext("There is no such inspection."))
        return redirect(url_for("inspections.listed"))
    return render_template(
        "inspection.html",
        inspection=found,
        flags=looked_at,
        entries=entries,
        is_second=found.standing is Standing.CONCLUDED and found.concluded_by != staff().id,
        words_of_watch=watch_words,
    )


def take_step(inspection: int) -> ResponseReturnValue:
    """Note, conclude, confirm or send back, as the pressed button says."""
    step = STEPS.get(request.form.get("step", ""))
    note = typed_note()
    if step is None or not note:
        flash(gettext("Write what you found, in a few words."))
        return _back(inspection)
    try:
        with services().engine.begin() as connection:
            author = Author(staff().id, services().clock.now(connection), note)
            step(connection, inspection, author)
    except SameInspector:
        flash(gettext("Another inspector must confirm what you concluded."))
    except NotPossible:
        flash(gettext("This inspection has moved on meanwhile. Nothing was changed."))
    return _back(inspection)


def _back(inspection: int) -> ResponseReturnValue:
    return redirect(url_for("inspections.inspection", inspection=inspection), 303)


def _conclude(connection: Connection, inspection: int, author: Author) -> None:
    said = request.form.get("conclusion", "")
    if said not in set(Conclusion):
        raise NotPossible(inspection)
    inquiries.conclude(connection, inspection, Conclusion(said), author)


STEPS: Mapping[str, Callable[[Connection, int, Author], None]] = {
    "note": inquiries.note,
    "conclude": _conclude,
    "confirm": inquiries.confirm,
    "send_back": inquiries.send_back,
}
