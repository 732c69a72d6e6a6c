"""A payment that was taken: its receipt, the duplicates of it, and the way back of its money."""

from dataclasses import dataclass
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.cash.till import till_page
from backoffice.cash.words import OBSTACLES, RETURNS
from backoffice.exchange import services, staff
from backoffice.languages import words
from eservices.definition.publish import eservice_of
from payments.cash.book import taking_of
from payments.cash.errors import CashRefused, Obstacle
from payments.cash.prints import note_print, prints_of
from payments.cash.returns import (
    HandingOut,
    Proposal,
    Reason,
    Return,
    Returns,
    office_of,
    returns_of,
)
from payments.charges import Charge, charges_of_intent
from payments.intents import find_intent
from payments.money import Money
from payments.receipts import Receipt, receipt_of_intent
from workflows.cases import find_case
from workflows.definitions import definition


@dataclass(frozen=True, slots=True)
class Made:
    """A payment that was taken in cash by this office."""

    intent_id: str
    reference: str
    title: str
    charges: tuple[Charge, ...]
    money: Money
    tendered: Money
    change: Money
    receipt: Receipt
    #: How often the receipt was printed here.
    prints: int
    returns: tuple[Return, ...]
    may_be_returned: bool


def payment(intent: str) -> ResponseReturnValue:
    """Show a payment that this office took: its receipt, its change, and how it goes back."""
    return _payment_page(intent)


def _payment_page(intent: str, problem: str = "", status: int = 200) -> ResponseReturnValue:
    with services().engine.begin() as connection:
        made = _made(connection, intent)
    if made is None:
        return _not_ours()
    page = render_template(
        "cash/paid.html", made=made, reasons=RETURNS, problem=problem, typed=request.form
    )
    return page, status


def _not_ours() -> ResponseReturnValue:
    flash(str(OBSTACLES[Obstacle.NOT_OURS]))
    return redirect(url_for("till.show"), 303)


def _made(connection: Connection, intent_id: str) -> Made | None:
    if office_of(connection, intent_id) != staff().office or staff().office is None:
        return None
    intent = find_intent(connection, intent_id)
    case = find_case(connection, intent.case_id)
    entry, receipt = taking_of(connection, intent_id), receipt_of_intent(connection, intent_id)
    if entry is None or receipt is None or entry.tendered is None:
        return None
    proposed = returns_of(connection, intent_id)
    standing = any(one.granted is not False for one in proposed)
    return Made(
        intent_id=intent_id,
        reference=case.reference,
        title=words(eservice_of(definition(connection, case.definition)).title),
        charges=charges_of_intent(connection, intent_id),
        money=intent.money,
        tendered=Money(entry.tendered, intent.money.currency),
        change=Money(entry.tendered - entry.amount, intent.money.currency),
        receipt=receipt,
        prints=prints_of(connection, intent_id),
        returns=proposed,
        may_be_returned=not standing,
    )


def print_receipt(intent: str) -> ResponseReturnValue:
    """Give the receipt to the printer: the first time the original, then duplicates."""
    with services().engine.begin() as connection:
        made = _made(connection, intent)
        if made is None:
            return _not_ours()
        at = services().clock.now(connection)
        prints = note_print(connection, intent, by=staff().id, at=at)
    cash = services().cash
    typeset = cash.original if prints == 1 else cash.duplicate
    return send_file(
        BytesIO(typeset(intent)),
        mimetype="application/pdf",
        download_name=f"{made.receipt.printed_number}.pdf",
        etag=False,
    )


def propose(intent: str) -> ResponseReturnValue:
    """Propose to give the payment back; a supervisor decides."""
    reason, note = request.form.get("reason", ""), request.form.get("note", "").strip()
    if reason not in set(Reason) or not note:
        return _payment_page(intent, gettext("Choose a reason and say in a few words why."), 422)
    account = staff()
    try:
        with services().engine.begin() as connection:
            proposal = Proposal(intent, Reason(reason), note, account.id, account.office)
            _returns().propose(connection, proposal, at=services().clock.now(connection))
    except CashRefused as refused:
        return _payment_page(intent, str(OBSTACLES[refused.obstacle]), 409)
    flash(gettext("Proposed. The money stays in the till until a supervisor lets it go."))
    return redirect(url_for("till.payment", intent=intent), 303)


def hand_out(cash_return: str) -> ResponseReturnValue:
    """Give back what a supervisor let go, against a signed voucher."""
    voucher = request.form.get("voucher", "").strip()
    if not voucher:
        return till_page(
            gettext("Have the voucher signed first, and write its number."), status=422
        )
    account = staff()
    try:
        with services().engine.begin() as connection:
            handing = HandingOut(cash_return, account.id, account.office, voucher)
            entry = _returns().hand_out(connection, handing)
    except CashRefused as refused:
        return till_page(str(OBSTACLES[refused.obstacle]), status=409)
    flash(gettext("Give the money back now: it has left the book of your till."))
    return redirect(url_for("till.payment", intent=entry.intent_id), 303)


def _returns() -> Returns:
    return Returns(services().settlement, services().workflow)
