"""The administrator's sheets: which are certified, which grow old, and what readers found wrong."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from backoffice.languages import words
from eservices.catalogue.certifying import Trust, certify, last_certifications, trust
from eservices.catalogue.entries import SheetKind
from eservices.catalogue.listing import Listed, all_sheets, sheet_named
from eservices.catalogue.remarks import (
    LONGEST_REMARK,
    Remark,
    close_remark,
    open_by_sheet,
    open_remarks,
)
from eservices.catalogue.words import folded
from workflows.life_cycle import Author

CERTIFIED = _("Certified. The sheet says so from now on.")
CHANGED = _("This sheet has changed since you opened the list: read it again, then certify it.")
ANSWERED = _("Answered. Whoever wrote the remark reads the answer under the address they kept.")
CLOSED_BEFORE = _("A colleague has answered this remark already.")


@dataclass(frozen=True, slots=True)
class Line:
    """A sheet as its administrator sees it."""

    kind: SheetKind
    slug: str
    digest: str
    title: str
    address: str
    trust: Trust
    remarks: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A remark that waits for an answer."""

    id: int
    said: str
    suspect: bool
    at: datetime
    language: str
    title: str
    address: str
    #: The sheet has changed since: what was wrong may be right by now.
    changed: bool


def listed() -> ResponseReturnValue:
    """List every sheet, those that most need somebody first."""
    with services().engine.begin() as connection:
        today = services().clock.now(connection).astimezone(services().zone).date()
        lines = _lines(connection, today)
    return render_template("sheets.html", lines=lines, online=SheetKind.ESERVICE)


def certify_sheet(sheet_kind: str, slug: str) -> ResponseReturnValue:
    """Vouch for a sheet as it was when the list was opened."""
    with services().engine.begin() as connection:
        sheet = _sheet_or_404(connection, sheet_kind, slug)
        unchanged = sheet.digest == request.form.get("digest", "")
        if unchanged:
            certify(
                connection,
                (sheet.kind, sheet.slug),
                sheet.digest,
                author=Author(account_id=staff().id),
                now=services().clock.now(connection),
            )
    flash(str(CERTIFIED if unchanged else CHANGED))
    return redirect(url_for("sheets.listed"), 303)


def remarks() -> ResponseReturnValue:
    """List the remarks that wait for an answer."""
    return _remarks_page()


def answer_remark(remark: int) -> ResponseReturnValue:
    """Answer a remark and close it; an answer that cannot be kept is given back."""
    answer = request.form.get("answer", "").replace("\r\n", "\n").replace("\x00", "").strip()
    if not answer or len(answer) > LONGEST_REMARK:
        problem = gettext("Write an answer of %(most)s characters at most.", most=LONGEST_REMARK)
        return _remarks_page(remark, answer, str(problem)), 422
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        closed = close_remark(connection, remark, answer=answer, by=staff().id, now=now)
    flash(str(ANSWERED if closed else CLOSED_BEFORE))
    return redirect(url_for("sheets.remarks"), 303)


def _remarks_page(typed_for: int = 0, typed: str = "", problem: str = "") -> str:
    with services().engine.begin() as connection:
        titles = {(one.kind, one.slug): one for one in all_sheets(connection)}
        waiting = [
            _waiting(remark, titles.get((remark.kind, remark.slug)))
            for remark in open_remarks(connection)
        ]
    return render_template(
        "remarks.html", waiting=waiting, typed_for=typed_for, typed=typed, problem=problem
    )


def _waiting(remark: Remark, sheet: Listed | None) -> Waiting:
    return Waiting(
        id=remark.id,
        said=remark.said,
        suspect=remark.suspect,
        at=remark.at,
        language=remark.language,
        title=remark.slug if sheet is None else words(sheet.title),
        address=_address(remark.kind, remark.slug),
        changed=sheet is None or sheet.digest != remark.digest,
    )


def _lines(connection: Connection, today: date) -> list[Line]:
    certified = last_certifications(connection)
    waiting = open_by_sheet(connection)
    lines = []
    for sheet in all_sheets(connection):
        name = (sheet.kind, sheet.slug)
        judged = trust(
            certified.get(name),
            sheet.digest,
            sheet.checked_on,
            today=today,
            zone=services().zone,
        )
        address = _address(sheet.kind, sheet.slug)
        count = waiting.get(name, 0)
        title = words(sheet.title)
        lines.append(Line(sheet.kind, sheet.slug, sheet.digest, title, address, judged, count))
    return sorted(lines, key=_urgency)


def _urgency(line: Line) -> tuple[bool, bool, bool, str]:
    """Put remarks first, then what nobody confirmed lately, then what is not certified."""
    return (line.remarks == 0, not line.trust.stale, line.trust.is_certified, folded(line.title))


def _address(kind: SheetKind, slug: str) -> str:
    folder = "services" if kind is SheetKind.ESERVICE else "procedures"
    return f"{services().portal_url.rstrip('/')}/{folder}/{slug}"


def _sheet_or_404(connection: Connection, kind: str, slug: str) -> Listed:
    sheet = sheet_named(connection, SheetKind(kind), slug) if kind in list(SheetKind) else None
    if sheet is None:
        abort(404)
    return sheet
