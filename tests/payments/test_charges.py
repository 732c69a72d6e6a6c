"""What a case owes is frozen when it is lodged, and nobody is cleared by omission."""

from payments.charges import (
    charges_of,
    due,
    freeze,
    is_cleared,
    is_fully_cleared,
    release,
    settle,
)
from payments.money import Money
from tests.builders.kernel import a_case, a_definition, an_office
from tests.builders.payments import FEE, Till, a_line, a_payable_case


def test_a_charge_keeps_its_first_price(till: Till) -> None:
    case = a_payable_case(till)

    with till.engine.begin() as connection:
        freeze(connection, case_id=case.id, lines=[a_line(money=Money.of("5000 XOF"))])

    with till.engine.begin() as connection:
        (charge,) = charges_of(connection, case.id)
    assert (charge.item, charge.money, charge.is_due) == ("issue", FEE, True)
    assert charge.label.in_language("en") == "Issue"


def test_a_case_that_nobody_assessed_is_never_cleared(till: Till) -> None:
    with till.engine.begin() as connection:
        an_office(connection)
        case = a_case(connection, till.workflow, a_definition(connection))

        assert not is_cleared(connection, case.id, ["issue"])
        assert not is_fully_cleared(connection, case.id)


def test_a_case_that_owes_nothing_is_cleared(till: Till) -> None:
    case = a_payable_case(till, lines=[])

    with till.engine.begin() as connection:
        assert is_cleared(connection, case.id, ["issue"])
        assert is_fully_cleared(connection, case.id)


def test_only_what_is_asked_for_counts_until_the_end(till: Till) -> None:
    case = a_payable_case(till, lines=[a_line("issue"), a_line("stamp")])
    intent = till.pay_for(case)
    with till.engine.begin() as connection:
        issue, stamp = charges_of(connection, case.id)
        settle(connection, [issue.id], intent_id=intent.id, at=case.lodged_at)

        assert due(connection, case.id, ["issue", "stamp"]) == (stamp,)
        assert is_cleared(connection, case.id, ["issue"])
        assert not is_cleared(connection, case.id, ["issue", "stamp"])
        assert not is_fully_cleared(connection, case.id)


def test_a_released_charge_is_due_again(till: Till) -> None:
    case = a_payable_case(till)
    intent = till.pay_for(case)
    with till.engine.begin() as connection:
        (charge,) = charges_of(connection, case.id)
        settle(connection, [charge.id], intent_id=intent.id, at=case.lodged_at)
        assert is_cleared(connection, case.id, ["issue"])

        release(connection, intent.id)

        assert charges_of(connection, case.id) == (charge,)
