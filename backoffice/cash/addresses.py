"""The addresses of the cash desk, for cashiers and for the supervisors who look at its books."""

from collections.abc import Mapping

from backoffice.actions import Action
from backoffice.cash import days, deposits, paid, payments, till, tills
from backoffice.route import Route

#: By blueprint.
CASH: Mapping[str, tuple[Route, ...]] = {
    "till": (
        Route("GET", "/till", till.show, Action.WORK_TILL),
        Route("POST", "/till", till.open_till, Action.WORK_TILL),
        Route("GET", "/till/close", till.close_form, Action.WORK_TILL),
        Route("POST", "/till/close", till.count, Action.WORK_TILL),
        Route("POST", "/till/difference", till.explain_difference, Action.WORK_TILL),
        Route("GET", "/till/payment", payments.look, Action.TAKE_CASH),
        Route("POST", "/till/payment", payments.take, Action.TAKE_CASH),
        Route("GET", "/till/payments/<intent>", paid.payment, Action.TAKE_CASH),
        Route("POST", "/till/payments/<intent>/receipt", paid.print_receipt, Action.TAKE_CASH),
        Route("POST", "/till/payments/<intent>/return", paid.propose, Action.TAKE_CASH),
        Route("POST", "/till/returns/<cash_return>", paid.hand_out, Action.HAND_OUT_CASH),
    ),
    "till_deposits": (
        Route("GET", "/till/deposits", deposits.listed, Action.DEPOSIT_CASH),
        Route("POST", "/till/deposits", deposits.deposit, Action.DEPOSIT_CASH),
    ),
    "tills": (
        Route("GET", "/tills", tills.overview, Action.SEE_TILLS),
        Route("GET", "/tills/days", days.report, Action.SEE_TILLS),
        Route("GET", "/tills/days.csv", days.table, Action.SEE_TILLS),
        Route("GET", "/tills/sessions/<till_session>", tills.session, Action.SEE_TILLS),
        Route(
            "POST",
            "/tills/sessions/<till_session>",
            tills.take_note,
            Action.ACKNOWLEDGE_DIFFERENCE,
        ),
        Route("POST", "/tills/returns/<cash_return>", tills.decide, Action.DECIDE_CASH_RETURN),
        Route("POST", "/tills/deposits/<deposit>", tills.check, Action.CHECK_DEPOSIT),
    ),
}
