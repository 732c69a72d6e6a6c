"""“This sheet is wrong”: a form, and the page on which whoever wrote it reads the answer."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from eservices.catalogue.entries import SheetKind
from eservices.catalogue.listing import Listed, sheet_named
from eservices.catalogue.remarks import LONGEST_REMARK, remark_by_token, write_remark
from eservices.portal.exchange import language, services
from eservices.portal.guards import REMARK_LIMIT, Guard, Route, attach
from eservices.portal.rate import RateLimit

#: Filled in by machines only: people do not see it.
TRAP = "website"


def ask(kind: str, slug: str) -> ResponseReturnValue:
    """Show the form."""
    return _form(_sheet_or_404(kind, slug))


def write(kind: str, slug: str) -> ResponseReturnValue:
    """Keep what somebody wrote; what cannot be kept is given back as it was typed."""
    sheet = _sheet_or_404(kind, slug)
    typed = request.form.get("said", "").replace("\r\n", "\n").replace("\x00", "")
    said = typed.strip()
    if not said or len(said) > LONGEST_REMARK:
        return _form(sheet, typed, _problem(said)), 422
    limit: RateLimit = current_app.extensions[REMARK_LIMIT]
    if not limit.allow(request.remote_addr or ""):
        wait = gettext("Several remarks came from your connection: wait a minute, then send again.")
        return _form(sheet, typed, str(wait)), 429
    with services().engine.begin() as connection:
        token = write_remark(
            connection,
            (sheet.kind, sheet.slug),
            sheet.digest,
            language=language(),
            said=said,
            suspect=bool(request.form.get(TRAP)),
        )
    return redirect(url_for("remarks.show", token=token), 303)


def show(token: str) -> ResponseReturnValue:
    """Show a remark to whoever has its address, with the answer once there is one."""
    with services().engine.begin() as connection:
        remark = remark_by_token(connection, token)
        if remark is None:
            abort(404)
        sheet = sheet_named(connection, remark.kind, remark.slug)
    return render_template("remark.html", remark=remark, sheet=sheet)


def _problem(said: str) -> str:
    if not said:
        return str(gettext("Write what is wrong."))
    return str(
        gettext(
            "Write %(most)s characters at most: there are %(now)s.",
            most=LONGEST_REMARK,
            now=len(said),
        )
    )


def _form(sheet: Listed, typed: str = "", problem: str = "") -> str:
    return render_template("remark_form.html", sheet=sheet, typed=typed, problem=problem, trap=TRAP)


def _sheet_or_404(kind: str, slug: str) -> Listed:
    if kind not in list(SheetKind):
        abort(404)
    with services().engine.begin() as connection:
        return _found(connection, SheetKind(kind), slug)


def _found(connection: Connection, kind: SheetKind, slug: str) -> Listed:
    sheet = sheet_named(connection, kind, slug)
    if sheet is None:
        abort(404)
    return sheet


def blueprint() -> Blueprint:
    """Give the routes of remarks."""
    return attach(
        Blueprint("remarks", __name__),
        (
            Route("/sheets/<kind>/<slug>/remark", ask, Guard.PUBLIC),
            Route("/sheets/<kind>/<slug>/remark", write, Guard.WRITER, ("POST",)),
            Route("/remarks/<token>", show, Guard.LOOKUP),
        ),
    )
