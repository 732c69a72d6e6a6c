"""What is written on a held case without deciding it: drafts, text blocks put in, notes."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.decisions import Typed, own_part, read_data
from backoffice.exchange import services, staff
from backoffice.keeping import THROW_AWAY, keep_draft
from workflows import notes, text_blocks, unfinished
from workflows.cases import Case, applicant_of
from workflows.language.procedure import Question, Transition
from workflows.notes import NothingWritten
from workflows.unfinished import Kind

#: The parts of a form into which a text block can be put.
WRITTEN = frozenset({Question.MESSAGE, Question.NOTE})


def take_draft(case: Case, transition: Transition) -> ResponseReturnValue:
    """Keep a draft, or throw all of them away, and show the case again."""
    if request.form["draft"].startswith(THROW_AWAY):
        with services().engine.begin() as connection:
            unfinished.forget(connection, case.id, staff().id, kind=Kind.DECISION)
        flash(gettext("Thrown away."))
    else:
        with services().engine.begin() as connection:
            keep_draft(connection, case, transition)
        flash(gettext("Kept as a draft. Only you see it; nothing was decided."))
    return redirect(url_for("cases.read", reference=case.reference), 303)


def with_block(case: Case, transition: Transition) -> Typed:
    """Put a text block at the end of what was typed, in the language of whoever reads it."""
    question, written, *_ = (*request.form["insert"].split(":"), "")
    form = own_part(request.form, transition.fire)
    data = read_data(transition.asks, form)
    number = form.get(f"block_{question}", type=int)
    known = question in {one.value for one in transition.asks} and question in WRITTEN
    if not known or number is None:
        return Typed(transition.fire, data, {})
    with services().engine.begin() as connection:
        block = _offered(connection, case).get(number)
        if block is None:
            return Typed(transition.fire, data, {})
        reader = applicant_of(connection, case.id).language
        tongue = reader if written == "told" else text_blocks.ALWAYS
        text_blocks.use(connection, number)
    return Typed(transition.fire, _joined(data, question, block.in_language(tongue)), {})


def _offered(connection: Connection, case: Case) -> Mapping[int, text_blocks.TextBlock]:
    found = text_blocks.offered(connection, eservice=case.eservice, office=staff().office)
    return {one.id: one for one in found}


def _joined(data: Mapping[str, Any], question: str, text: str) -> dict[str, Any]:
    whole = "\n\n".join(filter(None, (data.get(question, ""), text)))
    return {**data, question: whole}


def write_note(case: Case) -> ResponseReturnValue:
    """Add an internal note to the case in hand."""
    try:
        with services().engine.begin() as connection:
            now = services().clock.now(connection)
            notes.write(connection, case.id, staff().id, request.form.get("text", ""), at=now)
    except NothingWritten:
        flash(gettext("Write a note of 2,000 characters at most. Nothing was added."))
    else:
        flash(gettext("Note added."))
    address = url_for("cases.read", reference=case.reference, _anchor="notes")
    return redirect(address, 303)
