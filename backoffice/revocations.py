"""Revocations: somebody of the office that signed an act proposes, somebody else confirms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.decisions import Choice
from backoffice.exchange import services, staff
from backoffice.languages import words, words_of
from backoffice.openings import Purpose, record
from delivery.revocations import (
    CONFIRMED,
    AlreadyProposed,
    CannotSettle,
    Proposal,
    find_proposal,
    propose,
    settle,
    waiting,
)
from eservices.revoking import Revocable, revocable_by_number, revocable_by_proposal
from workflows.accounts import names_of
from workflows.decision import LONGEST_TEXT

LONGEST_NUMBER = 80
PROPOSED = _("Proposed. Somebody else of the office confirms or declines.")
SETTLED: Mapping[str, LazyString] = {
    "confirm": _("Confirmed. The act is being revoked, and its holder will be told."),
    "decline": _("Declined. The act stays valid."),
}
TOO_LATE = _("This proposal waits for nobody any more, or it is your own.")


@dataclass(frozen=True, slots=True)
class Found:
    """An act as somebody sees it who may propose or confirm its revocation."""

    number: str
    title: str
    holder: str
    reference: str
    issued_on: datetime
    reasons: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits for this very person."""

    id: int
    act: Found
    reason: str
    note: str
    who: str
    since: datetime


def revocations() -> ResponseReturnValue:
    """Show the proposals that wait for this person, and find an act by its number."""
    return _page()


def propose_revocation() -> ResponseReturnValue:
    """Propose to take an act back."""
    number, reason = _typed("number", LONGEST_NUMBER), request.form.get("reason", "")
    note = _typed("note", LONGEST_TEXT)
    with services().engine.begin() as connection:
        found = revocable_by_number(connection, number, staff().pools)
        problem = "" if found is None else _problem(found, reason, note)
        if found is not None and problem is None:
            problem = _propose(connection, found, reason, note)
    if problem is not None:
        return _page(number=number, problem=problem, note=note), 422 if problem else 409
    flash(str(PROPOSED))
    return redirect(url_for("revocations.revocations"), 303)


def settle_revocation(proposal: int) -> ResponseReturnValue:
    """Confirm or decline what somebody else proposed."""
    decision = request.form.get("decision", "")
    with services().engine.begin() as connection:
        asked = find_proposal(connection, proposal)
        pools = staff().pools
        found = None if asked is None else revocable_by_proposal(connection, asked, pools)
        settled = asked and found and decision in SETTLED
        if asked and found and settled:
            settled = _settle(connection, asked, found, confirmed=decision == "confirm")
    flash(str(SETTLED[decision] if settled else TOO_LATE))
    return redirect(url_for("revocations.revocations"), 303)


def _propose(connection: Connection, found: Revocable, reason: str, note: str) -> str | None:
    now = services().clock.now(connection)
    try:
        propose(connection, found.act, reason=reason, note=note, by=staff().id, now=now)
    except AlreadyProposed:
        return str(gettext("The revocation of this act is proposed already."))
    return None


def _settle(connection: Connection, asked: Proposal, found: Revocable, *, confirmed: bool) -> bool:
    """Settle a proposal; tells whether it still waited for this person."""
    now = services().clock.now(connection)
    try:
        settle(connection, asked.id, confirmed=confirmed, by=staff().id, now=now)
    except CannotSettle:
        return False
    if confirmed:
        services().workflow.outbox.emit(
            connection, CONFIRMED, case_id=found.act.case_id, data={"proposal": asked.id}
        )
    return True


def _problem(found: Revocable, reason: str, note: str) -> str | None:
    if reason not in found.rule.reasons:
        return str(gettext("Choose a reason."))
    return None if note else str(gettext("Write what your colleague must know to judge."))


def _page(*, number: str | None = None, problem: str | None = None, note: str = "") -> str:
    asked = number or request.args.get("number", "").strip()[:LONGEST_NUMBER]
    with services().engine.begin() as connection:
        found = revocable_by_number(connection, asked, staff().pools) if asked else None
        shown = None if found is None else _shown(connection, found)
        listed = _waiting(connection)
    return render_template(
        "revocations.html", asked=asked, found=shown, listed=listed, problem=problem, note=note
    )


def _shown(connection: Connection, found: Revocable) -> Found:
    """Record that somebody looks at an act before anything of it is shown."""
    record(connection, found.case, staff(), Purpose.REVOCATION)
    reasons = (Choice(code, words(text)) for code, text in found.rule.reasons.items())
    return Found(
        number=found.act.number,
        title=words_of(found.act.title),
        holder=found.act.holder,
        reference=found.case.reference,
        issued_on=found.act.issued_at,
        reasons=tuple(reasons),
    )


def _waiting(connection: Connection) -> list[Waiting]:
    listed = []
    for proposal in waiting(connection):
        found = revocable_by_proposal(connection, proposal, staff().pools)
        if found is not None and proposal.proposed_by != staff().id:
            who = names_of(connection, [proposal.proposed_by])[proposal.proposed_by]
            because = words(found.rule.reasons.get(proposal.reason))
            shown = _shown(connection, found)
            listed.append(
                Waiting(proposal.id, shown, because, proposal.note, who, proposal.proposed_at)
            )
    return listed


def _typed(name: str, longest: int) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()[:longest]
