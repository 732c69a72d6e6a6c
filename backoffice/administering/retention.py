"""Retention, for administrators: what will be erased, switched on by two; for inspectors, holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from backoffice.exchange import services, staff
from backoffice.languages import language, words
from backoffice.retention import holding, switching
from backoffice.retention.erasing import Due, Part, due_by
from backoffice.retention.switching import Obstacle, SwitchRefused, standing
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from eservices.durations import span_in_words
from workflows.accounts import names_of
from workflows.administering.entries import LONGEST_REASON
from workflows.definitions import live
from workflows.errors import UnknownCase
from workflows.language.values import Span

PARTS: Mapping[Part, LazyString] = {
    Part.ATTACHMENTS: _("Attachments"),
    Part.ANSWERS: _("Answers, contacts and messages"),
}
OBSTACLES: Mapping[Obstacle, LazyString] = {
    Obstacle.ALREADY: _("It is proposed or switched on already."),
    Obstacle.NOT_PROPOSED: _("Nothing is proposed, or it was settled already."),
    Obstacle.SAME_PERSON: _("Another administrator than the one who proposed it must confirm."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What would go of an e-service, in words."""

    eservice: str
    part: str
    cases: int
    held: int
    kept_for: str


def retention() -> ResponseReturnValue:
    """Show what the periods would erase until the end of the month, and whether they do."""
    return _page()


def _page(problem: str = "") -> ResponseReturnValue:
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        end = _end_of_month(now)
        present = standing(connection)
        who = {present.proposed_by, present.confirmed_by or 0} if present else set()
        names = names_of(connection, who) if who else {}
        due = due_by(connection, end)
        offered = {stored.eservice: eservice_of(stored) for stored in live(connection)}
    page = render_template(
        "retention.html",
        lines=[_line(one, offered) for one in due],
        periods=sorted(offered.values(), key=lambda one: words(one.title)),
        switch=present,
        names=names,
        is_own=present is not None and present.proposed_by == staff().id,
        end=end - timedelta(days=1),
        in_span=_in_words,
        problem=problem,
    )
    return page, 422 if problem else 200


def _end_of_month(now: datetime) -> datetime:
    zone = services().zone
    first = now.astimezone(zone).date().replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return datetime.combine(following, time(), zone)


def _line(due: Due, offered: Mapping[str, EService]) -> Line:
    eservice = offered.get(due.eservice)
    kept = None if eservice is None else getattr(eservice.retention, due.part)
    return Line(
        eservice=words(eservice.title) if eservice else due.eservice,
        part=str(PARTS[due.part]),
        cases=due.cases,
        held=due.held,
        kept_for=_in_words(kept),
    )


def _in_words(span: Span | None) -> str:
    return "–" if span is None else span_in_words(span, language())


def switch_retention() -> ResponseReturnValue:
    """Propose to erase what is over, confirm it, or switch it off."""
    step = STEPS.get(request.form.get("step", ""))
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    if step is None or not reason:
        return _page(gettext("Say why: it is kept in the journal."))
    try:
        with services().engine.begin() as connection:
            step(connection, by=staff().id, reason=reason, at=services().clock.now(connection))
    except SwitchRefused as refused:
        return _page(str(OBSTACLES[refused.obstacle]))
    flash(gettext("Done."))
    return redirect(url_for("administration.retention"), 303)


STEPS: Mapping[str, Callable[..., None]] = {
    "propose": switching.propose,
    "confirm": switching.confirm,
    "end": switching.end,
}


def holds() -> ResponseReturnValue:
    """Show an inspector the cases that are kept from being erased."""
    return _holds()


def _holds(problem: str = "") -> ResponseReturnValue:
    with services().engine.begin() as connection:
        found = holding.holds(connection)
    page = render_template("holds.html", holds=found, problem=problem, typed=request.form)
    return page, 422 if problem else 200


def hold_case() -> ResponseReturnValue:
    """Keep a case from being erased, for a reason."""
    reference = request.form.get("reference_of_case", "").strip().upper()
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    if not reason:
        return _holds(gettext("Say why: it is kept in the journal."))
    try:
        with services().engine.begin() as connection:
            now = services().clock.now(connection)
            kept = holding.hold(connection, reference, by=staff().id, reason=reason, at=now)
    except UnknownCase:
        return _holds(gettext("No case has this reference."))
    flash(gettext("Kept.") if kept else gettext("It was kept already."))
    return redirect(url_for("administration.holds"), 303)


def let_case_go(hold: int) -> ResponseReturnValue:
    """Let a case be erased when its time has come."""
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    if not reason:
        return _holds(gettext("Say why: it is kept in the journal."))
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        ended = holding.let_go(connection, hold, by=staff().id, reason=reason, at=now)
    flash(gettext("Done.") if ended else gettext("It had ended already."))
    return redirect(url_for("administration.holds"), 303)
