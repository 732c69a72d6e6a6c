"""Deposits: the cashier writes what went to the Treasury or the bank, with the slip's number."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.cash.asking import coinage, day_typed, number_typed
from backoffice.cash.words import OBSTACLES
from backoffice.exchange import services, staff
from payments.cash.deposits import LONGEST_SLIP, NewDeposit, deposits_of, record_deposit
from payments.cash.errors import CashRefused
from payments.cash.holdings import in_safe
from payments.cash.sessions import open_session_of
from payments.cash.tills import tills_of
from payments.money import Money


def listed() -> ResponseReturnValue:
    """Show what the safe holds and what was deposited, and ask for the next deposit."""
    return _page()


def _page(problem: str = "", status: int = 200) -> ResponseReturnValue:
    account = staff()
    with services().engine.begin() as connection:
        tills = tills_of(connection, account.office)
        if account.office is None or not tills:
            return redirect(url_for("till.show"), 303)
        currency = tills[0].currency
        session = open_session_of(connection, account.id)
        safe = Money(in_safe(connection, account.office, currency), currency)
        deposits = deposits_of(connection, account.office)
        today = _today(connection)
    page = render_template(
        "cash/deposits.html",
        safe=safe,
        has_open_till=session is not None and session.takes_money,
        deposits=deposits,
        today=today,
        longest_slip=LONGEST_SLIP,
        problem=problem,
        typed=request.form,
    )
    return page, status


def _today(connection: Connection) -> date:
    return services().clock.now(connection).astimezone(services().zone).date()


def deposit() -> ResponseReturnValue:
    """Record a deposit."""
    account = staff()
    try:
        with services().engine.begin() as connection:
            tills = tills_of(connection, account.office)
            new = None if not tills else _deposit(tills[0].currency, tills[0].office)
            if new is None:
                return _incomplete()
            now = services().clock.now(connection)
            record_deposit(connection, new, at=now, today=_today(connection))
    except CashRefused as refused:
        return _page(str(OBSTACLES[refused.obstacle]), 422)
    flash(gettext("Recorded. A supervisor checks the slip."))
    return redirect(url_for("till_deposits.listed"), 303)


def _incomplete() -> ResponseReturnValue:
    return _page(
        gettext("Write the slip’s number, the place, the day and a sum that coins make."), 422
    )


def _deposit(currency: str, office: str) -> NewDeposit | None:
    form = request.form
    slip = " ".join(form.get("slip", "").split()).upper()
    place, day = form.get("place", "").strip(), day_typed(form.get("day", ""))
    amount = number_typed(form.get("amount", ""))
    is_sum = amount is not None and amount > 0 and coinage().can_pay(amount)
    if not slip or len(slip) > LONGEST_SLIP or not place or day is None or not is_sum:
        return None
    return NewDeposit(
        office=office,
        by=staff().id,
        money=Money(amount or 0, currency),
        slip=slip,
        place=place,
        deposited_on=day,
        out_of_till=form.get("from") == "till",
    )
