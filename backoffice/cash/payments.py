"""Taking money for a case: its reference, what is owed, what is handed over, and the change."""

import secrets
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.cash.asking import coinage, number_typed
from backoffice.cash.till import till_page
from backoffice.cash.words import OBSTACLES
from backoffice.exchange import services, staff
from backoffice.languages import words
from delivery.codes import new_code
from eservices.counter.references import read_reference
from eservices.definition.publish import eservice_of
from payments.cash.desk import Taking, change_of, owed_at
from payments.cash.errors import CashRefused, Obstacle
from payments.cash.sessions import open_session_of
from payments.cash.statements import Movement, takings_for
from payments.cash.tills import Till, find_till
from payments.charges import Charge
from payments.intents import intents_of
from payments.money import Money, MoneyError, total
from workflows.cases import Case, case_by_reference
from workflows.definitions import definition
from workflows.errors import UnknownCase

KEY_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Owed:
    """What a cashier is shown of a case: what it is for, and what is to be paid. Nothing else."""

    case_id: int
    reference: str
    title: str
    charges: tuple[Charge, ...]
    #: Why no money is taken for it, where none is.
    obstacle: Obstacle | None
    #: What this office took for it before.
    earlier: tuple[Movement, ...]
    #: Whether a page of an online provider may still be paid on.
    is_online_too: bool

    @property
    def total(self) -> Money:
        """Add up what is to be paid."""
        return total(charge.money for charge in self.charges)

    def in_hand(self, amount: int) -> Money:
        """Give a sum in the currency of what is to be paid."""
        return Money(amount, self.total.currency)


def look() -> ResponseReturnValue:
    """Show what a case owes, and the change for what was handed over."""
    return _case_page(request.args.get("reference", ""), request.args.get("tendered", ""))


def _case_page(scanned: str, typed: str, refused: Obstacle | None = None) -> ResponseReturnValue:
    if not scanned.strip():
        return redirect(url_for("till.show"), 303)
    try:
        with services().engine.begin() as connection:
            till = _open_till(connection)
            owed = _owed(connection, _case(connection, read_reference(scanned)), till)
    except CashRefused as stopped:
        return till_page(str(OBSTACLES[stopped.obstacle]), status=422)
    change, wrong = _change(owed, typed)
    problem = str(OBSTACLES[refused]) if refused else wrong
    page = render_template(
        "cash/payment.html",
        owed=owed,
        tendered=None if change is None else change + owed.total.minor,
        typed=typed,
        change=change,
        laid_out=coinage().laid_out(change or 0),
        offers=() if owed.obstacle else _offers(owed.total),
        key=secrets.token_hex(KEY_LENGTH // 2),
        problem=problem,
        obstacles=OBSTACLES,
        silent=refused is Obstacle.ONLINE_UNKNOWN,
    )
    return page, 422 if problem else 200


def _change(owed: Owed, typed: str) -> tuple[int | None, str]:
    """Compute the change for what was typed, or say what is wrong with it."""
    if not typed or owed.obstacle is not None:
        return None, ""
    tendered = number_typed(typed)
    if tendered is None:
        return None, gettext("Write whole numbers, without letters.")
    try:
        return change_of(owed.total, tendered, coinage()), ""
    except CashRefused as refused:
        return None, str(OBSTACLES[refused.obstacle])


def _offers(owed: Money) -> tuple[Money, ...]:
    """Name sums that people hand over: the exact one, and those of a note or two."""
    if not coinage().can_pay(owed.minor):
        return ()
    notes = (-(-owed.minor // piece) * piece for piece in coinage().pieces if piece >= COMMON)
    fitting = {sum_ for sum_ in notes if sum_ - owed.minor < coinage().largest}
    return tuple(Money(sum_, owed.currency) for sum_ in sorted({owed.minor, *fitting}))


#: Notes and coins from this one on are what people pay a fee with.
COMMON = 500


def _open_till(connection: Connection) -> Till:
    session = open_session_of(connection, staff().id)
    if session is None or not session.takes_money:
        raise CashRefused(Obstacle.NO_SESSION)
    return find_till(connection, session.till_id)


def _case(connection: Connection, reference: str) -> Case:
    try:
        return case_by_reference(connection, reference)
    except UnknownCase:
        raise CashRefused(Obstacle.NO_SUCH_CASE) from None


def _owed(connection: Connection, case: Case, till: Till) -> Owed:
    charges: tuple[Charge, ...] = ()
    obstacle = None
    try:
        charges = owed_at(connection, case, till)
        if not coinage().can_pay(total(charge.money for charge in charges).minor):
            obstacle = Obstacle.NO_COIN
    except CashRefused as refused:
        obstacle = refused.obstacle
    return Owed(
        case_id=case.id,
        reference=case.reference,
        title=words(eservice_of(definition(connection, case.definition)).title),
        charges=charges,
        obstacle=obstacle,
        earlier=takings_for(connection, case.id, till.office),
        is_online_too=any(intent.is_payable for intent in intents_of(connection, case.id)),
    )


def take() -> ResponseReturnValue:
    """Take the money, once however often the form is sent."""
    scanned, typed = request.form.get("reference", ""), request.form.get("tendered", "")
    try:
        taking = _taking(scanned, typed)
        _end_online_pages(taking.case_id)
        with services().engine.begin() as connection:
            entry = services().cash.desk.take(connection, taking)
    except CashRefused as refused:
        return _case_page(scanned, typed, refused.obstacle)
    return redirect(url_for("till.payment", intent=entry.intent_id), 303)


def _end_online_pages(case_id: int) -> None:
    """Close the pages of online providers; raises CashRefused where one of them is silent.

    Then the payer is asked: what they say is all that anybody knows.
    """
    known = services().cash.desk.end_online_pages(case_id)
    if not known and request.form.get("not_paid_online") != "yes":
        raise CashRefused(Obstacle.ONLINE_UNKNOWN)


def _taking(scanned: str, typed: str) -> Taking:
    """Read the form; raises CashRefused."""
    key, tendered = request.form.get("key", ""), number_typed(typed)
    try:
        amount = Money.of(request.form.get("amount", ""))
    except MoneyError:
        raise CashRefused(Obstacle.CHANGED) from None
    if len(key) != KEY_LENGTH or tendered is None:
        raise CashRefused(Obstacle.CHANGED)
    with services().engine.begin() as connection:
        case = _case(connection, read_reference(scanned))
    return Taking(
        case_id=case.id,
        cashier=staff().id,
        amount=amount,
        tendered=tendered,
        key=key,
        receipt_code=new_code(),
    )
