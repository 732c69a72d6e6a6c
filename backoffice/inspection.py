"""The inspector's page: who looked into a file, when and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.exchange import services
from backoffice.openings import Purpose
from workflows.cases import case_by_reference
from workflows.errors import UnknownCase
from workflows.openings import Opening, openings_of

PURPOSES: Mapping[str, LazyString] = {
    Purpose.TREATMENT: _("Case screen"),
    Purpose.ATTACHMENT: _("Attachment"),
    Purpose.ACT: _("Act before signature"),
    Purpose.OUT_OF_TURN: _("Document to go out of turn"),
    Purpose.QUESTION: _("Question of the applicant"),
}


@dataclass(frozen=True, slots=True)
class Log:
    """The looks into one file; None when no case has this reference."""

    reference: str
    openings: Sequence[Opening] | None


def openings() -> ResponseReturnValue:
    """Show the openings of the file whose reference is asked for."""
    reference = request.args.get("reference", "").strip().upper()
    log = None
    if reference:
        with services().engine.begin() as connection:
            log = Log(reference, _openings(connection, reference))
    return render_template("openings.html", log=log, purposes=PURPOSES)


def _openings(connection: Connection, reference: str) -> Sequence[Opening] | None:
    try:
        case = case_by_reference(connection, reference)
    except UnknownCase:
        return None
    return openings_of(connection, case.id)
