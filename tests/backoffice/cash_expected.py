"""Who may use each address of the cash desk, written by hand."""

from collections.abc import Mapping

from workflows.actors import Role

TAKES_CASH = frozenset({Role.CASHIER})
SUPERVISES = frozenset({Role.SUPERVISOR})

CASH_EXPECTED: Mapping[str, frozenset[Role]] = {
    "till.show": TAKES_CASH,
    "till.open_till": TAKES_CASH,
    "till.close_form": TAKES_CASH,
    "till.count": TAKES_CASH,
    "till.explain_difference": TAKES_CASH,
    "till.look": TAKES_CASH,
    "till.take": TAKES_CASH,
    "till.payment": TAKES_CASH,
    "till.print_receipt": TAKES_CASH,
    "till.propose": TAKES_CASH,
    "till.hand_out": TAKES_CASH,
    "till_deposits.listed": TAKES_CASH,
    "till_deposits.deposit": TAKES_CASH,
    "tills.overview": SUPERVISES,
    "tills.report": SUPERVISES,
    "tills.table": SUPERVISES,
    "tills.session": SUPERVISES,
    "tills.take_note": SUPERVISES,
    "tills.decide": SUPERVISES,
    "tills.check": SUPERVISES,
}
