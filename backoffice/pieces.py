"""The viewer beside the answers: the act to come and the attachments, and their bytes."""

import re
from dataclasses import dataclass
from io import BytesIO

from flask import Response, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from backoffice.act_preview import Occasion, preview
from backoffice.exchange import services, staff
from backoffice.languages import language, words
from backoffice.openings import Purpose, record
from eservices.advice import remark
from eservices.correcting import service_of
from eservices.definition.groups import find_part
from eservices.definition.model import EService
from workflows.attachments import Attachment, attachments_of_case
from workflows.cases import Case

#: What browsers show inside the frame; anything else is only ever downloaded.
SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})
UNKNOWN = "application/octet-stream"
#: Nothing inside a file may run, load or be framed elsewhere. It stands in the header and not in
#: the frame's attribute, because browsers refuse to start their PDF viewer under the latter.
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'self'"

CONTROL = re.compile(r"[\x00-\x1f\x7f]+")

ZOOMS = (100, 150, 200, 300)
TURNS = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class Binder:
    """The documents of a case, under the names that its form gives them."""

    eservice: EService
    pieces: tuple[Attachment, ...]

    @property
    def labels(self) -> dict[str, str]:
        """Give the label of each field that holds a document."""
        named = ((piece.field, find_part(self.eservice.form, piece.field)) for piece in self.pieces)
        return {name: words(field.label) for name, field in named if field is not None}


def view(case: Case, piece: str) -> ResponseReturnValue:
    """Show one attachment in the viewer, with the others a click away."""
    with services().engine.begin() as connection:
        binder = _binder(connection, case)
    shown = _named(binder.pieces, piece)
    return render_template(
        "piece.html",
        case=case,
        pieces=binder.pieces,
        labels=binder.labels,
        shown=shown,
        warned=remark(shown.flaws, language()),
        has_act=binder.eservice.act is not None,
        zoom=_one_of(ZOOMS, "zoom"),
        turn=_one_of(TURNS, "turn"),
        zooms=ZOOMS,
        leafs=request.args.get("leafs") == "yes",
    )


def view_act(case: Case) -> ResponseReturnValue:
    """Show the act as it will read if it is granted."""
    with services().engine.begin() as connection:
        record(connection, case, staff(), Purpose.ACT)
        binder = _binder(connection, case)
        today = services().clock.now(connection).astimezone(services().zone).date()
    if binder.eservice.act is None:
        abort(404)
    return render_template(
        "act.html",
        case=case,
        pieces=binder.pieces,
        labels=binder.labels,
        act=preview(binder.eservice, binder.eservice.act, case, Occasion(today, services().zone)),
        has_act=True,
    )


def _binder(connection: Connection, case: Case) -> Binder:
    eservice = service_of(connection, case)
    return Binder(eservice, attachments_of_case(connection, case.id))


def content(case: Case, piece: str) -> ResponseReturnValue:
    """Give the bytes of an attachment, after recording who looks."""
    with services().engine.begin() as connection:
        found = _named(attachments_of_case(connection, case.id), piece)
        record(connection, case, staff(), Purpose.ATTACHMENT, found.id)
    # Read after the commit: a file may be on another machine, and no transaction waits for it.
    response = _file(found, services().storage.get(found.sha256))
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


def _file(piece: Attachment, data: bytes) -> Response:
    is_shown = piece.media_type in SHOWN
    return send_file(
        BytesIO(data),
        mimetype=piece.media_type if is_shown else UNKNOWN,
        as_attachment=not is_shown,
        # A citizen named the file: a line end in a header would be the start of another header.
        download_name=CONTROL.sub(" ", piece.filename),
        etag=False,
    )


def _named(pieces: tuple[Attachment, ...], wanted: str) -> Attachment:
    found = next((piece for piece in pieces if piece.id == wanted), None)
    if found is None:
        abort(404)
    return found


def _one_of(allowed: tuple[int, ...], name: str) -> int:
    asked = request.args.get(name, allowed[0], type=int)
    return asked if asked in allowed else allowed[0]
