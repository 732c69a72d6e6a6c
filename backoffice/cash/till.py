"""The cashier's till: opened with counted money, closed by counting blind, and explained."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.cash.asking import coinage, counted
from backoffice.cash.words import DIFFERENCES, MISCOUNTED, OBSTACLES
from backoffice.exchange import services, staff
from payments.cash.book import EntryKind
from payments.cash.counting import CountRefused
from payments.cash.errors import CashRefused, Obstacle
from payments.cash.returns import Return, granted_returns
from payments.cash.sessions import (
    Reason,
    Session,
    count_till,
    explain,
    open_session,
    open_session_of,
)
from payments.cash.statements import Movement, movements_of, receipt_number
from payments.cash.tills import Till, find_till, tills_of
from payments.intents import find_intent
from payments.money import Money
from workflows.cases import find_case

#: So many of the latest payments are listed, for a receipt or a mistake; never their sum.
LISTED = 5


@dataclass(frozen=True, slots=True)
class ToHandOut:
    """Money that a supervisor let go, and that waits for whoever paid it."""

    granted: Return
    reference: str
    money: Money


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before a cashier; what the till should hold is not among it."""

    tills: tuple[Till, ...]
    session: Session | None
    till: Till | None
    #: With the number of each payment's receipt.
    latest: tuple[tuple[Movement, str], ...]
    to_hand_out: tuple[ToHandOut, ...]


def show() -> ResponseReturnValue:
    """Show the till, or the form that opens one."""
    return till_page()


def till_page(problem: str = "", *, status: int = 200) -> tuple[str, int]:
    """Make the page of the till, with what went wrong where something did."""
    with services().engine.begin() as connection:
        desk = _desk(connection)
    if desk.session is not None and not desk.session.takes_money:
        return _closing(desk.session, desk.till, "", status)
    page = render_template(
        "cash/till.html", desk=desk, pieces=coinage().pieces, problem=problem, typed=request.form
    )
    return page, status


def _desk(connection: Connection) -> Desk:
    account = staff()
    session = open_session_of(connection, account.id)
    if session is None:
        return Desk(tills_of(connection, account.office), None, None, (), ())
    till = find_till(connection, session.till_id)
    latest = [
        (one, receipt_number(connection, one.entry.intent_id))
        for one in movements_of(connection, [session.id], latest=LISTED)
        if one.entry.kind is EntryKind.TAKING
    ]
    waiting = [_to_hand_out(connection, one) for one in granted_returns(connection, till.office)]
    return Desk((), session, till, tuple(latest), tuple(waiting))


def _to_hand_out(connection: Connection, granted: Return) -> ToHandOut:
    intent = find_intent(connection, granted.intent_id)
    return ToHandOut(granted, find_case(connection, intent.case_id).reference, intent.money)


def open_till() -> ResponseReturnValue:
    """Open a till with the money that was counted into it."""
    try:
        count = counted()
        with services().engine.begin() as connection:
            account, at = staff(), services().clock.now(connection)
            till = _chosen(connection)
            open_session(connection, till, cashier=account.id, count=count, at=at)
    except CountRefused as refused:
        return till_page(str(MISCOUNTED[refused.why]), status=422)
    except CashRefused as refused:
        return till_page(str(OBSTACLES[refused.obstacle]), status=409)
    flash(gettext("Your till is open."))
    return redirect(url_for("till.show"), 303)


def _chosen(connection: Connection) -> Till:
    known = {till.slug: till for till in tills_of(connection, staff().office)}
    till = known.get(request.form.get("till", ""))
    if till is None:
        raise CashRefused(Obstacle.NO_SUCH_TILL)
    return till


def close_form() -> ResponseReturnValue:
    """Ask for the count, before anything is said of what there should be."""
    with services().engine.begin() as connection:
        session = open_session_of(connection, staff().id)
        till = None if session is None else find_till(connection, session.till_id)
    if session is None:
        return redirect(url_for("till.show"), 303)
    return _closing(session, till, "", 200)


def _closing(session: Session, till: Till | None, problem: str, status: int) -> tuple[str, int]:
    page = render_template(
        "cash/close.html",
        session=session,
        till=till,
        pieces=coinage().pieces,
        reasons=DIFFERENCES,
        problem=problem,
        typed=request.form,
    )
    return page, status


def count() -> ResponseReturnValue:
    """Write what was counted; a till that holds what it should is closed by it."""
    try:
        found = counted()
    except CountRefused as refused:
        return _again(str(MISCOUNTED[refused.why]))
    try:
        with services().engine.begin() as connection:
            at = services().clock.now(connection)
            session = count_till(connection, cashier=staff().id, count=found, at=at)
    except CashRefused as refused:
        return till_page(str(OBSTACLES[refused.obstacle]), status=409)
    if session.closed_at is None:
        return redirect(url_for("till.close_form"), 303)
    flash(gettext("Your till is closed: it holds what it should. Put the money in the safe."))
    return redirect(url_for("till.show"), 303)


def _again(problem: str) -> ResponseReturnValue:
    with services().engine.begin() as connection:
        session = open_session_of(connection, staff().id)
        till = None if session is None else find_till(connection, session.till_id)
    if session is None:
        return till_page(problem, status=422)
    return _closing(session, till, problem, 422)


def explain_difference() -> ResponseReturnValue:
    """Write why the till differs, and close it."""
    reason, note = request.form.get("reason", ""), request.form.get("note", "").strip()
    if reason not in set(Reason) or not note:
        return _again(gettext("Choose a reason and say in a few words what happened."))
    try:
        with services().engine.begin() as connection:
            at = services().clock.now(connection)
            explain(connection, cashier=staff().id, reason=Reason(reason), note=note, at=at)
    except CashRefused as refused:
        return till_page(str(OBSTACLES[refused.obstacle]), status=409)
    flash(gettext("Your till is closed. A supervisor takes note of the difference."))
    return redirect(url_for("till.show"), 303)
