"""The answer to somebody who acts on a case that they do not, or no longer, hold."""

from collections.abc import Iterable

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from backoffice.keeping import keep_lost
from backoffice.kept import Why, explain
from workflows import consultations
from workflows.cases import Case, case_by_reference
from workflows.claims import was_held_by
from workflows.errors import UnknownCase
from workflows.journal import Entry, history

#: Where somebody gives back what they hold.
RELEASES = frozenset({"cases.release", "opinions.release"})


def answer_to_lost(reference: str) -> ResponseReturnValue:
    """Answer as if the case did not exist, unless this account has had it in hand."""
    with services().engine.begin() as connection:
        case = _once_held(connection, reference, staff().id)
    if case is None:
        abort(404)
    if request.endpoint in RELEASES or _is_echo_of_opinion(case):
        # It is out of their hands, which is all that the second click wanted too.
        return redirect(url_for("desk.home"), 303)
    return answer_refused(case, Why.NO_LONGER_HELD)


def answer_refused(case: Case, why: Why) -> ResponseReturnValue:
    """Explain why the action was not done, unless it is the echo of one that was.

    A second click on a decision finds the case moved by the first; it is answered as the first
    one was, because for the person it was one click.
    """
    with services().engine.begin() as connection:
        moves = history(connection, case.id)
    trigger, version = request.form.get("trigger"), request.form.get("version")
    if is_echo(moves, staff().id, trigger=trigger, version=version):
        return redirect(url_for("desk.home"), 303)
    return explain(why, kept=keep_lost(case))


def _is_echo_of_opinion(case: Case) -> bool:
    """Tell whether this is a second click on an opinion that the first one gave."""
    if request.endpoint != "opinions.give_opinion":
        return False
    with services().engine.begin() as connection:
        given = consultations.last_answered(connection, case_id=case.id, account_id=staff().id)
    said = request.form.get("opinion", "").replace("\r\n", "\n").strip()
    return given is not None and given.text == said


def _once_held(connection: Connection, reference: str, account_id: int) -> Case | None:
    try:
        case = case_by_reference(connection, reference)
    except UnknownCase:
        return None
    return case if was_held_by(connection, case.id, account_id) else None


def is_echo(
    moves: Iterable[Entry], account_id: int, *, trigger: str | None, version: str | None
) -> bool:
    """Tell whether this very account already made this very move from this very version."""
    return any(
        move.account_id == account_id
        and move.trigger == trigger
        and str(move.position - 1) == version
        for move in moves
    )
