"""Going on with an application on another device: by account, by its link, or by a short code."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eservices.citizens import keep_draft
from eservices.form.characters import plain_digits, storable
from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.signing_in import citizen_here
from eservices.portal.visits import DraftVisit
from workflows.database import single_statements

DRAFT = "/applications/<draft_id>"
LONGEST = 20
OLDEST = 1875
PARTS = ("day", "month", "year")


def show_ways(visit: DraftVisit) -> ResponseReturnValue:
    """Show the ways to go on elsewhere."""
    return _ways(visit)


def give_code(visit: DraftVisit) -> ResponseReturnValue:
    """Give a short code that opens the draft together with a date of birth."""
    born_on = typed_date()
    if born_on is None:
        return _ways(visit, wrong=True), 422
    with services().engine.begin() as connection:
        code = services().draft_codes.give(connection, visit.draft, born_on, now=visit.now)
    return _ways(visit, code=code)


def keep_in_account(visit: DraftVisit) -> ResponseReturnValue:
    """List the draft in the account of who is signed in; others sign in first."""
    citizen = citizen_here()
    if citizen is None:
        return redirect(url_for("account.ask_address", draft=visit.draft.id), 303)
    with services().engine.begin() as connection:
        keep_draft(connection, visit.draft.id, citizen.id)
    return redirect(url_for("account.home"), 303)


def _ways(visit: DraftVisit, *, code: str = "", wrong: bool = False) -> str:
    first = visit.reading.first_incomplete()
    path = (
        url_for("drafts.show_page", draft_id=visit.draft.id, page=first.page.page)
        if first
        else url_for("drafts.check", draft_id=visit.draft.id)
    )
    link = f"{services().links.public_url}{path}"
    return render_template(
        "elsewhere.html", visit=visit, code=code, wrong=wrong, typed=_typed(), path=path, link=link
    )


def ask_code() -> ResponseReturnValue:
    """Ask for the short code and the date of birth."""
    return render_template("resume.html", code="", typed={}, wrong=False)


def take_code() -> ResponseReturnValue:
    """Open the draft; what was wrong is not told, so that nobody learns which codes exist."""
    typed, born_on = storable(request.form.get("code", ""))[:LONGEST], typed_date()
    draft_id = None
    if born_on is not None:
        portal = services()
        with portal.engine.begin() as connection:
            now = portal.desk.clock.now(connection)
            draft_id = portal.draft_codes.take(connection, typed, born_on, now=now)
    if draft_id is None:
        page = render_template("resume.html", code=typed, typed=_typed(), wrong=True)
        return page, 422
    return redirect(url_for("resuming.go_on", draft_id=draft_id), 303)


def go_on(visit: DraftVisit) -> ResponseReturnValue:
    """Go to the first page of a draft that still needs something."""
    first = visit.reading.first_incomplete()
    if first is None:
        return redirect(url_for("drafts.check", draft_id=visit.draft.id), 303)
    page = first.page.page
    return redirect(url_for("drafts.show_page", draft_id=visit.draft.id, page=page), 303)


def typed_date() -> date | None:
    """Read the date that was typed in three boxes; None when it is none."""
    parts = [plain_digits(request.form.get(part, "").strip()[:4]) for part in reversed(PARTS)]
    if not all(part.isdecimal() for part in parts):
        return None
    year, month, day = (int(part) for part in parts)
    try:
        read = date(year, month, day)
    except ValueError:
        return None
    with single_statements(services().engine) as connection:
        today = services().desk.today(connection)
    return read if read.year >= OLDEST and read <= today else None


def _typed() -> dict[str, str]:
    return {part: storable(request.form.get(part, ""))[:4] for part in PARTS}


def blueprint() -> Blueprint:
    """Give the routes by which a draft is resumed."""
    return attach(
        Blueprint("resuming", __name__),
        (
            Route("/resume", ask_code, Guard.PUBLIC),
            Route("/resume", take_code, Guard.LOOKUP, ("POST",)),
            Route(DRAFT, go_on, Guard.DRAFT_HOLDER),
            Route(f"{DRAFT}/elsewhere", show_ways, Guard.APPLICANT_ALONE),
            Route(f"{DRAFT}/elsewhere", give_code, Guard.APPLICANT_ALONE, ("POST",)),
            Route(f"{DRAFT}/keep", keep_in_account, Guard.APPLICANT_ALONE, ("POST",)),
        ),
    )
