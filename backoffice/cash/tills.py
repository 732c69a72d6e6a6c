"""The supervisors' look at cash: tills, what lies there, differences, returns and deposits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.cash.words import DIFFERENCES, KINDS, OBSTACLES, RETURNS
from backoffice.exchange import services, staff
from payments.cash.counting import shown
from payments.cash.deposits import Deposit, check_deposit, unchecked_deposits
from payments.cash.errors import CashRefused
from payments.cash.holdings import Holding, holdings, midnight
from payments.cash.returns import Return, Returns, waiting_returns
from payments.cash.sessions import acknowledge, find_session
from payments.cash.statements import (
    Standing,
    desk_of,
    movements_of,
    open_sessions,
    receipt_number,
    standing_of,
    unexplained,
)
from payments.intents import find_intent
from payments.money import Money
from workflows.accounts import names_of
from workflows.board import office_names
from workflows.cases import find_case


@dataclass(frozen=True, slots=True)
class Kept:
    """What an office holds, and whether that is too much or too old."""

    holding: Holding
    is_beyond: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A return that waits for a decision, with what was taken, where and by whom."""

    proposed: Return
    by: str
    reference: str
    money: Money
    taken: Standing


@dataclass(frozen=True, slots=True)
class Overview:
    """All that supervisors see of cash on one page."""

    kept: tuple[Kept, ...]
    open: tuple[Standing, ...]
    #: When today began: what was opened before was left open.
    midnight: datetime
    differing: tuple[Standing, ...]
    asked: tuple[Asked, ...]
    deposits: tuple[tuple[Deposit, str], ...]


def overview() -> ResponseReturnValue:
    """Show where cash lies, what is open, and what waits for a supervisor."""
    with services().engine.begin() as connection:
        found, offices = _overview(connection), office_names(connection)
    return render_template(
        "cash/tills.html",
        overview=found,
        offices=offices,
        reasons=RETURNS,
        differences=DIFFERENCES,
        trade=services().cash,
    )


def _overview(connection: Connection) -> Overview:
    zone, trade = services().zone, services().cash
    now = services().clock.now(connection)
    today = now.astimezone(zone).date()
    deposits = unchecked_deposits(connection)
    names = names_of(connection, {one.recorded_by for one in deposits})
    return Overview(
        kept=tuple(
            Kept(one, one.is_beyond(trade.ceiling, trade.longest, today=today))
            for one in holdings(connection, zone=zone)
        ),
        open=open_sessions(connection),
        midnight=midnight(now, zone),
        differing=unexplained(connection),
        asked=tuple(_asked(connection, one) for one in waiting_returns(connection)),
        deposits=tuple((one, names[one.recorded_by]) for one in deposits),
    )


def _asked(connection: Connection, proposed: Return) -> Asked:
    intent = find_intent(connection, proposed.intent_id)
    taken = desk_of(connection, intent.id)
    if taken is None:
        msg = f"payment {intent.id} was proposed to go back and never taken"
        raise LookupError(msg)
    return Asked(
        proposed=proposed,
        by=names_of(connection, [proposed.proposed_by])[proposed.proposed_by],
        reference=find_case(connection, intent.case_id).reference,
        money=intent.money,
        taken=taken,
    )


def session(till_session: str) -> ResponseReturnValue:
    """Show a session: each movement, what was counted, and by how much it differs."""
    with services().engine.begin() as connection:
        found = find_session(connection, till_session)
        if found is None:
            return _back(gettext("There is no such session."))
        standing = standing_of(connection, found.id)
        movements = [
            (one, receipt_number(connection, one.entry.intent_id))
            for one in movements_of(connection, [found.id])
        ]
        office = office_names(connection)[standing.till.office]
    return render_template(
        "cash/session.html",
        standing=standing,
        movements=movements,
        office=office,
        kinds=KINDS,
        differences=DIFFERENCES,
        pieces_of=pieces_of,
    )


def pieces_of(pieces: dict[str, int] | None) -> str:
    """Write what was counted piece by piece, such as `3 × 5000`."""
    counted = {int(piece): number for piece, number in (pieces or {}).items() if number}
    return " · ".join(f"{number} × {piece}" for piece, number in shown(counted))


def take_note(till_session: str) -> ResponseReturnValue:
    """Take note of a difference."""
    return _do(
        lambda connection, at: acknowledge(connection, till_session, by=staff().id, at=at),
        gettext("Noted."),
    )


def decide(cash_return: str) -> ResponseReturnValue:
    """Let money go back, or not, as the second person."""
    wanted = request.form.get("decision", "")
    if wanted not in {"grant", "decline"}:
        return _back(gettext("Choose one of the two."))
    granted = wanted == "grant"
    trade = Returns(services().settlement, services().workflow)
    return _do(
        lambda connection, at: trade.decide(
            connection, cash_return, granted=granted, by=staff().id, at=at
        ),
        gettext("The cashier may hand the money out.") if granted else gettext("Declined."),
    )


def check(deposit: str) -> ResponseReturnValue:
    """Write that the slip of a deposit was seen."""
    return _do(
        lambda connection, at: check_deposit(connection, deposit, by=staff().id, at=at),
        gettext("Noted."),
    )


def _do(act: Callable[[Connection, datetime], object], said: str) -> ResponseReturnValue:
    try:
        with services().engine.begin() as connection:
            act(connection, services().clock.now(connection))
    except CashRefused as refused:
        return _back(str(OBSTACLES[refused.obstacle]))
    return _back(said)


def _back(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("tills.overview"), 303)
