"""Letting a held case go to others: to another pool with a reason, or back without oneself."""

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.board_names import office_and_pool
from backoffice.exchange import services, staff
from backoffice.kept import Why, explain
from backoffice.lost import answer_refused, answer_to_lost
from workflows import passing_on, recusing, unfinished
from workflows.accounts import Account
from workflows.cases import Case
from workflows.consultations import Asked
from workflows.errors import CaseNotClaimed, StaleCase
from workflows.passing_on import NoWay, Passing
from workflows.presence import UNSEEN_AT_MOST

#: The largest number that the database gives to a pool.
LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class HandingOn:
    """What the case screen offers for letting a case go to others."""

    #: Pools to which it may be passed on, by number, with their names.
    ways: tuple[tuple[int, str], ...]
    #: Withdrawals of this account that no supervisor looked at, and how many there may be.
    unseen: int
    most: int = UNSEEN_AT_MOST


def handing_on(connection: Connection, case: Case, account: Account) -> HandingOn:
    """Read where a case could go from here, and how often somebody withdrew."""
    ways = passing_on.ways(connection, case) if case.claimed_by == account.id else ()
    called = tuple((pool.id, office_and_pool(connection, pool)) for pool in ways)
    return HandingOn(called, recusing.unseen(connection, account.id))


def pass_on(case: Case) -> ResponseReturnValue:
    """Let the case go to another pool, with a reason and a few words."""
    asked = _asked()
    if asked is None:
        return explain(Why.PASSED_WITHOUT_REASON)
    try:
        with services().engine.begin() as connection:
            passing_on.pass_on(connection, services().workflow, case.id, staff(), asked)
    except NoWay:
        return explain(Why.NO_WAY)
    except StaleCase:
        return answer_refused(case, Why.MOVED)
    except CaseNotClaimed:
        return answer_refused(case, Why.NO_LONGER_HELD)
    flash(gettext("%(reference)s was passed on. It keeps its age.", reference=case.reference))
    return redirect(url_for("desk.home"), 303)


def _asked() -> Passing | None:
    """Read the form; None where it says not enough."""
    form = request.form
    pool, version = form.get("pool", type=int), form.get("version", type=int)
    reason, note = form.get("passed_for"), form.get("note", "").replace("\r\n", "\n").strip()
    known = pool is not None and 0 < pool <= LARGEST and reason in set(passing_on.Reason)
    if pool is None or version is None or not known or not note:
        return None
    return Passing(pool, passing_on.Reason(reason or ""), note, version)


def recuse(case: Case) -> ResponseReturnValue:
    """Withdraw for ever from the case in hand."""
    return _recuse(case)


def recuse_from_opinion(case: Case, asked: Asked) -> ResponseReturnValue:  # noqa: ARG001 - from the guard
    """Withdraw for ever from the case on which an opinion is asked for."""
    return _recuse(case)


def _recuse(case: Case) -> ResponseReturnValue:
    reason = request.form.get("recused_for")
    note = request.form.get("note", "").replace("\r\n", "\n").strip()
    if reason not in set(recusing.Reason) or not note:
        return explain(Why.RECUSED_WITHOUT_REASON)
    why = recusing.Reason(reason or "")
    workflow, account = services().workflow, staff()
    try:
        with services().engine.begin() as connection:
            recusing.recuse(connection, workflow, case.id, account, reason=why, note=note)
            unseen = recusing.unseen(connection, account.id)
            # It never comes back to them: what they had begun is nobody's any more.
            unfinished.forget(connection, case.id, account.id)
    except CaseNotClaimed:
        return answer_to_lost(case.reference)
    told = gettext("%(reference)s is never given to you again.", reference=case.reference)
    flash(f"{told} {_what_follows(unseen)}")
    return redirect(url_for("desk.home"), 303)


def _what_follows(unseen: int) -> str:
    if unseen >= UNSEEN_AT_MOST:
        return str(
            gettext("A supervisor looks at your withdrawals before you are given another case.")
        )
    return str(gettext("A supervisor reads why."))
